from __future__ import annotations

import gc

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
