"""Documents elsewhere in a lake that a submission is set against: last year's, and result notices."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..schemas.records import DocumentRow

NOTICE = "result_notice"
MOST_NOTICES = 3  # of many, those in the nearest folders; each is read for every submission
YEARS_APART = 1


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """All documents of a lake by (organisation, year), and its notices."""

    by_year: Mapping[tuple[str, int], Sequence[DocumentRow]]
    notices: Sequence[DocumentRow]
    _nearest: dict[str, Sequence[DocumentRow]] = field(default_factory=dict)

    @classmethod
    def of(cls, submissions: Mapping[str, Sequence[DocumentRow]]) -> Neighbourhood:
        """Index the documents of all submissions."""
        by_year: dict[tuple[str, int], list[DocumentRow]] = {}
        rows = sorted((row for rows in submissions.values() for row in rows), key=lambda row: row.source)
        for row in rows:
            if row.organisation and row.fiscal_year:
                by_year.setdefault((_plain(row.organisation), row.fiscal_year), []).append(row)
        return cls(by_year, [row for row in rows if NOTICE in row.forms])

    def of_submission(self, key: str, members: Sequence[DocumentRow]) -> tuple[DocumentRow, ...]:
        """Return the documents beside a submission, last year's first; none if it names no one year."""
        years = {row.fiscal_year for row in members if row.fiscal_year}
        names = {_plain(row.organisation) for row in members if row.organisation}
        if len(years) != 1 or len(names) != 1:
            return ()
        year, name = years.pop(), names.pop()
        last = [row for row in self.by_year.get((name, year - 1), ()) if row.submission != key]
        return (*last, *self._notices(members, year))

    def _notices(self, members: Sequence[DocumentRow], year: int) -> Iterable[DocumentRow]:
        own = {row.document_id for row in members}
        near = (
            row
            for row in self._by_distance(members[0].source.rpartition("/")[0])
            if row.document_id not in own and abs((row.fiscal_year or year) - year) <= YEARS_APART
        )
        return islice(near, MOST_NOTICES)

    def _by_distance(self, folder: str) -> Sequence[DocumentRow]:
        """Return all notices, those in the nearest folders first; they come sorted by source."""
        if folder not in self._nearest:
            self._nearest[folder] = sorted(self.notices, key=lambda row: -_shared(folder, row.source))
        return self._nearest[folder]


def _plain(organisation: str) -> str:
    return "".join(organisation.split())


def _shared(folder: str, file: str) -> int:
    """Return how many folders two paths have in common; plain texts, as there are very many pairs."""
    parts = folder.split("/")
    pairs = zip(parts, file.split("/"), strict=False)
    return next((n for n, (one, other) in enumerate(pairs) if one != other), len(parts))
