"""The ruled tables of a page with the text in their cells, and the glyphs that stand outside."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from . import limits
from .grid import areas_at, frame_to_grid, holds, is_inside
from .joined_tables import PartCell, TablePart
from .page_lines import glyphs_to_lines, glyphs_to_rows, row_text
from .rulings import rulings_to_frames, strokes_to_rulings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .grid import Grid
    from .page_marks import Glyph, PageMarks

# A ruled frame around other tables (a page border) with no more areas than this is decoration.
_FRAME_AREAS = 4


class PageTables(NamedTuple):
    """The tables of a page and the rest of its glyphs.

    Attributes:
        tables: From top to bottom, then left to right.
        outside: Glyphs in no table.
        is_too_complex: There were more rulings than any table has; none was looked at.
    """

    tables: tuple[TablePart, ...]
    outside: tuple[Glyph, ...]
    is_too_complex: bool = False


def marks_to_tables(marks: PageMarks) -> PageTables:
    """Return the tables that rulings make on a page; frames without text are left out."""
    rulings = strokes_to_rulings(marks.strokes)
    if len(rulings.horizontal) + len(rulings.vertical) > limits.PAGE_RULINGS:
        return PageTables((), marks.glyphs, is_too_complex=True)
    frames = rulings_to_frames(rulings)
    found = [frame_to_grid(frame, most_atoms=limits.TABLE_CELLS) for frame in frames]
    grids = [grid for grid in found if grid is not None]
    grids = [grid for grid in grids if not _is_decoration(grid, grids)]
    inside, outside = _glyphs_to_grids(grids, marks.glyphs)
    tables: list[TablePart] = []
    for grid, glyphs in zip(grids, inside, strict=True):
        part = _grid_to_part(grid, glyphs, marks.number)
        if _is_table(grid, part):
            tables.append(part)
        else:
            outside.extend(glyphs)
    tables.sort(key=lambda part: (part.ys[0], part.xs[0]))
    return PageTables(tuple(tables), tuple(outside))


def _is_decoration(grid: Grid, grids: Sequence[Grid]) -> bool:
    return len(grid.areas) <= _FRAME_AREAS and any(is_inside(other, grid) for other in grids)


def _is_table(grid: Grid, part: TablePart) -> bool:
    """Say whether a grid is a table: it says something, and a single column is closed on both sides."""
    filled = sum(bool(cell.text) for cell in part.cells)
    if len(grid.xs) > 2 and len(grid.ys) > 1:
        return filled > 0
    return filled > 1 and not grid.open_sides


def _glyphs_to_grids(grids: Sequence[Grid], glyphs: Sequence[Glyph]) -> tuple[list[list[Glyph]], list[Glyph]]:
    """Give each glyph to the innermost grid that holds its middle."""
    order = sorted(
        range(len(grids)),
        key=lambda i: (grids[i].xs[-1] - grids[i].xs[0]) * (grids[i].ys[-1] - grids[i].ys[0]),
    )
    inside: list[list[Glyph]] = [[] for _ in grids]
    outside: list[Glyph] = []
    for glyph in glyphs:
        center = glyph.center
        home = next((index for index in order if holds(grids[index], center)), None)
        (outside if home is None else inside[home]).append(glyph)
    return inside, outside


def _grid_to_part(grid: Grid, glyphs: Sequence[Glyph], page: int) -> TablePart:
    owner = areas_at(grid)
    texts: list[list[Glyph]] = [[] for _ in grid.areas]
    for glyph in glyphs:
        x, y = glyph.center
        row = min(bisect_right(grid.ys, y) - 1, len(grid.ys) - 2)
        column = min(bisect_right(grid.xs, x) - 1, len(grid.xs) - 2)
        texts[owner[row][column]].append(glyph)
    cells = tuple(_cell(grid, index, text, page) for index, text in enumerate(texts))
    is_open = ("top" in grid.open_sides, "bottom" in grid.open_sides)
    return TablePart(page, page, grid.xs, grid.ys, cells, len(grid.ys) - 1, is_open)


def _cell(grid: Grid, index: int, glyphs: Sequence[Glyph], page: int) -> PartCell:
    area = grid.areas[index]
    rows = glyphs_to_rows(glyphs)
    texts = [text for row in rows if (text := row_text(row)).strip()]
    lines = glyphs_to_lines(glyphs, page)
    widths = [line.x1 - line.x0 for line in lines]
    return PartCell(
        *area,
        text="\n".join(text.strip("\r\n") for text in texts).rstrip(),
        page=page,
        box=grid.box(area),
        opening=lines[0].opening if lines else 0.0,
        last=widths[-1] if widths else 0.0,
        widest=max(widths, default=0.0),
    )
