"""The pool with tasks that misbehave in every way that a parser can."""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from fuhe.engine.guard import Failure, guarded
from fuhe.engine.options import RunOptions
from fuhe.engine.pool import Batch
from fuhe.schemas.errors import CatalogueError, UnreadableDocument

if TYPE_CHECKING:
    from collections.abc import Callable

OPTIONS = RunOptions(workers=2, timeout=20.0)


@dataclass(frozen=True)
class Done:
    advanced: int
    results: list[object]


def run(function: Callable[[str], object], tasks: list[str], options: RunOptions = OPTIONS) -> Done:
    advanced = []
    results = Batch(function, tasks, options, lambda: advanced.append(1)).run()
    return Done(len(advanced), list(results))


def codes(results: list[object]) -> list[str]:
    return [result.code if isinstance(result, Failure) else str(result) for result in results]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UnreadableDocument("encrypted", "文件已加密"), "encrypted"),
        (MemoryError(), "memory"),
        (PermissionError(13, "Permission denied"), "no-access"),
        (KeyError("x"), "internal"),
        (RecursionError(), "internal"),
    ],
)
def test_error_becomes_a_failure(error: Exception, code: str) -> None:
    def fail(_task: str) -> str:
        raise error

    failure = guarded(fail, "", 10)
    assert isinstance(failure, Failure)
    assert failure.code == code
    assert failure.reason


def test_wrong_rules_are_no_fault_of_the_document() -> None:
    def fail(_task: str) -> str:
        raise CatalogueError("rules.yaml")

    with pytest.raises(CatalogueError):
        guarded(fail, "", 10)


def test_internal_error_names_type_and_place_but_not_the_text() -> None:
    from fuhe.schemas.parquet import to_table

    failure = guarded(lambda task: str(to_table(task, [])), "机密内容", 10)
    assert isinstance(failure, Failure)
    assert "KeyError，schemas/parquet.py 第" in failure.reason
    assert "机密内容" not in failure.reason


@pytest.mark.skipif(sys.platform == "win32", reason="no alarm on Windows")
def test_alarm_stops_code_that_catches_everything() -> None:
    def stubborn(_task: str) -> str:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            try:
                time.sleep(0.05)
            except Exception:  # noqa: BLE001
                continue
        return "late"

    before = signal.getsignal(signal.SIGALRM)
    started = time.monotonic()
    failure = guarded(stubborn, "", 0.3)
    assert isinstance(failure, Failure)
    assert failure.code == "timeout"
    assert time.monotonic() - started < 5
    assert signal.getsignal(signal.SIGALRM) is before


# Workers import what they run by name, which a test file has none of: builtins stand in for parsers.
ABORT, KILL = "import os; os.abort()", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
HANG = "sum(range(10**12))"  # one native call, which no alarm interrupts
GREEDY = "x = bytearray(8 * 1024**3)"


def test_results_keep_the_order_of_the_tasks() -> None:
    done = run(str.upper, [f"t{n}" for n in range(20)])
    assert done.results == [f"T{n}" for n in range(20)]
    assert done.advanced == 20


@pytest.mark.skipif(sys.platform == "win32", reason="no signals on Windows")
@pytest.mark.parametrize("fatal", [ABORT, KILL])
def test_worker_that_dies_takes_only_its_own_task_with_it(fatal: str) -> None:
    done = run(exec, ["1", fatal, "2", "3", fatal, "4"])
    assert codes(done.results) == ["None", "internal", "None", "None", "internal", "None"]
    assert done.advanced == 6


@pytest.mark.skipif(sys.platform == "win32", reason="no memory limit on Windows")
def test_memory_limit_fails_one_task() -> None:
    done = run(exec, ["1", GREEDY, "2"])
    assert codes(done.results) == ["None", "memory", "None"]
    assert done.advanced == 3


def test_native_code_that_never_returns_is_ended() -> None:
    done = run(exec, ["1", HANG, "2"], replace(OPTIONS, timeout=0.5))
    assert codes(done.results) == ["None", "timeout", "None"]


def test_workers_that_cannot_even_start_end_the_run() -> None:
    done = run(
        str.upper, ["a", "b", "c"], replace(OPTIONS, memory=2**60)
    )  # no such limit: the start-up fails
    assert codes(done.results) == ["internal"] * 3


def test_no_tasks_need_no_workers() -> None:
    assert run(str.upper, []) == Done(0, [])


def test_workers_are_silent_and_leave_interrupts_to_the_parent() -> None:
    ignored = "import signal; assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN"
    silent = "import logging; assert not logging.getLogger('pdfminer').isEnabledFor(logging.ERROR)"
    assert codes(run(exec, [ignored, silent]).results) == ["None", "None"]


def test_work_is_done_in_other_processes() -> None:
    here = f"import os; assert os.getpid() != {os.getpid()}"
    assert codes(run(exec, [here]).results) == ["None"]
