"""Compares readers of PDF and Word files: CPU time, peak memory, and how much of the tables comes back.

Every reader runs in a process of its own, on the same files: those of corpus/, and of the folder that the
environment variable FUHE_SAMPLES names, Word files made on the spot, and reports that LibreOffice prints. Example: `uv run --no-sync python bench/extract.py`
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuhe.bench.readers import CONTENDERS
from fuhe.bench.word_files import long_word_file, write_word_files
from fuhe.extract.older.office import find_program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from fuhe.bench.readers import Cell, Tables

ROOT = Path(__file__).resolve().parents[1]
# 9,000 cells and four times as many.
WORD_TABLES = (50, 200)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, help="runs of each reader; the shortest counts")
    parser.add_argument(
        "--long", type=int, nargs="*", default=[60, 240], help="pages of long reports for peak memory"
    )
    parser.add_argument("--only", nargs="*", default=[""], help="only readers whose name holds one of these")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        name, *files = arguments.child
        print(json.dumps(measured(name, [Path(file) for file in files], arguments.repeat)))
        return
    names = [
        name
        for name, one in CONTENDERS.items()
        if one.is_installed and any(part in name for part in arguments.only)
    ]
    with tempfile.TemporaryDirectory() as made:
        places = folders() + write_word_files(Path(made)) + printed_reports(Path(made))
        for suffix in sorted({CONTENDERS[name].suffix for name in names}):
            here = [name for name in names if CONTENDERS[name].suffix == suffix]
            for folder in places:
                if files := sorted(folder.rglob(f"*{suffix}")):
                    show(
                        f"{len(files)} files of {folder}",
                        {name: in_child(name, files, arguments.repeat) for name in here},
                    )
    for unit, sizes, write, suffix in (
        ("pages", arguments.long, long_report, ".pdf"),
        ("tables", WORD_TABLES, long_word_file, ".docx"),
    ):
        here = [name for name in names if CONTENDERS[name].suffix == suffix]
        if arguments.long and here:
            show_long(unit, sizes, write, here)


def folders() -> list[Path]:
    """Return the folders with files to read."""
    samples = os.environ.get("FUHE_SAMPLES")
    found = [ROOT / "corpus" / "files"]
    return found + ([Path(samples) / kind for kind in ("pdf", "docx")] if samples else [])


def printed_reports(folder: Path) -> list[Path]:
    """Print the reports of corpus/ with the fonts that LibreOffice embeds; return the folder, none without it."""
    program = find_program()
    if program is None:
        return []
    reports = sorted((ROOT / "corpus" / "files").rglob("*.docx"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder / "printed")]
    for _ in range(3):  # the first start of a new profile may end before it has done anything
        if len(list((folder / "printed").glob("*.pdf"))) < len(reports):
            subprocess.run([*command, *map(str, reports)], check=False, capture_output=True)
    for grids in (ROOT / "corpus" / "expected").rglob("*.json"):
        (folder / "expected" / grids.name).write_bytes(grids.read_bytes())
    return [folder / "printed"]


def in_child(name: str, files: Sequence[Path], repeat: int) -> dict[str, Any]:
    """Measure a reader in a process of its own."""
    command = [
        sys.executable,
        str(Path(__file__)),
        "--repeat",
        str(repeat),
        "--child",
        name,
        *map(str, files),
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def measured(name: str, files: Sequence[Path], repeat: int) -> dict[str, Any]:
    """Return CPU seconds for all files, peak memory in megabytes, and the shares that came back.

    The shortest run counts: what else the machine does only ever adds to it.
    """
    read = CONTENDERS[name].read
    data = [file.read_bytes() for file in files]
    read(data[0])  # what is loaded once is not counted
    runs = []
    for _ in range(max(repeat, 1)):
        before = time.process_time()
        found = [read(one) for one in data]
        runs.append(time.process_time() - before)
    peak = _peak_megabytes()
    scores = [scored(tables, file) for tables, file in zip(found, files, strict=True) if tables is not None]
    known = [score for score in scores if score is not None]
    return {"cpu": min(runs), "peak": peak, **_shares(known)}


def _peak_megabytes() -> float:
    """Return the peak memory of this process alone; where the system does not say, of its parent at least."""
    status = Path("/proc/self/status")
    if status.exists():
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _shares(scores: Sequence[tuple[int, int, int, int, int]]) -> dict[str, float | None]:
    if not scores:
        return {"cells": None, "neighbours": None}
    cells, of, same, wanted, got = map(sum, zip(*scores, strict=True))
    return {"cells": cells / max(of, 1), "neighbours": 2 * same / max(wanted + got, 1)}


def scored(tables: Tables, file: Path) -> tuple[int, int, int, int, int] | None:
    """Return cells found, of how many; pairs of neighbours found, of how many, and how many were made."""
    expected = _expected(file)
    if expected is None:
        return None
    wanted, found = _texts(expected), _texts(tables)
    wanted_pairs, found_pairs = _pairs(expected), _pairs(tables)
    return (
        (wanted & found).total(),
        wanted.total(),
        (wanted_pairs & found_pairs).total(),
        wanted_pairs.total(),
        found_pairs.total(),
    )


def _expected(file: Path) -> Tables | None:
    base = ROOT / "corpus" / "files"
    if file.is_relative_to(base):
        grids = ROOT / "corpus" / "expected" / file.relative_to(base).with_suffix(".json")
    else:
        grids = file.parents[1] / "expected" / f"{file.stem}.json"
    if not grids.exists():
        return None
    return [
        [
            (c["row"], c["col"], c.get("rowspan") or 1, c.get("colspan") or 1, c["text"] or "")
            for c in table["cells"]
        ]
        for table in json.loads(grids.read_text("utf-8"))["tables"]
        if table.get("only", file.suffix[1:]) == file.suffix[1:]
    ]


def _texts(tables: Tables) -> Counter[str]:
    return Counter(text for table in tables for *_, cell in table if (text := _clean(cell)))


def _clean(text: str) -> str:
    return "".join(text.split())


def _pairs(tables: Tables) -> Counter[tuple[str, str, int]]:
    """Count the pairs of nearest cells with text, to the right and below (the ICDAR 2013 measure)."""
    return Counter(pair for table in tables for axis in (0, 1) for pair in _along(table, axis))


def _along(table: Sequence[Cell], axis: int) -> Iterable[tuple[str, str, int]]:
    lines: dict[int, dict[int, int]] = {}
    for index, (row, column, rowspan, colspan, text) in enumerate(table):
        if _clean(text):
            for place in ((r, c) for r in range(row, row + rowspan) for c in range(column, column + colspan)):
                lines.setdefault(place[axis], {})[place[1 - axis]] = index
    found = set()
    for line in lines.values():
        order = [index for _, index in sorted(line.items())]
        found |= {(a, b) for a, b in pairwise(order) if a != b}
    return [(_clean(table[a][4]), _clean(table[b][4]), axis) for a, b in found]


def show(title: str, results: dict[str, dict[str, Any]]) -> None:
    """Print one table of ratios."""
    from rich.console import Console
    from rich.table import Table

    reference = next((r for name, r in results.items() if CONTENDERS[name].is_reference), None)
    table = Table(title=title)
    for heading in ("reader", "CPU s", "times faster", "peak MB", "cells", "neighbours"):
        table.add_column(heading, justify="left" if heading == "reader" else "right")
    for name, one in results.items():
        ratio = f"{reference['cpu'] / one['cpu']:.1f}" if reference else ""
        shares = ["" if one[key] is None else f"{one[key]:.2%}" for key in ("cells", "neighbours")]
        table.add_row(name, f"{one['cpu']:.3f}", ratio, f"{one['peak']:.0f}", *shares)
    Console().print(table)


def show_long(
    unit: str, sizes: Sequence[int], write: Callable[[int, Path], Path], names: Sequence[str]
) -> None:
    """Print the peak memory on one long report at a time.

    Args:
        unit: What its size is counted in.
        sizes: Sizes of the reports.
        write: Writes one of a size into a folder.
        names: Readers.
    """
    from rich.console import Console
    from rich.table import Table

    table = Table("reader", *(f"{size} {unit}, MB" for size in sizes), title="peak memory, one file")
    with tempfile.TemporaryDirectory() as folder:
        files = [write(size, Path(folder)) for size in sizes]
        for name in names:
            table.add_row(name, *(f"{in_child(name, [file], 1)['peak']:.0f}" for file in files))
    Console().print(table)


def long_report(pages: int, folder: Path) -> Path:
    """Write a report of so many pages, no two alike: prose, and a form of 30 rows on each."""
    from random import Random

    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    font, chance = "STSong-Light", Random(pages)
    pdfmetrics.registerFont(UnicodeCIDFont(font))
    file = folder / f"{pages}.pdf"
    canvas = Canvas(str(file), invariant=1)
    for page in range(1, pages + 1):
        canvas.setFont(font, 10)
        for row in range(10):
            words = "".join(chr(chance.randrange(0x4E00, 0x9000)) for _ in range(42))
            canvas.drawString(70, 780 - 16 * row, words)
        for row in range(30):
            for column in range(6):
                x, y = 70 + 76 * column, 590 - 17 * row
                canvas.rect(x, y, 76, 17)
                canvas.drawString(x + 4, y + 5, f"{page}.{row}.{chance.randrange(10**6)}")
        canvas.showPage()
    canvas.save()
    return file


if __name__ == "__main__":
    main()
