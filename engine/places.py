"""Files wherever they are: on this machine, or behind a URL that Arrow or fsspec can open."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, cast
from urllib.parse import quote, unquote

from ..lake import is_url
from ..lake.files import SCHEMA_FILE, is_lake
from ..lake.remote import file_system
from ..schemas.errors import FuheError
from ..schemas.file_names import legible_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..lake import Place

# What editors and file managers leave beside documents: Word's and WPS's lock files, folder views.
LITTER_PREFIXES = (".", "~$", ".~")
LITTER_NAMES = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


@dataclass(frozen=True, slots=True)
class File:
    """A file that was found: where it is, from whatever folder, and its path as it was given."""

    location: str
    source: str


def found_in(place: str, out: Place) -> Iterator[File]:
    """Yield the file named, or the files below the folder named, litter and lakes left out.

    Raises:
        FuheError: There is no such place, or nothing can open its URL.
    """
    if is_url(place):
        yield from _found_remotely(place)
        return
    given = Path(place)
    if not given.exists():
        raise FuheError(f"找不到“{legible_path(place)}”，请检查路径。")
    if given.is_dir():
        yield from _walk(given, out.resolve() if isinstance(out, Path) else None)
    else:
        yield File(str(given.resolve()), legible_path(given.as_posix()))


def opened(location: str) -> IO[bytes]:
    """Open a file for reading.

    Raises:
        OSError: It is not there, or may not be read.
    """
    if not is_url(location):
        return Path(location).open("rb")
    system, path = file_system(location)
    return cast("IO[bytes]", system.open_input_file(path))


def _walk(folder: Path, out: Path | None) -> Iterator[File]:
    for root, folders, names in os.walk(folder):
        here = Path(root)
        folders[:] = sorted(
            name for name in folders if not is_litter(name) and not _is_output(here / name, out)
        )
        # Paths as texts: an object for each of thousands takes longer than finding it.
        source, location = (here / "x").as_posix()[:-1], str(here.resolve() / "x")[:-1]
        for name in sorted(names):
            if not is_litter(name):
                path = f"{location}{name}"
                place = os.path.realpath(path) if os.path.islink(path) else path  # noqa: PTH114
                yield File(place, legible_path(f"{source}{name}"))


def is_litter(name: str) -> bool:
    """Say whether a file or folder of this name was left by an editor or a file manager."""
    return name.startswith(LITTER_PREFIXES) or name.lower() in LITTER_NAMES


def _is_output(folder: Path, out: Path | None) -> bool:
    return folder.resolve() == out or is_lake(folder)


def _found_remotely(url: str) -> Iterator[File]:
    from pyarrow.fs import FileSelector, FileType  # noqa: PLC0415 - only URLs need it

    system, path = file_system(url)
    base, _, query = url.partition("?")
    given = system.get_file_info(path)
    if given.type is FileType.NotFound:
        raise FuheError(f"找不到“{url}”，请检查地址和访问权限。")
    if given.type is FileType.File:
        yield File(url, unquote(base))
        return
    found = system.get_file_info(FileSelector(path, recursive=True))
    files = [PurePosixPath(info.path).relative_to(path) for info in found if info.type is FileType.File]
    lakes = {file.parent.parent for file in files if file.parts[-2:] == ("documents", SCHEMA_FILE)}
    for below in files:
        if not lakes.intersection(below.parents) and not any(map(is_litter, below.parts)):
            location = f"{base.rstrip('/')}/{quote(str(below))}"
            yield File(f"{location}?{query}" if query else location, unquote(location))
