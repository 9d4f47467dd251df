"""What a run tells while it is under way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..schemas.records import DocumentRow
    from .failures import Failure


@dataclass(frozen=True, slots=True)
class FailedDocument:
    """A file that could not be read, or was read but not checked."""

    source: str
    code: str
    reason: str

    @classmethod
    def of(cls, row: DocumentRow, failure: Failure) -> FailedDocument:
        """Return what befell a document; the source says its name already."""
        return cls(row.source, failure.code, failure.reason.removeprefix(f"{row.name}："))


@dataclass(frozen=True, slots=True)
class Step:
    """A task that was done, or what is to be told of it beside.

    Attributes:
        tasks: 0 if a further step tells the rest of a task.
        pages: Pages that were read; 0 for a Word file and for checks.
        findings: Ids of the findings of a submission that was checked; copies of a report share them.
        failures: Files that it brought no result for.
    """

    tasks: int = 1
    pages: int = 0
    findings: frozenset[str] = frozenset()
    failures: tuple[FailedDocument, ...] = ()


# Called with the title and the number of tasks of each stretch of a run; gives what to call for each task.
Progress = Callable[[str, int], Callable[[Step], None]]


def silent(_title: str, _total: int) -> Callable[[Step], None]:
    """Show no progress."""
    return lambda _step: None
