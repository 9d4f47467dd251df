"""What a run came to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..schemas.records import Outcome, Severity, Status
from ..schemas.words import OUTCOME_WORDS, SEVERITY_WORDS, STATUS_WORDS
from .notices import NOT_CHECKED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from ..schemas.records import DocumentRow
    from .checking import DocumentCounts


@dataclass(frozen=True, slots=True)
class FailedDocument:
    """A file that could not be read, or was read but not checked."""

    source: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to; counts are of the files given, not of the whole lake.

    Attributes:
        path: The lake.
        documents: Files by status.
        findings: Findings by severity.
        checks: Relations tried, by outcome.
        facts: Numbers printed.
        facts_checked: Numbers that are in a relation with a verdict.
        failures: Files that were not read or not checked, by source.
    """

    path: Path
    documents: Mapping[Status, int]
    findings: Mapping[Severity, int]
    checks: Mapping[Outcome, int]
    facts: int
    facts_checked: int
    failures: tuple[FailedDocument, ...]

    def lines(self) -> list[str]:
        """Return the summary in Chinese, for people."""
        documents = "，".join(f"{STATUS_WORDS[key]} {self.documents.get(key, 0)}" for key in Status)
        findings = "，".join(f"{SEVERITY_WORDS[key]} {self.findings.get(key, 0)}" for key in Severity)
        checks = "，".join(f"{OUTCOME_WORDS[key]} {self.checks.get(key, 0)}" for key in Outcome)
        share = f"（{self.facts_checked / self.facts:.0%}）" if self.facts else ""
        return [
            f"文件 {sum(self.documents.values())}：{documents}",
            f"问题 {sum(self.findings.values())}：{findings}",
            f"复核关系 {sum(self.checks.values())}：{checks}",
            f"数字 {self.facts}：参与复核 {self.facts_checked}{share}",
            f"查看差异清单：fuhe findings {self.path}",
        ]


def summarise(
    path: Path, rows: Iterable[DocumentRow], counts: Iterable[DocumentCounts], facts: int
) -> Summary:
    """Add up a run.

    Args:
        path: The lake.
        rows: Final rows of the files given.
        counts: Of the same documents.
        facts: Numbers that they print.
    """
    rows, counts = sorted(rows, key=lambda row: row.source), list(counts)
    return Summary(
        path=path,
        documents=Counter(row.status for row in rows),
        findings=sum((count.severities for count in counts), Counter()),
        checks=sum((count.outcomes for count in counts), Counter()),
        facts=facts,
        facts_checked=sum(count.facts_checked for count in counts),
        failures=tuple(failure for row in rows for failure in _failures(row)),
    )


def _failures(row: DocumentRow) -> list[FailedDocument]:
    if row.status is Status.FAILED:
        reason = (row.error or "").removeprefix(f"{row.name}：")  # the source says it already
        return [FailedDocument(row.source, row.error_code or "", reason)]
    return [FailedDocument(row.source, n.code, n.text) for n in row.notices if n.code == NOT_CHECKED]
