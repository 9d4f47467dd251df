"""Making sure that what was written is there, and whole: on this machine and behind a URL."""

from __future__ import annotations

import os
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from .remote import RemotePath

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from .remote import Place

Item = TypeVar("Item")

PART = ".part"
AT_ONCE = 16  # requests to a store, or to a disk; each takes milliseconds, nearly all of it waiting


def write_whole(path: Place, data: bytes | memoryview, *, synced: bool = True) -> None:
    """Write a file that has its name only when it is whole, whenever the process is killed.

    On this machine it is synced and renamed, behind a URL put as one object.

    Args:
        path: The file.
        data: What is to stand in it.
        synced: Wait until it is on the disk; unsynced, it survives the process but not a power cut.
    """
    if isinstance(path, RemotePath):
        path.write_bytes(data)
        return
    part = path.with_name(f"{path.name}{PART}")
    try:
        _write(part, data, synced=synced)
    except FileNotFoundError:  # the first file of its folder
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(part, data, synced=synced)
    part.replace(path)


def _write(path: Path, data: bytes | memoryview, *, synced: bool) -> None:
    with path.open("wb") as file:
        file.write(data)
        if synced:
            file.flush()
            os.fsync(file.fileno())


def sync_file(path: Path) -> None:
    """Flush a written file to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(path: Place) -> None:
    """Flush the names in a folder to the disk; Windows offers no way and needs none, nor do URLs."""
    if sys.platform == "win32" or isinstance(path, RemotePath):
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_below(folder: Place) -> None:
    """Flush the files in the folders of a folder, and all names there; together they take little longer than one."""
    if isinstance(folder, RemotePath):
        return
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in pool.map(sync_file, folder.glob("*/*")):
            pass
    for path in (*(entry for entry in folder.iterdir() if entry.is_dir()), folder):
        sync_folder(path)


def files_below(folder: Place) -> list[str]:
    """Return the paths from a folder of every whole file in it; not of the parts that a killed worker left."""
    if isinstance(folder, RemotePath):
        return [str(file.relative_to(folder)) for file in folder.files()]
    whole = (file for file in folder.rglob("*") if file.suffix != PART and file.is_file())
    return sorted(file.relative_to(folder).as_posix() for file in whole)


def move_files(source: Place, target: Place, names: Sequence[str]) -> None:
    """Move files from one folder to the same places below another; broken off, it can be done again."""
    folders = {target / PurePosixPath(name).parent for name in names}
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)

    def move(name: str) -> None:
        old, new = source / name, target / name
        if isinstance(old, RemotePath) and isinstance(new, RemotePath):
            old.replace(new)
        else:
            os.replace(str(old), str(new))  # noqa: PTH105 - the atomic call, named as the documentation does

    _each(target, move, names)
    for folder in folders:
        sync_folder(folder)


def remove_files(folder: Place, names: Sequence[str]) -> None:
    """Remove files of a folder that may be there."""
    _each(folder, lambda name: (folder / name).unlink(missing_ok=True), names)


def remove_trees(folders: Iterable[Place]) -> None:
    """Remove folders with all in them, as far as that is possible."""
    for folder in folders:
        if isinstance(folder, RemotePath):
            folder.remove_tree()
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _each(place: Place, work: Callable[[Item], None], items: Sequence[Item]) -> None:
    """Do the work one by one, at a store several at once."""
    if not isinstance(place, RemotePath):
        for item in items:
            work(item)
        return
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in pool.map(work, items):
            pass
