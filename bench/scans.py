"""How well scans are read: `uv run --no-sync python bench/scans.py [SCANS EXPECTED]`.

SCANS holds NAME_scan.pdf (or NAME.pdf), EXPECTED the true grids NAME.json. Without them the reports of the corpus are
printed and scanned askew, with noise. Counted are the numbers printed in tables, row by row, that come back exactly as
printed and in their order; those read wrong without doubt (score of `SURE` and above) are named.
"""

from __future__ import annotations

import json
import re
import sys
import time
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from fuhe.corpus.write_scan import Scanner, scan_pages, write_scan
from fuhe.extract.pdf.pdf import read
from fuhe.validate.misreadings import SURE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fuhe.schemas.records import Document, Table

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
REPORTS = ("langu", "yunxi", "zongshui")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")


def numbers(text: str) -> list[str]:
    """Return the numbers of a text; those that a narrow cell breaks are whole."""
    return NUMBER.findall("".join(text.split()))


def inputs() -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """Yield name, bytes and true grids of each scan."""
    if len(sys.argv) > 2:
        scans, expected = map(Path, sys.argv[1:3])
        for path in sorted(scans.glob("*.pdf")):
            truth = expected / f"{path.stem.removesuffix('_scan')}.json"
            yield path.name, path.read_bytes(), json.loads(truth.read_text("utf-8"))
        return
    scanner = Scanner()
    for name in REPORTS:
        pages = scan_pages((CORPUS / "files" / f"{name}.pdf").read_bytes(), scanner)
        truth = json.loads((CORPUS / "expected" / f"{name}.json").read_text("utf-8"))
        yield name, write_scan(pages, scanner.resolution), truth


class Figure(NamedTuple):
    """A number in a cell, and whether it was read without doubt."""

    text: str
    is_sure: bool


def figures(table: Table) -> list[Figure]:
    """Return the numbers of a table, row by row."""
    found = []
    for cell in sorted(table.cells):
        is_sure = min((score for _, _, score in cell.readings), default=0.0) >= SURE
        found += [Figure(text, is_sure) for text in numbers(cell.text)]
    return found


def compare(document: Document, truth: dict[str, Any]) -> tuple[int, int, list[str]]:
    """Return how many numbers were printed, how many were read right, and those read wrong without doubt."""
    printed = right = 0
    surely_wrong: list[str] = []
    for wanted, table in zip_longest(truth["tables"], document.tables):
        cells = sorted(wanted["cells"], key=lambda cell: (cell["row"], cell["col"])) if wanted else []
        expected = [text for cell in cells for text in numbers(cell["text"])]
        found = figures(table) if table else []
        matcher = SequenceMatcher(None, expected, [figure.text for figure in found], autojunk=False)
        printed += len(expected)
        right += sum(block.size for block in matcher.get_matching_blocks())
        for kind, first, last, start, end in matcher.get_opcodes():
            if kind != "equal":
                wrong = [figure.text for figure in found[start:end] if figure.is_sure]
                surely_wrong += [f"{expected[first:last]} read as {wrong}"] if wrong else []
    return printed, right, surely_wrong


def main() -> None:
    """Print a line for each scan, and the sum."""
    total = [0, 0]
    for name, data, truth in inputs():
        start, used = time.monotonic(), time.process_time()
        document = read(data, name)
        pages = document.pages or 1
        seconds, busy = (time.monotonic() - start) / pages, (time.process_time() - used) / pages
        printed, right, wrong = compare(document, truth)
        total = [total[0] + printed, total[1] + right]
        print(
            f"{name:18} {pages:3} pages  {seconds:5.1f} s/page ({busy:.1f} CPU)  numbers {right}/{printed}"
            f" {right / max(printed, 1):.4f}  wrong without doubt {len(wrong)}"
        )
        for line in wrong:
            print("   ", line)
    print(f"numbers exactly right {total[1]}/{total[0]} {total[1] / max(total[0], 1):.4f}")


if __name__ == "__main__":
    main()
