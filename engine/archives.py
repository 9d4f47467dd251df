"""Files inside archives, read in memory one by one: nothing is ever written, whatever an archive names its files.

A file in an archive is found again by its place: the place of the archive and the number of the file in
it, parted by a sign that no path can hold. For people its path is 报送.zip!/甲单位/自评表.docx.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from ..extract import limits
from ..schemas.errors import UnreadableDocument
from . import places
from .archive_formats import archive_kind, members
from .failures import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .archive_formats import Member

INSIDE = "!/"
_MARK = "\0"

# An archive in an archive in an archive is how a province collects what its counties collected.
DEPTH = 3
# A county has a hundred departments with ten files each.
ENTRIES = 5000
TOTAL_BYTES = 4 * 1024 * limits.MEGABYTE


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A file in an archive, or an archive that cannot be read.

    Attributes:
        location: Where it is found again.
        source: Path for people.
        data: Its bytes; None if they cannot be had.
        failure: Why.
    """

    location: str
    source: str
    data: bytes | None = None
    failure: Failure | None = None


@dataclass(slots=True)
class _Budget:
    """What an archive, with those inside it, may still bring along."""

    entries: int = ENTRIES
    bytes: int = TOTAL_BYTES

    def take(self, size: int) -> None:
        """Take one file.

        Raises:
            UnreadableDocument: There is nothing left.
        """
        self.entries -= 1
        self.bytes -= size
        if self.entries < 0 or self.bytes < 0:
            what = f"压缩包内超过 {ENTRIES} 个文件，或解压后超过 {TOTAL_BYTES // limits.MEGABYTE} MB"
            raise UnreadableDocument("too-large", f"{what}，其余文件未读取，请拆分后重新提交。")


def outermost(source: str) -> str:
    """Return the path of the file that a source stands in, itself if it is in no archive.

    >>> outermost("报送.zip!/甲/表.zip!/a.docx"), outermost("甲/a.docx")
    ('报送.zip', '甲/a.docx')
    """
    return source.partition(INSIDE)[0]


def folder_of(source: str) -> str:
    """Return the folder that a source stands in; everything in an archive stands together.

    >>> folder_of("报送.zip!/甲/a.docx"), folder_of("甲/a.docx")
    ('报送.zip', '甲')
    """
    archive, inside, _ = source.rpartition(INSIDE)
    return archive if inside else PurePosixPath(source).parent.as_posix()


def opened(location: str) -> IO[bytes]:
    """Open a file for reading, also one in an archive.

    Raises:
        OSError: It is not there, or may not be read.
        UnreadableDocument: The archive does not give it.
    """
    place, *numbers = location.split(_MARK)
    stream = places.opened(place)
    for number in numbers:
        with stream:
            data = _read_nth(stream, int(number))
        stream = io.BytesIO(data)
    return stream


def _read_nth(stream: IO[bytes], number: int) -> bytes:
    kind = archive_kind(stream)
    for index, member in enumerate(members(stream, kind)) if kind else ():
        if index == number:
            return member.read()
    raise UnreadableDocument("no-access", "压缩包在读取期间改动过，请重新运行。")


def unpacked(file: places.File) -> Iterator[Unpacked] | None:
    """Return the files in an archive, those of archives in it included; None if it is no archive.

    Litter is passed over. What cannot be had is there with the reason.

    Raises:
        OSError: The file is not there, or may not be read.
    """
    with places.opened(file.location) as stream:
        kind = archive_kind(stream)
    return None if kind is None else _of_archive(file, kind)


def _of_archive(file: places.File, kind: str) -> Iterator[Unpacked]:
    with places.opened(file.location) as stream:
        yield from _contents(stream, kind, Unpacked(file.location, file.source), 1, _Budget())


def _contents(
    stream: IO[bytes], kind: str, archive: Unpacked, depth: int, budget: _Budget
) -> Iterator[Unpacked]:
    """Yield what is in an archive; one that breaks off comes last, with the reason."""
    count = 0
    try:
        for number, member in enumerate(members(stream, kind)):
            if any(places.is_litter(part) for part in member.name.split("/") if part != ".."):
                continue
            count += 1
            location = f"{archive.location}{_MARK}{number}"
            found = _read(member, location, f"{archive.source}{INSIDE}{member.name}")
            budget.take(len(found.data or b""))
            yield from _inside(found, depth, budget)
    except UnreadableDocument as error:
        yield Unpacked(archive.location, archive.source, failure=Failure(error.code, error.reason))
        return
    if not count:
        yield Unpacked(
            archive.location, archive.source, failure=Failure("empty", "压缩包是空的，请重新压缩后提交。")
        )


def _read(member: Member, location: str, source: str) -> Unpacked:
    try:
        return Unpacked(location, source, member.read())
    except UnreadableDocument as error:
        return Unpacked(location, source, failure=Failure(error.code, error.reason))


def _inside(found: Unpacked, depth: int, budget: _Budget) -> Iterator[Unpacked]:
    """Yield a file, or what is in it if it is an archive itself."""
    stream = io.BytesIO(found.data or b"")
    kind = archive_kind(stream)
    if kind is None:
        yield found
    elif depth >= DEPTH:
        reason = f"压缩包套压缩包超过 {DEPTH} 层，请解压后重新提交。"
        yield Unpacked(found.location, found.source, failure=Failure("too-large", reason))
    else:
        yield from _contents(stream, kind, found, depth + 1, budget)
