"""A bound on the processor time of one step: no text, and no pattern applied to it, holds up a document."""

from __future__ import annotations

import signal
import threading
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType, TracebackType

UNREAD, UNFINISHED = "text-not-read", "check-unfinished"  # codes of the notices about what was given up
AGAIN = 0.2  # seconds; an alarm inside a finalizer is swallowed by the interpreter, so that it is repeated
IS_KNOWN = hasattr(signal, "setitimer")  # not on Windows


class time_limit:  # noqa: N801 - reads as a word of the language, like contextlib.suppress
    """End what runs inside with a `TimeoutError` once it has used so many seconds of processor time.

    That includes a search with a regular expression of `re`: its engine looks for signals as it goes, every
    4096 steps, so that a pattern needs no clock of its own, which makes a short search ten times as long.
    Limits may be nested; the outer one goes on where the inner one ends. A limit works in the main thread of
    a process, which is where documents are read and checked (see `engine.worker`); in other threads, and on
    systems without such a clock, it does nothing, and only the guard ends what takes too long.

    Source:
        CPython, Modules/_sre/sre_lib.h: SRE(match) calls PyErr_CheckSignals.
    """

    __slots__ = ("_before", "_is_set", "_seconds")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._is_set = False

    def __enter__(self) -> None:
        if IS_KNOWN and threading.current_thread() is threading.main_thread():
            _listen()
            self._is_set = True
            self._before = signal.setitimer(signal.ITIMER_VIRTUAL, self._seconds, AGAIN)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_set:
            signal.setitimer(signal.ITIMER_VIRTUAL, *self._before)


@cache
def _listen() -> None:
    """Turn the clock's signal into an exception, once for the process."""
    signal.signal(signal.SIGVTALRM, _time_is_up)


def _time_is_up(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError
