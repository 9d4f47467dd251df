"""Reading a lake as one commit left it.

On this machine a lock keeps runs from replacing files until the reader has left. Behind a URL nobody
can be kept out: there the reader looks whether a commit came between, and reads again.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from ..schemas.errors import LakeBusyError, LakeError
from .commit import COMMIT, MANIFEST, generation, leftovers, recover
from .locks import locked, shared
from .remote import RemotePath

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .commit import Generation
    from .remote import Place

Result = TypeVar("Result")

PATIENCE = 0.01  # seconds, until another process has finished what a crashed run left
REMOTE_PATIENCE = 1.0  # the same behind a URL, where every look is a request


class OvertakenError(LakeError):
    """A run has replaced files of a lake behind a URL while they were read."""


def consistently(path: Place, read: Callable[[], Result]) -> Result:
    """Return what `read` gives when the files of one commit stand in the lake from its beginning to its end."""
    while True:
        try:
            with held(path):
                return read()
        except OvertakenError:
            continue


@contextmanager
def held(path: Place) -> Iterator[None]:
    """Read the lake at `path` as one commit left it.

    On this machine no run replaces files until the block is left; behind a URL the block fails if one did.

    Raises:
        OvertakenError: Only behind a URL; what was read may be of two commits and must be read again.
        LakeError: A crashed run must be finished first, and the lake is not writable.
    """
    if isinstance(path, RemotePath):
        with _watched(path):
            yield
        return
    while True:
        with shared(path):
            if not (path / COMMIT / MANIFEST).exists():
                yield
                return
        recover_if_idle(path)
        time.sleep(PATIENCE)


@contextmanager
def _watched(path: RemotePath) -> Iterator[None]:
    while (before := _settled(path)) is None:
        recover_if_idle(path)
        time.sleep(REMOTE_PATIENCE)
    try:
        yield
    except Exception as error:
        if _settled(path) != before:
            raise _overtaken(path) from error
        raise
    if _settled(path) != before:
        raise _overtaken(path)


def _overtaken(path: Place) -> OvertakenError:
    return OvertakenError(f"读取“{path}”期间另一次运行更新了其中的文件，请再读一次。")


def _settled(path: RemotePath) -> Generation | None:
    """Return the generation of a lake; None while a commit is being rolled forward."""
    return None if (path / COMMIT / MANIFEST).exists() else generation(path)


def recover_if_idle(path: Place) -> None:
    """Recover a lake that is opened for reading, unless a run is writing into it right now.

    Behind a URL only a commit is finished, as that alone is in a reader's way.
    """
    if isinstance(path, RemotePath):
        waiting = (path / COMMIT / MANIFEST).exists()
    else:
        waiting = (path / COMMIT).exists() or bool(leftovers(path))
    if not waiting:
        return
    try:
        with locked(path):
            recover(path)
    except LakeBusyError:
        return
    except (OSError, LakeError) as error:
        raise LakeError(f"“{path}”上次写入中断，需要写权限才能恢复。请赋予写权限后再打开。") from error
