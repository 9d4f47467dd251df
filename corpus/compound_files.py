"""Small writers of compound files (OLE) and of old workbooks, for objects embedded in Word files."""

from __future__ import annotations

import struct

_SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
# Shorter streams stand elsewhere ([MS-CFB] section 2.2, mini stream cutoff).
_SMALLEST = 4096


def compound_file(stream: str, data: bytes, embedded: str = "") -> bytes:
    """Return a compound file of one stream, which is padded to the size that stands in sectors of its own.

    Args:
        stream: Its name.
        data: What it holds.
        embedded: Name of a stream with the same bytes in a storage below, listed first; empty for none.
    """
    data = data.ljust(_SMALLEST, b"\0")
    count = -(-len(data) // _SECTOR)
    chain = [_TABLE, _END, *range(3, 2 + count), _END]  # the table, the directory, the stream
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 62, 3, 0xFFFE, 9, 6) + bytes(6)
    )
    header += struct.pack("<9I", 0, 1, 1, 0, _SMALLEST, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    table = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    inner = _entry(embedded, 2, _FREE, 2, len(data)) + _entry("MBD", 1, 1, 0, 0)
    root = _entry("Root Entry", 5, 3 if embedded else 1, _END, 0)
    own = _entry(stream, 2, _FREE, 2, len(data), beside=2 if embedded else _FREE)
    directory = root + (inner + own if embedded else own + _entry("", 0, _FREE, 0, 0) * 2)
    return header + table + directory + data.ljust(count * _SECTOR, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int, beside: int = _FREE) -> bytes:  # noqa: PLR0913 - as it is laid out
    text = name.encode("utf-16-le") + b"\0\0" if name else b""
    head = text.ljust(64, b"\0") + struct.pack("<HBB3I", len(text), kind, 1, beside, _FREE, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


def old_workbook(rows: list[list[str]]) -> bytes:
    """Return an .xls of one sheet ([MS-XLS] section 2.4); texts that are numbers are stored as such."""
    cells = b"".join(_cell(r, c, text) for r, texts in enumerate(rows) for c, text in enumerate(texts))
    size = struct.pack("<IIHHH", 0, len(rows), 0, len(rows[0]), 0)
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + _record(0x200, size) + cells
    sheet += _record(0x0A, b"")
    name = "表".encode("utf-16-le")
    start = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + _record(
        0x42, struct.pack("<H", 1200)
    )
    place = len(start) + 4 + 8 + len(name) + 4
    listed = _record(0x85, struct.pack("<IHBB", place, 0, len(name) // 2, 1) + name)
    return compound_file("Workbook", start + listed + _record(0x0A, b"") + sheet)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _cell(row: int, column: int, text: str) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if text.replace(".", "").isdigit():
        return _record(0x203, place + struct.pack("<d", float(text)))
    return _record(0x204, place + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))
