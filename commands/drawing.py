"""Bounds for what opens submitted files to show their pages."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..review.web.pictures import Bounded

Task = TypeVar("Task")
Result = TypeVar("Result")

SECONDS, MEGABYTES = 20.0, 2048


@contextmanager
def guarded() -> Iterator[Bounded]:
    """Give a way of running functions in a child process that ends when they take too long or too much."""
    from ..engine.failures import Failure  # noqa: PLC0415 - heavy
    from ..engine.guard import Guard, Limits  # noqa: PLC0415

    guard = Guard(Limits(SECONDS, MEGABYTES))

    def bounded(function: Callable[[Task], Result], task: Task) -> Result | None:
        result = guard.run(function, task)
        return None if isinstance(result, Failure) else result

    try:
        yield bounded
    finally:
        guard.close()
