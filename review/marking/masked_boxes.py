"""Boxes of the personal data on the page of a PDF, which the lake holds as asterisks only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ...extract.pages.page_marks import PageTooLargeError, UnsureError
from ...extract.pdf.pdfium_pages import opened, page_to_marks
from .figure_boxes import boxes_around, glyphs_in
from .matching import MASK, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...extract.pages.page_marks import PageMarks
    from ...schemas.records import Box, Cell, Paragraph

_MASKED = re.compile(re.escape(MASK) + "+")


class MaskedText(NamedTuple):
    """A text of the lake with asterisks in it, and its box on the page as it is shown."""

    box: Box
    text: str


def masked_texts(records: Iterable[Cell | Paragraph], page: int) -> list[MaskedText]:
    """Return the texts of a page that hold asterisks."""
    return [
        MaskedText(record.source.box, record.text)
        for record in records
        if MASK in record.text and record.source.page == page and record.source.box is not None
    ]


def masked_boxes(data: bytes, page: int, texts: Sequence[MaskedText]) -> list[Box]:
    """Return what must be covered on a page, so that it shows no more than the lake does.

    Where character by character cannot be told (a scan, a name written with blanks), it is the whole
    cell or paragraph. An asterisk that the page prints itself is covered by nothing.

    Args:
        data: Bytes of the PDF.
        page: From 1.
        texts: What the lake holds of the page with asterisks in it.

    Raises:
        NotOpenedError: The file is encrypted or broken.
    """
    if not texts:
        return []
    with opened(data) as document:
        try:
            with page_to_marks(document, page - 1) as marks:
                return [box for text in texts for box in _boxes(marks, text)]
        except (UnsureError, PageTooLargeError, ValueError):  # another reader read it, which knows cells only
            return [text.box for text in texts]


def _boxes(marks: PageMarks, masked: MaskedText) -> list[Box]:
    glyphs = glyphs_in(marks, masked.box)
    known = squeezed(masked.text)
    printed = "".join(squeezed(glyph.text) for glyph in glyphs)
    if not len(known) == len(printed) == len(glyphs):
        return [masked.box]
    spans = [match.span() for match in _MASKED.finditer(known)]
    return [
        box
        for start, end in spans
        if printed[start:end] != known[start:end]
        for box in boxes_around(marks, glyphs[start:end])
    ]
