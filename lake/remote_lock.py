"""The lock of a lake behind a URL: an object that its holder writes anew every few seconds.

Stores offer no lock that ends with its holder, and not all of them refuse to make an object twice.
So whoever wants the lake writes its name, waits, and looks whether it is still the name that stands
there: of two that come at once the later one stays. A lock that has not been renewed for a minute
belongs to a process that has died and is taken over. That the machines' clocks agree to some
seconds is assumed. A holder that was stopped for longer finds at its commit that the lake is another's.
"""

from __future__ import annotations

import json
import os
import platform
import threading
import time
import uuid
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ..schemas.errors import LakeBusyError, LakeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .remote import RemotePath

LOCK_OBJECT = ".lock.json"
SETTLE_SECONDS = (
    1.0  # longer than a small object takes to be written, so that of two writers both see the last
)
RENEW_SECONDS = 10.0
DEAD_SECONDS = 60.0  # several renewals, should some of them fail


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lake.

    Attributes:
        token: Of this one holding.
        host: Name of the machine.
        process: Its number there.
        renewed: Seconds since 1970.
    """

    token: str
    host: str
    process: int
    renewed: float


@contextmanager
def locked_remotely(path: RemotePath) -> Iterator[Callable[[], None]]:
    """Hold the lake at `path`; yields what raises LakeError should the lake be another's by now.

    Raises:
        LakeBusyError: Another run holds it.
    """
    lock = path / LOCK_OBJECT
    me = Holder(uuid.uuid4().hex, platform.node(), os.getpid(), 0)
    _require_free(lock, path)
    _write(lock, me)
    time.sleep(SETTLE_SECONDS)
    _require_mine(lock, path, me)
    ended = threading.Event()
    renewing = threading.Thread(target=_renew, args=(lock, me, ended), daemon=True)
    renewing.start()
    try:
        yield lambda: _require_mine(lock, path, me)
    finally:
        ended.set()
        renewing.join()
        if _is_mine(lock, me):
            lock.unlink(missing_ok=True)


def _renew(lock: RemotePath, me: Holder, ended: threading.Event) -> None:
    while not ended.wait(RENEW_SECONDS):
        with suppress(LakeError):  # the next renewal may succeed; what is written meanwhile says why not
            if not _is_mine(lock, me):
                return
            _write(lock, me)


def _require_free(lock: RemotePath, path: RemotePath) -> None:
    holder = _holder(lock)
    if holder is not None and time.time() - holder.renewed < DEAD_SECONDS:
        raise LakeBusyError(_refusal(path, holder))


def _require_mine(lock: RemotePath, path: RemotePath, me: Holder) -> None:
    holder = _holder(lock)
    if holder is None:
        raise LakeError(
            f"“{path}”的锁文件 {LOCK_OBJECT} 被删除，本次结果未提交。请重新运行同一命令，从中断处继续。"
        )
    if holder.token != me.token:
        raise LakeBusyError(_refusal(path, holder))


def _refusal(path: RemotePath, holder: Holder) -> str:
    return (
        f"另一个 fuhe（机器 {holder.host}，进程 {holder.process}）正在写入“{path}”，请等它结束后再运行，"
        f"或换一个 --out 地址；如它已意外终止，{DEAD_SECONDS:.0f} 秒后即可再运行。"
    )


def _is_mine(lock: RemotePath, me: Holder) -> bool:
    holder = _holder(lock)
    return holder is not None and holder.token == me.token


def _holder(lock: RemotePath) -> Holder | None:
    """Return who holds the lake; None if nobody does, or the object is no lock."""
    try:
        return Holder(**json.loads(lock.read_text("utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _write(lock: RemotePath, me: Holder) -> None:
    lock.write_bytes(json.dumps(asdict(me) | {"renewed": time.time()}).encode())
