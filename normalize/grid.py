"""A table as a grid: which cell covers a place, what a row holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..schemas.records import Cell, Table


class Grid:
    """Looks up the cells of one table by row and column; merged areas answer at every place."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._at: dict[tuple[int, int], Cell] = {
            (row, column): cell
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        }
        self._rows = [self._cells_of(row) for row in range(table.n_rows)]

    def at(self, row: int, column: int) -> Cell | None:
        """Return the cell that covers a place; None where the grid has a hole."""
        return self._at.get((row, column))

    def row(self, row: int) -> tuple[Cell, ...]:
        """Return the distinct cells that a row crosses, left to right."""
        return self._rows[row] if row < len(self._rows) else ()

    def starts(self, row: int) -> tuple[Cell, ...]:
        """Return the cells that begin in a row, left to right."""
        return tuple(cell for cell in self.row(row) if cell.row == row)

    def _cells_of(self, row: int) -> tuple[Cell, ...]:
        seen: dict[int, Cell] = {}
        for column in range(self.table.n_columns):
            cell = self._at.get((row, column))
            if cell is not None:
                seen[id(cell)] = cell
        return tuple(seen.values())
