"""The grid of a Word table: spans, areas merged downwards, rows that start late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..limits import check_grid, check_span
from .elements import child_of, content, integer, switch, whole
from .package import W

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from ...schemas.records import Formula, Reading

    # How many columns a cell takes, and how it is merged sideways and downwards, as `RawCell` has them.
    Spans = tuple[int, str | None, str | None]
    # Row, column, rows and columns spanned, content.
    Area = tuple[int, int, int, int, Any]
    # The same, changed while rows are added below.
    _Placing = list[Any]

_ROWS = frozenset({f"{W}tr"})
_CELLS = frozenset({f"{W}tc"})
_SPAN, _DOWNWARDS, _SIDEWAYS, _VALUE = (f"{W}{tag}" for tag in ("gridSpan", "vMerge", "hMerge", "val"))
_PLACE = "某个表格"


class GridCell(NamedTuple):
    """A cell of a grid, a merged area once."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str


class Grid(NamedTuple):
    """A table without its place in the document.

    Attributes:
        cells: As `GridCell` has it, by row, then column; a merged area once.
        n_rows: Number of rows.
        n_columns: Number of columns.
        origin: native, image, chart or ocr.
        caption: Title that the table brings along, as a chart does.
        formulas: What cells are computed from.
        readings: Of the figures of each cell, where they were recognised on a picture; empty otherwise.
    """

    cells: tuple[tuple[int, int, int, int, str], ...]
    n_rows: int
    n_columns: int
    origin: str = "native"
    caption: str | None = None
    formulas: tuple[Formula, ...] = ()
    readings: tuple[tuple[Reading, ...], ...] = ()


class RawCell(NamedTuple):
    """A cell as a row holds it.

    Attributes:
        span: How many columns it takes.
        sideways: How it is merged with its left neighbour, the old way: restart, continue or None.
        downwards: How it is merged with the cell above: restart, continue or None.
        content: What the caller reads its text from.
    """

    span: int
    sideways: str | None
    downwards: str | None
    content: Any


class RawRow(NamedTuple):
    """A row: how many columns it leaves empty at its start, and its cells.

    A cell of one column that is not merged, and whose text is known, stands as its text alone.
    """

    before: int
    cells: list[RawCell | str]


class RawTable(NamedTuple):
    """The rows of a table that are neither deleted nor hidden.

    Attributes:
        widths: Widths of its columns as stated.
        rows: From top to bottom.
        revisions: Number of rows that were inserted or deleted as a whole.
    """

    widths: tuple[str, ...]
    rows: list[RawRow]
    revisions: int


def raw_table(table: _Element) -> RawTable:
    """Return the rows of an element w:tbl; the content of a cell is its element."""
    rows, revisions = [], 0
    for row in content(table, _ROWS):
        head = raw_head(row)
        revisions += head.revisions
        if head.is_visible:
            rows.append(RawRow(head.before, [raw_cell(cell) for cell in content(row, _CELLS)]))
    return RawTable(raw_widths(table), rows, revisions)


class RawHead(NamedTuple):
    """What the properties of a row say: empty columns at its start, whether it shows, revisions."""

    before: int = 0
    is_visible: bool = True
    revisions: int = 0


def raw_head(row: _Element) -> RawHead:
    """Return what the properties of a w:tr say."""
    properties = child_of(row, "trPr")
    if properties is None:
        return RawHead()
    deleted = properties.findall(f"{W}del")
    return RawHead(
        before=max(integer(properties, "gridBefore") or 0, 0),
        is_visible=not deleted and not switch(properties, "hidden"),
        revisions=len(deleted) + len(properties.findall(f"{W}ins")),
    )


def raw_cell(cell: _Element) -> RawCell:
    """Return a w:tc with itself as its content."""
    span, sideways, downwards = 1, None, None
    properties = child_of(cell, "tcPr")
    for child in () if properties is None else properties:
        tag = child.tag
        if tag == _SPAN:
            span = max(whole(child.get(_VALUE)) or 1, 1)
        elif tag == _DOWNWARDS:  # without a value it continues the cell above
            downwards = child.get(_VALUE, "continue")
        elif tag == _SIDEWAYS:
            sideways = child.get(_VALUE, "continue")
    return RawCell(span, sideways, downwards, cell)


def raw_widths(table: _Element) -> tuple[str, ...]:
    """Return the stated widths of the columns of a w:tbl."""
    grid = child_of(table, "tblGrid")
    return () if grid is None else tuple(column.get(f"{W}w", "") for column in grid.iterfind(f"{W}gridCol"))


def runs_on(upper: RawTable, lower: RawTable) -> bool:
    """Say whether a table right below another, with no paragraph between, is its continuation.

    Word draws such tables as one. They are read as one if their columns are the same; where columns
    differ the author kept two forms without a gap, and each keeps its own column numbers.
    """
    if upper.widths and lower.widths:
        return upper.widths == lower.widths
    return upper.widths == lower.widths and _width(upper) == _width(lower)


def _width(table: RawTable) -> int:
    return max((row.before + sum(map(_span, row.cells)) for row in table.rows), default=0)


def _span(cell: RawCell | str) -> int:
    return 1 if isinstance(cell, str) else cell.span


def rows_to_areas(tables: Sequence[RawTable], name: str) -> tuple[list[Area], int, int]:
    """Return the cells of a table as Word draws it, in reading order, and its numbers of rows and columns.

    Rows keep Word's numbers, also rows in which every cell continues an area from above. Columns
    are counted by the edges that some cell has: Word's own column grid keeps lines that no cell uses.

    Args:
        tables: The table, with others that run on from it.
        name: File name, for complaints.

    Raises:
        UnreadableDocument: A cell or the table claims more columns than any table has.
    """
    drawing = _Drawing(name)
    for table in tables:
        drawing.above = {}
        for row in table.rows:
            drawing.add(row)
    edges, n_rows = drawing.edges, drawing.n_rows
    n_columns = max(len(edges) - 1, 0)
    check_grid(n_rows, n_columns, name, _PLACE)
    areas = list(map(tuple, drawing.areas))
    if max(edges, default=0) == n_columns:  # every column has its own edges
        return areas, n_rows, n_columns
    column = {edge: index for index, edge in enumerate(sorted(edges))}
    placed = [
        (row, column[left], down, column[left + across] - column[left], inside)
        for row, left, down, across, inside in areas
    ]
    return placed, n_rows, n_columns


class _Drawing:
    """A table while its rows are added from top to bottom.

    Attributes:
        areas: The areas so far: lists while rows below may continue them, tuples otherwise.
        edges: Where cells begin and end.
        n_rows: Number of rows so far.
        above: Areas that the next row may continue, by the column that they begin in.
    """

    def __init__(self, name: str) -> None:
        self.areas: list[Area | _Placing] = []
        self.edges: set[int] = set()
        self.n_rows = 0
        self.above: dict[int, _Placing] = {}
        self._name = name

    def add(self, row: RawRow) -> None:
        """Add a row. A cell that continues nothing of its own width right above stands for itself."""
        column, cells = row
        number = self.n_rows
        self.n_rows += 1
        check_span(column, self._name, _PLACE)
        others = [cell for cell in cells if not isinstance(cell, str)]
        if not others:
            self.above = {}
            self.areas += [(number, at, 1, 1, text) for at, text in enumerate(cells, column)]
            self.edges.update(range(column, column + len(cells) + 1) if cells else ())
            return
        if any(cell.sideways for cell in others):
            cells = _joined_sideways(cells)
        here: dict[int, _Placing] = {}
        areas, edges = self.areas, self.edges
        for cell in cells:
            edges.add(column)
            if isinstance(cell, str):
                areas.append((number, column, 1, 1, cell))
                column += 1
                continue
            span, _, downwards, inside = cell
            check_span(span, self._name, _PLACE)
            if downwards is None:
                areas.append((number, column, 1, span, inside))
            else:
                owner = self.above.get(column) if downwards == "continue" else None
                here[column] = self._continued(owner, (number, column, 1, span, inside))
            column += span
        edges.add(column)
        self.above = here

    def _continued(self, owner: _Placing | None, area: Area) -> _Placing:
        """Return the area above that a cell continues, one row longer, or a new one that it begins."""
        if owner is not None and owner[3] == area[3]:
            owner[2] += 1
            return owner
        begun = list(area)
        self.areas.append(begun)
        return begun


def _joined_sideways(cells: Sequence[RawCell | str]) -> list[RawCell | str]:
    """Return the cells of a row with those merged into their left neighbours."""
    joined: list[RawCell] = []
    for cell in cells:
        whole_cell = RawCell(1, None, None, cell) if isinstance(cell, str) else cell
        if joined and whole_cell.sideways == "continue":
            joined[-1] = joined[-1]._replace(span=joined[-1].span + whole_cell.span)
        else:
            joined.append(whole_cell)
    return [*joined]
