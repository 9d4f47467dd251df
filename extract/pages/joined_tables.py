"""Tables that run over pages, put together again. Pure geometry on the parts that pages hold."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple

from .cut_rows import is_cut_row, is_rest, united
from .grid import cluster, nearest
from .page_marks import made
from .wide_tables import is_beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...schemas.records import Box, Reading

# The edges of one table differ from page to page by rounding only.
EDGE = 3.0
# Share of the column lines of the part with fewer of them that the other part must have as well.
_SHARED_LINES = 0.6
# Repeated header rows: forms with bands of headings have up to five.
HEADER_ROWS = 8
# A page is left before its end only when the next row does not fit; this much is room for another
# bottom margin and an empty line.
_ROOM = 30.0
# Rows below the header that say the same as those of the part before: the same form once more.
_SAME_FORM = 3


class PartCell(NamedTuple):
    """A cell on one page; `opening`, `last` and `widest` are the widths that tell whether text runs on.

    Attributes:
        row: From 0.
        column: From 0.
        rowspan: At least 1.
        colspan: At least 1.
        text: Lines parted by line feeds.
        page: From 1.
        box: On the page, its text upright.
        opening: Width of the first unbreakable piece of its text.
        last: Width of its last line.
        widest: Width of its widest line.
        readings: Of its figures, where it was recognised on a picture.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    page: int
    box: Box
    opening: float = 0.0
    last: float = 0.0
    widest: float = 0.0
    readings: tuple[Reading, ...] = ()


class TablePart(NamedTuple):
    """What one page shows of a table; a joined table is a part of its own that spans pages.

    Attributes:
        page: Of its first row.
        page_last: Of its last row.
        xs: Column edges.
        ys: Row edges of the rows on its last page; empty where rows came from several pages.
        cells: By row, then column.
        n_rows: Number of rows.
        is_open: The side at the page break has no ruling of its own: (top, bottom).
        origin: As in `Table`: aligned if it has no rulings.
    """

    page: int
    page_last: int
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[PartCell, ...]
    n_rows: int
    is_open: tuple[bool, bool] = (False, False)
    origin: str = "native"


class Sheet(NamedTuple):
    """Where the text of a page starts and ends, in points from its top."""

    top: float
    bottom: float


def runs_on(table: TablePart, part: TablePart, before: Sheet, after: Sheet) -> bool:
    """Say whether a part continues the table of the page before.

    The caller has made sure that no text stands between the two.

    Args:
        table: The table so far.
        part: First table of the following page.
        before: Text area of the page that the table so far ends on.
        after: Text area of the page of the part.
    """
    if part.page != table.page_last + 1 or not _has_same_columns(table, part):
        return False
    header = repeated_rows(table, part)
    first_row = min(header, part.n_rows - 1)
    height = part.ys[first_row + 1] - part.ys[first_row]
    needed = part.ys[_block_end(part, first_row)] - part.ys[first_row]
    left_free = before.bottom - table.ys[-1]
    starts_high = part.ys[0] - after.top <= height + _ROOM
    is_next = left_free <= needed + _ROOM and starts_high
    return is_next and not _is_same_form(table, part, header) and not (header == 0 and is_beside(table, part))


def on_same_columns(table: TablePart, part: TablePart) -> TablePart:
    """Return a part without rulings on the column edges of the table above, where they can be the same.

    Its own edges lie half way between the texts, which differ from page to page.
    """
    if "aligned" not in {table.origin} & {part.origin} or len(table.xs) != len(part.xs):
        return part
    is_alike = all(
        min(one[1], other[1]) - max(one[0], other[0]) >= min(one[1] - one[0], other[1] - other[0]) / 2
        for one, other in zip(pairwise(table.xs), pairwise(part.xs), strict=True)
    )
    return part._replace(xs=table.xs) if is_alike else part


def _block_end(part: TablePart, row: int) -> int:
    """Return the row after the rows that merged cells tie to a row: some programs break no merged cell."""
    end = row + 1
    while True:
        reach = max((cell.row + cell.rowspan for cell in part.cells if row <= cell.row < end), default=end)
        if reach <= end:
            return end
        end = reach


def _has_same_columns(table: TablePart, part: TablePart) -> bool:
    shift = part.xs[0] - table.xs[0]
    if abs((part.xs[-1] - table.xs[-1]) - shift) > EDGE:
        return False
    ours, theirs = table.xs[1:-1], tuple([x - shift for x in part.xs[1:-1]])
    fewer, more = (ours, theirs) if len(ours) <= len(theirs) else (theirs, ours)
    shared = sum([bisect_left(more, x - EDGE) < bisect_right(more, x + EDGE) for x in fewer])
    if abs(shift) > EDGE:  # mirrored margins: every line must agree
        return len(ours) == len(theirs) == shared and bool(ours)
    return shared >= _SHARED_LINES * len(fewer)


class _Seam(NamedTuple):
    """How two parts fit together: column edges of both, the place of each of their edges there, rows repeated."""

    xs: tuple[float, ...]
    ours: list[int]
    theirs: list[int]
    header: int


def _seam(table: TablePart, part: TablePart) -> _Seam:
    shift = part.xs[0] - table.xs[0]
    moved = [x - shift for x in part.xs]
    xs = tuple(cluster((*table.xs, *moved), EDGE))
    ours, theirs = ([nearest(xs, x) for x in edges] for edges in (table.xs, moved))
    same = 0
    for one, other in zip(_header_rows(table, ours), _header_rows(part, theirs), strict=False):
        if one != other or not any(words for *_, words in one):
            break
        same += 1
    while same and any(cell.row < same < cell.row + cell.rowspan for cell in _rows_above(part, same)):
        same -= 1
    return _Seam(xs, ours, theirs, same)


def repeated_rows(table: TablePart, part: TablePart) -> int:
    """Return how many rows at the top of a part repeat the top of the table."""
    return _seam(table, part).header


def _header_rows(part: TablePart, place: Sequence[int]) -> Iterator[list[tuple[int, int, int, str]]]:
    """Yield the words of the cells that start in each row at the top of a part, with their columns."""
    cells, end = part.cells, 0
    for row in range(min(part.n_rows, HEADER_ROWS)):
        first = end
        while end < len(cells) and cells[end].row == row:
            end += 1
        yield [
            (
                place[cell.column],
                place[cell.column + cell.colspan] - place[cell.column],
                cell.rowspan,
                "".join(cell.text.split()),
            )
            for cell in cells[first:end]
        ]


def _rows_above(part: TablePart, end: int) -> Iterator[PartCell]:
    """Yield the cells that start above a row; a table of many pages is not looked through for its first rows."""
    return takewhile(lambda cell: cell.row < end, part.cells)


def _is_same_form(table: TablePart, part: TablePart, header: int) -> bool:
    """Say whether a part opens like the table itself below the repeated rows: another copy of a form."""
    end = header + 2 * _SAME_FORM
    first, other = (_labels(one, header, min(one.n_rows, end)) for one in (table, part))
    same = sum(bool(a) and a == b for a, b in zip(first, other, strict=False))
    return same >= _SAME_FORM


def _labels(part: TablePart, first: int, end: int) -> list[str]:
    """Return, for each row, the words of the first cell that starts in it, unless they are a running number."""
    labels = dict.fromkeys(range(first, end), "")
    for cell in _rows_above(part, end):
        if first <= cell.row and not labels[cell.row]:
            labels[cell.row] = "".join(cell.text.split())
    return [label if len(label) > 1 and not label.isdigit() else "" for label in labels.values()]


def _on_edges(part: TablePart, place: Sequence[int], edges: int) -> list[PartCell]:
    """Return the cells with their columns counted on so many edges, of which its own have these numbers."""
    if place == list(range(edges)):
        return list(part.cells)
    return [
        PartCell(
            cell.row,
            place[cell.column],
            cell.rowspan,
            place[cell.column + cell.colspan] - place[cell.column],
            *cell[4:],
        )
        for cell in part.cells
    ]


def join(table: TablePart, part: TablePart) -> TablePart:
    """Return the table with the rows of a part that continues it.

    Repeated header rows are dropped; a row that the page break cut, and a merged label that goes on
    below it, become one again where that is sure.
    """
    xs, our_places, their_places, header = _seam(table, part)
    ours = _on_edges(table, our_places, len(xs))
    theirs = [cell for cell in _on_edges(part, their_places, len(xs)) if cell.row >= header]
    above = _last_cells(ours, table.n_rows, len(xs) - 1)
    edges_open = table.is_open[1] and part.is_open[0]
    is_cut = is_cut_row(above, [cell for cell in theirs if cell.row == header], edges_open=edges_open)
    offset = table.n_rows - header - is_cut
    moved = [made(PartCell, (cell.row + offset, *cell[1:])) for cell in theirs]
    cells = _joined_cells(ours, moved, above, table.n_rows - is_cut, is_cut=is_cut)
    return TablePart(
        table.page,
        part.page_last,
        xs,
        part.ys,
        tuple(cells),
        part.n_rows + offset,
        (table.is_open[0], part.is_open[1]),
        table.origin,
    )


def _last_cells(cells: Sequence[PartCell], n_rows: int, columns: int) -> dict[tuple[int, int], PartCell]:
    """Return the cells that end with the last row, by column and columns spanned."""
    last: dict[tuple[int, int], PartCell] = {}
    missing = columns
    for cell in reversed(cells):
        if cell.row + cell.rowspan == n_rows:
            last[cell.column, cell.colspan] = cell
            missing -= cell.colspan
            if missing == 0:
                break
    return last


def _joined_cells(
    ours: list[PartCell],
    theirs: Sequence[PartCell],
    above: Mapping[tuple[int, int], PartCell],
    top: int,
    *,
    is_cut: bool,
) -> list[PartCell]:
    """Unite cells across the break; `theirs` count their rows in the joined table, from `top` on."""
    pairs = [
        (upper, cell)
        for cell in takewhile(lambda cell: cell.row == top, theirs)
        if (upper := above.get((cell.column, cell.colspan))) is not None
    ]
    if not is_cut:
        pairs = list(_label_pairs(pairs, ours, theirs, top))
    joined = {upper[:2]: united(upper, cell) for upper, cell in pairs}
    gone = {cell.column for _, cell in pairs}
    kept = [cell for cell in theirs if cell.row != top or cell.column not in gone]
    index = len(ours)
    while joined:  # they stand near the end
        index -= 1
        ours[index] = joined.pop(ours[index][:2], ours[index])
    return ours + kept


def _label_pairs(
    pairs: Sequence[tuple[PartCell, PartCell]], ours: Sequence[PartCell], theirs: Sequence[PartCell], top: int
) -> Iterator[tuple[PartCell, PartCell]]:
    """Yield the labels that go on below the break: merged cells left of the first text of their own, or its rest."""
    rests = {cell.column for upper, cell in pairs if is_rest(upper, cell)}
    first = takewhile(lambda cell: cell.row == top, theirs)
    label_end = min((cell.column for cell in first if cell.text and cell.column not in rests), default=0)
    labels = [pair for pair in pairs if pair[1].column < label_end and pair[0].text]
    practice = _has_blank_labels(ours, theirs, top) if labels else set()
    for upper, cell in labels:
        is_merged = cell.rowspan > 1 or (upper.rowspan > 1 and cell.column not in practice)
        if cell.column in rests or (not cell.text and (is_merged or _is_lone(cell, ours, practice))):
            yield upper, cell


def _has_blank_labels(ours: Sequence[PartCell], theirs: Sequence[PartCell], n_rows: int) -> set[int]:
    """Return the columns where a table leaves single cells blank away from the break."""
    return {
        cell.column for cell in (*ours, *theirs) if not cell.text and cell.rowspan == 1 and cell.row != n_rows
    }


def _is_lone(cell: PartCell, ours: Sequence[PartCell], practice: set[int]) -> bool:
    """Say whether a single blank cell must be the rest of a label: its column merges, and has no blanks."""
    merges = any(other.column == cell.column and other.rowspan > 1 for other in ours)
    return merges and cell.column not in practice
