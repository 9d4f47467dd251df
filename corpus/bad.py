"""Files that no reader can open, each bad in one way."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from .compound_files import compound_file
from .write_ofd import pack, parts, write_ofd

if TYPE_CHECKING:
    from collections.abc import Sequence

EXPECTED = {
    "empty.docx": "empty",
    "truncated.pdf": "truncated",
    "encrypted.docx": "encrypted",
    "truncated.doc": "truncated",
    "encrypted.xls": "encrypted",
    "bomb.xlsx": "too-large",
    "empty.zip": "empty",
    "picture.docx": "no-text",
    "cut_off.ofd": "truncated",
    "encrypted.ofd": "encrypted",
    "no_pages.ofd": "no-text",
    "bomb.ofd": "too-large",
}

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD  # [MS-CFB] 2.1: special sector numbers
_NONE = 0xFFFFFFFF

# A workbook begins, and says at once that it has a password: [MS-XLS] 2.4.21 and 2.4.117.
_LOCKED = struct.pack("<HHHHIIHHH", 0x809, 12, 0x600, 5, 0, 0, 0x2F, 2, 0)


def bad_files(pdf: bytes) -> dict[str, bytes]:
    """Return name and bytes of every bad file; `pdf` is a good one to cut off."""
    return {
        "empty.docx": b"",
        "truncated.pdf": pdf[: len(pdf) * 2 // 5],
        "encrypted.docx": encrypted_package(),
        "truncated.doc": compound_file("WordDocument", bytes(20_000))[:6_000],
        "encrypted.xls": compound_file("Workbook", _LOCKED),
        "bomb.xlsx": bomb(),
        "empty.zip": b"PK\x05\x06" + bytes(18),
        "picture.docx": picture(),
        **bad_ofd_files(pdf),
    }


def bad_ofd_files(pdf: bytes) -> dict[str, bytes]:
    """Return .ofd files: cut off, encrypted, without pages, and one whose page unpacks to far more than it is."""
    good = write_ofd(pdf, "bad")
    locked = {"OFD.xml": "", "Encryptions.xml": "", "Doc_0/Document.xml": "?"}
    huge = {**parts([""], "210 297", "bomb"), "Doc_0/Pages/Page_0/Content.xml": " " * 20_000_000}
    return {
        "cut_off.ofd": good[: len(good) * 2 // 5],
        "encrypted.ofd": pack(locked),
        "no_pages.ofd": pack(parts([], "210 297", "empty")),
        "bomb.ofd": pack(huge),
    }


def encrypted_package() -> bytes:
    """Return an OLE compound file as Word writes for a document with a password.

    Source:
        [MS-CFB] 2.2 (header), 2.6 (directory); [MS-OFFCRYPTO] 2.3.4.5 and 2.3.4.10 (agile EncryptionInfo).
    """
    info = (
        struct.pack("<HHI", 4, 4, 0x40)
        + b"<encryption xmlns='http://schemas.microsoft.com/office/2006/encryption'/>"
    )
    package = struct.pack("<Q", 4096) + bytes((7 * n + 3) % 256 for n in range(4096))
    info = info.ljust(4096, b"\0")  # streams of 4096 bytes and more stand in ordinary sectors
    package = package.ljust(4608, b"\0")
    streams = [info, package]
    directory_at, first = 1, 2
    starts, fat = [], [_FAT, _END]
    for stream in streams:
        starts.append(first)
        count = len(stream) // _SECTOR
        fat += [*range(first + 1, first + count), _END]
        first += count
    table = struct.pack("<128I", *fat, *[_FREE] * (128 - len(fat)))
    return _header(directory_at) + table + _directory(starts, [len(s) for s in streams]) + b"".join(streams)


def _header(directory_at: int) -> bytes:
    fixed = struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    counts = struct.pack("<IIIIIIIIII", 0, 1, directory_at, 0, 4096, _END, 0, _END, 0, 0)
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + fixed
        + counts
        + struct.pack("<108I", *[_FREE] * 108)
    )


def _directory(starts: Sequence[int], sizes: Sequence[int]) -> bytes:
    root = _entry("Root Entry", kind=5, links=(_NONE, _NONE, 1), place=(_END, 0))
    info = _entry("EncryptionInfo", kind=2, links=(_NONE, 2, _NONE), place=(starts[0], sizes[0]))
    package = _entry("EncryptedPackage", kind=2, links=(_NONE, _NONE, _NONE), place=(starts[1], sizes[1]))
    empty = _entry("", kind=0, links=(_NONE, _NONE, _NONE), place=(0, 0))
    return root + info + package + empty


def _entry(name: str, *, kind: int, links: tuple[int, int, int], place: tuple[int, int]) -> bytes:
    text = (name + "\0").encode("utf-16-le") if name else b""
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    return head + struct.pack("<III", *links) + bytes(36) + struct.pack("<IQ", *place)


def bomb() -> bytes:
    """Return a workbook whose only sheet unpacks to a thousand times its size."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        for name, size in (("[Content_Types].xml", 0), ("xl/worksheets/sheet1.xml", 12_000_000)):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            container.writestr(entry, b" " * size)
    return stream.getvalue()


def picture() -> bytes:
    """Return a small grey PNG."""
    side = 24
    raw = b"".join(b"\0" + bytes((row * 8) % 256 for _ in range(side)) for row in range(side))
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(raw)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
