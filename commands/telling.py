"""What a run shows on a terminal while it is under way: a bar, and every failure as a line."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from rich.progress import Progress, TaskID

    from ..engine import FailedDocument, Step


def failure_line(failure: FailedDocument) -> str:
    """Return one failed document as one line."""
    return f"{failure.source}：{failure.reason}（{failure.code}）"


class Telling(AbstractContextManager["Telling"]):
    """Shows the progress of a run.

    Attributes:
        told: Sources of the documents whose failure was shown.
    """

    def __init__(self) -> None:
        self.told: set[str] = set()
        self._found: set[str] = set()
        self._bar = _bar() if sys.stderr.isatty() else None

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def begin(self, title: str, total: int) -> Callable[[Step], None]:
        """Show the bar of a stretch of the run; return what to call for each of its tasks."""
        if self._bar is None:  # in a log, failures come in the end, sorted
            return lambda _step: None
        task = self._bar.add_task(title, total=total, tally="", visible=total > 0)
        return partial(self._advance, self._bar, task, Counter())

    def _advance(self, bar: Progress, task: TaskID, tally: Counter[str], step: Step) -> None:
        tally.update({"页": step.pages, "问题": len(step.findings - self._found), "失败": len(step.failures)})
        self._found |= step.findings
        for failure in step.failures:
            self.told.add(failure.source)
            bar.console.print(failure_line(failure), markup=False, highlight=False)
        counts = [f"{word} {number}" for word, number in tally.items() if number]
        speed = bar.tasks[task].speed
        bar.update(
            task, advance=step.tasks, tally="，".join([*counts, *([f"每秒 {speed:.1f}"] if speed else [])])
        )


def _bar() -> Progress:
    from rich.console import Console  # noqa: PLC0415 - only a terminal is drawn on
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[tally]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True, soft_wrap=True),
    )
