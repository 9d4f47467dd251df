"""Pages of a PDF file as glyphs and strokes, read with pdfplumber: the reader to compare others with.

The page interpreter is driven here rather than through `Page.objects`: a hostile page is stopped
while it is drawn, not after, and only what the geometry needs is kept.
"""

from __future__ import annotations

import io
from collections import Counter
from contextlib import contextmanager
from itertools import count, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTLine, LTRect
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage

from .. import limits
from ..pages.page_marks import (
    UNMAPPED,
    Glyph,
    NotOpenedError,
    PageMarks,
    PageTooLargeError,
    Stroke,
    fold_ideographs,
    symbol_font,
    turned_box,
    turned_size,
)
from ..pages.rulings import THICKNESS
from ..word.symbols import from_font
from .page_contents import check_contents, quiet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

    from pdfplumber.page import Page
    from pdfplumber.pdf import PDF

_PRIVATE_USE = range(0xE000, 0xF900)
# Text leaning by more than this (the sine of about 6 degrees) is a watermark.
_LEANING = 0.1
# Corners of drawn boxes are off by rounding only.
_STRAIGHT = 0.5
# A page is lying on its side if most of its text is.
_TURNED_SHARE = 0.6


class _Canvas(PDFPageAggregator):  # type: ignore[misc, unused-ignore]
    """Collects what a page draws and stops it when that is too much."""

    glyphs = 0
    strokes = 0
    drawings = 0

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        self.glyphs += 1
        if self.glyphs > limits.PAGE_GLYPHS:
            raise PageTooLargeError
        return float(super().render_char(*args, **kwargs))

    def paint_path(self, *args: Any, **kwargs: Any) -> None:
        self.strokes += 1
        if self.strokes > limits.PAGE_STROKES:
            raise PageTooLargeError
        super().paint_path(*args, **kwargs)

    def begin_figure(self, *args: Any, **kwargs: Any) -> None:
        self.drawings += 1
        if self.drawings > limits.PAGE_DRAWINGS:
            raise PageTooLargeError
        super().begin_figure(*args, **kwargs)


@contextmanager
def opened(data: bytes) -> Iterator[PDF]:
    """Open a document for as long as the context lasts.

    Raises:
        NotOpenedError: It is encrypted or broken.
    """
    import pdfplumber  # noqa: PLC0415 - as heavy as the rest of the reader

    # The stream is all that is open: PDF.close() would only visit every page again.
    with quiet(), io.BytesIO(data) as stream:
        try:
            pdf = pdfplumber.open(stream)
        except Exception as error:
            causes = (error, *error.args)
            is_encrypted = any(
                isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError) for cause in causes
            )
            raise NotOpenedError(is_encrypted=is_encrypted) from error
        yield pdf


def document_pages(pdf: PDF) -> Iterator[AbstractContextManager[PageMarks]]:
    """Yield the pages of a document in order, each to be entered.

    A broken page tree ends the document where it breaks; one page that cannot be entered then stands
    for the rest.
    """
    pages = PDFPage.create_pages(pdf.doc)
    for number in count(1):
        try:
            description = next(pages, None)
        except Exception:  # noqa: BLE001 - pdfminer raises anything on a broken tree
            yield _described(pdf, None, number)
            return
        if description is None:
            return
        yield _described(pdf, description, number)


@contextmanager
def _described(pdf: PDF, description: PDFPage | None, number: int) -> Iterator[PageMarks]:
    from pdfplumber.page import Page  # noqa: PLC0415 - used for its measures only

    if description is None:
        raise ValueError
    # pdfminer has already put usual boxes in the place of broken ones.
    description.attrs["MediaBox"] = list(description.mediabox)
    description.attrs["CropBox"] = list(description.cropbox)
    yield page_to_marks(Page(pdf, description, number))


def page_to_marks(page: Page) -> PageMarks:
    """Return the glyphs and strokes of a page, in points from the top left corner of what is shown.

    Raises:
        PageTooLargeError: It unpacks to, or draws, more than `limits` allows.
        Exception: Whatever pdfminer raises on a broken page.
    """
    check_contents(page.page_obj)
    canvas = _Canvas(page.pdf.rsrcmgr, pageno=page.page_number, laparams=None)
    PDFPageInterpreter(page.pdf.rsrcmgr, canvas).process_page(page.page_obj)
    drawn = canvas.get_result()
    items = list(_leaves(drawn))
    sheet = _sheet(page, float(drawn.height), items)
    glyphs = [glyph for item in items if isinstance(item, LTChar) for glyph in _glyph(item, sheet)]
    strokes = [stroke for item in items if isinstance(item, LTCurve) for stroke in _strokes(item, sheet)]
    pictures = [item.width * item.height for item in items if isinstance(item, LTImage)]
    width, height = turned_size(sheet.width, sheet.height, sheet.turn)
    inside = (glyph for glyph in glyphs if 0 <= glyph.center[0] <= width and 0 <= glyph.center[1] <= height)
    return PageMarks(
        number=page.page_number,
        width=width,
        height=height,
        glyphs=tuple(inside),
        strokes=tuple(strokes),
        picture_share=min(float(max(pictures, default=0.0)) / max(width * height, 1.0), 1.0),
        turn=sheet.turn,
    )


class _Sheet(NamedTuple):
    """The visible part of a page: where it lies in what is drawn, its size, and how its text is turned."""

    left: float
    base: float
    width: float
    height: float
    turn: int

    def place(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Return a drawn box (origin bottom left) from the top left corner, with the text upright."""
        box = (x0 - self.left, self.base - y1, x1 - self.left, self.base - y0)
        return turned_box(box, self.turn, self.width, self.height)


def _sheet(page: Page, height_drawn: float, items: Iterable[Any]) -> _Sheet:
    outer, inner = page.mediabox, page.cropbox
    is_within = outer[0] <= inner[0] < inner[2] <= outer[2] and outer[1] <= inner[1] < inner[3] <= outer[3]
    box = inner if is_within else outer
    angles = Counter(_angle(item) for item in items if isinstance(item, LTChar))
    turn, count = angles.most_common(1)[0] if angles else (0, 0)
    is_turned = turn is not None and count > _TURNED_SHARE * angles.total()
    return _Sheet(
        float(box[0] - outer[0]),
        height_drawn - float(box[1] - outer[1]),
        float(box[2] - box[0]),
        float(box[3] - box[1]),
        turn if turn is not None and is_turned else 0,
    )


def _angle(item: Any) -> int | None:
    """Return by how many degrees a character is turned to the left: 0, 90, 180, 270; None if it leans."""
    # A negative font size turns text round once more; it shows in the width alone.
    sign = -1 if item.adv < 0 else 1
    along, up = sign * item.matrix[0], sign * item.matrix[1]
    length = (along * along + up * up) ** 0.5
    if length and min(abs(along), abs(up)) > _LEANING * length:
        return None
    if abs(along) >= abs(up):
        return 0 if along >= 0 else 180
    return 90 if up > 0 else 270


def _leaves(container: Iterable[Any]) -> Iterator[Any]:
    """Yield what is drawn, inside forms as well; the interpreter bounds how deep they go."""
    waiting = [iter(container)]
    while waiting:
        for item in waiting[-1]:
            if isinstance(item, LTContainer):
                waiting.append(iter(item))
                break
            yield item
        else:
            waiting.pop()


def _glyph(item: Any, sheet: _Sheet) -> Iterator[Glyph]:
    """Yield the character unless it leans or leaves no mark."""
    angle = _angle(item)
    text = "" if angle is None else _text(item.get_text(), str(item.fontname))
    if not text:
        return
    x0, top, x1, bottom = sheet.place(item.x0, item.y0, item.x1, item.y1)
    origin_x, origin_y = item.matrix[4], item.matrix[5]
    size = bottom - top
    is_upright = angle == sheet.turn
    baseline = sheet.place(origin_x, origin_y, origin_x, origin_y)[1] if is_upright else bottom - 0.15 * size
    yield Glyph(text, x0, top, x1, bottom, baseline, size)


def _text(text: str, font: str) -> str:
    """Return the character as it reads, the replacement sign where nothing says which one it is."""
    if text.startswith("(cid:"):
        return UNMAPPED
    if len(text) == 1 and (ord(text) in _PRIVATE_USE or (ord(text) < 0x100 and "wingdings" in font.lower())):
        return from_font(ord(text), symbol_font(font) or "symbol")
    return fold_ideographs(text)


def _strokes(item: Any, sheet: _Sheet) -> Iterator[Stroke]:
    """Yield the straight horizontal and vertical strokes of a path."""
    x0, y0, x1, y1 = item.x0, item.y0, item.x1, item.y1
    if isinstance(item, LTLine) or min(x1 - x0, y1 - y0) <= THICKNESS:
        yield Stroke(*sheet.place(x0, y0, x1, y1))
        return
    if not item.stroke:
        return  # shading; borders drawn by filling are thin
    corners = item.pts
    if isinstance(item, LTRect):
        corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
    for (ax, ay), (bx, by) in pairwise(corners):
        if min(abs(ax - bx), abs(ay - by)) <= _STRAIGHT:
            yield Stroke(*sheet.place(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
