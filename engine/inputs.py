"""Which files a run reads."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..lake.files import is_lake
from ..schemas.errors import FuheError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What editors and file managers leave beside documents: Word's and WPS's lock files, folder views.
LITTER_PREFIXES = (".", "~$", ".~")
LITTER_NAMES = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to be read.

    Attributes:
        path: Where it is.
        source: The path as it was given, with forward slashes.
        document_id: SHA-256 of its bytes; of its source if the bytes cannot be had.
        bytes: Size.
        same: Sources of further files with the same bytes, which are not read again.
    """

    path: Path
    source: str
    document_id: str
    bytes: int
    same: tuple[str, ...] = ()


def collect(inputs: Iterable[str | Path], out: Path) -> tuple[InputFile, ...]:
    """Return the files named and those in the folders named, each content once, sorted by source.

    Args:
        inputs: Files and folders; folders are searched to the bottom. Hidden files, lock files and
            folders that hold a lake are passed over.
        out: The lake to be written, passed over as well.

    Raises:
        FuheError: An input does not exist, or there is no file in any.
    """
    paths: dict[Path, Path] = {}
    for given in map(Path, inputs):
        if not given.exists():
            raise FuheError(f"找不到“{given}”，请检查路径。")
        for path in _walk(given, out.resolve()) if given.is_dir() else (given,):
            paths.setdefault(path.resolve(), path)
    if not paths:
        raise FuheError("所给文件夹中没有文件，请检查路径。")
    return _merge_same(sorted(map(_input_file, paths.values()), key=lambda file: file.source))


def _walk(folder: Path, out: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        here = Path(root)
        folders[:] = sorted(
            name for name in folders if not _is_litter(name) and not _is_output(here / name, out)
        )
        yield from (here / name for name in sorted(names) if not _is_litter(name))


def _is_litter(name: str) -> bool:
    return name.startswith(LITTER_PREFIXES) or name.lower() in LITTER_NAMES


def _is_output(folder: Path, out: Path) -> bool:
    return folder.resolve() == out or is_lake(folder)


def _input_file(path: Path) -> InputFile:
    source = path.as_posix()
    try:
        with path.open("rb") as file:
            key = hashlib.file_digest(file, "sha256").hexdigest()
        return InputFile(path, source, key, path.stat().st_size)
    except OSError:  # the reading task meets it again and reports it
        return InputFile(path, source, hashlib.sha256(source.encode()).hexdigest(), 0)


def _merge_same(files: Iterable[InputFile]) -> tuple[InputFile, ...]:
    groups: dict[str, list[InputFile]] = {}
    for file in files:
        groups.setdefault(file.document_id, []).append(file)
    return tuple(
        InputFile(first.path, first.source, first.document_id, first.bytes, tuple(f.source for f in others))
        for first, *others in groups.values()
    )
