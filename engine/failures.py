"""Why a task gave no result, in a word and a sentence."""

from __future__ import annotations

import errno
import signal
import traceback
from dataclasses import dataclass
from pathlib import Path

from ..schemas.errors import UnreadableDocument

PACKAGE = Path(__file__).parents[1]
_RESAVE = "文件可能已损坏，请用 Word 或 WPS 打开后另存，再重试。"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a task gave no result; code and reason as in `UnreadableDocument`."""

    code: str
    reason: str


def failure_of(error: Exception) -> Failure:
    """Return what an error that a task raised means to the owner of the file."""
    if isinstance(error, UnreadableDocument):
        return Failure(error.code, error.reason)
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
        return Failure("memory", "处理所需内存超过上限，请用 --memory 提高上限，或将文件拆分后重试。")
    if isinstance(error, RecursionError):
        return Failure("too-large", "内容嵌套过深，请用 Word 或 WPS 打开后另存，再重试。")
    if isinstance(error, OSError):
        cause = error.strerror or error
        return Failure("no-access", f"无法打开（{cause}），请检查文件是否存在、是否有读取权限。")
    return Failure("internal", f"程序内部错误（{_describe(error)}），请将此文件反馈给开发人员。")


def timed_out(timeout: float) -> Failure:
    """Return the failure of a task that took too long."""
    return Failure("timeout", f"{timeout:g}秒内未处理完，请用 --timeout 延长时限，或将文件拆分后重试。")


def crashed(code: int | None, timeout: float) -> Failure:
    """Return the failure of a task whose process ended.

    Args:
        code: Exit code of the process, negative for a signal.
        timeout: Seconds that the task had; the system ends a process that computes longer.
    """
    if code is not None and -code == getattr(signal, "SIGXCPU", None):
        return timed_out(timeout)
    if code is not None and code < 0:
        return Failure("crash", f"读取进程意外中止（{signal.Signals(-code).name}），{_RESAVE}")
    return Failure("crash", f"读取进程意外退出（代码 {code}），{_RESAVE}")


def not_started() -> Failure:
    """Return the failure of a task for which no process could be started."""
    return Failure("internal", "读取进程无法启动，请用 --memory 提高内存上限，或减少 --workers 后重试。")


def _describe(error: Exception) -> str:
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
