"""The C interface of PDFium, called in bulk.

pypdfium2 brings the library; its own Python layer converts every argument of every call, which costs
more than the calls. Here functions have no argument types and results land in one buffer whose
addresses are made once. PDFium is not thread-safe: one process reads one document at a time.
"""

from __future__ import annotations

import ctypes
from collections import deque
from functools import cache
from importlib.util import find_spec
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

# fpdfview.h: FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY; fpdf_edit.h: FPDF_PAGEOBJ_*, FPDF_SEGMENT_*;
# fpdf_edit.h: FPDF_TEXTRENDERMODE_INVISIBLE, _CLIP.
ENCRYPTED = frozenset({4, 5})
TEXT, PATH, IMAGE, FORM = 1, 2, 3, 5
CURVE_TO, MOVE_TO = 1, 2
INVISIBLE = frozenset({3, 7})
# As many calls are made in one go.
_ROOM = 4096
# Bytes for the result of one call: FS_MATRIX is the largest, six floats.
_STEP = 24
_NUMBERS = _STEP // 4


class Handle(ctypes.c_void_p):
    """A pointer that PDFium gave out; false where it gave none."""


_HANDLES = (
    "FPDF_LoadMemDocument64",
    "FPDF_LoadPage",
    "FPDFText_LoadPage",
    "FPDFText_GetTextObject",
    "FPDFPage_GetObject",
    "FPDFFormObj_GetObject",
    "FPDFPath_GetPathSegment",
    "FPDFPageObj_GetClipPath",
    "FPDFClipPath_GetPathSegment",
    "FPDFTextObj_GetFont",
    "FPDF_GetDefaultSystemFontInfo",
    "FPDFPage_GetAnnot",
)
# What these return is not looked at, only what they write.
_WRITERS = (
    "FPDF_GetPageBoundingBox",
    "FPDFText_GetLooseCharBox",
    "FPDFText_GetMatrix",
    "FPDFPageObj_GetBounds",
    "FPDFPageObj_GetMatrix",
    "FPDFPageObj_GetFillColor",
    "FPDFPageObj_GetStrokeColor",
    "FPDFPathSegment_GetPoint",
)


@cache
def library() -> Any:
    """Return the library, ready for use.

    Raises:
        ImportError: pypdfium2 is installed without it.
    """
    found = find_spec("pypdfium2_raw")
    folders = [Path(folder) for folder in (found.submodule_search_locations or ())] if found else []
    files = [file for folder in folders for file in folder.glob("*pdfium.*")]
    if not files:
        raise ImportError("pypdfium2 lacks its library; install it again from a wheel")
    opened = ctypes.PyDLL(str(files[0]))
    for name in _HANDLES:
        getattr(opened, name).restype = Handle
    for name in _WRITERS:
        getattr(opened, name).restype = None
    opened.FPDFText_GetFontSize.restype = ctypes.c_double
    opened.FPDF_InitLibrary()
    return opened


def argument(handle: Handle) -> Any:
    """Return a pointer as an argument for many calls, which is not made anew for each of them."""
    return ctypes.c_void_p.from_param(handle.value)


@cache
def _buffer() -> tuple[dict[str, Any], list[list[Any]]]:
    """Return what results are written to, by format of `struct`, and the addresses of every fourth byte of its places."""
    buffer = ctypes.create_string_buffer(_ROOM * _STEP)
    places = range(0, _ROOM * _STEP, _STEP)
    addresses = [[ctypes.byref(buffer, place + byte) for place in places] for byte in range(0, _STEP, 4)]
    written = memoryview(buffer).cast("B")
    return {"B": written, "f": written.cast("f"), "I": written.cast("I")}, addresses


def structs(function: Any, items: Sequence[Any], wanted: Sequence[int], *head: Any) -> list[list[float]]:
    """Return what calls write to a structure of floats: one list for each float wanted of it.

    Args:
        function: Takes `head`, an item, and the address of the structure.
        items: One for every call.
        wanted: Which floats of the structure, counted from 0.
        head: What comes before the item.
    """
    return _results(function, items, (wanted, 1, "f"), head)


def numbers(function: Any, items: Sequence[Any], width: int, *head: Any) -> list[list[float]]:
    """Return what calls write to `width` floats, each of which has an address of its own."""
    return _results(function, items, (range(width), width, "f"), head)


def colours(function: Any, items: Sequence[Any]) -> list[list[int]]:
    """Return the red, the green and the blue, each up to 255, that calls write; 0 for items without a colour."""
    length = min(len(items), _ROOM) * _STEP
    _buffer()[0]["B"][:length] = bytes(length)
    return _results(function, items, (range(3), 4, "I"), ())


def _results(
    function: Any, items: Sequence[Any], shape: tuple[Sequence[int], int, str], head: tuple[Any, ...]
) -> list[list[Any]]:
    """Return the numbers wanted that calls write, with so many pointers to them, and in this format of `struct`."""
    wanted, pointers, form = shape
    if len(items) > _ROOM:
        parts = [
            _results(function, items[first : first + _ROOM], shape, head)
            for first in range(0, len(items), _ROOM)
        ]
        return [list(chain.from_iterable(values)) for values in zip(*parts, strict=True)]
    if not items:
        return [[] for _ in wanted]
    buffers, addresses = _buffer()
    deque(map(function, *map(repeat, head), items, *addresses[:pointers]), 0)
    written, end = buffers[form], len(items) * _NUMBERS
    return [written[place:end:_NUMBERS].tolist() for place in wanted]


def each(function: Any, items: Sequence[Any], *head: Any) -> list[Any]:
    """Return what calls return; `function` takes `head` and an item."""
    return list(map(function, *map(repeat, head), items))
