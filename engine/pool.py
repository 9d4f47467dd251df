"""Many tasks in worker processes; a worker that dies takes only its own task with it."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

from .guard import Failure, Result, Task, enter_worker, guarded_in_worker, timed_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .options import RunOptions

# Imported once by the fork server, so that a new worker starts at once.
PRELOADED = [
    "fuhe.engine.reading",
    "fuhe.engine.checking",
    "fuhe.extract",
    "fuhe.normalize",
    "fuhe.validate",
    "pandas",
]


@dataclass
class Batch(Generic[Task, Result]):
    """Tasks on their way through the pool.

    Attributes:
        function: What is done with each task; a module-level function.
        tasks: The tasks.
        options: Workers, time and memory.
        advance: Called once for every task that is done.
    """

    function: Callable[[Task], Result]
    tasks: Sequence[Task]
    options: RunOptions
    advance: Callable[[], None]

    def run(self) -> list[Result | Failure]:
        """Return one result or failure for every task, in their order.

        When a worker dies, all tasks that were under way are suspects: each runs again alone, and
        only the one that brings its process down again is blamed. A task that ran out of memory
        runs again alone too, because others may have filled its process.
        """
        results: dict[int, Result | Failure] = {}
        waiting = deque(range(len(self.tasks)))
        suspects: list[int] = []
        while waiting:
            suspects += self._share(waiting, results)
        for index in sorted(suspects):
            results[index] = self._alone(index)
            self.advance()
        return [results[index] for index in range(len(self.tasks))]

    def _share(self, waiting: deque[int], results: dict[int, Result | Failure]) -> list[int]:
        """Work off `waiting` until it is empty or the pool breaks; return the suspects."""
        starved: list[int] = []
        under_way: dict[int, Future[Result | Failure] | None] = {}
        with self._executor(min(self.options.workers, len(waiting))) as executor:
            try:
                while waiting or under_way:
                    while waiting and len(under_way) < self.options.workers:
                        index = waiting.popleft()
                        under_way[index] = None  # a suspect even if the pool breaks right now
                        under_way[index] = self._submit(executor, index)
                    for index, result in _finished(under_way):
                        if isinstance(result, Failure) and result.code == "memory":
                            starved.append(index)
                        else:
                            results[index] = result
                            self.advance()
            except BrokenProcessPool:
                return [*starved, *under_way]
        return starved

    def _alone(self, index: int) -> Result | Failure:
        started = time.monotonic()
        try:
            with self._executor(1) as executor:
                return self._submit(executor, index).result()
        except BrokenProcessPool:
            if time.monotonic() - started >= self.options.timeout:
                return timed_out(self.options.timeout)
            return Failure(
                "internal", "读取进程意外中止，文件可能已损坏，请用 Word 或 WPS 打开后另存，再重试。"
            )

    def _executor(self, workers: int) -> ProcessPoolExecutor:
        method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        context = multiprocessing.get_context(method)
        context.set_forkserver_preload(PRELOADED)
        # Arrow's own allocator reserves a gigabyte of addresses, which the memory limit would count.
        os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
        return ProcessPoolExecutor(
            workers, mp_context=context, initializer=enter_worker, initargs=(self.options.memory,)
        )

    def _submit(self, executor: ProcessPoolExecutor, index: int) -> Future[Result | Failure]:
        return executor.submit(guarded_in_worker, self.function, self.tasks[index], self.options.timeout)


def _finished(
    under_way: dict[int, Future[Result | Failure] | None],
) -> Iterator[tuple[int, Result | Failure]]:
    """Wait for the next results, and take them out of `under_way`."""
    futures = {future: index for index, future in under_way.items() if future is not None}
    done, _ = wait(futures, return_when=FIRST_COMPLETED)
    for future in done:
        result = future.result()
        del under_way[futures[future]]
        yield futures[future], result
