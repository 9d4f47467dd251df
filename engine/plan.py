"""What is left to do: files that must be read, submissions that must be checked, documents that went."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..lake import is_url
from ..schemas.file_names import path_on_disk
from ..schemas.records import Status
from .archives import outermost
from .inputs import covering
from .neighbours import Neighbourhood
from .stamps import members_key, read_key
from .submissions import submissions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ..schemas.records import DocumentRow
    from .inputs import InputFile
    from .options import RunOptions

    Rows = Mapping[str, DocumentRow]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run has to read, and what it knows without reading.

    Attributes:
        todo: Files to be read, large ones first, so that none of them keeps one process busy in the end.
        resumed: Rows of files that an interrupted run has read, by document.
        known: Rows of all other documents that the lake will hold, sources brought up to date.
        unchanged: Documents among them that were given and need no reading.
        gone: Documents of the lake whose files are no longer where they were.
        renamed: Documents given whose path is another than before.
    """

    todo: tuple[InputFile, ...]
    resumed: dict[str, DocumentRow]
    known: dict[str, DocumentRow]
    unchanged: frozenset[str]
    gone: frozenset[str]
    renamed: frozenset[str]


def plan_reading(
    inputs: Sequence[str | Path],
    files: Sequence[InputFile],
    stored: Rows,
    interrupted: Rows,
    options: RunOptions,
) -> Plan:
    """Return what is to be read.

    Args:
        inputs: Files and folders as given.
        files: What was found there.
        stored: Rows that the lake holds, by document.
        interrupted: Rows that a run which did not come to its end has left.
        options: Of this run.
    """
    elsewhere = _elsewhere(inputs, files, stored)
    given = {file.document_id: _merged(file, elsewhere.get(file.document_id, ())) for file in files}
    stands = _standing(options)
    unchanged = {key: stored[key] for key, file in given.items() if stands(stored.get(key), file)}
    resumed = {
        key: interrupted[key]
        for key, file in given.items()
        if key not in unchanged and stands(interrupted.get(key), file)
    }
    todo = [file for key, file in given.items() if key not in unchanged and key not in resumed]
    absent = {key: row for key, row in stored.items() if key not in given}
    kept = {key: _placed(row, elsewhere[key]) for key, row in absent.items() if elsewhere[key]}
    return Plan(
        todo=tuple(sorted(todo, key=lambda file: (-file.bytes, file.source))),
        resumed={key: _placed(row, given[key].sources) for key, row in resumed.items()},
        known=kept | {key: _placed(row, given[key].sources) for key, row in unchanged.items()},
        unchanged=frozenset(unchanged),
        gone=frozenset(absent.keys() - kept.keys()),
        renamed=frozenset(
            key for key, file in given.items() if key in stored and stored[key].source not in file.sources
        ),
    )


def _elsewhere(
    inputs: Sequence[str | Path], files: Sequence[InputFile], stored: Rows
) -> dict[str, tuple[str, ...]]:
    """Return the sources of each document that this run did not look at, and that still exist."""
    found = {source for file in files for source in file.sources}
    covers = covering(inputs)

    def stays(source: str) -> bool:
        if source in found or covers(source):
            return False
        return is_url(source) or path_on_disk(outermost(source)).exists()

    return {key: tuple(filter(stays, (row.source, *row.copies))) for key, row in stored.items()}


def _merged(file: InputFile, elsewhere: Iterable[str]) -> InputFile:
    if not elsewhere:
        return file
    source, *copies = sorted({*file.sources, *elsewhere})
    return replace(file, source=source, copies=tuple(copies))


def _placed(row: DocumentRow, sources: Sequence[str]) -> DocumentRow:
    if tuple(sources) == (row.source, *row.copies):
        return row
    source, *copies = sources
    return replace(row, name=Path(source).name, source=source, copies=tuple(copies))


def _standing(options: RunOptions) -> Callable[[DocumentRow | None, InputFile], bool]:
    """Return who tells whether a row is what reading the file now would give."""
    key_of = cache(lambda error_code: read_key(options, error_code))

    def stands(row: DocumentRow | None, file: InputFile) -> bool:
        if row is None or options.force or row.read_key != key_of(row.error_code):
            return False
        # A message names the file, and what passes is tried again.
        return row.status is not Status.FAILED or (row.name == file.name and row.read_key != "")

    return stands


@dataclass(frozen=True, slots=True)
class Group:
    """A submission to be checked; the rows name it, and what it is checked with.

    Attributes:
        key: Submission.
        rows: Its documents.
        neighbours: Documents from elsewhere that a few rules look at: last year's, and result notices.
    """

    key: str
    rows: tuple[DocumentRow, ...]
    neighbours: tuple[DocumentRow, ...] = ()

    @property
    def stamp(self) -> str:
        """What its check depends on: every row bears it."""
        return self.rows[0].check_key


def plan_checks(rows: Rows, given: Iterable[str], rules: str) -> list[Group]:
    """Return the submissions that must be checked, the largest first.

    Those of documents given are checked if rules or members are other than before, the rest of the
    lake only if its members are.

    Args:
        rows: Of all documents that the lake will hold; a row without check_key was read just now.
        given: Documents that the run was asked for.
        rules: Stamp of the rules.
    """
    asked = set(given)
    groups = []
    every = submissions(row for row in rows.values() if row.status is not Status.FAILED)
    beside = Neighbourhood.of(every)
    for key, members in every.items():
        neighbours = beside.of_submission(key, members)
        stamp = f"{rules}-{members_key(key, (*members, *neighbours))}"
        if any(_is_due(row, stamp, asked=row.document_id in asked) for row in members):
            stamped = tuple(replace(row, check_key=stamp) for row in members)
            groups.append(Group(key, stamped, neighbours))
    return sorted(groups, key=lambda group: -sum(row.bytes for row in group.rows))


def _is_due(row: DocumentRow, stamp: str, *, asked: bool) -> bool:
    if asked:
        return row.check_key != stamp
    return row.check_key.partition("-")[2] != stamp.partition("-")[2]
