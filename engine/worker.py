"""The child's side of a guard: bounded, silent, and every error of a task becomes a Failure."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from .failures import Failure, failure_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

Task = TypeVar("Task")
Result = TypeVar("Result")

# Seconds of processor time beyond the wall time: only a child whose parent is gone ever gets so far.
CPU_GRACE = 5
STATM = Path("/proc/self/statm")


def serve(connection: Connection, timeout: float, memory: int) -> None:
    """Do tasks until the parent closes the connection.

    Args:
        connection: Brings pairs of a function and its task; takes the addresses in use, and results with them.
        timeout: Seconds that the parent waits for one task.
        memory: Megabytes of address space.
    """
    enter(memory)
    connection.send(addresses_in_use())
    while True:
        try:
            function, task = connection.recv()
        except EOFError:
            return
        bound_processor_time(timeout)
        answer(connection, attempt(function, task))


def attempt(function: Callable[[Task], Result], task: Task) -> Result | Failure:
    """Return what `function` makes of the task, or why it could not."""
    try:
        return function(task)
    except Exception as error:  # noqa: BLE001 - one document never stops a batch
        return failure_of(error)


def answer(connection: Connection, result: Any) -> None:
    """Send a result; one that cannot be sent is a failure of its own."""
    try:
        connection.send((result, addresses_in_use()))
    except Exception as error:  # noqa: BLE001 - the parent is waiting for an answer, whatever it is
        connection.send((failure_of(error), addresses_in_use()))


def addresses_in_use() -> int:
    """Return the megabytes of address space that this process takes; 0 where the system does not tell."""
    try:
        pages = int(STATM.read_text("ascii").split()[0])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGESIZE") // 2**20


def enter(memory: int) -> None:
    """Prepare the process: head of a group of its own, bounded memory, nothing printed."""
    logging.captureWarnings(capture=True)
    logging.disable(logging.CRITICAL)
    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):  # native libraries print there when they abort
        os.dup2(silence, stream)
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - absent on Windows

        os.setsid()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (memory * 1024 * 1024, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def bound_processor_time(timeout: float) -> None:
    """Let the system end this process should it compute on when nobody waits for it any more."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - absent on Windows

    used = resource.getrusage(resource.RUSAGE_SELF)
    cores = os.cpu_count() or 1  # recognition of scans computes on all of them
    bound = int(used.ru_utime + used.ru_stime + cores * timeout) + CPU_GRACE
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (bound, hard))
