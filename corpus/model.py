"""What the writers need to know of a report: blocks, and tables as grids of spanning cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SPAN = re.compile(r"\|(?:r(\d+))?(?:c(\d+))?$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the grid; a merged area is one cell."""

    text: str
    row: int
    col: int
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; positions that no cell covers are absent (a row that starts late)."""

    n_rows: int
    n_cols: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class TableStyle:
    """How a table is printed: column widths as shares, repeated header rows, alignment to the left."""

    widths: tuple[float, ...] = ()
    repeat: int = 0
    font_size: float = 9
    nested_in: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of some kind, a page break, or a table."""

    kind: str
    text: str = ""
    grid: Grid | None = None
    style: TableStyle = field(default_factory=TableStyle)


@dataclass(frozen=True, slots=True)
class Content:
    """One file to write."""

    name: str
    blocks: tuple[Block, ...]
    numbered: bool = False
    running_head: str = ""
    page_numbers: bool = False


def lay_out(rows: Sequence[Sequence[str | None]]) -> Grid:
    """Place the cells of the rows left to right, skipping what is covered from above, as HTML does.

    Args:
        rows: Cell texts; a suffix `|r2c3` gives the spans, None leaves the position without a cell.
    """
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for row, texts in enumerate(rows):
        col = 0
        for text in texts:
            while (row, col) in taken:
                col += 1
            if text is None:
                taken.add((row, col))
                continue
            cell = _cell(str(text), row, col)
            area = {(r, c) for r in range(row, row + cell.rowspan) for c in range(col, col + cell.colspan)}
            if area & taken:
                raise ValueError(f"cells overlap at row {row}: {text}")
            taken |= area
            cells.append(cell)
    n_cols = 1 + max(c for _, c in taken)
    if len(taken) != len(rows) * n_cols:
        short = [r for r in range(len(rows)) if any((r, c) not in taken for c in range(n_cols))]
        raise ValueError(f"rows {short} do not fill {n_cols} columns: {[rows[r] for r in short]}")
    return Grid(len(rows), n_cols, tuple(cells))


def _cell(text: str, row: int, col: int) -> Cell:
    span = _SPAN.search(text)
    if span is None:
        return Cell(text, row, col, 1, 1)
    return Cell(text[: span.start()], row, col, int(span[1] or 1), int(span[2] or 1))
