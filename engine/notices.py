"""What a run says about a document beside what its reader said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..schemas.records import Notice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .guard import Failure

COPY, DUPLICATE, NOT_CHECKED = "copy", "duplicate", "not-checked"
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


def without_run_notices(notices: Iterable[Notice], *codes: str) -> tuple[Notice, ...]:
    """Return the notices but for those of a run; with `codes`, but for those only."""
    dropped = codes or (COPY, DUPLICATE, NOT_CHECKED)
    return tuple(notice for notice in notices if notice.code not in dropped)


def _quoted(names: Iterable[str]) -> str:
    return "、".join(f"“{name}”" for name in names)
