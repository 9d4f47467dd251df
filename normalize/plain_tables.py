"""Tables without a known layout: row labels at the left, column headers of one or more rows above."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..schemas.labels import clean_label, unit_in_label, year_in_label
from ..schemas.layouts import load_layouts
from ..schemas.records import Kind
from .naming import amounts_named
from .numbers import is_numeric
from .stages import period_of, stage_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..schemas.records import Cell, Stage
    from .grid import Grid

COLUMN_NUMBER = re.compile(r"[\s　(（]*(\d{1,2})[)）\s　]*(?:=[\d+\-()（）]*)?")
MOST_HEADERS = 4  # rows; what stands above them are rows of the table, not headers
FEWEST_NUMBERED = 3  # columns; fewer are figures


class Headers:
    """Looks up the words that stand above the cells of one table, each place once."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._nearest: dict[tuple[int, int], Cell | None] = {}
        self._numbering: dict[int, bool] = {}

    def above(self, cell: Cell) -> tuple[str, ...]:
        """Return the words above a cell, the nearest first, each merged header once.

        They end where figures begin again above the headers: there another part of the table ends.
        """
        found: list[str] = []
        header = self._first_words(cell.row, cell.column)
        while header is not None and len(found) < MOST_HEADERS:
            found.append(header.text)
            header = self._next_words(header, cell.column)
        return tuple(found)

    def is_numbering(self, row: int) -> bool:
        """Return whether a row only numbers the columns of the table: "栏次 1 2 3"."""
        if row not in self._numbering:
            self._numbering[row] = _is_numbering(self._grid, row)
        return self._numbering[row]

    def _first_words(self, row: int, column: int) -> Cell | None:
        """Return the nearest cell with words above a place; figures between are passed over."""
        passed = []
        place = (row - 1, column)
        while place[0] >= 0 and place not in self._nearest:
            passed.append(place)
            above = self._grid.at(*place)
            if above is not None and clean_label(above.text) and not is_numeric(above.text):
                self._nearest[place] = above
                break
            place = (place[0] - 1, column)
        found = self._nearest.get(place)
        self._nearest.update(dict.fromkeys(passed, found))
        return found

    def _next_words(self, header: Cell, column: int) -> Cell | None:
        """Return the header above a header; None where none is or figures stand between."""
        for row in range(header.row - 1, -1, -1):
            above = self._grid.at(row, column)
            if above is not None and clean_label(above.text):
                if not is_numeric(above.text):
                    return above
                if not self.is_numbering(row):
                    return None
        return None


def _is_numbering(grid: Grid, row: int) -> bool:
    found = [COLUMN_NUMBER.fullmatch(cell.text) for cell in grid.starts(row) if is_numeric(cell.text)]
    numbers = [int(match[1]) for match in found if match]
    is_running = len(numbers) == len(found) >= FEWEST_NUMBERED and numbers == [*range(1, len(numbers) + 1)]
    others = [cell for cell in grid.starts(row) if clean_label(cell.text) and not is_numeric(cell.text)]
    return is_running and len(others) <= 2


def naming_headers(headers: Sequence[str]) -> Sequence[str]:
    """Leave out what only tells the stage ("决算数") right above a column, unless nothing else stands there."""
    column = load_layouts().column(headers[0]) if len(headers) > 1 else None
    is_stage = column is not None and column.stage is not None and column.kind is Kind.AMOUNT
    return headers[1:] if is_stage else headers


def indicator_of_column(headers: Sequence[str], named: Callable[[], frozenset[str]]) -> str | None:
    """Return the indicator that the headers of a column name: of a 小计 what it adds up, of a 合计 the whole.

    Args:
        headers: Words above the column, the nearest first.
        named: Gives the indicators that the table names anywhere.
    """
    layouts = load_layouts()
    nearest = clean_label(headers[0]) if headers else ""
    if not layouts.is_total_label(nearest) and nearest not in layouts.subtotal_rows:
        return first_named(nearest)
    if len(headers) > 1 and stage_of(headers[1]) is None and (above := first_named(clean_label(headers[1]))):
        return above
    return next((whole for whole, parts in layouts.wholes.items() if named().issuperset(parts)), None)


def first_named(label: str) -> str | None:
    """Return the amount, ratio or count that a label names first; None if it names none."""
    hits = amounts_named(label, ()) if label else []
    return hits[0].id if hits else None


def stage_above(headers: Sequence[str], label: str) -> Stage | None:
    """Return the stage that the label or the nearest telling header gives; None if none tells."""
    words = [f"{headers[0] if headers else ''}{label}", *headers[1:]]
    return next((stage for stage in map(stage_of, words) if stage is not None), None)


def period_above(headers: Sequence[str], label: str, fiscal_year: int | None) -> str | None:
    """Return the year that the headers or the label name; the fiscal year where they name none."""
    printed = next((year for year in map(year_in_label, headers) if year), None)
    return str(printed) if printed else period_of("".join((*reversed(headers), label)), fiscal_year)


def unit_above(headers: Sequence[str]) -> str | None:
    """Return the unit that the nearest header prints; None if none does."""
    return next(filter(None, map(unit_in_label, headers)), None)
