"""Files wherever they are: on this machine, or behind a URL that Arrow or fsspec can open."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any, cast
from urllib.parse import quote, unquote

from ..lake.files import is_lake
from ..schemas.errors import FuheError
from ..schemas.file_names import legible_path

if TYPE_CHECKING:
    from collections.abc import Iterator

# What editors and file managers leave beside documents: Word's and WPS's lock files, folder views.
LITTER_PREFIXES = (".", "~$", ".~")
LITTER_NAMES = frozenset({"thumbs.db", "desktop.ini", "__macosx"})

URL_SIGNS = "%:/?#[]@!$&'()*+,;="  # RFC 3986, section 2.2; people write the rest as it is


@dataclass(frozen=True, slots=True)
class File:
    """A file that was found: where it is, from whatever folder, and its path as it was given."""

    location: str
    source: str


def is_url(place: str) -> bool:
    """Return whether a place is a URL; everything else is a path of this machine."""
    return "://" in place


def found_in(place: str, out: Path) -> Iterator[File]:
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
    for path in _walk(given, out.resolve()) if given.is_dir() else (given,):
        yield File(str(path.resolve()), legible_path(path.as_posix()))


def opened(location: str) -> IO[bytes]:
    """Open a file for reading.

    Raises:
        OSError: It is not there, or may not be read.
    """
    if not is_url(location):
        return Path(location).open("rb")
    system, path = _file_system(location)
    return cast("IO[bytes]", system.open_input_file(path))


def _walk(folder: Path, out: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        here = Path(root)
        folders[:] = sorted(
            name for name in folders if not is_litter(name) and not _is_output(here / name, out)
        )
        yield from (here / name for name in sorted(names) if not is_litter(name))


def is_litter(name: str) -> bool:
    """Say whether a file or folder of this name was left by an editor or a file manager."""
    return name.startswith(LITTER_PREFIXES) or name.lower() in LITTER_NAMES


def _is_output(folder: Path, out: Path) -> bool:
    return folder.resolve() == out or is_lake(folder)


def _found_remotely(url: str) -> Iterator[File]:
    from pyarrow.fs import FileSelector, FileType  # noqa: PLC0415 - only URLs need it

    system, path = _file_system(url)
    base, _, query = url.partition("?")
    given = system.get_file_info(path)
    if given.type is FileType.NotFound:
        raise FuheError(f"找不到“{url}”，请检查地址和访问权限。")
    if given.type is FileType.File:
        yield File(url, unquote(base))
        return
    for info in system.get_file_info(FileSelector(path, recursive=True)):
        below = PurePosixPath(info.path).relative_to(path)
        if info.type is FileType.File and not any(map(is_litter, below.parts)):
            location = f"{base.rstrip('/')}/{quote(str(below))}"
            yield File(f"{location}?{query}" if query else location, unquote(location))


def _file_system(url: str) -> tuple[Any, str]:
    """Return who opens a URL, with its options, and the path there; access keys come as usual there."""
    import pyarrow as pa  # noqa: PLC0415 - only URLs need it
    from pyarrow import fs  # noqa: PLC0415

    try:
        system, path = fs.FileSystem.from_uri(quote(url, safe=URL_SIGNS))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return _fsspec_system(url)
    return system, path.rstrip("/")


def _fsspec_system(url: str) -> tuple[Any, str]:
    from pyarrow.fs import FSSpecHandler, PyFileSystem  # noqa: PLC0415

    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - optional

        system, path = url_to_fs(unquote(url))
    except (ImportError, ValueError) as error:
        raise FuheError(f"无法打开“{url}”：{error}。请检查地址，或安装 fsspec 及相应扩展。") from error
    return PyFileSystem(FSSpecHandler(system)), path.rstrip("/")
