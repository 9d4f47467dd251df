"""Who does the tasks: processes of this machine, or the workers of a dask cluster.

Both do the same guarded function and never have more tasks under way than keep them busy.
"""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ..schemas.errors import FuheError
from .guard import Limits, Rack, child_context
from .options import DASK, LOCAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .failures import Failure
    from .options import RunOptions

Task = TypeVar("Task")
Result = TypeVar("Result")


class Crew(Protocol):
    """Does tasks, many at a time."""

    def prepare(self) -> None:
        """Begin to get ready for work, without waiting for it."""

    def work(
        self, function: Callable[[Task], Result], tasks: Sequence[Task]
    ) -> Iterator[tuple[Task, Result | Failure]]:
        """Yield every task with its result or failure, as they are done; begun in the order given."""


@contextmanager
def assembled(options: RunOptions) -> Iterator[Crew]:
    """Give the crew that the options ask for, and dismiss it in the end, also from the middle of its work.

    Raises:
        FuheError: There is no such engine; the cluster cannot be reached, or is not of this version.
    """
    if options.engine == LOCAL:
        here = LocalCrew(options)
        try:
            yield here
        finally:
            here.dismiss()
    elif options.engine.startswith(DASK):
        from .cluster import cluster_crew  # noqa: PLC0415 - an extra

        with cluster_crew(options) as there:
            yield there
    else:
        raise FuheError(f"不认识的 --engine“{options.engine}”，请写 local 或 dask://主机:端口。")


def start_early(options: RunOptions, out: str) -> None:
    """Start what children are forked from, if a run into `out` will surely need it, before `run` is imported."""
    if options.engine == LOCAL and not Path(out).exists():
        child_context()


class LocalCrew:
    """Child processes of this one, each watched by a thread."""

    def __init__(self, options: RunOptions) -> None:
        self._workers = options.workers
        self._rack = Rack(Limits(options.timeout, options.memory))
        self._threads = ThreadPoolExecutor(options.workers)

    def prepare(self) -> None:
        """Start what children are forked from; in this thread, which may change what signals they see."""
        child_context()

    def work(
        self, function: Callable[[Task], Result], tasks: Sequence[Task]
    ) -> Iterator[tuple[Task, Result | Failure]]:
        """Yield every task with its result or failure, as they are done."""
        if tasks:
            self.prepare()

        def submit(task: Task) -> Any:
            return self._threads.submit(self._rack.run, function, task)

        return bounded(submit, tasks, 2 * self._workers, _first_done)

    def dismiss(self) -> None:
        """Let go of what waits, and end what is under way."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._rack.close()
        self._threads.shutdown()


def _first_done(futures: Iterable[Any]) -> Iterable[Any]:
    return wait(futures, return_when=FIRST_COMPLETED).done


def bounded(
    submit: Callable[[Task], Any],
    tasks: Iterable[Task],
    most: int,
    first_done: Callable[[Iterable[Any]], Iterable[Any]],
) -> Iterator[tuple[Task, Any]]:
    """Yield tasks with the results of their futures, never more than `most` under way."""
    waiting = iter(tasks)
    under_way: dict[Any, Task] = {}
    while True:
        for task in islice(waiting, most - len(under_way)):
            under_way[submit(task)] = task
        if not under_way:
            return
        for future in list(first_done(under_way)):
            yield under_way.pop(future), future.result()
