"""Rounds: files of one folder that one process reads, and checks while it still has their reports at hand.

What a process has read it would otherwise have to fetch again from the datasets, which takes as long as
many a check. A check that is made before all files are read stands unless a document read later belongs
to the submission or beside it; then it is made again in the end, with all of them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from .archives import folder_of
from .checking import CheckTask, check_submission
from .failures import Failure
from .neighbours import NOTICE, YEARS_APART
from .plan import plan_checks
from .reading import ReadTask, read_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..lake import Place
    from ..schemas.records import DocumentRow
    from .guard import Do
    from .inputs import InputFile
    from .tally import Entry

FILES = 24  # of one round: about a second of work, and more than most submissions have
BYTES = 4_000_000  # of one round, so that no process is left alone with the large files
SECONDS = 5.0  # after which a round of slow files ends, so that progress is seen and others can help
PER_WORKER = 4  # with fewer rounds than these, files are dealt out one by one and no process is idle
ENOUGH = 30  # documents that must have been read before anything is said of those to come
CALLED_NOTICE = "通报"  # in the name of a file that other submissions are probably set against


@dataclass(frozen=True, slots=True)
class Round:
    """Files to be read by one process, one after the other.

    Attributes:
        tasks: The files.
        rules: Stamp of the rules, if what was read is to be checked at once, else empty.
        staging: Where rows, checks and findings are written.
    """

    tasks: tuple[ReadTask, ...]
    rules: str
    staging: Place


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a round.

    Attributes:
        read: Files with their rows.
        checked: Submissions with their documents.
        left: Files that were not looked at for want of time.
    """

    read: list[tuple[ReadTask, DocumentRow | Failure]]
    checked: list[tuple[CheckTask, list[Entry] | Failure]]
    left: tuple[ReadTask, ...] = ()


def go_round(do: Do, one: Round) -> Outcome:
    """Read the files of a round, each in a guarded call, and check them, if that is asked for."""
    end = time.monotonic() + SECONDS
    read: list[tuple[ReadTask, DocumentRow | Failure]] = []
    for task in one.tasks:
        if read and time.monotonic() > end:
            break
        read.append((task, do(read_file, task)))
    checked = [(task, do(check_submission, task)) for task in _checks(one, read)] if one.rules else []
    return Outcome(read, checked, one.tasks[len(read) :])


def _checks(one: Round, read: Iterable[tuple[ReadTask, DocumentRow | Failure]]) -> Iterator[CheckTask]:
    stores = {row.document_id: task.store for task, row in read if not isinstance(row, Failure)}
    rows = {row.document_id: row for _, row in read if not isinstance(row, Failure)}
    for group in plan_checks(rows, rows, one.rules):
        yield CheckTask(group, stores, one.staging, one.tasks[0].options)


def portions(files: Sequence[InputFile], workers: int) -> list[tuple[InputFile, ...]]:
    """Return files in portions for rounds, notices first and then the largest; each alone if these would be few.

    Args:
        files: In any order.
        workers: Processes that will share them.
    """
    by_folder = sorted(files, key=lambda file: (folder_of(file.source), file.source))
    portions = [
        portion
        for _, group in groupby(by_folder, key=lambda file: folder_of(file.source))
        for portion in _cut(group)
    ]
    if len(portions) < PER_WORKER * workers:
        portions = [(file,) for file in by_folder]
    return sorted(portions, key=_turn)


def _turn(portion: Sequence[InputFile]) -> tuple[bool, int]:
    return all(CALLED_NOTICE not in file.name for file in portion), -sum(file.bytes for file in portion)


def _cut(files: Iterable[InputFile]) -> Iterator[tuple[InputFile, ...]]:
    """Yield the files of a folder in portions; files of one submission often bear similar names."""
    portion: list[InputFile] = []
    for file in files:
        if portion and (len(portion) == FILES or sum(one.bytes for one in (*portion, file)) > BYTES):
            yield tuple(portion)
            portion = []
        portion.append(file)
    yield tuple(portion)


@dataclass(slots=True)
class Outlook:
    """Whether a check that is made now is likely to stand.

    It is not where documents are known that other submissions are set against, see `neighbours`: result
    notices, and an organisation's reports of two years.

    Attributes:
        is_dim: Such documents are known.
    """

    is_dim: bool
    _seen: int = 0
    _years: dict[str, set[int]] = field(default_factory=dict)

    def is_clear(self) -> bool:
        """Return whether enough was seen, and nothing that a check would have to wait for."""
        return self._seen >= ENOUGH and not self.is_dim

    def add(self, row: DocumentRow) -> None:
        """Take a document into account."""
        self._seen += 1
        self.is_dim |= NOTICE in row.forms
        if row.organisation and row.fiscal_year:
            years = self._years.setdefault("".join(row.organisation.split()), set())
            years.add(row.fiscal_year)
            self.is_dim |= any(year - YEARS_APART in years for year in years)
