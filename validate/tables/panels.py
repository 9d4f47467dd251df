"""A table as panels of labelled rows: what stands left of a run of amount columns names its rows.

Final accounts tables often print two or three such panels side by side (收入 | 支出), each with its
own labels; a row of one panel says nothing about the figures of the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from ...schemas.labels import clean_label
from ...schemas.records import Kind
from .outline import CODE, CODE_STEP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from ...schemas.records import Cell, Fact, Table
    from ..context import ReportView

ADDED_KINDS = frozenset({Kind.AMOUNT, Kind.NUMBER, Kind.COUNT, Kind.AREA, Kind.PERCENT})
LEADING_CODE = re.compile(rf"({CODE.pattern})(?=[\u4e00-\u9fff]|$)")
COLUMN_NUMBERS = frozenset({"栏次", "行次", "序号"})
MANY = 3  # rows with words, codes or numbers in sequence that make a column one of labels


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a panel: the words and codes left of its figures, and the figures by grid column.

    `opening` are the words of the row right above it if that has no figures, as a title inside the table.
    """

    row: int
    stubs: tuple[str, ...]
    figures: Mapping[int, Fact]
    opening: str = ""

    @property
    def label(self) -> str:
        """The last words of the row's label, white space removed."""
        words = [stub for stub in self.stubs if not stub.isdigit()]
        return words[-1] if words else ""

    @property
    def code(self) -> str:
        """The budget classification code of the row, also one over several columns; empty if it has none."""
        for at, stub in enumerate(self.stubs):
            if found := LEADING_CODE.match(stub):
                steps = takewhile(CODE_STEP.fullmatch, self.stubs[at + 1 :]) if found[1] == stub else ()
                return "".join([found[1], *steps])
        return ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows with their labels, and the headers of their value columns."""

    lines: tuple[Line, ...]
    headers: Mapping[int, str]


def panels_of(view: ReportView, table: Table) -> tuple[Panel, ...]:
    """Return the panels of a whole table of a report; several rules ask for them."""
    return view.once((panels_of, table.number), lambda: table_panels(table, view.in_table(table.number)))


def table_panels(table: Table, facts: Sequence[Fact]) -> tuple[Panel, ...]:
    """Return the panels of a table from left to right; empty if no column holds figures."""
    figures = _figures(table, facts)
    labels = _label_columns(table, figures) | _serial_columns(figures)
    values = sorted({column for _, column in figures} - labels)
    first_row = min((row for row, column in figures if column in values), default=0)
    headers = {column: _header(table, column, first_row) for column in values}
    groups: list[list[int]] = []
    for column in values:
        is_new = not groups or any(groups[-1][-1] < label < column for label in labels)
        groups.append([column]) if is_new else groups[-1].append(column)
    panels, left = [], 0
    for group in groups:
        lines = _lines(table, figures, range(left, group[0]), group)
        panels.append(Panel(lines, {column: headers[column] for column in group}))
        left = group[-1] + 1
    return tuple(_run_on(panels))


def _run_on(panels: Sequence[Panel]) -> list[Panel]:
    """Join lists of codes that run on in the next panel, as those of 公用经费 do, to one list in its columns."""
    found: list[Panel] = []
    for panel in panels:
        if found and _runs_on(found[-1], panel):
            found[-1] = _joined(found[-1], panel)
        else:
            found.append(panel)
    return found


def _runs_on(panel: Panel, following: Panel) -> bool:
    """Return whether the codes of two panels ascend in one list, of which one total is told at most."""
    codes = [[line.code for line in part.lines if line.code] for part in (panel, following)]
    others = [line for part in (panel, following) for line in part.lines if not line.code]
    if not all(codes) or len(others) > 1 or len(panel.headers) != len(following.headers):
        return False
    run = [*codes[0], *codes[1]]
    return run == sorted(run) and len(set(run)) == len(run)


def _joined(panel: Panel, following: Panel) -> Panel:
    """One panel in the columns of the second, the row without a code last."""
    columns = dict(zip(panel.headers, following.headers, strict=True))
    moved = [replace(x, figures={columns[c]: f for c, f in x.figures.items()}) for x in panel.lines]
    lines = sorted((*moved, *following.lines), key=lambda line: not line.code)
    return Panel(tuple(lines), following.headers)


def _figures(table: Table, facts: Sequence[Fact]) -> dict[tuple[int, int], Fact]:
    """The figures that fill a cell of their own; a number inside words is no entry."""
    by_cell: dict[tuple[int, int], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.source.row is not None and fact.source.column is not None:
            by_cell[(fact.source.row, fact.source.column)].append(fact)
    texts = {(cell.row, cell.column): "".join(cell.text.split()) for cell in table.cells}
    return {
        place: found[0]
        for place, found in by_cell.items()
        if len(found) == 1 and found[0].kind in ADDED_KINDS and _fills(texts.get(place, ""), found[0])
    }


def _fills(text: str, fact: Fact) -> bool:
    return len(text.replace("".join(fact.text.split()), "", 1)) <= 1


def _label_columns(table: Table, figures: Mapping[tuple[int, int], Fact]) -> set[int]:
    """Columns of words or of classification codes below the first figure."""
    first = min((row for row, _ in figures), default=0)
    words: dict[int, int] = defaultdict(int)
    codes: dict[int, list[str]] = defaultdict(list)
    for cell in table.cells:
        text = "".join(cell.text.split())
        if cell.row < first or not text or cell.colspan > max(table.n_columns // 2, 2):
            continue
        if CODE.fullmatch(text):
            codes[cell.column].append(text)
        elif (cell.row, cell.column) not in figures and len(clean_label(text)) >= 2:
            words[cell.column] += 1
    counts: dict[int, int] = defaultdict(int)
    for _, column in figures:
        counts[column] += 1
    named = {column for column, count in words.items() if count >= max(MANY, counts[column])}
    coded = {c for c, found in codes.items() if 2 * len(found) >= counts[c] and _are_codes(found)}
    return named | coded | _steps_of_codes(table, codes, figures)


def _steps_of_codes(
    table: Table, codes: Mapping[int, Sequence[str]], figures: Mapping[tuple[int, int], Fact]
) -> set[int]:
    """Columns that print 款 and 项 right of their 类: nothing but two digits that are no figures."""
    steps: dict[int, int] = defaultdict(int)
    for cell in table.cells:
        if CODE_STEP.fullmatch("".join(cell.text.split())) and (cell.row, cell.column) not in figures:
            steps[cell.column] += 1
    found: set[int] = set()
    for column in sorted(steps):
        is_beside = column - 1 in found or len(codes.get(column - 1, ())) >= steps[column]
        if steps[column] >= MANY and is_beside:
            found |= {column - 1, column}
    return found


def _are_codes(texts: Sequence[str]) -> bool:
    """Return whether some nest in others, as 2010301 does in 201; plain amounts of three digits do not."""
    return len(texts) >= MANY and any(a != b and a.startswith(b) for a in texts for b in texts)


def _serial_columns(figures: Mapping[tuple[int, int], Fact]) -> set[int]:
    """Columns that count their rows, as 1, 2, 3 or 31, 32, 33."""
    values: dict[int, list[Decimal]] = defaultdict(list)
    for (_, column), fact in sorted(figures.items()):
        values[column].append(fact.value)
    return {c for c, found in values.items() if len(found) >= MANY and _counts(found)}


def _counts(values: Sequence[Decimal]) -> bool:
    steps = {after - before for before, after in pairwise(values)}
    return steps == {1} and all(value == int(value) for value in values)


def _header(table: Table, column: int, first_row: int) -> str:
    above = [c for c in table.cells if c.row < first_row and c.column <= column < c.column + c.colspan]
    return "".join("".join(c.text.split()) for c in above if c.colspan < table.n_columns)


def _lines(
    table: Table,
    figures: Mapping[tuple[int, int], Fact],
    left: range,
    columns: Sequence[int],
) -> tuple[Line, ...]:
    stubs: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        is_left = cell.column < left.stop and cell.column + cell.colspan > left.start
        if is_left and cell.text.strip():
            for row in range(cell.row, cell.row + cell.rowspan):
                stubs[row].append(cell)
    lines, opening = [], ""
    for row in range(table.n_rows):
        here = {column: figures[(row, column)] for column in columns if (row, column) in figures}
        labels = tuple("".join(cell.text.split()) for cell in stubs[row])
        if here and not COLUMN_NUMBERS & set(labels):
            lines.append(Line(row, labels, here, opening))
        opening = "" if here else "".join(labels)
    return tuple(lines)
