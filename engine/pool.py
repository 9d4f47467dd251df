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
    from collections.abc import Callable, Sequence

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
        suspects: list[int] = []
        with self._executor(min(self.options.workers, len(waiting))) as executor:
            running: dict[Future[Result | Failure], int] = {}
            try:
                while waiting or running:
                    while waiting and len(running) < self.options.workers:
                        index = waiting.popleft()
                        running[self._submit(executor, index)] = index
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        result = future.result()
                        index = running.pop(future)
                        if isinstance(result, Failure) and result.code == "memory":
                            suspects.append(index)
                            continue
                        results[index] = result
                        self.advance()
            except BrokenProcessPool:
                suspects += running.values()
        return suspects

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
