"""Streams of a compound file (OLE), the container of older Office files and of objects embedded in newer ones."""

from __future__ import annotations

import struct
from typing import NamedTuple

# [MS-CFB] sections 2.1, 2.2 and 2.6: sizes of the header and of directory entries, special sector numbers.
_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER, _ENTRY = 512, 128
_LAST = 0xFFFFFFFA
_FREE = 0xFFFFFFFF
_IN_HEADER = 109
_STREAM, _ROOT = 2, 5


class _Entry(NamedTuple):
    name: str
    kind: int
    beside: tuple[int, int]
    below: int
    start: int
    size: int


class CompoundFile:
    """A compound file held in memory; damaged chains end early, and no chain is followed twice around."""

    def __init__(self, data: bytes) -> None:
        """Read the directory.

        Raises:
            ValueError: No compound file.
        """
        if len(data) < _HEADER or not data.startswith(_MAGIC):
            raise ValueError("no compound file")
        self._data = data
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if shift not in {9, 12} or not 2 <= small_shift < shift:
            raise ValueError("no compound file")
        self._size, self._small_size = 1 << shift, 1 << small_shift
        directory, self._cutoff, small_table = struct.unpack_from("<I4xII", data, 48)
        self._table = self._sectors_table()
        self._entries = list(self._directory(self._chain(directory)))
        root = next((entry for entry in self._entries if entry.kind == _ROOT), None)
        self._small = b"" if root is None else self._chain(root.start)[: root.size]
        table = self._chain(small_table)
        self._small_table = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    @property
    def is_cut_off(self) -> bool:
        """Whether sectors are in use that the file no longer holds."""
        listed = struct.unpack_from("<I", self._data, 44)[0]
        used = [number for number, following in enumerate(self._table) if following != _FREE]
        held = -(-len(self._data) // self._size) - 1  # the last one may be short
        return bool(len(self._table) < listed * (self._size // 4) or max(used, default=0) >= held)

    def stream(self, *names: str) -> bytes | None:
        """Return the first stream of one of these names, None if there is none.

        Those of objects embedded in the file come after its own; upper and lower case are the same ([MS-CFB] section 2.6.4).
        """
        wanted = {name.lower() for name in names}
        for entry in (*self._top(), *self._entries):
            if entry.kind == _STREAM and entry.name.lower() in wanted:
                if entry.size >= self._cutoff:
                    return self._chain(entry.start)[: entry.size]
                return self._small_chain(entry.start)[: entry.size]
        return None

    def top_names(self) -> frozenset[str]:
        """Return the names, in small letters, of what is not in a storage of its own, as embedded objects are."""
        return frozenset(entry.name.lower() for entry in self._top())

    def _top(self) -> list[_Entry]:
        """Return the entries right below the root: a binary tree, of which damaged links are left out."""
        waiting = [entry.below for entry in self._entries[:1] if entry.kind == _ROOT]
        found: dict[int, _Entry] = {}
        while waiting:
            number = waiting.pop()
            if number < len(self._entries) and number not in found:
                found[number] = self._entries[number]
                waiting += self._entries[number].beside
        return list(found.values())

    def _sectors_table(self) -> tuple[int, ...]:
        """Return for each sector the next one of its chain."""
        sectors = list(struct.unpack_from(f"<{_IN_HEADER}I", self._data, 76))
        more, per_sector, seen = struct.unpack_from("<I", self._data, 68)[0], self._size // 4, set()
        while more < _LAST and more not in seen and len(listed := self._sector(more)) == self._size:
            seen.add(more)
            *found, more = struct.unpack(f"<{per_sector}I", listed)
            sectors += found
        table = b"".join(self._sector(sector) for sector in sectors if sector < _LAST)
        return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _numbers(start, self._table))

    def _small_chain(self, start: int) -> bytes:
        size = self._small_size
        numbers = _numbers(start, self._small_table)
        return b"".join(self._small[number * size : (number + 1) * size] for number in numbers)

    def _directory(self, data: bytes) -> list[_Entry]:
        entries = []
        for at in range(0, len(data) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            left, right, below = struct.unpack_from("<III", data, at + 68)
            start, size = struct.unpack_from("<II", data, at + 116)
            name = data[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            entries.append(_Entry(name, kind, (left, right), below, start, size))
        return entries


def _numbers(start: int, table: tuple[int, ...]) -> list[int]:
    """Return the sectors of a chain in order."""
    numbers: dict[int, None] = {}
    while start < len(table) and start not in numbers:
        numbers[start] = None
        start = table[start]
    return list(numbers)


def top_names(data: bytes) -> frozenset[str]:
    """Return what `CompoundFile.top_names` says of bytes that may be damaged; nothing if they are."""
    try:
        return CompoundFile(data).top_names()
    except (ValueError, struct.error):
        return frozenset()


def is_cut_off(data: bytes) -> bool:
    """Say whether bytes are the beginning of a compound file, and no longer all of it."""
    try:
        return CompoundFile(data).is_cut_off
    except (ValueError, struct.error):
        return False
