"""Pictures that are lists of drawing calls (EMF, WMF) turned into tables and lines of text."""

from __future__ import annotations

import gzip
import io
import zlib
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from .. import limits
from ..pages.page_marks import PageMarks, Stroke
from ..pages.page_tables import marks_to_tables
from ..word.tables import Grid, GridCell
from .aligned_columns import AlignedTable, glyphs_to_aligned
from .emf import is_emf, play_emf
from .wmf import is_wmf, play_wmf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..pages.joined_tables import TablePart
    from ..pages.page_marks import Glyph
    from .metafile_device import Device

# Pictures say in many ways how large they are, often wrongly; the geometry of tables is made for
# print of about this size, so every picture is brought to it.
_TEXT_SIZE = 10.0
# The plot of a chart has rulings too, but hardly any text between them.
_FILLED = 0.3
_GZIP = b"\x1f\x8b"


class PictureContent(NamedTuple):
    """What a picture says.

    Attributes:
        blocks: Lines of text and tables, from top to bottom; empty if it holds no text.
        unread: Whether it holds text that cannot be read: numbers of glyphs in place of characters.
    """

    blocks: tuple[str | Grid, ...]
    unread: bool


def is_metafile(data: bytes) -> bool:
    """Say whether a picture is a list of drawing calls, packed or not."""
    return data[:2] == _GZIP or is_emf(data) or is_wmf(data)


def read_metafile(data: bytes) -> PictureContent:
    """Return the tables and lines of text of a picture; nothing for one that is damaged or too large."""
    if data[:2] == _GZIP:
        data = _unpacked(data)
    if len(data) > limits.METAFILE_BYTES:
        return PictureContent((), unread=True)
    if is_emf(data):
        device = play_emf(data)
    elif is_wmf(data):
        device = play_wmf(data)
    else:
        return PictureContent((), unread=True)
    if not device.glyphs or device.is_full:
        return PictureContent((), unread=True)
    return PictureContent(tuple(_marks_to_blocks(_device_to_marks(device))), unread=device.unread > 0)


def _unpacked(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            return stream.read(limits.METAFILE_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        return b""


def _device_to_marks(device: Device) -> PageMarks:
    """Return what was drawn, at the usual size of print and with the origin at the top left."""
    scale = _TEXT_SIZE / (median(glyph.size for glyph in device.glyphs) or _TEXT_SIZE)
    left = min(glyph.x0 for glyph in device.glyphs)
    top = min(glyph.top for glyph in device.glyphs)

    def moved(x: float, y: float) -> tuple[float, float]:
        return (x - left) * scale, (y - top) * scale

    glyphs = []
    for glyph in device.glyphs:
        (x0, y0), (x1, y1) = moved(glyph.x0, glyph.top), moved(glyph.x1, glyph.bottom)
        baseline, size = (glyph.baseline - top) * scale, glyph.size * scale
        glyphs.append(glyph._replace(x0=x0, top=y0, x1=x1, bottom=y1, baseline=baseline, size=size))
    strokes = [Stroke(*moved(s.x0, s.top), *moved(s.x1, s.bottom)) for s in device.strokes]
    width, height = max(glyph.x1 for glyph in glyphs), max(glyph.bottom for glyph in glyphs)
    return PageMarks(1, width, height, tuple(glyphs), tuple(strokes))


def _marks_to_blocks(marks: PageMarks) -> list[str | Grid]:
    """Return tables and lines from top to bottom; lines beside a table follow it."""
    found = marks_to_tables(marks)
    outside = list(found.outside)
    tables: list[TablePart] = []
    for part in found.tables:
        if _is_table(part):
            tables.append(part)
        else:
            outside += [glyph for glyph in marks.glyphs if _holds(part, glyph)]
    blocks: list[str | Grid] = []
    for part in tables:
        above = [glyph for glyph in outside if glyph.baseline <= part.ys[0]]
        outside = [glyph for glyph in outside if glyph.baseline > part.ys[0]]
        blocks += _glyphs_to_blocks(above)
        blocks.append(_part_to_grid(part))
    return blocks + _glyphs_to_blocks(outside)


def _is_table(part: TablePart) -> bool:
    return len(part.xs) > 2 and sum(bool(cell.text) for cell in part.cells) >= _FILLED * len(part.cells)


def _holds(part: TablePart, glyph: Glyph) -> bool:
    x, y = glyph.center
    return part.xs[0] <= x <= part.xs[-1] and part.ys[0] <= y <= part.ys[-1]


def _glyphs_to_blocks(glyphs: Sequence[Glyph]) -> list[str | Grid]:
    return [
        _aligned_to_grid(block) if isinstance(block, AlignedTable) else block
        for block in glyphs_to_aligned(glyphs)
    ]


def _aligned_to_grid(table: AlignedTable) -> Grid:
    cells = tuple(GridCell(cell.row, cell.column, 1, cell.colspan, cell.text) for cell in table.cells)
    return Grid(cells, table.n_rows, table.n_columns, "image")


def _part_to_grid(part: TablePart) -> Grid:
    cells = tuple(
        GridCell(cell.row, cell.column, cell.rowspan, cell.colspan, cell.text) for cell in part.cells
    )
    return Grid(cells, part.n_rows, len(part.xs) - 1, "image")
