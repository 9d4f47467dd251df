"""Boxes of the characters of an operand on the page of a PDF, closer than the cell that it stands in."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ...extract.pages.page_marks import PageTooLargeError, UnsureError, turned_box, turned_size
from ...extract.pdf.pdfium_pages import opened, page_to_marks
from ...schemas.records import Box
from .matching import nearest, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...extract.pages.page_marks import Glyph, PageMarks
    from ...extract.pdf.pdfium import Handle
    from ...schemas.records import Evidence

    Corners = tuple[float, float, float, float]

# Characters stand on one line if their base lines differ by less than this share of their size.
_SAME_LINE = 0.4


class Operand(NamedTuple):
    """An operand with its box, and the whole text of the cell or paragraph that it stands in."""

    item: Evidence
    text: str


class Figures(NamedTuple):
    """The operands of one page.

    Attributes:
        turn: By how many degrees to the left the text stands on the page as it is shown.
        boxes: For each operand given, its boxes on the page as it is shown (like those of the lake), one
            for each line that it runs over; the box of its cell where no character was found.
    """

    turn: int
    boxes: list[list[Box]]


def figure_boxes(data: bytes, pages: Mapping[int, Sequence[Operand]]) -> dict[int, Figures]:
    """Return the boxes of operands, by page.

    Args:
        data: Bytes of the PDF.
        pages: Page number to the operands on it; each has a box.

    Raises:
        NotOpenedError: The file is encrypted or broken.
    """
    with opened(data) as document:
        return {page: _figures(document, page, operands) for page, operands in pages.items()}


def _figures(document: Handle, page: int, operands: Sequence[Operand]) -> Figures:
    try:
        with page_to_marks(document, page - 1) as marks:
            return Figures(marks.turn, [_boxes(marks, operand) for operand in operands])
    except (UnsureError, PageTooLargeError, ValueError):  # another reader read it, which knows cells only
        return Figures(0, [[_area(operand)] for operand in operands])


def _area(operand: Operand) -> Box:
    assert operand.item.source.box is not None
    return operand.item.source.box


def _boxes(marks: PageMarks, operand: Operand) -> list[Box]:
    area = _area(operand)
    glyphs = glyphs_in(marks, area)
    words = "".join(squeezed(glyph.text) for glyph in glyphs)
    lead = squeezed(operand.text[: operand.item.source.start or 0])
    span = nearest(words, operand.item.text, len(lead))
    if span is None or len(words) != len(glyphs):
        return [area]
    return boxes_around(marks, glyphs[slice(*span)])


def glyphs_in(marks: PageMarks, area: Box) -> list[Glyph]:
    """Return the visible characters in an area of the page as it is shown, in reading order."""
    shown = turned_size(marks.width, marks.height, marks.turn)
    upright = Box(*turned_box(_corners(area), marks.turn, *shown))
    return _in_reading_order([glyph for glyph in _characters(marks, upright) if squeezed(glyph.text)])


def boxes_around(marks: PageMarks, glyphs: Sequence[Glyph]) -> list[Box]:
    """Return the boxes of characters in reading order on the page as it is shown, one for each line."""
    lines = (list(line) for _, line in groupby(glyphs, lambda glyph: glyph.baseline))
    back = -marks.turn % 360
    return [Box(*turned_box(_around(line), back, marks.width, marks.height)) for line in lines]


def _corners(box: Box) -> Corners:
    return box.x0, box.top, box.x1, box.bottom


def _characters(marks: PageMarks, area: Box) -> Iterator[Glyph]:
    """Yield the characters that stand in an area, one by one."""
    for run in marks.glyphs:
        if run.x1 > area.x0 and run.x0 < area.x1 and area.top < run.center[1] < area.bottom:
            for glyph in marks.cut(run) if len(run.text) > 1 else (run,):
                if area.x0 <= glyph.center[0] <= area.x1:
                    yield glyph


def _in_reading_order(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return glyphs line by line; those of one line get the base line of its first."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.baseline):
        if lines and glyph.baseline - lines[-1][0].baseline < _SAME_LINE * glyph.size:
            lines[-1].append(glyph._replace(baseline=lines[-1][0].baseline))
        else:
            lines.append([glyph])
    return [glyph for line in lines for glyph in sorted(line, key=lambda glyph: glyph.x0)]


def _around(glyphs: Sequence[Glyph]) -> Corners:
    return (
        min(glyph.x0 for glyph in glyphs),
        min(glyph.top for glyph in glyphs),
        max(glyph.x1 for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
    )
