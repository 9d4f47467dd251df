"""Which documents belong together: one folder or archive, one organisation, one fiscal year."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .archives import folder_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..schemas.records import DocumentRow


def submissions(rows: Iterable[DocumentRow]) -> dict[str, list[DocumentRow]]:
    """Return the submissions that documents form, by key, the documents sorted by source.

    A document that names no organisation stands alone: guessing whose it is would compare the
    figures of strangers. One that names no year joins its organisation if the folder holds only
    one year of it.
    """
    ordered = sorted(rows, key=lambda row: row.source)
    years = _years(ordered)
    groups: dict[str, list[DocumentRow]] = {}
    for row in ordered:
        key = submission_key(row, years)
        groups.setdefault(key, []).append(replace(row, submission=key))
    return groups


def _years(rows: Iterable[DocumentRow]) -> dict[tuple[str, str], set[int]]:
    years: dict[tuple[str, str], set[int]] = {}
    for row in rows:
        if row.organisation and row.fiscal_year:
            years.setdefault((folder_of(row.source), _name(row.organisation)), set()).add(row.fiscal_year)
    return years


def submission_key(row: DocumentRow, years: Mapping[tuple[str, str], set[int]]) -> str:
    """Return the key of the submission that a document belongs to, readable: folder·organisation·year."""
    folder = folder_of(row.source)
    if not row.organisation:
        return f"{folder}·{row.name}"
    organisation = _name(row.organisation)
    known = years.get((folder, organisation), set())
    year = row.fiscal_year or (min(known) if len(known) == 1 else None)
    return f"{folder}·{organisation}·{year or row.name}"


def _name(organisation: str) -> str:
    return "".join(organisation.split())
