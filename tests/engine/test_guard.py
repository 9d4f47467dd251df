"""Guards with tasks that misbehave in every way that a parser can."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fuhe.engine.crews import LocalCrew
from fuhe.engine.failures import Failure
from fuhe.engine.guard import AT_ONCE, Guard, Limits
from fuhe.engine.options import RunOptions
from fuhe.engine.worker import attempt
from fuhe.schemas.errors import UnreadableDocument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OPTIONS = RunOptions(workers=2, timeout=20.0)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="no signals and no limits on Windows")

# Children import what they run by name, which a test file has none of: builtins stand in for parsers.
ABORT, KILL = "import os; os.abort()", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
EXIT = "import os; os._exit(3)"
HANG = "sum(range(10**12))"  # one native call, which no alarm interrupts
SLEEP = "import time; time.sleep(60)"
GREEDY = "x = bytearray(8 * 1024**3)"
# Addresses alone, which take no time to fill.
HOARD = "import builtins, mmap; builtins.hoard = mmap.mmap(-1, 1200 * 1024**2)"
LARGE = "import mmap; mmap.mmap(-1, 1000 * 1024**2)"


def run(function: Callable[[str], object], tasks: list[str], options: RunOptions = OPTIONS) -> list[str]:
    """Return the outcome of each task, in their order."""
    crew = LocalCrew(options)
    try:
        outcomes = list(crew.work(function, tasks))
    finally:
        crew.dismiss()
    assert sorted(task for task, _ in outcomes) == sorted(tasks)
    by_task = dict(outcomes)
    return [word(by_task[task]) for task in tasks]


def word(result: object) -> str:
    return result.code if isinstance(result, Failure) else str(result)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UnreadableDocument("encrypted", "文件已加密"), "encrypted"),
        (MemoryError(), "memory"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "memory"),
        (PermissionError(13, "Permission denied"), "no-access"),
        (KeyError("x"), "internal"),
        (RecursionError(), "too-large"),
    ],
)
def test_error_becomes_a_failure(error: Exception, code: str) -> None:
    def fail(_task: str) -> str:
        raise error

    failure = attempt(fail, "")
    assert isinstance(failure, Failure)
    assert failure.code == code
    assert failure.reason


def test_internal_error_names_type_and_place_but_not_the_text() -> None:
    from fuhe.schemas.parquet import to_table

    failure = attempt(lambda task: str(to_table(task, [])), "机密内容")
    assert isinstance(failure, Failure)
    assert "KeyError，schemas/parquet.py 第" in failure.reason
    assert "机密内容" not in failure.reason


def test_every_task_has_its_result() -> None:
    assert run(str.upper, [f"t{n}" for n in range(20)]) == [f"T{n}" for n in range(20)]


@POSIX
@pytest.mark.parametrize("fatal", [ABORT, KILL, EXIT])
def test_process_that_dies_takes_only_its_own_task_with_it(fatal: str) -> None:
    assert run(exec, ["1", fatal, "2", f"{fatal}#", "3"]) == ["None", "crash", "None", "crash", "None"]


@POSIX
def test_reason_of_a_crash_names_the_signal_or_the_exit_code() -> None:
    guard = Guard(Limits(20, 2048))
    reasons = [guard.run(exec, fatal) for fatal in (ABORT, EXIT)]
    guard.close()
    told = [reason.reason.split("，")[0] for reason in reasons if isinstance(reason, Failure)]
    assert told == ["读取进程意外中止（SIGABRT）", "读取进程意外退出（代码 3）"]


@POSIX
def test_memory_limit_fails_one_task() -> None:
    assert run(exec, ["1", GREEDY, "2"]) == ["None", "memory", "None"]


@POSIX
def test_task_is_not_blamed_for_the_memory_that_another_filled(guard: Guard) -> None:
    assert guard.run(exec, HOARD) is None
    assert guard.run(exec, LARGE) is None


@POSIX
@pytest.mark.parametrize(
    ("before", "seconds", "attempts"), [("1", AT_ONCE + 0.2, 1), ("1", 0, 2), (HOARD, AT_ONCE + 0.2, 2)]
)
def test_crash_is_tried_again_where_another_task_may_have_caused_it(
    tmp_path: Path, before: str, seconds: float, attempts: int
) -> None:
    guard = Guard(Limits(20, 2048))
    count = tmp_path / "attempts"
    crash = f"import os, time; open({str(count)!r}, 'a').write('x'); time.sleep({seconds}); os.abort()"
    assert guard.run(exec, before) is None
    assert word(guard.run(exec, crash)) == "crash"
    guard.close()
    assert count.read_text() == "x" * attempts


@pytest.mark.parametrize("slow", [HANG, SLEEP])
def test_task_that_never_returns_is_ended(slow: str) -> None:
    started = time.monotonic()
    assert run(exec, ["1", slow, "2"], replace(OPTIONS, timeout=0.5)) == ["None", "timeout", "None"]
    assert time.monotonic() - started < 30


@pytest.fixture
def guard() -> Iterator[Guard]:
    guard = Guard(Limits(2, 2048))
    yield guard
    guard.close()


@POSIX
def test_what_a_task_started_ends_with_it(guard: Guard, tmp_path: Path) -> None:
    start = f"import subprocess; p = subprocess.Popen(['sleep', '600']); open({str(tmp_path / 'pid')!r}, 'w').write(str(p.pid))"
    result = guard.run(exec, f"{start}\nimport time\ntime.sleep(60)")
    assert word(result) == "timeout"
    pid = int((tmp_path / "pid").read_text())
    for _ in range(50):
        if not _runs(pid):
            return
        time.sleep(0.1)
    pytest.fail("the grandchild is still there")


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_process_that_cannot_even_start_is_a_failure() -> None:
    guard = Guard(Limits(20, 2**60))  # no such limit
    assert word(guard.run(str.upper, "a")) == "internal"


def test_process_is_kept_for_the_next_task_and_replaced_after_a_timeout(guard: Guard) -> None:
    pid = "import os; raise SystemError(os.getpid())"
    first = [guard.run(os.getenv, "FUHE_NO_SUCH"), guard._process and guard._process.pid]
    assert guard.run(exec, "1") is None
    assert guard._process is not None
    assert guard._process.pid == first[1]
    assert word(guard.run(exec, SLEEP)) == "timeout"
    assert word(guard.run(exec, pid)) == "internal"
    assert guard._process is not None
    assert guard._process.pid != first[1]


def test_result_that_cannot_be_sent_is_a_failure(guard: Guard) -> None:
    assert word(guard.run(memoryview, b"x")) == "internal"


@POSIX
def test_children_are_silent_and_leaders_of_their_own_group(guard: Guard) -> None:
    assert guard.run(exec, "import os; assert os.getpgid(0) == os.getpid()") is None
    quiet = "import logging; assert not logging.getLogger('pdfminer').isEnabledFor(logging.ERROR)"
    assert guard.run(exec, quiet) is None
    assert guard.run(exec, "import os; assert os.fstat(2).st_rdev == os.stat(os.devnull).st_rdev") is None


@POSIX
def test_child_whose_parent_is_gone_ends_by_itself(guard: Guard) -> None:
    """Its processor time is bounded, so that not even an endless computation outlives the run for long."""
    assert guard.run(exec, "import resource; assert resource.getrlimit(resource.RLIMIT_CPU)[0] < 60") is None


def test_dismissal_ends_tasks_under_way() -> None:
    crew = LocalCrew(replace(OPTIONS, timeout=600.0))
    work = crew.work(exec, ["1", SLEEP, HANG])
    assert next(work)[0] == "1"
    timer = threading.Timer(0.5, crew.dismiss)
    timer.start()
    started = time.monotonic()
    assert [word(result) for _, result in work] == ["crash", "crash"]
    assert time.monotonic() - started < 30
    timer.join()


def test_no_tasks_need_no_processes() -> None:
    script = (
        "import sys; from fuhe.engine.crews import LocalCrew; from fuhe.engine import RunOptions\n"
        "crew = LocalCrew(RunOptions(workers=2)); assert list(crew.work(str, [])) == []; crew.dismiss()\n"
        "assert 'multiprocessing.forkserver' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
