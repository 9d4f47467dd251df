"""Wide sheets whose further columns are printed on the pages after the first ones."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from .figures import FIGURE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .joined_tables import PartCell, TablePart

# What two parts of one wide sheet have in common: so many rows at least, of heights that differ by rounding.
_FEWEST_ROWS = 4
_SAME_HEIGHT = 1.0
# Columns are of figures, or of words, by this share of their cells, of which so many are looked at.
_MOSTLY = 0.9
_LOOKED_AT = 400


def is_beside(table: TablePart, part: TablePart) -> bool:
    """Say whether a part holds further columns of the table: wide sheets are printed so, page after page.

    It has figures in all columns then, where the table has words in the first; or as many rows of the
    same heights, and a header of its own.
    """
    if (
        part.n_rows >= _FEWEST_ROWS
        and _figure_share(part.cells, len(part.xs) - 1) >= _MOSTLY
        and _figure_share(table.cells[:_LOOKED_AT], 1) <= 1 - _MOSTLY
    ):
        return True
    heights = [[lower - upper for upper, lower in pairwise(one.ys)] for one in (table, part)]
    is_alike = len(heights[0]) == len(heights[1]) >= _FEWEST_ROWS and all(
        abs(one - other) <= _SAME_HEIGHT for one, other in zip(*heights, strict=True)
    )
    return is_alike and table.page == table.page_last and _has_own_header(table) and _has_own_header(part)


def _figure_share(cells: Iterable[PartCell], columns: int) -> float:
    """Return which share of the filled cells of the first columns, below the first row, are figures."""
    texts = [cell.text for cell in cells if cell.column < columns and cell.row and cell.text]
    return sum(bool(FIGURE.fullmatch(text)) for text in texts) / max(len(texts), 1)


def _has_own_header(part: TablePart) -> bool:
    """Say whether the first row holds words alone, one in each column, and all others hold figures."""
    rows: dict[int, list[bool]] = {}
    for cell in part.cells:
        if cell.text:
            rows.setdefault(cell.row, []).append(bool(FIGURE.fullmatch(cell.text)))
    first = rows.pop(0, [])
    return len(first) == len(part.xs) - 1 and not any(first) and bool(rows) and all(map(any, rows.values()))
