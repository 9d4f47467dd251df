"""What a run says about a document beside what its reader said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..schemas.records import Notice, Status
from ..schemas.time_limit import UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..schemas.records import DocumentRow
    from .failures import Failure

COPY, DUPLICATE, NOT_CHECKED = "copy", "duplicate", "not-checked"
OF_A_RUN = frozenset({COPY, DUPLICATE, NOT_CHECKED, UNFINISHED})
WHOLE = "全文"


def copy_notice(others: Iterable[str]) -> Notice:
    """Return the notice that a document is a copy of others."""
    return Notice(COPY, WHOLE, f"与{_quoted(others)}是同一份报告，分别复核，互不比对。")


def duplicate_notice(sources: Iterable[str]) -> Notice:
    """Return the notice that further files hold the same bytes."""
    return Notice(DUPLICATE, WHOLE, f"{_quoted(sources)}与本文件内容完全相同，只读取一次。")


def not_checked_notice(failure: Failure) -> Notice:
    """Return the notice that a document was read but could not be checked."""
    return Notice(NOT_CHECKED, WHOLE, f"已读取但未能复核：{failure.reason}", partial=True)


def readers_notices(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Return the notices but for those of a run."""
    return tuple(notice for notice in notices if notice.code not in OF_A_RUN)


def final_row(row: DocumentRow, *said: Notice) -> DocumentRow:
    """Return a document's row with what this run says about it in place of what an earlier one said."""
    same = (duplicate_notice(row.copies),) if row.copies else ()
    notices = (*readers_notices(row.notices), *same, *said)
    if row.status is Status.FAILED:
        return replace(row, notices=notices)
    status = Status.PARTIAL if any(notice.partial for notice in notices) else Status.OK
    return replace(row, notices=notices, status=status)


def _quoted(names: Iterable[str]) -> str:
    return "、".join(f"“{name}”" for name in names)
