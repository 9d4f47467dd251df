"""Which files hold the same report: the run that read them noted it in their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...schemas.records import DocumentRow

COPY = "copy"  # code of the notice, see engine/notices.py


def first_copies(documents: Iterable[DocumentRow]) -> Mapping[str, str]:
    """Return for each document the one that stands for it: of several copies the first by source.

    A document without copies stands for itself.
    """
    by_submission: dict[str | None, list[DocumentRow]] = {}
    for row in sorted(documents, key=lambda row: row.source):
        by_submission.setdefault(row.submission, []).append(row)
    return {
        row.document_id: next(other for other in rows if other is row or _names(row, other)).document_id
        for rows in by_submission.values()
        for row in rows
    }


def _names(row: DocumentRow, other: DocumentRow) -> bool:
    """Return whether a document's row calls another one a copy of it."""
    return any(notice.code == COPY and f"“{other.name}”" in notice.text for notice in row.notices)
