"""That only one process writes, and that readers keep out while files are being replaced."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

from ..schemas.errors import LakeBusyError
from .remote import RemotePath
from .remote_lock import locked_remotely

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from .remote import Place

LOCK_FILE, READING_FILE = ".lock", ".reading"


@contextmanager
def locked(path: Place) -> Iterator[Callable[[], None]]:
    """Hold the lake at `path` alone; the system lets go of it when the process ends, however it ends.

    Yields:
        Raises LakeError if the lake is no longer held, which can happen behind a URL only; see `remote_lock`.

    Raises:
        LakeBusyError: Another run holds it.
    """
    if isinstance(path, RemotePath):
        with locked_remotely(path) as confirm:
            yield confirm
        return
    with (path / LOCK_FILE).open("a+b") as file:
        try:
            _acquire(file)
        except OSError as error:
            raise LakeBusyError(
                f"另一个 fuhe 正在写入“{path}”，请等它结束后再运行，或换一个 --out 文件夹。"
            ) from error
        try:
            yield _still_held
        finally:
            with suppress(OSError):
                _release(file)


def _still_held() -> None:
    """Do nothing: the system never takes a lock away."""


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
def alone(path: Place) -> Iterator[None]:
    """Keep readers out of the lake at `path`; waits until those that are in it have left.

    Nobody can be kept out of a lake behind a URL: its readers notice that they were overtaken, see `held`.
    """
    if isinstance(path, RemotePath):
        yield
        return
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
