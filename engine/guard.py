"""One guarded function: a task is done in a warm child process, and whatever befalls it is a value.

The child is bounded in memory and processor time (see `worker`); the parent ends it, with every
process that it started, when the time is up. A child that ended is replaced by the next task.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from .failures import Failure, crashed, not_started, timed_out
from .worker import serve

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext, SpawnContext
    from multiprocessing.process import BaseProcess

Task = TypeVar("Task")
Result = TypeVar("Result")
Do = Callable[[Callable[[Any], Any], Any], Any]  # does a guarded call: `Guard.run` of one guard

START_SECONDS = 120.0  # a machine under full load imports the readers in ten
# What an earlier task of the same process may have caused: it had filled or damaged the memory. Damage
# shows at once; a task that worked on for seconds in a process that had not grown has itself to blame.
INHERITED = frozenset({"memory", "crash"})
AT_ONCE, GROWN = 2.0, 200  # seconds, megabytes
# Imported once by the fork server, so that a new child starts at once.
PRELOADED = ["fuhe.engine.warm"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may take: seconds of wall time, megabytes of address space."""

    timeout: float
    memory: int


class Guard:
    """A place for one child process, which does one task at a time."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._closed = False
        self._at_first = self._grown = 0  # megabytes of address space

    def run(self, function: Callable[[Task], Result], task: Task) -> Result | Failure:
        """Return what `function`, which must be importable by name, makes of the task; never raises.

        A task that ran out of memory or crashed in a process that had done others is tried once
        more in a fresh one, so that none is blamed for what another did.
        """
        used, grown = self._process is not None, self._grown > GROWN
        started = time.monotonic()
        result = self._attempt(function, task)
        if isinstance(result, Failure) and result.code in INHERITED:
            self._end()
            at_once = time.monotonic() - started < AT_ONCE
            if used and (grown or at_once) and not self._closed:
                return self._attempt(function, task)
        return result

    def close(self) -> None:
        """End the child for good; a task under way in another thread comes back as crashed."""
        self._closed = True
        self._end()

    def _attempt(self, function: Callable[[Task], Result], task: Task) -> Result | Failure:
        if self._closed:
            return not_started()
        try:
            connection = self._connection or self._start()
        except (OSError, EOFError):
            self._end()
            return not_started()
        try:
            connection.send((function, task))
            if connection.poll(self._limits.timeout):
                result: Result | Failure
                result, in_use = connection.recv()
                self._grown = in_use - self._at_first
                return result
        except (OSError, EOFError):
            return crashed(self._end(), self._limits.timeout)
        self._end()
        return timed_out(self._limits.timeout)

    def _start(self) -> Connection:
        """Start a child and return the way to it, once it is ready.

        Raises:
            OSError, EOFError: It did not get so far.
        """
        context = child_context()
        connection, theirs = context.Pipe()
        process = context.Process(
            target=serve, args=(theirs, self._limits.timeout, self._limits.memory), daemon=True
        )
        process.start()
        theirs.close()
        self._connection, self._process = connection, process
        if self._closed or not connection.poll(START_SECONDS):
            raise TimeoutError
        self._at_first, self._grown = connection.recv(), 0
        return connection

    def _end(self) -> int | None:
        """End the child and all that it started; return its exit code, negative for a signal."""
        process, self._process = self._process, None
        connection, self._connection = self._connection, None
        code = None
        if process is not None:
            process.join(0.1)  # one that ends by itself tells why
            code = process.exitcode
            _kill_group(process)
            process.join()
        if connection is not None:
            connection.close()
        return code


def _kill_group(process: BaseProcess) -> None:
    if sys.platform == "win32":
        process.kill()
        return
    assert process.pid is not None
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:  # not yet at the head of a group, or gone
        process.kill()


@cache
def child_context() -> ForkServerContext | SpawnContext:
    """Return how children are started: by a server that makes itself ready for work meanwhile.

    Ctrl-C is for the parent alone: the server and its children inherit the signal as blocked.
    """
    # Arrow's own allocator reserves a gigabyte of addresses, which the memory limit would count.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver, resource_tracker  # noqa: PLC0415 - absent on Windows

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        resource_tracker.ensure_running()
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return context


class Rack:
    """Guards for as many threads as ask at the same time."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._all: list[Guard] = []
        self._idle: deque[Guard] = deque()  # its methods are safe among threads

    def run(self, job: Callable[[Do, Task], Result], task: Task) -> Result:
        """Return what a job makes of a task; all its calls are done by one guard that is free."""
        guard = self._take()
        try:
            return job(guard.run, task)
        finally:
            self._idle.append(guard)

    def _take(self) -> Guard:
        try:
            return self._idle.pop()
        except IndexError:
            guard = Guard(self._limits)
            self._all.append(guard)
            return guard

    def close(self) -> None:
        """End every child, also those at work."""
        for guard in self._all:
            guard.close()
