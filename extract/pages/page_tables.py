"""The ruled tables of a page with the text in their cells, and the glyphs that stand outside."""

from __future__ import annotations

from bisect import bisect_right
from itertools import chain, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from ...schemas.records import Box
from .. import limits
from .grid import areas_at, frame_to_grid, is_inside
from .joined_tables import HEADER_ROWS, PartCell, TablePart
from .overflowing_lines import count_crossed, give_back
from .page_lines import glyphs_to_rows, joined_text, opening_width, row_text
from .page_marks import made
from .page_stamps import is_over, stamped_glyphs, without_stamps
from .rulings import rulings_to_frames, strokes_to_rulings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .grid import Grid
    from .page_marks import Glyph, PageMarks
    from .page_stamps import Rectangle
    from .rulings import Ruling

# A ruled frame around other tables (a page border, with a strip for a title) of one row or column with no
# more areas than this is decoration.
_FRAME_AREAS = 4
# The middle of a character stands this share of its size above the base line.
_MIDDLE = 0.35
# Text so many times as large as its cell is high does not belong to it; tight rows cut text a little.
_WATERMARK = 1.5
_FEWEST_CROSSED = 3
# Points between the border of a cell and its text; Word sets 5.4, forms rarely more than twice that.
_WIDEST_PADDING = 11.0
# Characters of one text start where the one before ends, give or take this share of their size.
_JOINT = 0.12


class PageTables(NamedTuple):
    """The tables of a page and the rest of its glyphs.

    Attributes:
        tables: From top to bottom, then left to right.
        outside: Glyphs in no table.
        is_too_complex: There were more rulings than any table has; none was looked at.
        rules: Horizontal rulings that touch no vertical one.
        is_stamped: Boxes that lie over rulings were taken for stamps.
        is_crossed: Rulings run through lines of text, which may belong to the cell above or below.
    """

    tables: tuple[TablePart, ...]
    outside: tuple[Glyph, ...]
    is_too_complex: bool = False
    rules: tuple[Ruling, ...] = ()
    is_stamped: bool = False
    is_crossed: bool = False


def marks_to_tables(marks: PageMarks) -> PageTables:
    """Return the tables that rulings make on a page; frames without text are left out."""
    drawn = strokes_to_rulings(marks.strokes)
    if len(drawn.horizontal) + len(drawn.vertical) > limits.PAGE_RULINGS:
        return PageTables((), marks.glyphs, is_too_complex=True)
    rulings, boxes = without_stamps(drawn, marks.seals)
    frames = rulings_to_frames(rulings)
    found = [frame_to_grid(frame, most_atoms=limits.TABLE_CELLS) for frame in frames]
    grids = [grid for grid in found if grid is not None]
    grids = [grid for grid in grids if not _is_decoration(grid, grids)]
    outside: list[Glyph] = []
    if grids and boxes:
        marks = _without_stamped(marks, boxes, outside)
    tables: list[TablePart] = []
    is_crossed = False
    for grid, texts in zip(grids, _glyphs_to_areas(grids, marks, outside), strict=True):
        _without_lying_over(grid, texts, outside)
        touched, crossed = count_crossed(grid, texts)
        is_moved = touched > 0 and give_back(grid, texts, outside, marks.cut)
        part = _grid_to_part(grid, texts, marks.number)
        if _is_table(grid, part):
            tables.append(part)
            is_crossed |= is_moved or crossed >= _FEWEST_CROSSED
        else:
            outside += chain.from_iterable(texts)
    tables.sort(key=lambda part: (part.ys[0], part.xs[0]))
    is_stamped = rulings != drawn and any(
        is_over(box, (part.xs[0], part.ys[0], part.xs[-1], part.ys[-1])) for box in boxes for part in tables
    )
    lone = set(rulings.horizontal).difference(*(frame.horizontal for frame in frames))
    return PageTables(
        tuple(tables), tuple(outside), rules=tuple(lone), is_stamped=is_stamped, is_crossed=is_crossed
    )


def _without_stamped(marks: PageMarks, boxes: Sequence[Rectangle], outside: list[Glyph]) -> PageMarks:
    """Return the page without the text of stamps, which is added to `outside`."""
    stamped = stamped_glyphs(marks, boxes)
    outside += [marks.glyphs[index] for index in sorted(stamped)]
    return marks._replace(
        glyphs=tuple(glyph for index, glyph in enumerate(marks.glyphs) if index not in stamped)
    )


def _is_decoration(grid: Grid, grids: Sequence[Grid]) -> bool:
    is_plain = len(grid.areas) <= _FRAME_AREAS and min(len(grid.xs), len(grid.ys)) == 2
    return is_plain and any(is_inside(other, grid) for other in grids)


def _is_table(grid: Grid, part: TablePart) -> bool:
    """Say whether a grid is a table: it says something, and a single column is closed on both sides."""
    if len(grid.xs) > 2 and len(grid.ys) > 1:
        return any(cell.text for cell in part.cells)
    return sum(bool(cell.text) for cell in part.cells) > 1 and not grid.open_sides


class _Slot(NamedTuple):
    """A grid with the glyphs that each of its areas holds."""

    top: float
    bottom: float
    inner_ys: tuple[float, ...]
    rows: list[_Row]
    texts: list[list[Glyph]]


class _Row(NamedTuple):
    """A row of a grid: from where to where it reaches, and what its areas hold, by column.

    A merged area has the same list everywhere.
    """

    left: float
    right: float
    inner_xs: tuple[float, ...]
    places: list[list[Glyph]]


def _glyphs_to_areas(
    grids: Sequence[Grid], marks: PageMarks, outside: list[Glyph]
) -> list[list[list[Glyph]]]:
    """Return the glyphs of every area of every grid; what lies in none is added to `outside`.

    The innermost grid counts. Runs that reach from one area into another are cut.
    """
    if not grids:
        outside += marks.glyphs
        return []
    slots = [_slot(grid) for grid in grids]
    inwards = [slot for _, slot in sorted(zip(map(_size, grids), slots, strict=True), key=itemgetter(0))]
    at_height: dict[float, list[_Row]] = {}  # most glyphs of a line stand at the same one
    for glyph in marks.glyphs:
        text, x0, _, x1, _, baseline, size, _, _ = glyph
        y = baseline - _MIDDLE * size
        rows = at_height.get(y)
        if rows is None:
            rows = at_height[y] = [
                row[bisect_right(inner_ys, y)]
                for top, bottom, inner_ys, row, _ in inwards
                if top <= y <= bottom
            ]
        first, last = (x0 + size / 4, x1 - size / 4) if len(text) > 1 else ((x0 + x1) / 2, (x0 + x1) / 2)
        home = end = None
        for left, right, inner_xs, places in rows:
            if home is None and left <= first <= right:
                home = places[bisect_right(inner_xs, first)]
            if end is None and left <= last <= right:
                end = places[bisect_right(inner_xs, last)]
        if home is end:
            (outside if home is None else home).append(glyph)
            continue
        for piece in _unbroken(marks.cut(glyph)):
            place = _home(rows, _anchor(rows, piece))
            (outside if place is None else place).extend(piece)
    return [slot.texts for slot in slots]


def _unbroken(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the stretches of a run whose characters follow each other, as those of two cells do not."""
    piece = [glyphs[0]]
    for before, glyph in pairwise(glyphs):
        if abs(glyph.x0 - before.x1) > _JOINT * glyph.size:
            yield piece
            piece = []
        piece.append(glyph)
    yield piece


def _anchor(rows: Sequence[_Row], piece: Sequence[Glyph]) -> float:
    """Return a place in the cell that a piece of text belongs to: where it starts, or its middle.

    Text that is longer than its cell runs over the empty cells beside it, to the right if it starts at
    the border, to both sides if it is centred.
    """
    first, last = piece[0], piece[-1]
    start, middle = first.center[0], (first.x0 + last.x1) / 2
    if _home(rows, start) is _home(rows, middle):
        return start
    left = max((x for row in rows for x in _borders_left(row, start)), default=None)
    return start if left is not None and first.x0 - left < _WIDEST_PADDING else middle


def _borders_left(row: _Row, x: float) -> Iterator[float]:
    """Yield the left border of the cell at a place, if the row has one there."""
    left, right, inner_xs, places = row
    if left <= x <= right:
        column = bisect_right(inner_xs, x)
        while column and places[column - 1] is places[column]:
            column -= 1
        yield (left, *inner_xs)[column]


def _without_lying_over(grid: Grid, texts: Sequence[list[Glyph]], outside: list[Glyph]) -> None:
    """Move what is far larger than its cell outside: a watermark that stands upright over a table."""
    lowest = _WATERMARK * min(bottom - top for top, bottom in pairwise(grid.ys))
    if not any(glyph.size > lowest for text in texts for glyph in text):
        return
    for (row, _, rowspan, _), text in zip(grid.areas, texts, strict=True):
        most = _WATERMARK * (grid.ys[row + rowspan] - grid.ys[row])
        if any(glyph.size > most for glyph in text):
            outside += [glyph for glyph in text if glyph.size > most]
            text[:] = [glyph for glyph in text if glyph.size <= most]


def _slot(grid: Grid) -> _Slot:
    xs, ys = grid.xs, grid.ys
    texts: list[list[Glyph]] = [[] for _ in grid.areas]
    rows = [made(_Row, (xs[0], xs[-1], xs[1:-1], [texts[n] for n in row])) for row in areas_at(grid)]
    return _Slot(ys[0], ys[-1], ys[1:-1], rows, texts)


def _size(grid: Grid) -> float:
    return (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0])


def _home(rows: Sequence[_Row], x: float) -> list[Glyph] | None:
    """Return what the area at a place of the innermost grid holds so far; None outside all grids."""
    for left, right, inner_xs, places in rows:
        if left <= x <= right:
            return places[bisect_right(inner_xs, x)]
    return None


def _grid_to_part(grid: Grid, texts: Sequence[list[Glyph]], page: int) -> TablePart:
    xs, ys, gaps = grid.xs, grid.ys, grid.gaps
    cells: list[PartCell] = []
    for index, (area, glyphs) in enumerate(zip(grid.areas, texts, strict=True)):
        row, column, rowspan, colspan = area
        box = made(Box, (xs[column], ys[row], xs[column + colspan], ys[row + rowspan]))
        if glyphs:
            cells.append(made(PartCell, (*area, *cell_text(row, box, glyphs, page), ())))
        elif index not in gaps:
            cells.append(made(PartCell, (*area, "", page, box, 0.0, 0.0, 0.0, ())))
    is_open = ("top" in grid.open_sides, "bottom" in grid.open_sides)
    return TablePart(page, page, xs, ys, tuple(cells), len(ys) - 1, is_open)


def cell_text(
    row: int, box: Box, glyphs: Sequence[Glyph], page: int
) -> tuple[str, int, Box, float, float, float]:
    """Return the fields of a cell from its text on."""
    # A break is only ever followed by the first rows of a part, which may repeat the header.
    is_high = row <= HEADER_ROWS
    if len(glyphs) == 1:
        words, x0, _, x1, _, _, _, _, _ = glyphs[0]
        if text := words.rstrip():
            width = x1 - x0
            return text, page, box, opening_width(glyphs) if is_high else 0.0, width, width
    rows = glyphs_to_rows(glyphs)
    lines = [(text, one) for one in rows if (text := row_text(one).rstrip())]
    if not lines:
        return "", page, box, 0.0, 0.0, 0.0
    text = lines[0][0] if len(lines) == 1 else _flowing(lines, box)
    widths = [row[-1].x1 - row[0].x0 for _, row in lines]
    opening = opening_width(lines[0][1]) if is_high else 0.0
    return text, page, box, opening, widths[-1], max(widths)


def _flowing(lines: Sequence[tuple[str, Sequence[Glyph]]], box: Box) -> str:
    """Return the text of a cell; a line that broke only because the next word did not fit runs on."""
    gaps = [gap for _, row in lines for gap in (row[0].x0 - box[0], box[2] - row[-1].x1)]
    room = box[2] - box[0] - 2 * min(max(min(gaps), 0.0), _WIDEST_PADDING)
    paragraphs = [[lines[0][0]]]
    for (_, upper), (text, lower) in pairwise(lines):
        width = upper[-1].x1 - upper[0].x0
        if width > room or width + opening_width(lower) > room:  # it is full
            paragraphs[-1].append(text)
        else:
            paragraphs.append([text])
    return "\n".join([joined_text(paragraph) for paragraph in paragraphs])
