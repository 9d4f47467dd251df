"""Reports that this process has read a moment ago, and that it need not fetch from their datasets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..schemas.records import Report

_reports: dict[str, Report] = {}


def keep(report: Report) -> None:
    """Keep a report until it is taken; whoever keeps one sees to it that this happens soon."""
    _reports[report.document.id] = report


def take(document_id: str) -> Report | None:
    """Return a report and forget it; None if this process did not keep it."""
    return _reports.pop(document_id, None)
