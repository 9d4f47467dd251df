"""ZIP containers as nearly all programs write them: directory and parts, each read at one go.

The library takes thrice the time, which for a short report is a tenth of all; but it knows what else there
can be, so whatever is out of the ordinary is left to it, and so is all complaining.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from functools import lru_cache
from typing import NamedTuple

from .limits import ZIP_PART_BYTES

# APPNOTE.TXT of PKWARE: 4.3.12, without date and what only file systems need; 4.3.16; 4.3.15 (its signature).
_ENTRY = struct.Struct("<4s2xBxHH4xLLLHHH8xL")
_END = struct.Struct("<4sHHHHLLH")
_ENTRY_SIGN, _END_SIGN, _ZIP64_SIGN, _ZIP64_LENGTH = b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x07", 20
# Section 4.4.3: what needs a newer program to unpack; 4.4.4, bit 11: names in UTF-8; 4.4.8: the size is elsewhere.
_NEWEST, _UTF8_NAME, _ELSEWHERE = 63, 0x800, 0xFFFFFFFF

# Lengths of name and extra field: section 4.3.7.
_LOCAL_HEADER = struct.Struct("<26xHH")
# Deflate never unpacks to more than 1032 times the size (zlib, technical details), whatever the file says.
_UNPACKED_AT_ONCE = ZIP_PART_BYTES // 1032
# Parts that a program writes alike into all the reports it makes, its styles and lists of parts: what is made
# of them is kept for the next one. So many are kept, of this size at most.
COMMON_PARTS = 8
COMMON_BYTES = 1 << 19


class Entry(NamedTuple):
    """A part, with what `zipfile.ZipInfo` says of it under the same names."""

    filename: str
    flag_bits: int
    compress_type: int
    CRC: int
    compress_size: int
    file_size: int
    header_offset: int


def plain_entries(data: bytes) -> list[Entry] | None:
    """Return the parts of a container in the order of its directory, None if the library must look at it.

    Examples:
        >>> plain_entries(b"PK")
    """
    end = len(data) - _END.size
    if end < 0:
        return None
    sign, disk, first_disk, here, count, size, start, comment = _END.unpack_from(data, end)
    is_plain = (sign, disk, first_disk, here, start + size, comment) == (_END_SIGN, 0, 0, count, end, 0)
    if not is_plain or data.startswith(_ZIP64_SIGN, max(end - _ZIP64_LENGTH, 0)):
        return None
    try:
        entries, at = _entries(data, start, count)
    except (struct.error, UnicodeDecodeError):
        return None
    return entries if at == end and len(entries) == count else None


def _entries(data: bytes, at: int, count: int) -> tuple[list[Entry], int]:
    """Return the entries up to the first that is out of the ordinary, and where the directory goes on."""
    entries: list[Entry] = []
    for _ in range(count):
        sign, version, flags, method, checksum, packed, size, length, extra, comment, offset = (
            _ENTRY.unpack_from(data, at)
        )
        name = data[at + _ENTRY.size : at + _ENTRY.size + length]
        is_odd = sign != _ENTRY_SIGN or version > _NEWEST or extra or comment or b"\0" in name
        if is_odd or _ELSEWHERE in {packed, size, offset}:
            break
        written = name.decode("utf-8" if flags & _UTF8_NAME else "cp437")
        entries.append(Entry(written, flags, method, checksum, packed, size, offset))
        at += _ENTRY.size + length
    return entries, at


def unpacked(data: bytes, entry: Entry | zipfile.ZipInfo, *, is_common: bool = False) -> bytes | None:
    """Return a part, None if that is left to the library.

    Args:
        data: The container.
        entry: The part.
        is_common: Other containers are likely to have the same part.
    """
    if entry.compress_type != zipfile.ZIP_DEFLATED or entry.compress_size > _UNPACKED_AT_ONCE:
        return None
    try:
        lengths = _LOCAL_HEADER.unpack_from(data, entry.header_offset)
    except struct.error:
        return None
    start = entry.header_offset + sum(lengths) + _LOCAL_HEADER.size
    packed = data[start : start + entry.compress_size]
    inflated = _common_inflated if is_common and entry.file_size <= COMMON_BYTES else _inflated
    return inflated(packed, entry.file_size, entry.CRC)


def _inflated(packed: bytes, size: int, checksum: int) -> bytes | None:
    """Return what was packed, None if it is not what it is said to be."""
    try:
        text = zlib.decompress(packed, -zlib.MAX_WBITS, max(size, 1))
    except zlib.error:
        return None
    return text if len(text) == size and zlib.crc32(text) == checksum else None


_common_inflated = lru_cache(COMMON_PARTS)(_inflated)
