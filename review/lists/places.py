"""Places in the words that a person uses to find them: 第3页 表2 第6行“公务接待费”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...schemas.records import Cell, Source

LONGEST_LABEL = 20
FIGURE = re.compile(r"[\s\d.,，%％‰+\-－—–/()（）≥≤＞＜<>=]*")


@dataclass(frozen=True, slots=True)
class CellNames:
    """Labels of rows and columns, for documents whose cells are known.

    Attributes:
        by_table: (document, table) to its cells, by row, then column.
    """

    by_table: dict[tuple[str, int], list[Cell]]

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> CellNames:
        """Sort cells by table."""
        by_table: dict[tuple[str, int], list[Cell]] = {}
        for cell in cells:
            if cell.source.table is not None:
                by_table.setdefault((cell.source.document, cell.source.table), []).append(cell)
        return cls(by_table)

    def row(self, place: Source) -> str:
        """Return the words nearest to the left of a cell, or else its row's first words; empty if none."""
        if place.row is None:
            return ""
        words = [cell for cell in self._cells(place) if _covers_row(cell, place.row) and _is_label(cell.text)]
        before = [cell for cell in words if place.column is not None and cell.column < place.column]
        return _short((before or words)[-1 if before else 0].text) if words else ""

    def column(self, place: Source) -> str:
        """Return the nearest words above a cell; empty if there are none."""
        if place.row is None or place.column is None:
            return ""
        above = [
            cell
            for cell in self._cells(place)
            if cell.row < place.row and _covers_column(cell, place.column) and _is_label(cell.text)
        ]
        return _short(above[-1].text) if above else ""

    def place(self, place: Source) -> str:
        """Return where something stands, for people; rows are counted from 1 like pages and paragraphs."""
        words = [f"第{place.page}页"] if place.page is not None else []
        if place.table is not None:
            words.append(f"表{place.table}")
        if place.row is not None:
            label = self.row(place)
            words.append(f"第{place.row + 1}行" + (f"“{label}”" if label else ""))
        if place.paragraph is not None:
            words.append(f"第{place.paragraph}段")
        return " ".join(words) or "全文"

    def _cells(self, place: Source) -> list[Cell]:
        return self.by_table.get((place.document, place.table or 0), [])


def _covers_row(cell: Cell, row: int) -> bool:
    return cell.row <= row < cell.row + cell.rowspan


def _covers_column(cell: Cell, column: int) -> bool:
    return cell.column <= column < cell.column + cell.colspan


def _is_label(text: str) -> bool:
    return FIGURE.fullmatch(text) is None


def _short(text: str) -> str:
    line = "".join(text.split())
    return line if len(line) <= LONGEST_LABEL else line[: LONGEST_LABEL - 1] + "…"
