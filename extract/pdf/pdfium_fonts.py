"""A stand-in for the fonts that a PDF names but does not hold.

PDFium looks such a font up on the machine and draws each character to measure its ink: slow, another
result on every machine, and where no Chinese font is installed the text is passed over. Reading
needs no ink, since widths stand in the file. So while a document is read, every font that is not
built in is this one: each character is one narrow box, which no printed width falls short of.
"""

from __future__ import annotations

import ctypes
import struct
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from .pdfium import library

if TYPE_CHECKING:
    from collections.abc import Iterator

# PDFium brings these itself, with their widths (ISO 32000-1, section 9.6.2.2, and their usual aliases).
_BUILT_IN = (b"Helvetica", b"Times", b"Courier", b"Symbol", b"Zapf", b"Arial")
# The box in thousandths of the size: as high as Chinese fonts, narrower than the narrowest letter.
_WIDTH, _ASCENT, _DESCENT = 150, 880, -120
_HANDLE = 1

_POINTER = ctypes.c_void_p
_MAP = ctypes.CFUNCTYPE(
    _POINTER, _POINTER, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_char_p, _POINTER
)
_DATA = ctypes.CFUNCTYPE(ctypes.c_ulong, _POINTER, _POINTER, ctypes.c_uint, _POINTER, ctypes.c_ulong)


class _FontInfo(ctypes.Structure):
    """FPDF_SYSFONTINFO of fpdf_sysfontinfo.h; functions that are null are not called."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("release", _POINTER),
        ("enumerate", _POINTER),
        ("map_font", _MAP),
        ("get_font", _POINTER),
        ("get_data", _DATA),
        ("get_name", _POINTER),
        ("get_charset", _POINTER),
        ("delete", _POINTER),
    )


_missing: set[bytes] = set()


@contextmanager
def standing_in() -> Iterator[None]:
    """Let one font stand in for all that are missing; the machine's own are back afterwards."""
    calls = library()
    _missing.clear()
    calls.FPDF_SetSystemFontInfo(ctypes.byref(_font_info()))
    try:
        yield
    finally:
        calls.FPDF_SetSystemFontInfo(calls.FPDF_GetDefaultSystemFontInfo())


def are_fonts_missing() -> bool:
    """Say whether a font that the file does not hold was asked for since the file was opened."""
    return bool(_missing)


@cache
def _font_info() -> _FontInfo:
    return _FontInfo(version=1, map_font=_MAP(_map_font), get_data=_DATA(_get_data))


def _map_font(_this: int, *request: Any) -> int | None:
    """Return the handle of the stand-in; None for a font that PDFium brings."""
    *_, face, _ = request
    _missing.add(face)
    return None if face.startswith(_BUILT_IN) else _HANDLE


def _get_data(_this: int, _font: int, table: int, buffer: int, size: int) -> int:
    """Write the whole font; no single table of it is ever needed."""
    font = _font_file()
    if table:
        return 0
    if buffer and size >= len(font):
        ctypes.memmove(buffer, font, len(font))
    return len(font)


@cache
def _font_file() -> bytes:
    """Return a TrueType font of two glyphs: nothing, and a box that all of Unicode is mapped to."""
    corners = ((0, _DESCENT), (_WIDTH, 0), (0, _ASCENT - _DESCENT), (-_WIDTH, 0))
    box = struct.pack(">5h", 1, 0, _DESCENT, _WIDTH, _ASCENT) + struct.pack(">2H4B", 3, 0, 1, 1, 1, 1)
    box += struct.pack(">8h", *(x for x, _ in corners), *(y for _, y in corners))
    tables = {
        # Format 13 maps many characters to one glyph (OpenType 1.9, cmap).
        b"cmap": struct.pack(">4HI2H6I", 0, 1, 3, 10, 12, 13, 0, 28, 0, 1, 0x20, 0x10FFFF, 1),
        b"glyf": box,
        b"head": struct.pack(
            ">4I2H2q4h2H3h", 1 << 16, 1 << 16, 0, 0x5F0F3CF5, 0, 1000, 0, 0,
            0, _DESCENT, _WIDTH, _ASCENT, 0, 8, 2, 1, 0,
        ),
        b"hhea": struct.pack(">I3hH11hH", 1 << 16, _ASCENT, _DESCENT, 0, 1000, *[0] * 11, 2),
        b"hmtx": struct.pack(">HhHh", 1000, 0, 1000, 0),
        b"loca": struct.pack(">3I", 0, 0, len(box)),
        b"maxp": struct.pack(">I14H", 1 << 16, 2, 4, 1, 0, 0, 1, *[0] * 8),
    }  # fmt: skip
    head = struct.pack(">I4H", 1 << 16, len(tables), 64, 2, 48)
    start, body = len(head) + 16 * len(tables), b""
    for tag, table in tables.items():
        head += tag + struct.pack(">3I", 0, start + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return head + body
