"""What a run has to check: the submissions that its files, or files they replace, belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..schemas.records import Status
from .submissions import submissions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..schemas.records import DocumentRow


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run has to check.

    Attributes:
        groups: Submission to the rows of its documents, sorted by source.
        removed: Documents of the lake whose path now holds other bytes.
    """

    groups: dict[str, list[DocumentRow]]
    removed: frozenset[str]


def plan_checks(given: Mapping[str, DocumentRow], stored: Mapping[str, DocumentRow]) -> Plan:
    """Return what is to be checked after `given` was read.

    Args:
        given: Rows of the files read in this run, by document.
        stored: Rows that the lake holds, by document.
    """
    sources = {row.source for row in given.values()}
    removed = frozenset(key for key, row in stored.items() if row.source in sources and key not in given)
    kept = {key: row for key, row in stored.items() if key not in given and key not in removed}
    touched = {row.submission for key, row in stored.items() if key not in kept}
    read = [row for row in (*given.values(), *kept.values()) if row.status is not Status.FAILED]
    groups = submissions(read)
    touched |= {row.submission for rows in groups.values() for row in rows if row.document_id in given}
    moved = {
        row.submission
        for rows in groups.values()
        for row in rows
        if row.document_id in kept and row.submission != kept[row.document_id].submission
    }
    return Plan({key: rows for key, rows in groups.items() if key in touched | moved}, removed)
