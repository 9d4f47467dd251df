"""Small writers of EMF, EMF+ and WMF pictures, for tables that reports paste as pictures."""

from __future__ import annotations

import struct
from typing import NamedTuple

_FRAME = (0, 0, 16000, 9000)


class Text(NamedTuple):
    """A text at its base line, in logical units of a tenth of a point."""

    x: int
    y: int
    text: str


def emf(records: list[bytes], size: tuple[int, int] = (6400, 3600)) -> bytes:
    """Return an Enhanced Metafile of these records ([MS-EMF] section 2.3.4.2)."""
    body = b"".join(records) + _record(14, struct.pack("<III", 0, 0x10, 20))
    header = struct.pack("<4i4i", 0, 0, *size, *_FRAME) + b" EMF"
    header += struct.pack("<IIIHHIII", 0x10000, 108 + len(body), len(records) + 2, 3, 0, 0, 0, 0)
    header += struct.pack("<iiii", 1920, 1080, 508, 286) + struct.pack("<III", 0, 0, 0)
    return _record(1, header + bytes(108 - 8 - len(header))) + body


def _record(kind: int, body: bytes) -> bytes:
    body += bytes(-len(body) % 4)
    return struct.pack("<II", kind, 8 + len(body)) + body


def font(number: int, height: int, charset: int = 134) -> bytes:
    """Create a font and select it."""
    shape = struct.pack("<5i8B", -height, 0, 0, 0, 400, 0, 0, 0, charset, 0, 0, 0, 0)
    face = "宋体".encode("utf-16-le").ljust(64, b"\0")
    return _record(82, struct.pack("<I", number) + shape + face + bytes(240)) + _record(
        37, struct.pack("<I", number)
    )


def mapping(window: tuple[int, int, int, int], viewport: tuple[int, int, int, int]) -> bytes:
    """Set an anisotropic mapping: origin and extent of window and viewport."""
    return (
        _record(17, struct.pack("<I", 8))
        + _record(10, struct.pack("<2i", *window[:2]))
        + _record(9, struct.pack("<2i", *window[2:]))
        + _record(12, struct.pack("<2i", *viewport[:2]))
        + _record(11, struct.pack("<2i", *viewport[2:]))
    )


def world(xx: float, yy: float, dx: float, dy: float) -> bytes:
    """Set a world transform without turning."""
    return _record(35, struct.pack("<6f", xx, 0, 0, yy, dx, dy))


def align(mode: int) -> bytes:
    """Set the text alignment."""
    return _record(22, struct.pack("<I", mode))


def line(x0: int, y0: int, x1: int, y1: int) -> bytes:
    """Move and draw."""
    return _record(27, struct.pack("<2i", x0, y0)) + _record(54, struct.pack("<2i", x1, y1))


def polyline(points: list[tuple[int, int]]) -> bytes:
    """Draw a polyline with 16-bit coordinates."""
    flat = [number for point in points for number in point]
    return _record(87, bytes(16) + struct.pack("<I", len(points)) + struct.pack(f"<{len(flat)}h", *flat))


def rectangle(x0: int, y0: int, x1: int, y1: int) -> bytes:
    """Draw a rectangle."""
    return _record(43, struct.pack("<4i", x0, y0, x1, y1))


def bar(x: int, y: int, width: int, height: int) -> bytes:
    """Fill a rectangle the way spreadsheets draw borders: a block transfer without a bitmap."""
    return _record(76, bytes(16) + struct.pack("<4iI", x, y, width, height, 0xF00021) + bytes(56))


def text_wide(item: Text, step: int, options: int = 0) -> bytes:
    """Draw a text with the width of each character (EXTTEXTOUTW)."""
    raw = item.text.encode("utf-16-le")
    raw += bytes(-len(raw) % 4)
    count = len(item.text)
    fields = struct.pack("<iiIII4iI", item.x, item.y, count, 76, options, 0, 0, 0, 0, 76 + len(raw))
    widths = struct.pack(f"<{count}I", *(step if ord(c) > 0xFF else step // 2 for c in item.text))
    return _record(84, bytes(16) + struct.pack("<Iff", 1, 1, 1) + fields + raw + widths)


def text_narrow(item: Text) -> bytes:
    """Draw a text in the code page of the font, without widths (EXTTEXTOUTA)."""
    raw = item.text.encode("gb18030")
    fields = struct.pack("<iiIII4iI", item.x, item.y, len(raw), 76, 0, 0, 0, 0, 0, 0)
    return _record(83, bytes(16) + struct.pack("<Iff", 1, 1, 1) + fields + raw)


def text_small(item: Text) -> bytes:
    """Draw a text without rectangle and widths (SMALLTEXTOUT)."""
    fields = struct.pack("<iiIIIff", item.x, item.y, len(item.text), 0x100, 1, 1, 1)
    return _record(108, fields + item.text.encode("utf-16-le"))


def texts_wide(items: list[Text]) -> bytes:
    """Draw several texts in one record (POLYTEXTOUTW)."""
    head = bytes(16) + struct.pack("<IffI", 1, 1, 1, len(items))
    start = 8 + len(head) + 40 * len(items)
    fields, raw = b"", b""
    for item in items:
        place = start + len(raw)
        fields += struct.pack("<iiIII4iI", item.x, item.y, len(item.text), place, 0, 0, 0, 0, 0, 0)
        encoded = item.text.encode("utf-16-le")
        raw += encoded + bytes(-len(encoded) % 4)
    return _record(97, head + fields + raw)


def emf_plus(records: list[bytes]) -> bytes:
    """Put EMF+ records into a comment of an EMF ([MS-EMF] section 2.3.3.2)."""
    data = b"EMF+" + b"".join(records)
    return _record(70, struct.pack("<I", len(data)) + data)


def _plus(kind: int, flags: int, body: bytes) -> bytes:
    body += bytes(-len(body) % 4)
    return struct.pack("<HHII", kind, flags, 12 + len(body), len(body)) + body


def plus_font(number: int, height: float) -> bytes:
    """Keep a font as an EMF+ object."""
    name = "宋体".encode("utf-16-le")
    return _plus(0x4008, 0x0600 | number, struct.pack("<IfIiII", 0xDBC01002, height, 2, 0, 0, 2) + name)


def plus_string(item: Text, number: int) -> bytes:
    """Draw a text inside a rectangle (DrawString)."""
    box = struct.pack("<4f", item.x, item.y, 0, 0)
    return _plus(
        0x401C,
        0x8000 | number,
        struct.pack("<III", 0xFF000000, 0, len(item.text)) + box + item.text.encode("utf-16-le"),
    )


def plus_driver_string(item: Text, number: int, step: float) -> bytes:
    """Draw characters at their own places (DrawDriverString)."""
    raw = item.text.encode("utf-16-le")
    places = b"".join(struct.pack("<2f", item.x + step * index, item.y) for index in range(len(item.text)))
    return _plus(0x4036, 0x8000 | number, struct.pack("<4I", 0xFF000000, 1, 0, len(item.text)) + raw + places)


def plus_lines(points: list[tuple[float, float]]) -> bytes:
    """Draw a polyline."""
    flat = [number for point in points for number in point]
    return _plus(0x400D, 0, struct.pack("<I", len(points)) + struct.pack(f"<{len(flat)}f", *flat))


def wmf(records: list[bytes], size: tuple[int, int]) -> bytes:
    """Return a Windows Metafile with the placeable header ([MS-WMF] section 2.3.2)."""
    body = b"".join(records) + struct.pack("<IH", 3, 0)
    placeable = struct.pack("<IHhhhhHI", 0x9AC6CDD7, 0, 0, 0, *size, 1440, 0)
    check = 0
    for (word,) in struct.iter_unpack("<H", placeable):
        check ^= word
    header = struct.pack("<HHHIHIH", 1, 9, 0x300, (18 + len(body)) // 2, 2, 0, 0)
    return placeable + struct.pack("<H", check) + header + body


def wmf_record(function: int, body: bytes) -> bytes:
    """Return one record."""
    body += bytes(len(body) % 2)
    return struct.pack("<IH", 3 + len(body) // 2, function) + body


def wmf_setup(size: tuple[int, int], height: int) -> bytes:
    """Set the window, and create and select a font of the Chinese character set."""
    shape = (
        struct.pack("<5h8B", -height, 0, 0, 0, 400, 0, 0, 0, 134, 0, 0, 0, 0) + "宋体".encode("gbk") + b"\0"
    )
    return (
        wmf_record(0x0103, struct.pack("<H", 8))
        + wmf_record(0x020B, struct.pack("<2h", 0, 0))
        + wmf_record(0x020C, struct.pack("<2h", size[1], size[0]))
        + wmf_record(0x02FB, shape)
        + wmf_record(0x012D, struct.pack("<H", 0))
        + wmf_record(0x012E, struct.pack("<H", 24))
    )


def wmf_line(x0: int, y0: int, x1: int, y1: int) -> bytes:
    """Move and draw."""
    return wmf_record(0x0214, struct.pack("<2h", y0, x0)) + wmf_record(0x0213, struct.pack("<2h", y1, x1))


def wmf_text(item: Text) -> bytes:
    """Draw a text (TEXTOUT)."""
    raw = item.text.encode("gbk")
    padded = raw + bytes(len(raw) % 2)
    return wmf_record(0x0521, struct.pack("<H", len(raw)) + padded + struct.pack("<2h", item.y, item.x))


def wmf_spaced_text(item: Text, step: int) -> bytes:
    """Draw a text with a width for each byte (EXTTEXTOUT)."""
    raw = item.text.encode("gbk")
    padded = raw + bytes(len(raw) % 2)
    widths = struct.pack(f"<{len(raw)}h", *[step // 2] * len(raw))
    return wmf_record(0x0A32, struct.pack("<hhHH", item.y, item.x, len(raw), 0) + padded + widths)
