"""The grid of a Word table: spans, areas merged downwards, rows that start late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from .docx_package import W
from .docx_xml import content, integer, switch
from .limits import check_grid, check_span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lxml.etree import _Element

_ROWS = frozenset({f"{W}tr"})
_CELLS = frozenset({f"{W}tc"})
_PLACE = "某个表格"


class GridCell(NamedTuple):
    """A cell of a grid, a merged area once."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str


class Grid(NamedTuple):
    """A table without its place in the document."""

    cells: tuple[GridCell, ...]
    n_rows: int
    n_columns: int


@dataclass(slots=True)
class _Area:
    """A cell while its table is being read; `element` holds its content."""

    row: int
    column: int
    rowspan: int
    colspan: int
    element: _Element
    merge: str | None


def read_grid(table: _Element, read_cell: Callable[[_Element], str], name: str) -> Grid | None:
    """Return the grid of a table as Word draws it.

    Rows keep Word's numbers, also rows in which every cell continues an area from above. Columns
    are counted by the edges that some cell has: Word's own column grid keeps lines that no cell uses.

    Args:
        table: Element w:tbl.
        read_cell: Gives the text of a w:tc; called once per visible cell, in reading order.
        name: File name, for complaints.

    Returns:
        None if the table has no cell.

    Raises:
        UnreadableDocument: A cell or the table claims more columns than any table has.
    """
    rows = [_row_areas(row, index, name) for index, row in enumerate(_visible_rows(table))]
    areas = _merge_down(rows)
    if not areas:
        return None
    edges = sorted({edge for area in areas for edge in (area.column, area.column + area.colspan)})
    check_grid(len(rows), len(edges) - 1, name, _PLACE)
    column = {edge: index for index, edge in enumerate(edges)}
    cells = tuple(
        GridCell(
            area.row,
            column[area.column],
            area.rowspan,
            column[area.column + area.colspan] - column[area.column],
            read_cell(area.element),
        )
        for area in areas
    )
    return Grid(cells, len(rows), len(edges) - 1)


def _visible_rows(table: _Element) -> Iterator[_Element]:
    """Yield the rows that are neither deleted nor hidden."""
    for row in content(table, _ROWS):
        properties = row.find(f"{W}trPr")
        if properties is None or (properties.find(f"{W}del") is None and not switch(properties, "hidden")):
            yield row


def _row_areas(row: _Element, index: int, name: str) -> list[_Area]:
    """Return the cells of a row with their columns; cells merged sideways are one."""
    column = max(integer(row.find(f"{W}trPr"), "gridBefore") or 0, 0)
    check_span(column, name, _PLACE)
    areas: list[_Area] = []
    for element in content(row, _CELLS):
        properties = element.find(f"{W}tcPr")
        span = max(integer(properties, "gridSpan") or 1, 1)
        check_span(span, name, _PLACE)
        if areas and _merge(properties, "hMerge") == "continue":
            areas[-1].colspan += span
        else:
            areas.append(_Area(index, column, 1, span, element, _merge(properties, "vMerge")))
        column += span
    return areas


def _merge(properties: _Element | None, tag: str) -> str | None:
    """Return restart, continue (also when the value is left out) or None."""
    child = None if properties is None else properties.find(f"{W}{tag}")
    return None if child is None else child.get(f"{W}val", "continue")


def _merge_down(rows: Sequence[Sequence[_Area]]) -> list[_Area]:
    """Return the cells by row and column, each area merged downwards once.

    A cell that continues nothing of its own width right above stands for itself.
    """
    areas: list[_Area] = []
    above: dict[int, _Area] = {}
    for row in rows:
        here: dict[int, _Area] = {}
        for area in row:
            owner = above.get(area.column) if area.merge == "continue" else None
            if owner is not None and owner.colspan == area.colspan:
                owner.rowspan += 1
                here[area.column] = owner
                continue
            areas.append(area)
            if area.merge is not None:
                here[area.column] = area
        above = here
    return areas
