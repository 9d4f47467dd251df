"""One task inside its bounds: time, memory, and whatever goes wrong becomes a Failure."""

from __future__ import annotations

import faulthandler
import logging
import os
import signal
import sys
import traceback
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ..schemas.errors import CatalogueError, UnreadableDocument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

Task = TypeVar("Task")
Result = TypeVar("Result")

GRACE = 2.0  # seconds that code without a Python step gets beyond its time before the process is ended
PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a task gave no result; code and reason as in `UnreadableDocument`."""

    code: str
    reason: str


class TimeIsUpError(BaseException):
    """Raised by the alarm; no Exception, so that no library takes it for a fault of the file."""


def guarded(function: Callable[[Task], Result], task: Task, timeout: float) -> Result | Failure:
    """Return what `function` makes of the task, or why it could not.

    Raises:
        CatalogueError: The rules or catalogues are wrong, which is no fault of the document.
    """
    try:
        with _alarm(timeout):
            return function(task)
    except UnreadableDocument as error:
        return Failure(error.code, error.reason)
    except CatalogueError:
        raise
    except TimeIsUpError:
        return timed_out(timeout)
    except MemoryError:
        return Failure("memory", "处理所需内存超过上限，请用 --memory 提高上限，或将文件拆分后重试。")
    except OSError as error:
        return Failure(
            "no-access", f"无法打开（{error.strerror or error}），请检查文件是否存在、是否有读取权限。"
        )
    except Exception as error:  # noqa: BLE001 - one document never stops a batch
        return Failure("internal", f"程序内部错误（{describe(error)}），请将此文件反馈给开发人员。")


def timed_out(timeout: float) -> Failure:
    """Return the failure of a task that took too long."""
    return Failure("timeout", f"{timeout:g}秒内未处理完，请用 --timeout 延长时限，或将文件拆分后重试。")


def describe(error: Exception) -> str:
    """Return type and place of an error for a bug report, without the text, which may quote the document."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if PACKAGE in Path(frame.filename).parents
    ]
    if not frames:
        return type(error).__name__
    last = frames[-1]
    return f"{type(error).__name__}，{Path(last.filename).relative_to(PACKAGE).as_posix()} 第{last.lineno}行"


@contextmanager
def _alarm(timeout: float) -> Iterator[None]:
    """Raise TimeIsUpError in the main thread when time is up; Windows has no such alarm, see `deadline`."""
    if sys.platform == "win32":
        yield
        return

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TimeIsUpError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, timeout)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def enter_worker(memory: int) -> None:
    """Prepare a worker process: bounded memory, silent libraries, Ctrl-C left to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.captureWarnings(capture=True)
    logging.disable(logging.CRITICAL)
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - absent on Windows

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (memory * 1024 * 1024, hard))


def guarded_in_worker(function: Callable[[Task], Result], task: Task, timeout: float) -> Result | Failure:
    """Return `guarded`'s answer; the process ends if even the alarm cannot stop the task.

    The watchdog of `faulthandler` needs no Python step, so that it stops native code too.
    """
    with Path(os.devnull).open("w", encoding="ascii") as silence:
        faulthandler.dump_traceback_later(timeout + GRACE, exit=True, file=silence)
        try:
            return guarded(function, task, timeout)
        finally:
            faulthandler.cancel_dump_traceback_later()
