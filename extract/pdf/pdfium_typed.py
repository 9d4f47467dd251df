"""Text that was typed onto a page: form fields filled in, and free text.

Viewers draw it over what the page says, from drawings of its own. Here they become part of the page,
so that what stands in them is found where a reader sees it. Seals of signatures, links and remarks
are left alone.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, NamedTuple

from .. import limits
from .pdfium import library

if TYPE_CHECKING:
    from .pdfium import Handle

# fpdf_annot.h: FPDF_ANNOT_FREETEXT, FPDF_ANNOT_WIDGET, FPDF_ANNOT_APPEARANCEMODE_NORMAL.
_FREE_TEXT, _FIELD, _NORMAL = 3, 20, 0
# fpdfview.h: FPDF_OBJECT_UNKNOWN (no such entry), _STRING, _NAME; fpdf_flatten.h: FLAT_NORMALDISPLAY, FLATTEN_SUCCESS.
_ABSENT, _STRING, _NAME = 0, 3, 4
_AS_SHOWN, _DONE = 0, 1
# Bytes of a text of no character: UTF-16, ended by a zero.
_NOTHING = 2


class Typed(NamedTuple):
    """What became of the text typed onto a page.

    Attributes:
        is_drawn: The page draws it from now on, and must be opened again to be read.
        is_missing: Some of it has no drawing in the file, and stays unread.
    """

    is_drawn: bool = False
    is_missing: bool = False


class _Annotation(NamedTuple):
    is_typed: bool
    has_drawing: bool
    has_text: bool


def draw_typed_text(page: Handle) -> Typed:
    """Make text that was typed onto a page part of what it draws; nothing else that lies over it."""
    calls = library()
    count = calls.FPDFPage_GetAnnotCount(page)
    if count <= 0:
        return Typed()
    found = [_annotation(page, index) for index in range(min(count, limits.PAGE_DRAWINGS))]
    is_missing = any(one.is_typed and one.has_text and not one.has_drawing for one in found)
    shown = {index for index, one in enumerate(found) if one.is_typed and one.has_drawing}
    if not shown:
        return Typed(is_missing=is_missing)
    for index in reversed(range(count)):
        if index not in shown:
            calls.FPDFPage_RemoveAnnot(page, index)
    return Typed(calls.FPDFPage_Flatten(page, _AS_SHOWN) == _DONE, is_missing)


def _annotation(page: Handle, index: int) -> _Annotation:
    calls = library()
    annotation = calls.FPDFPage_GetAnnot(page, index)
    if not annotation:
        return _Annotation(is_typed=False, has_drawing=False, has_text=False)
    try:
        kind = calls.FPDFAnnot_GetSubtype(annotation)
        is_typed = kind == _FREE_TEXT or (kind == _FIELD and _is_filled_in(annotation))
        drawing = calls.FPDFAnnot_GetAP(annotation, _NORMAL, None, ctypes.c_ulong(0))
        entry = b"Contents" if kind == _FREE_TEXT else b"V"
        words = calls.FPDFAnnot_GetStringValue(annotation, entry, None, ctypes.c_ulong(0))
        return _Annotation(is_typed, drawing > _NOTHING, words > _NOTHING)
    finally:
        calls.FPDFPage_CloseAnnot(annotation)


def _is_filled_in(field: Handle) -> bool:
    """Say whether a field holds text or a choice: signatures hold more than that, and push buttons nothing.

    Where one field stands in several places, its value is kept above them.
    """
    calls = library()
    value = calls.FPDFAnnot_GetValueType(field, b"V")
    return value in {_STRING, _NAME} or (value == _ABSENT and bool(calls.FPDFAnnot_HasKey(field, b"Parent")))
