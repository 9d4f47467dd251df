"""Blocks of a table: a header row of known columns and the rows below it.

Forms stack several blocks in one grid (funds, goals, indicators; staff, expenditure, buildings).
Columns are known by their header, never by their position.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..schemas.labels import clean_label, unit_in_label, year_in_label
from ..schemas.layouts import load_layouts
from ..schemas.records import Kind
from .naming import amounts_named
from .numbers import is_numeric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..schemas.layouts import Column
    from ..schemas.records import Cell
    from .grid import Grid

LONGEST_HEADER = 40  # characters; a longer cell is text, never a column header
TALLEST_HEADER = 2  # rows; a taller cell in a header row is a side label of the whole block


@dataclass(frozen=True, slots=True)
class Span:
    """A header cell with the columns of the grid below it.

    Attributes:
        column: What it announces; None for a header that forms.yaml does not know.
        header: Printed header.
        first: First grid column.
        last: Last grid column.
        year: Year printed in the header; None if there is none.
        unit: Unit printed in the header; None if there is none.
        group: Header of amounts above it ("预算数" over 总额, 财政拨款); empty if none. Each row of such
            columns has a total and sources of its own.
    """

    column: Column | None
    header: str
    first: int
    last: int
    year: int | None
    unit: str | None
    group: str = ""

    @property
    def role(self) -> str | None:
        """Role of the column; None for an unknown header."""
        return self.column.role if self.column else None


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its layout id, header row, body rows [start, end) and columns."""

    id: str
    header_row: int
    start: int
    end: int
    spans: tuple[Span, ...]

    def span_of(self, cell: Cell) -> Span | None:
        """Return the header span that a cell belongs to; None if it crosses several."""
        last = cell.column + cell.colspan - 1
        hits = [s for s in self.spans if s.first <= last and cell.column <= s.last]
        return hits[0] if len(hits) == 1 else None

    def first_value_column(self) -> int:
        """Return the first grid column that holds numbers; row labels stand left of it."""
        numeric = [s.first for s in self.spans if s.column and (s.column.stage or s.column.kind)]
        return min(numeric, default=0)

    def has_own_totals(self) -> bool:
        """Return whether each row has a total and sources of its own, as tasks and projects have."""
        return any(s.group for s in self.spans)

    def side_by_side(self) -> tuple[Block, ...]:
        """Return the lists that stand side by side under one header row, each with its own columns."""
        roles = [span.role for span in self.spans]
        starts = [n for n, role in enumerate(roles) if n == 0 or (role is not None and role == roles[0])]
        ends = [*starts[1:], len(roles)]
        parts = [self.spans[a:b] for a, b in zip(starts, ends, strict=True)]
        if len({frozenset(span.role for span in part) for part in parts}) > 1:
            return (self,)
        return tuple(replace(self, spans=part) for part in parts)

    def roles(self) -> frozenset[str]:
        """Return the roles of all known columns."""
        return frozenset(s.column.role for s in self.spans if s.column)


def find_blocks(grid: Grid) -> tuple[Block, ...]:
    """Return the blocks of a table from top to bottom; empty for a table without known headers."""
    layouts = load_layouts()
    found: list[tuple[str, int, int, tuple[Span, ...]]] = []
    row = 0
    while row < grid.table.n_rows:
        start, spans = _header(grid, row)
        roles = frozenset(s.column.role for s in spans if s.column)
        layout = next((b for b in layouts.blocks if b.fits(roles)), None)
        if layout is None:
            row += 1
            continue
        found.append((layout.id, row, start, spans))
        row = start
    ends = [*(header for _, header, _, _ in found), grid.table.n_rows][1:]
    return tuple(
        Block(name, header, start, end, _without_stub_header(grid, spans, range(start, end)))
        for (name, header, start, spans), end in zip(found, ends, strict=False)
    )


def header_spans(grid: Grid, row: int) -> tuple[Span, ...]:
    """Return the cells that begin in a row as header spans, known or not."""
    return tuple(_span(cell) for cell in grid.starts(row))


def _span(cell: Cell) -> Span:
    text = cell.text if len(cell.text) <= LONGEST_HEADER else ""
    return Span(
        column=load_layouts().column(text) if text else None,
        header=text,
        first=cell.column,
        last=cell.column + cell.colspan - 1,
        year=year_in_label(text),
        unit=unit_in_label(text),
    )


def _header(grid: Grid, row: int) -> tuple[int, tuple[Span, ...]]:
    """Return (first body row, spans) of the header that begins in a row, which may take two rows.

    A cell that reaches down into the body ("年度预算执行") is a side label, whatever it is called.
    """
    start, spans = _header_rows(grid, row)
    if _are_parts_named_below(grid, start, spans):
        return start, tuple(replace(s, column=None) for s in spans)
    sides = {cell.column for cell in grid.starts(row) if row + cell.rowspan > start}
    return start, tuple(replace(s, column=None) if s.first in sides else s for s in spans)


def _are_parts_named_below(grid: Grid, row: int, spans: Sequence[Span]) -> bool:
    """Return whether wide amounts are split into columns that have names in the catalogue.

    "预算数" over 因公出国费, 公务接待费: there the columns name the amounts, not the rows.
    """
    wide = [s for s in spans if s.column and s.column.kind is Kind.AMOUNT and s.last > s.first]
    below = [cell for cell in grid.starts(row) if any(s.first <= cell.column <= s.last for s in wide)]
    named = {hits[0].id for cell in below if (hits := amounts_named(clean_label(cell.text), ()))}
    return len(named) > 1


def _header_rows(grid: Grid, row: int) -> tuple[int, tuple[Span, ...]]:
    spans = header_spans(grid, row)
    heights = [c.rowspan for c in grid.starts(row) if c.rowspan <= TALLEST_HEADER]
    if not heights:
        return row + 1, spans
    start, tallest = row + min(heights), max(heights)
    below = [s for s in header_spans(grid, start) if s.header.strip()]
    if tallest == min(heights) or not below or any(_is_figure(s) for s in below):
        return start, spans
    below = _without_breakdown(below, spans)
    kept = tuple(s for s in spans if not any(s.first <= b.first <= s.last for b in below))
    return row + tallest, (*kept, *(_grouped(b, spans) for b in below))


def _without_breakdown(below: Sequence[Span], above: Sequence[Span]) -> list[Span]:
    """Of 本年支出 over 小计, 基本支出, 项目支出 only the 小计 is this year's expenditure."""
    subtotals = load_layouts().subtotal_rows
    broken_down = [
        s
        for s in above
        if s.role == "fund_expense"
        and any(_is_over(s, b) and clean_label(b.header) in subtotals for b in below)
    ]
    return [
        replace(b, column=next((s.column for s in broken_down if _is_over(s, b)), b.column))
        if clean_label(b.header) in subtotals
        else b
        for b in below
        if clean_label(b.header) in subtotals or not any(_is_over(s, b) for s in broken_down)
    ]


def _is_over(above: Span, below: Span) -> bool:
    return above.first <= below.first and below.last <= above.last


def _grouped(span: Span, above: Sequence[Span]) -> Span:
    """Give a header without meaning of its own that of the amounts above it."""
    parent = next((s for s in above if _is_over(s, span)), None)
    if span.column or parent is None or parent.column is None or parent.column.kind is not Kind.AMOUNT:
        return span
    year, unit = span.year or parent.year, span.unit or parent.unit
    return replace(span, column=parent.column, year=year, unit=unit, group=parent.header)


def _is_figure(span: Span) -> bool:
    return any(character.isdigit() for character in span.header.replace(str(span.year or ""), ""))


def _without_stub_header(grid: Grid, spans: tuple[Span, ...], rows: range) -> tuple[Span, ...]:
    """Forget what the header over the row labels announces ("年度预算数" over 总额, 财政资金)."""
    at = next((n for n, span in enumerate(spans) if span.column and span.column.kind is Kind.AMOUNT), None)
    if at is None or sum(1 for s in spans if s.column and s.column.kind is Kind.AMOUNT) < 2:
        return spans
    span = spans[at]
    below = {id(cell): cell.text for row in rows if (cell := grid.at(row, span.last)) is not None}
    words = [text for text in below.values() if clean_label(text) and not is_numeric(text)]
    if len(words) < 2 or any(is_numeric(text) for text in below.values()):
        return spans
    return (*spans[:at], replace(span, column=None), *spans[at + 1 :])
