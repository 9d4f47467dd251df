"""Tables printed one below the other in one grid: each header row in the middle starts another."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ...schemas.labels import clean_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...schemas.records import Cell, Fact, Table

FEWEST_HEADS = 3  # labels in a row without figures that make it a header; a note or a caption has fewer
SHORTEST_HEAD = 2  # characters; 无 or — stand for a figure


def stacked_tables(table: Table, facts: Sequence[Fact]) -> list[tuple[Table, list[Fact]]]:
    """Return the tables that a grid holds, from top to bottom, each with its facts.

    Rows and columns keep their numbers. A table that has header rows at its top only is returned whole.
    """
    starts = _starts(table, {fact.source.row for fact in facts})
    edges = [0, *starts, table.n_rows]
    return [
        (
            replace(table, cells=tuple(c for c in table.cells if first <= c.row < end)),
            [f for f in facts if first <= (f.source.row or 0) < end],
        )
        for first, end in pairwise(edges)
    ]


def _starts(table: Table, filled: set[int | None]) -> list[int]:
    """Return the rows, after the first figures, at which other header rows begin."""
    beside = defaultdict(list)
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            beside[row].append(cell)
    heads = {row for row, cells in beside.items() if row not in filled and _is_head(cells)}
    first = min((row for row in filled if row is not None), default=table.n_rows)
    below = [row for row in sorted(heads) if row > first and _leads_to_figures(row, heads, filled)]
    return [row for row in below if row - 1 not in heads]


def _leads_to_figures(row: int, heads: set[int], filled: set[int | None]) -> bool:
    while row in heads:
        row += 1
    return row in filled


def _is_head(cells: Sequence[Cell]) -> bool:
    """Return whether the cells that stand in a row, or reach into it, name columns."""
    named = {clean_label(c.text) for c in cells if len(clean_label(c.text)) >= SHORTEST_HEAD}
    return len(named) >= FEWEST_HEADS and len(named) >= len({c.column for c in cells if c.text.strip()}) - 1
