"""Pages of a PDF file as glyphs and strokes, read with PDFium and bounded page by page."""

from __future__ import annotations

import ctypes
from collections import Counter
from contextlib import ExitStack, contextmanager
from functools import partial
from math import cos, radians, sin
from typing import TYPE_CHECKING

from .. import limits
from ..pages.page_marks import NotOpenedError, PageMarks, PageTooLargeError, UnsureError
from .pdfium import ENCRYPTED, INVISIBLE, argument, each, library, structs
from .pdfium_clips import run_clips
from .pdfium_drawings import placed, read_drawings
from .pdfium_fonts import standing_in
from .pdfium_text import Place, read_text, run_to_glyphs, text_angle, text_to_glyphs
from .pdfium_typed import draw_typed_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from ..pages.page_marks import Glyph
    from .pdfium import Handle
    from .pdfium_drawings import Drawings
    from .pdfium_text import PageText

# A page is taken for a scan if a picture covers this much of it.
_SCAN_SHARE = 0.5


@contextmanager
def opened(data: bytes) -> Iterator[Handle]:
    """Open a document for as long as the context lasts.

    Raises:
        NotOpenedError: It is encrypted or broken.
    """
    calls = library()
    document = calls.FPDF_LoadMemDocument64(data, ctypes.c_size_t(len(data)), None)
    if not document:
        raise NotOpenedError(is_encrypted=calls.FPDF_GetLastError() in ENCRYPTED)
    try:
        with standing_in():
            yield document
    finally:
        calls.FPDF_CloseDocument(document)


def document_pages(document: Handle) -> Iterator[AbstractContextManager[PageMarks]]:
    """Yield the pages of a document in order, each to be entered before the next one is asked for."""
    for index in range(library().FPDF_GetPageCount(document)):
        yield page_to_marks(document, index)


@contextmanager
def _page(document: Handle, index: int) -> Iterator[Handle]:
    calls = library()
    page = calls.FPDF_LoadPage(document, index)
    if not page:
        raise ValueError
    try:
        yield argument(page)
    finally:
        calls.FPDF_ClosePage(page)


@contextmanager
def page_to_marks(document: Handle, index: int) -> Iterator[PageMarks]:
    """Give the glyphs and strokes of a page, in points from the top left corner of what is shown.

    Runs of glyphs can be cut as long as the context lasts.

    Args:
        document: As `opened` gives it.
        index: From 0.

    Raises:
        PageTooLargeError: It draws more than `limits` allows.
        UnsureError: It shows nothing of what it draws, or less than it holds.
        ValueError: It is broken.
    """
    with ExitStack() as stack:
        page = stack.enter_context(_page(document, index))
        drawings = read_drawings(page)
        if drawings.has_lost_text:
            raise UnsureError(has_typed_text=any(draw_typed_text(page)))
        text = stack.enter_context(_text(page))
        is_drawn, is_missing = draw_typed_text(page)
        if is_drawn:
            # The rules around what was typed are no borders of tables, so the drawings stay those from before.
            again = stack.enter_context(_page(document, index))
            whole = stack.enter_context(_text(again))
            if _characters(text) <= _characters(whole):
                page, text = again, whole
            else:  # PDFium loses fonts that a page inherits
                is_missing = True
        angle = text_angle(text)
        if angle:
            _set_upright(page, angle)
            page = stack.enter_context(_page(document, index))
            text, drawings = stack.enter_context(_text(page)), read_drawings(page)
        marks = _marks(page, index, drawings, text, angle)
        if is_missing:
            marks = marks._replace(is_typed_text_missing=True)
        is_seen = marks.glyphs or marks.strokes or drawings.picture or angle or is_missing
        if not is_seen and not (drawings.is_text_alone and text.text.isspace()):
            raise UnsureError
        yield marks


@contextmanager
def _text(page: Handle) -> Iterator[PageText]:
    calls = library()
    text_page = calls.FPDFText_LoadPage(page)
    if not text_page:
        raise ValueError
    try:
        count = calls.FPDFText_CountChars(text_page)
        if count > limits.PAGE_GLYPHS:
            raise PageTooLargeError
        yield read_text(argument(text_page), max(count, 0))
    finally:
        calls.FPDFText_ClosePage(text_page)


def _characters(text: PageText) -> Counter[str]:
    return Counter("".join(text.words))


def _place(page: Handle) -> Place:
    """Return where the visible part of a page lies in what is drawn."""
    left, top, right, bottom = (
        column[0] for column in structs(library().FPDF_GetPageBoundingBox, [page], range(4))
    )
    return Place(left, top, right - left, top - bottom)


def _set_upright(page: Handle, angle: int) -> None:
    """Turn what a page draws, so that text turned to the left by `angle` stands upright when it is loaded again."""
    calls = library()
    left, top, width, height = _place(page)
    along, up = round(cos(radians(angle))), round(sin(radians(angle)))
    corners = [
        (x * along + y * up, y * along - x * up) for x in (left, left + width) for y in (top - height, top)
    ]
    x0, y0 = min(x for x, _ in corners), min(y for _, y in corners)
    matrix = (ctypes.c_float * 6)(along, -up, up, along, -x0, -y0)
    clip = (ctypes.c_float * 4)(-1e6, 1e6, 1e6, -1e6)
    calls.FPDFPage_TransFormWithClip(page, ctypes.byref(matrix), ctypes.byref(clip))
    size = (height, width) if angle in {90, 270} else (width, height)
    box = [ctypes.c_float(value) for value in (0, 0, *size)]
    calls.FPDFPage_SetMediaBox(page, *box)
    calls.FPDFPage_SetCropBox(page, *box)


def _marks(page: Handle, index: int, drawings: Drawings, text: PageText, angle: int) -> PageMarks:
    """Return what a page shows; its text was turned to the left by `angle` and stands upright now."""
    place = _place(page)
    picture_share = min(drawings.picture / max(place.width * place.height, 1.0), 1.0)
    hidden = _hidden_runs(text) if drawings.has_unseen_text else []
    # Text that was recognised on a scan lies unseen on its picture; it is all there is.
    is_recognised = bool(hidden) and picture_share >= _SCAN_SHARE and len(hidden) > len(text.spans) / 2
    clips = run_clips(text, place)
    glyphs = text_to_glyphs(text, place, () if is_recognised else hidden, clips)
    reds = drawings.reds if len(drawings.reds) < len(drawings.strokes) else []
    return PageMarks(
        number=index + 1,
        width=place.width,
        height=place.height,
        glyphs=tuple(glyphs),
        strokes=placed(drawings.strokes, place),
        picture_share=picture_share,
        turn=(angle - 90 * library().FPDFPage_GetRotation(page)) % 360,
        is_recognised=is_recognised,
        cut=partial(_cut, text, place),
        ink=partial(_ink, text),
        seals=placed(drawings.rounds + reds, place),
        is_cut_off=bool(clips) and _is_cut_off(text, glyphs, clips),
    )


def _is_cut_off(text: PageText, glyphs: Sequence[Glyph], clipped: Iterable[int]) -> bool:
    """Say whether of some clipped run one part shows and another does not."""
    seen = {glyph.start for glyph in glyphs}
    shown = [sum(place in seen for place in range(*text.spans[index])) for index in clipped]
    lengths = [text.spans[index][1] - text.spans[index][0] for index in clipped]
    return any(0 < count < length for count, length in zip(shown, lengths, strict=True))


def _hidden_runs(text: PageText) -> list[int]:
    """Return the numbers of the runs that are printed without ink."""
    calls = library()
    objects = each(calls.FPDFText_GetTextObject, [start for start, _ in text.spans], text.page)
    modes = each(calls.FPDFTextObj_GetTextRenderMode, objects)
    return [index for index, mode in enumerate(modes) if mode in INVISIBLE]


def _cut(text: PageText, place: Place, glyph: Glyph) -> Sequence[Glyph]:
    if glyph.start < 0:
        return (glyph,)
    end = glyph.start
    while end < len(text.text) and not text.text[end].isspace():
        end += 1
    return run_to_glyphs(text, (glyph.start, end), place, glyph.lead)


def _ink(text: PageText, glyph: Glyph) -> tuple[int, ...]:
    parts = [ctypes.c_uint() for _ in range(4)]
    if glyph.start >= 0:
        library().FPDFText_GetFillColor(text.page, glyph.start, *map(ctypes.byref, parts))
    return tuple(part.value for part in parts[:3])
