"""The garbage collector, kept from looking at what is being built."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_for_good = False  # something is frozen that must stay so


@contextmanager
def collector_paused() -> Iterator[None]:
    """Switch the collector off for a while.

    A reader makes tens of thousands of records that all stay alive. The collector would look at them
    again and again, and at all documents read before, to find nothing: a third of the time of a batch.
    Nor does it look at the records of this one as soon as it is on again: they count as old at once.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not _for_good:
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def freeze_for_good() -> None:
    """Let the collector never again look at what there is by now, in this process and those forked from it.

    Asking the collector whether anything is frozen takes it longer than a short document takes to read.
    """
    global _for_good  # noqa: PLW0603 - as the collector, one for the process
    _for_good = True
    gc.freeze()
