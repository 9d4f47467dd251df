"""What files held when a run last read them, so that one that was not touched need not be read to know it.

LAKE/.seen is a copy that may be deleted. What it says of a file counts only while the file's inode, size
and both times are those of then. Whoever copies or restores a file can give it back its time of
modification, not its time of change, which the system sets; Windows keeps none, so there nothing is
remembered. Nor is it of files changed a moment ago: the next change could bear the same time.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..lake import is_url
from ..lake.durable import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..lake import Place

    Mark = tuple[int, int, int, int]  # inode, size, times of modification and of change

FILE = ".seen"
COARSEST = 2 * 10**9  # nanoseconds: FAT counts in steps of two seconds


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or one in an archive.

    Attributes:
        inside: Where in the archive it is found again; empty for the file itself.
        path: Its path there, for people; empty for the file itself.
        document_id: SHA-256 of its bytes.
        bytes: Size.
    """

    inside: str
    path: str
    document_id: str
    bytes: int


@dataclass(slots=True)
class Seen:
    """Files by their location.

    Attributes:
        known: What an earlier run has written down.
        kept: What this run found to be so.
    """

    known: dict[str, tuple[Mark, list[Piece]]] = field(default_factory=dict)
    kept: dict[str, tuple[Mark, list[Piece]]] = field(default_factory=dict)

    @classmethod
    def of(cls, lake: Place) -> Seen:
        """Return what runs into a lake have written down."""
        try:
            lines = map(json.loads, (lake / FILE).read_text("utf-8").splitlines())
            return cls({name: (tuple(mark), [Piece(*one) for one in ones]) for name, mark, ones in lines})
        except (OSError, TypeError, ValueError):  # missing, damaged, of another version
            return cls()

    def recall(self, location: str, mark: Mark | None) -> list[Piece] | None:
        """Return what a file holds if it stands as it did when it was read, None if not."""
        known = self.known.get(location)
        if known is None or known[0] != mark:
            return None
        self.kept[location] = known
        return known[1]

    def remember(self, location: str, mark: Mark | None, pieces: list[Piece]) -> None:
        """Keep what a file was found to hold; its mark was taken before it was read."""
        if mark is not None:
            self.kept[location] = (mark, pieces)

    def save(self, lake: Place, is_looked_at: Callable[[str], bool]) -> None:
        """Write down what this run found, and what is known of files that it did not look at.

        Args:
            lake: Held for writing.
            is_looked_at: Whether a location is below what the run was given.
        """
        others = self.known.keys() - self.kept.keys()
        entries = self.kept | {name: self.known[name] for name in others if not is_looked_at(name)}
        if entries == self.known:
            return
        lines = [
            json.dumps((name, mark, [(one.inside, one.path, one.document_id, one.bytes) for one in pieces]))
            for name, (mark, pieces) in sorted(entries.items())
        ]
        write_whole(lake / FILE, "\n".join(lines).encode())


def mark_of(location: str) -> Mark | None:
    """Return what tells a file from any other that ever stood there; None if nothing does."""
    if is_url(location) or sys.platform == "win32":
        return None
    try:
        stat = os.stat(location)  # noqa: PTH116 - a path as an object takes longer than the call
    except OSError:
        return None
    is_fresh = max(stat.st_mtime_ns, stat.st_ctime_ns) > time.time_ns() - COARSEST
    return None if is_fresh else (stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
