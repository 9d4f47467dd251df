"""Measures how long checking takes: against the number of facts, and against extracting on real files.

Synthetic reports of so many facts, in tables and in sentences of several kinds, show how the cost grows; the
exponent is that between two sizes and should stay near 1. Seconds are those of the processor, so that a busy
machine shows nearly the same. For each Word or PDF file given, or in the folder of FUHE_SAMPLES, the seconds of
reading, normalizing and checking are shown, the mean of some runs, with the ratio of checking to reading alone and
to reading and normalizing, which together make numbers with their places out of a file.

Example: `uv run --no-sync python bench/checking.py --sizes 1000 5000 20000`.
"""

from __future__ import annotations

import argparse
import os
import time
from math import log2
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table as Shown

from fuhe.extract import read
from fuhe.normalize import normalize
from fuhe.schemas.records import Cell, Document, Paragraph, Source, Submission, Table
from fuhe.validate import validate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SIZES = (1000, 5000, 20_000)
RUNS = 15  # of each file: the processor clock may go by steps of milliseconds, so that one run says little
COLUMNS = 5
ROWS_PER_BLOCK = 9  # items under one subtotal
ITEMS_PER_SENTENCE = 6
WIDE_ROWS = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, help="Word or PDF files or folders of them")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="numbers of facts")
    arguments = parser.parse_args()
    timed(in_prose(8))  # catalogues and dictionaries are read once
    for name, build in SHAPES.items():
        show_growth(name, build, arguments.sizes)
    if files := files_of(arguments.paths):
        show_files(files)


def show_growth(name: str, build: Callable[[int], Document], sizes: Sequence[int]) -> None:
    shown = Shown(
        "facts", "relations", "findings", "normalize s", "exponent", "check s", "exponent", title=name
    )
    last: tuple[int, float, float] | None = None
    for size in sizes:
        facts, relations, findings, reading, checking = timed(build(size))
        powers = ["-", "-"]
        if last:
            growth = log2(facts / last[0])
            powers = [
                f"{log2(now / before) / growth:.2f}"
                for now, before in zip((reading, checking), last[1:], strict=True)
            ]
        figures = (facts, relations, findings, f"{reading:.2f}", powers[0], f"{checking:.2f}", powers[1])
        shown.add_row(*map(str, figures))
        last = (facts, reading, checking)
    Console(width=110).print(shown)


def timed(document: Document) -> tuple[int, int, int, float, float]:
    """Return the numbers of facts, relations and findings, the seconds of normalizing and of checking."""
    start = time.process_time()
    report = normalize(document)
    middle = time.process_time()
    verdict = validate(Submission("bench", (report,)))
    end = time.process_time()
    return len(report.facts), len(verdict.checks), len(verdict.findings), middle - start, end - middle


def show_files(files: Sequence[Path]) -> None:
    shown = Shown(
        "file", "facts", "read s", "normalize s", "check s", "check / read", "check / (read + normalize)"
    )
    for path in files:
        facts = timed_file(path)[0]  # fills caches
        runs = [timed_file(path) for _ in range(RUNS)]
        reading, normalizing, checking = (sum(run[at] for run in runs) / RUNS for at in (1, 2, 3))
        seconds = (f"{reading:.4f}", f"{normalizing:.4f}", f"{checking:.4f}")
        ratios = (f"{checking / reading:.2f}", f"{checking / (reading + normalizing):.2f}")
        shown.add_row(path.name, str(facts), *seconds, *ratios)
    Console(width=110).print(shown)


def timed_file(path: Path) -> tuple[int, float, float, float]:
    """Return the number of facts of a file, the seconds of reading, of normalizing and of checking it."""
    data = path.read_bytes()
    start = time.process_time()
    document = read(data, path.name, path.name)
    reading = time.process_time() - start
    facts, _, _, normalizing, checking = timed(document)
    return facts, reading, normalizing, checking


def files_of(paths: Sequence[Path]) -> list[Path]:
    """Return the files given, or those of the folder in FUHE_SAMPLES."""
    samples = os.environ.get("FUHE_SAMPLES")
    roots = list(paths) or ([Path(samples)] if samples else [])
    found = [p for root in roots for p in (sorted(root.rglob("*")) if root.is_dir() else [root])]
    return [path for path in found if path.suffix in (".docx", ".pdf") and "scan" not in path.stem]


def document_of(paragraphs: Sequence[str], tables: Sequence[Sequence[Sequence[str]]]) -> Document:
    """Return a document of these paragraphs and then these tables."""
    return Document(
        id="bench",
        name="bench.docx",
        source="bench.docx",
        format="docx",
        bytes=0,
        pages=None,
        paragraphs=tuple(
            Paragraph(n, text, (), None, Source("bench", paragraph=n))
            for n, text in enumerate(paragraphs, start=1)
        ),
        tables=tuple(table_of(n, rows) for n, rows in enumerate(tables, start=1)),
    )


def table_of(number: int, rows: Sequence[Sequence[str]]) -> Table:
    """Return a table whose cells are the given texts."""
    cells = tuple(
        Cell(r, c, 1, 1, text, Source("bench", table=number, row=r, column=c))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    return Table(number, cells, len(rows), len(rows[0]))


def in_one_table(facts: int) -> Document:
    """A long table of blocks with subtotals and a total."""
    rows = [["项目", *(f"{name}（万元）" for name in ("年初预算", "追加", "调整", "下达", "支出"))]]
    total = [0] * COLUMNS
    while (len(rows) - 1) * COLUMNS < facts:
        block = [0] * COLUMNS
        for n in range(ROWS_PER_BLOCK):
            figures = [((len(rows) * 7919 + c * 104_729) % 99_991) + 1 for c in range(COLUMNS)]
            block = [a + b for a, b in zip(block, figures, strict=True)]
            rows.append([f"{n + 1}.明细事项{len(rows)}", *map(money, figures)])
        rows.append(["小计", *map(money, block)])
        total = [a + b for a, b in zip(total, block, strict=True)]
    rows.append(["合计", *map(money, total)])
    return document_of([], [rows])


def in_many_tables(facts: int) -> Document:
    """Tables of one block each."""
    whole = in_one_table(facts).tables[0]
    texts: list[list[str]] = [[] for _ in range(whole.n_rows)]
    for cell in whole.cells:
        texts[cell.row].append(cell.text)
    size = ROWS_PER_BLOCK + 1
    blocks = [texts[1:-1][at : at + size] for at in range(0, len(texts) - 2, size)]
    return document_of([], [[texts[0], *block] for block in blocks])


def in_prose(facts: int) -> Document:
    """Paragraphs that each tell a total and its parts."""
    return document_of(
        [sentence(n, ITEMS_PER_SENTENCE) for n in range(facts // (ITEMS_PER_SENTENCE + 2))], []
    )


def in_one_paragraph(facts: int) -> Document:
    """The same sentences without any line break."""
    return document_of(["".join(p.text for p in in_prose(facts).paragraphs)], [])


def in_one_sentence(facts: int) -> Document:
    """One 其中 after the other, never a full stop."""
    listed = "，".join(f"其中：事项{n}支出{money(n * 7919 % 99_991 + 1)}万元" for n in range(facts))
    return document_of([f"本年支出合计{money(10**7)}万元，{listed}。"], [])


def in_wide_table(facts: int) -> Document:
    """A table with far more columns than rows."""
    columns = max(COLUMNS, facts // WIDE_ROWS)
    rows = [["项目", *(f"栏目{n}（万元）" for n in range(columns))]]
    for r in range(WIDE_ROWS):
        figures = [((r * 7919 + n * 104_729) % 99_991) + 1 for n in range(columns)]
        rows.append([f"事项{r}", *map(money, figures)])
    return document_of([], [rows])


def in_wrong_sentences(facts: int) -> Document:
    """Paragraphs whose changes and rates are all wrong, so that each is diagnosed."""
    told = (
        f"本年收入{money(10_000 + n)}万元，支出{money(10_000 + n)}万元，比上年增加{money(n)}万元，"
        f"增长{n % 50}%，完成年初预算的{n % 100}%。"
        for n in range(facts // 5)
    )
    return document_of(list(told), [])


def of_projects(facts: int) -> Document:
    """A list of projects with what was budgeted and spent."""
    listed = (
        f"项目支出中，{name_of(n)}项目年初预算{money(n * 7919 % 99_991 + 100)}万元，"
        f"实际支出{money(n * 7907 % 99_991 + 100)}万元，执行率{n % 100}%。"
        for n in range(facts // 3)
    )
    return document_of(list(listed), [])


def name_of(number: int) -> str:
    """Return a name of five characters that hardly another number has."""
    return "".join(chr(0x4E00 + (number * 7919 + 13) * (at + 3) * 104_729 % 8000) for at in range(5))


def sentence(number: int, items: int) -> str:
    figures = [((number * 7919 + n * 104_729) % 99_991) + 1 for n in range(items)]
    listed = "，".join(f"事项{n}支出{money(figure)}万元" for n, figure in enumerate(figures))
    return f"第{number}类支出合计{money(sum(figures))}万元，完成预算的100%，其中：{listed}。"


def money(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"


SHAPES = {
    "one table": in_one_table,
    "tables of ten rows": in_many_tables,
    "prose, a paragraph for each sentence": in_prose,
    "prose, one paragraph": in_one_paragraph,
    "prose, one sentence": in_one_sentence,
    "a wide table": in_wide_table,
    "prose, every sentence wrong": in_wrong_sentences,
    "prose, a list of projects": of_projects,
}


if __name__ == "__main__":
    main()
