"""Who does the tasks: processes of this machine, or the workers of a dask cluster.

Both do the same guarded functions and never have more tasks under way than keep them busy. A job is
one or more guarded calls that follow one another in one process.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ..schemas.errors import FuheError
from .guard import Limits, Rack, child_context
from .options import DASK, LOCAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .failures import Failure
    from .guard import Do
    from .options import RunOptions

Task = TypeVar("Task")
Result = TypeVar("Result")


class Crew(ABC):
    """Does tasks, many at a time.

    Attributes:
        workers: How many.
    """

    workers: int

    @abstractmethod
    def prepare(self) -> None:
        """Begin to get ready for work, without waiting for it."""

    @abstractmethod
    def do_jobs(
        self, job: Callable[[Do, Task], Result], tasks: Iterable[Task]
    ) -> Iterator[tuple[Task, Result | Failure]]:
        """Yield every task with what a job made of it, as they are done; begun in the order given.

        Args:
            job: Importable by name, as are the functions it calls; given what does a guarded call, and the task.
            tasks: Taken when there is room for them.
        """

    def work(
        self, function: Callable[[Task], Result], tasks: Sequence[Task]
    ) -> Iterator[tuple[Task, Result | Failure]]:
        """Yield every task with the result of one guarded call or its failure, as they are done."""
        return self.do_jobs(partial(one_call, function), tasks)


def one_call(function: Callable[[Task], Result], do: Do, task: Task) -> Result | Failure:
    """Do a task that is a single guarded call."""
    result: Result | Failure = do(function, task)
    return result


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


class LocalCrew(Crew):
    """Child processes of this one, each watched by a thread."""

    def __init__(self, options: RunOptions) -> None:
        self.workers = options.workers
        self._rack = Rack(Limits(options.timeout, options.memory))
        self._threads = ThreadPoolExecutor(options.workers)

    def prepare(self) -> None:
        """Start what children are forked from; in this thread, which may change what signals they see."""
        child_context()

    def do_jobs(
        self, job: Callable[[Do, Task], Result], tasks: Iterable[Task]
    ) -> Iterator[tuple[Task, Result | Failure]]:
        """Yield every task with what a job made of it, as they are done."""

        def submit(task: Task) -> Any:
            self.prepare()
            return self._threads.submit(self._rack.run, job, task)

        return bounded(submit, tasks, 2 * self.workers, _first_done)

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
