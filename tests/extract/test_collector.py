from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from fuhe.extract.collector import collector_paused


def fail() -> None:
    with collector_paused():
        raise ValueError("off" if not gc.isenabled() else "on")


def test_collector_is_off_inside_and_on_again_after_an_error() -> None:
    with pytest.raises(ValueError, match="off"):
        fail()
    assert gc.isenabled()


def test_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_was_made_meanwhile_is_not_looked_at_afterwards() -> None:
    looked: list[str] = []
    gc.collect()
    gc.callbacks.append(watch := lambda phase, _: looked.append(phase))
    try:
        with collector_paused():
            kept = [[number] for number in range(5000)]
        kept += [[number] for number in range(50)]
    finally:
        gc.callbacks.remove(watch)
    assert kept
    assert not looked
    assert gc.get_freeze_count() == 0


def test_what_was_frozen_for_good_stays_frozen() -> None:
    program = (
        "import gc\n"
        "from fuhe.extract.collector import collector_paused, freeze_for_good\n"
        "freeze_for_good()\n"
        "frozen = gc.get_freeze_count()\n"
        "with collector_paused(): pass\n"
        "print(0 < frozen == gc.get_freeze_count())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
