"""A dask cluster as crew: every worker does the same guarded function as this machine would.

Workers need this version of the program, the inputs under the same paths or URLs, and the lake
under the same path. They start children, so they must not be daemons themselves (README). A worker
that dies gives its tasks back to the scheduler; doing a task twice writes the same files twice.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from ..schemas.errors import FuheError
from .crews import Crew, bounded
from .failures import Failure
from .guard import Limits, Rack
from .options import DASK
from .stamps import program_stamp

try:
    from distributed import Client, Future, WorkerPlugin, get_worker
    from distributed import wait as wait_for
except ImportError as error:
    raise FuheError("使用 dask 集群需要安装扩展：pip install 'fuhe[cluster]'。") from error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from distributed import Worker

    from .guard import Do
    from .options import RunOptions

Task = TypeVar("Task")
Result = TypeVar("Result")

CONNECT_SECONDS = 20
PLUGIN = "fuhe-guards"


class Guards(WorkerPlugin):
    """The guarded children of one worker, ended with it."""

    name = PLUGIN

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def setup(self, worker: Worker) -> None:  # noqa: ARG002 - the interface of a plugin
        """Make the guards when a worker joins."""
        self.rack = Rack(self._limits)

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002 - the interface of a plugin
        """End the children, without which the worker would wait for them."""
        self.rack.close()


def guarded(job: Callable[[Do, Task], Result], task: Task) -> Result:
    """Do a job on a worker of the cluster, guarded as everywhere."""
    guards: Any = get_worker().plugins[PLUGIN]
    answer: Result = guards.rack.run(job, task)
    return answer


@contextmanager
def cluster_crew(options: RunOptions) -> Iterator[ClusterCrew]:
    """Join the cluster at `options.engine` and leave it in the end."""
    address = options.engine.removeprefix(DASK)
    try:
        client = Client(f"tcp://{address}", timeout=CONNECT_SECONDS)
    except OSError as error:
        raise FuheError(f"连接不到 dask 集群“{address}”，请检查调度程序是否已启动、地址是否正确。") from error
    with client:
        _require_same_program(client)
        client.register_plugin(Guards(Limits(options.timeout, options.memory)))
        try:
            yield ClusterCrew(client)
        finally:
            client.unregister_worker_plugin(PLUGIN)


def _require_same_program(client: Client) -> None:
    stamps = client.run(program_stamp)
    if not stamps:
        raise FuheError("dask 集群上没有工作进程，请先用 dask worker 启动。")
    others = [worker for worker, stamp in stamps.items() if stamp != program_stamp()]
    if others:
        raise FuheError(f"dask 工作进程 {'、'.join(others)} 上的 fuhe 版本与本机不同，请安装同一版本。")


class ClusterCrew(Crew):
    """The workers of a cluster."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.workers = max(sum(client.nthreads().values()), 1)

    def prepare(self) -> None:
        """Leave the workers alone: each has its own children, which stay ready while it lives."""

    def do_jobs(
        self, job: Callable[[Do, Task], Result], tasks: Iterable[Task]
    ) -> Iterator[tuple[Task, Result | Failure]]:
        """Yield every task with what a job made of it, as they are done."""

        def submit(task: Task) -> Future[Any]:
            return self._client.submit(guarded, job, task, pure=False)

        return bounded(_Settled.by(submit), tasks, 2 * self.workers, _first_done)


class _Settled:
    """A cluster's future whose result is a Failure where the cluster gave the task up."""

    def __init__(self, future: Future[Any]) -> None:
        self.future = future

    @classmethod
    def by(cls, submit: Callable[[Task], Future[Any]]) -> Callable[[Task], _Settled]:
        return lambda task: cls(submit(task))

    def result(self) -> Any:
        if self.future.status == "finished":
            return self.future.result()
        return Failure("crash", "集群工作进程多次意外中止，请检查工作机器的内存和日志后重试。")


def _first_done(settled: Iterable[_Settled]) -> Iterable[_Settled]:
    by_key = {one.future.key: one for one in settled}
    done = wait_for([one.future for one in by_key.values()], return_when="FIRST_COMPLETED").done
    return [by_key[future.key] for future in done]
