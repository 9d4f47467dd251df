"""Making sure that what was written is on the disk, and that only one process writes."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

from ..schemas.errors import LakeError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK_FILE, READING_FILE = ".lock", ".reading"


def sync_file(path: Path) -> None:
    """Flush a written file to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Flush the names in a folder to the disk; Windows offers no way and needs none."""
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lake at `path` alone; the system lets go of it when the process ends, however it ends.

    Raises:
        LakeError: Another run holds it.
    """
    with (path / LOCK_FILE).open("a+b") as file:
        try:
            _acquire(file)
        except OSError as error:
            raise LakeError(
                f"另一个 fuhe 正在写入“{path}”，请等它结束后再运行，或换一个 --out 文件夹。"
            ) from error
        try:
            yield
        finally:
            with suppress(OSError):
                _release(file)


@contextmanager
def shared(path: Path) -> Iterator[None]:
    """Hold the lake at `path` together with other readers; waits while its files are being replaced.

    A lake that nobody may write to, such as one on a read-only disk, needs no lock and has none.
    """
    mode = "a+b" if os.access(path, os.W_OK) else "rb"
    try:
        file = (path / READING_FILE).open(mode)
    except (FileNotFoundError, PermissionError):
        yield
        return
    with file:
        _wait_shared(file)
        yield


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep readers out of the lake at `path`; waits until those that are in it have left."""
    with (path / READING_FILE).open("a+b") as file:
        _wait_alone(file)
        yield


if sys.platform == "win32":
    import msvcrt

    def _acquire(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _release(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

    def _wait_alone(file: IO[bytes]) -> None:
        while True:  # LK_LOCK gives up after ten seconds
            with suppress(OSError):
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                return

    _wait_shared = _wait_alone  # Windows' region locks of this kind know no sharing

else:
    import fcntl

    def _acquire(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _release(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)

    def _wait_alone(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)

    def _wait_shared(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_SH)
