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

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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


def collect(inputs: Iterable[str | Path], out: Place) -> tuple[InputFile, ...]:
    """Return the files named and those in the folders and archives named, each content once, sorted by source.

    Args:
        inputs: Files and folders, as paths or URLs; folders and archives are searched to the bottom.
            Hidden files, lock files and folders that hold a lake are passed over.
        out: The lake to be written, passed over as well.

    Raises:
        FuheError: An input does not exist, or there is no file in any.
    """
    files: dict[str, File] = {}
    for given in inputs:
        for file in found_in(str(given), out):
            files.setdefault(file.location, file)
    if not files:
        raise FuheError("所给文件夹中没有文件，请检查路径。")
    found = (one for file in files.values() for one in _input_files(file))
    return _merge_same(sorted(found, key=lambda file: file.source))


def covers(inputs: Iterable[str | Path], source: str) -> bool:
    """Return whether a source is one of the inputs or stands in one, so that this run looked there."""
    place = _absolute(outermost(source))
    return any(place.is_relative_to(_absolute(legible_path(str(given)))) for given in inputs)


def _absolute(place: str) -> PurePosixPath:
    if is_url(place):  # sources are kept without the options of the URL
        return PurePosixPath(unquote(place.partition("?")[0]))
    return PurePosixPath(Path(os.path.abspath(place)).as_posix())  # noqa: PTH100 - links stay


def _input_files(file: File) -> Iterator[InputFile]:
    """Yield a file, or the files in it if it is an archive."""
    try:
        inside = unpacked(file)
        if inside is None:
            yield _input_file(file)
        else:
            yield from map(_unpacked_file, inside)
    except OSError:  # the reading task meets it again and reports it
        yield _without_bytes(file.location, file.source)


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
        replace(first, copies=tuple(other.source for other in others)) for first, *others in groups.values()
    )
