"""What a run shows on a terminal while it is under way: a bar, and every failure as a line."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

    from rich.progress import TaskID

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
        from rich.console import Console  # noqa: PLC0415 - only this command draws
        from rich.progress import (  # noqa: PLC0415
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        self.told: set[str] = set()
        console = Console(stderr=True, soft_wrap=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[tally]}"),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
        )

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def begin(self, title: str, total: int) -> Callable[[Step], None]:
        """Show the bar of a stretch of the run; return what to call for each of its tasks."""
        task = self._bar.add_task(title, total=total, tally="", visible=total > 0)
        tally = {"页": 0, "问题": 0, "失败": 0}

        def advance(step: Step) -> None:
            tally["页"] += step.pages
            tally["问题"] += step.findings
            tally["失败"] += len(step.failures)
            if not self._bar.disable:  # in a log they come in the end, sorted
                self._tell(step.failures)
            self._bar.update(task, advance=1, tally=self._text(task, tally))

        return advance

    def _tell(self, failures: Iterable[FailedDocument]) -> None:
        for failure in failures:
            self.told.add(failure.source)
            self._bar.console.print(failure_line(failure), markup=False, highlight=False)

    def _text(self, task: TaskID, tally: dict[str, int]) -> str:
        speed = self._bar.tasks[task].speed
        rate = [f"每秒 {speed:.1f}"] if speed else []
        return "，".join([f"{word} {number}" for word, number in tally.items() if number] + rate)
