"""Which files a run reads."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ..lake import is_url
from ..schemas.errors import FuheError
from ..schemas.file_names import legible_path
from .archives import outermost, unpacked
from .places import File, found_in, opened
from .seen import Piece, Seen, mark_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..lake import Place
    from .archives import Unpacked
    from .failures import Failure


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to be read.

    Attributes:
        location: Where it is, from whatever folder: an absolute path or a URL, see `archives` for what is in one.
        source: The path or URL as it was given, with forward slashes; 报送.zip!/甲/自评表.docx in an archive.
        document_id: SHA-256 of its bytes; of its source if the bytes cannot be had.
        bytes: Size.
        copies: Sources of further files with the same bytes, which are not read again.
        failure: Why it cannot be read, if that is known already; None if not.
    """

    location: str
    source: str
    document_id: str
    bytes: int
    copies: tuple[str, ...] = ()
    failure: Failure | None = None

    @property
    def name(self) -> str:
        """File name without folder."""
        return PurePosixPath(self.source).name

    @property
    def sources(self) -> tuple[str, ...]:
        """Every path or URL that these bytes were found under."""
        return (self.source, *self.copies)


def collect(inputs: Iterable[str | Path], out: Place, seen: Seen | None = None) -> tuple[InputFile, ...]:
    """Return the files named and those in the folders and archives named, each content once, sorted by source.

    Args:
        inputs: Files and folders, as paths or URLs; folders and archives are searched to the bottom.
            Hidden files, lock files and folders that hold a lake are passed over.
        out: The lake to be written, passed over as well.
        seen: What is known of files; those that stand as they did are not read.

    Raises:
        FuheError: An input does not exist, or there is no file in any.
    """
    files: dict[str, File] = {}
    for given in inputs:
        for file in found_in(str(given), out):
            files.setdefault(file.location, file)
    if not files:
        raise FuheError("所给文件夹中没有文件，请检查路径。")
    memory = Seen() if seen is None else seen
    found = (one for file in files.values() for one in _input_files(file, memory))
    return _merge_same(sorted(found, key=lambda file: file.source))


def covering(inputs: Iterable[str | Path]) -> Callable[[str], bool]:
    """Return who tells whether a source is one of the inputs or stands in one, so that this run looked there."""
    places = [_absolute(legible_path(str(given))) for given in inputs]
    below = tuple(f"{place.removesuffix('/')}/" for place in places)

    def covers(source: str) -> bool:
        place = _absolute(outermost(source))
        return place in places or place.startswith(below)

    return covers


def _absolute(place: str) -> str:
    if is_url(place):  # sources are kept without the options of the URL
        return unquote(place.partition("?")[0]).rstrip("/")
    return Path(os.path.abspath(place)).as_posix()  # noqa: PTH100 - links stay


def _input_files(file: File, seen: Seen) -> Iterable[InputFile]:
    """Return a file, or the files in it if it is an archive."""
    mark = mark_of(file.location)
    known = seen.recall(file.location, mark)
    if known is not None:
        return [
            InputFile(file.location + one.inside, file.source + one.path, one.document_id, one.bytes)
            for one in known
        ]
    try:
        found = _looked_into(file)
    except OSError:  # the reading task meets it again and reports it
        return [_without_bytes(file.location, file.source)]
    if not any(one.failure for one in found):
        seen.remember(file.location, mark, [_piece(file, one) for one in found])
    return found


def _looked_into(file: File) -> list[InputFile]:
    inside = unpacked(file)
    return [_input_file(file)] if inside is None else [_unpacked_file(one) for one in inside]


def _piece(file: File, one: InputFile) -> Piece:
    inside, path = one.location.removeprefix(file.location), one.source.removeprefix(file.source)
    return Piece(inside, path, one.document_id, one.bytes)


def _input_file(file: File) -> InputFile:
    digest, size = hashlib.sha256(), 0
    with opened(file.location) as stream:
        while block := stream.read(2**20):
            digest.update(block)
            size += len(block)
    return InputFile(file.location, file.source, digest.hexdigest(), size)


def _unpacked_file(file: Unpacked) -> InputFile:
    if file.data is None:
        return replace(_without_bytes(file.location, file.source), failure=file.failure)
    return InputFile(file.location, file.source, hashlib.sha256(file.data).hexdigest(), len(file.data))


def _without_bytes(location: str, source: str) -> InputFile:
    return InputFile(location, source, hashlib.sha256(source.encode()).hexdigest(), 0)


def _merge_same(files: Iterable[InputFile]) -> tuple[InputFile, ...]:
    groups: dict[str, list[InputFile]] = {}
    for file in files:
        groups.setdefault(file.document_id, []).append(file)
    return tuple(
        replace(first, copies=tuple(other.source for other in others)) if others else first
        for first, *others in groups.values()
    )
