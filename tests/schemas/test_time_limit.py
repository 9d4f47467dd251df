"""A step that takes too long ends with an exception, whatever it is doing."""

from __future__ import annotations

import re
import threading
import time

import pytest

from fuhe.schemas.time_limit import IS_KNOWN, time_limit

HANGS = re.compile(r"(a+)+$")  # doubles its work with every letter
TEXT = "a" * 60 + "b"

pytestmark = pytest.mark.skipif(not IS_KNOWN, reason="the system has no clock for it")


def test_a_pattern_that_would_run_for_years_ends_in_time():
    start = time.process_time()
    with pytest.raises(TimeoutError), time_limit(0.2):
        HANGS.search(TEXT)
    assert time.process_time() - start < 2


def test_an_alarm_that_a_finalizer_swallows_is_repeated():
    class Late:
        def __del__(self) -> None:
            try:
                spend(0.4)
            except TimeoutError:
                swallowed.append("alarm")

    swallowed: list[str] = []

    def work() -> None:
        Late()
        spend(5)

    with pytest.raises(TimeoutError), time_limit(0.1):
        work()
    assert swallowed == ["alarm"]


def test_what_ends_in_time_is_left_alone():
    with time_limit(0.2):
        assert HANGS.search("aaa")
    spend(0.4)  # the clock has stopped


def test_the_outer_limit_goes_on_after_an_inner_one():
    def work() -> None:
        with time_limit(60):
            pass
        spend(5)

    with pytest.raises(TimeoutError), time_limit(0.2):
        work()


def test_an_inner_limit_leaves_the_outer_one_its_time():
    with time_limit(60):
        with pytest.raises(TimeoutError), time_limit(0.1):
            spend(5)
        spend(0.2)


def test_other_threads_work_without_a_limit():
    done = []

    def work() -> None:
        with time_limit(0.05):
            spend(0.2)
        done.append("done")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == ["done"]


def spend(seconds: float) -> None:
    """Compute for so long."""
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
