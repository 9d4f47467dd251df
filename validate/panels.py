"""A table as panels of labelled rows: what stands left of a run of amount columns names its rows.

Final accounts tables often print two or three such panels side by side (收入 | 支出), each with its
own labels; a row of one panel says nothing about the figures of the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..schemas.labels import clean_label
from ..schemas.records import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from ..schemas.records import Cell, Fact, Table

ADDED_KINDS = frozenset({Kind.AMOUNT, Kind.NUMBER, Kind.COUNT, Kind.AREA, Kind.PERCENT})
CODE = re.compile(r"\d{3}(?:\d\d){0,2}")  # 类 201, 款 20103, 项 2010301
MANY = 3  # rows with words or codes that make a column one of labels


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a panel: the words and codes left of its figures, and the figures by grid column."""

    row: int
    stubs: tuple[str, ...]
    figures: Mapping[int, Fact]

    @property
    def label(self) -> str:
        """The last words of the row's label, white space removed."""
        words = [stub for stub in self.stubs if not CODE.fullmatch(stub)]
        return words[-1] if words else ""

    @property
    def code(self) -> str:
        """The budget classification code of the row; empty if it has none."""
        return next((stub for stub in self.stubs if CODE.fullmatch(stub)), "")


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows with their labels, and the headers of their value columns."""

    lines: tuple[Line, ...]
    headers: Mapping[int, str]


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
    return tuple(panels)


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
    codes: dict[int, int] = defaultdict(int)
    for cell in table.cells:
        text = "".join(cell.text.split())
        if cell.row < first or not text or cell.colspan > max(table.n_columns // 2, 2):
            continue
        if CODE.fullmatch(text):
            codes[cell.column] += 1
        elif (cell.row, cell.column) not in figures and len(clean_label(text)) >= 2:
            words[cell.column] += 1
    counts: dict[int, int] = defaultdict(int)
    for _, column in figures:
        counts[column] += 1
    named = {column for column, count in words.items() if count >= max(MANY, counts[column])}
    return named | {
        column for column, count in codes.items() if count >= MANY and 2 * count >= counts[column]
    }


def _serial_columns(figures: Mapping[tuple[int, int], Fact]) -> set[int]:
    """Columns that count their rows: 1, 2, 3, …"""
    values: dict[int, list[Decimal]] = defaultdict(list)
    for (_, column), fact in sorted(figures.items()):
        values[column].append(fact.value)
    return {c for c, found in values.items() if len(found) > 1 and found == [*range(1, len(found) + 1)]}


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
        if cell.column in left and cell.text.strip():
            for row in range(cell.row, cell.row + cell.rowspan):
                stubs[row].append(cell)
    lines = []
    for row in range(table.n_rows):
        here = {column: figures[(row, column)] for column in columns if (row, column) in figures}
        if here:
            lines.append(Line(row, tuple("".join(c.text.split()) for c in stubs[row]), here))
    return tuple(lines)
