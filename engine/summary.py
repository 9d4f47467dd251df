"""What a run came to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..schemas.records import Outcome, Severity, Status
from ..schemas.words import OUTCOME_WORDS, SEVERITY_WORDS, STATUS_WORDS
from .failures import Failure
from .notices import NOT_CHECKED
from .progress import FailedDocument

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..lake import Place
    from ..schemas.records import DocumentRow
    from .tally import Entry


@dataclass(frozen=True, slots=True)
class Changes:
    """How the lake differs from what it was, in documents.

    Attributes:
        read: Read in this run.
        resumed: Read by an earlier run that did not come to its end.
        unchanged: Neither read nor checked again.
        rechecked: Checked again without being read.
        renamed: Found under another path than before.
        gone: No longer found, and removed.
    """

    read: int = 0
    resumed: int = 0
    unchanged: int = 0
    rechecked: int = 0
    renamed: int = 0
    gone: int = 0

    def line(self) -> str:
        """Return the changes in Chinese, what did not happen left out."""
        words = {
            "新读取": self.read,
            "接续上次已读取": self.resumed,
            "未变跳过": self.unchanged,
            "只重新复核": self.rechecked,
            "改名或移动": self.renamed,
            "已不存在并移除": self.gone,
        }
        return "，".join(f"{word} {number}" for word, number in words.items() if number)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to; counts are of the files given, read now or before, not of the whole lake.

    Attributes:
        path: The lake.
        documents: Files by status.
        changes: What was done.
        findings: Findings by severity.
        checks: Relations tried, by outcome.
        facts: Numbers printed.
        facts_checked: Numbers that are in a relation with a verdict.
        facts_linked: Numbers in an undecided relation, or looked at by a rule.
        failures: Files that were not read or not checked, by source.
    """

    path: Place
    documents: Mapping[Status, int]
    changes: Changes
    findings: Mapping[Severity, int]
    checks: Mapping[Outcome, int]
    facts: int
    facts_checked: int
    facts_linked: int
    failures: tuple[FailedDocument, ...]

    @property
    def coverage(self) -> float:
        """Share of the numbers that are in a relation with a verdict; 1 where nothing is printed."""
        return self.facts_checked / self.facts if self.facts else 1.0

    def lines(self) -> list[str]:
        """Return the summary in Chinese, for people."""
        documents = "，".join(f"{STATUS_WORDS[key]} {self.documents.get(key, 0)}" for key in Status)
        findings = "，".join(f"{SEVERITY_WORDS[key]} {self.findings.get(key, 0)}" for key in Severity)
        checks = "，".join(f"{OUTCOME_WORDS[key]} {self.checks.get(key, 0)}" for key in Outcome)
        share = f"（{self.coverage:.0%}）" if self.facts else ""
        unchecked = self.facts - self.facts_checked - self.facts_linked
        return [
            f"文件 {sum(self.documents.values())}：{documents}",
            f"本次：{self.changes.line()}",
            f"问题 {sum(self.findings.values())}：{findings}",
            f"复核关系 {sum(self.checks.values())}：{checks}",
            f"数字 {self.facts}：参与复核 {self.facts_checked}{share}，关联 {self.facts_linked}，未核 {unchecked}",
            f"查看差异清单：fuhe findings {self.path}",
        ]


def summarise(lake: Place, entries: Iterable[Entry], changes: Changes) -> Summary:
    """Add up what a lake holds of some documents."""
    entries = sorted(entries, key=lambda entry: entry.row.source)
    total: Counter[str] = sum((entry.figures for entry in entries), Counter())
    return Summary(
        path=lake,
        documents=Counter(entry.row.status for entry in entries),
        changes=changes,
        findings={severity: total[f"findings_{severity}"] for severity in Severity},
        checks={outcome: total[f"checks_{outcome}"] for outcome in Outcome},
        facts=total["facts"],
        facts_checked=total["facts_checked"],
        facts_linked=total["facts_linked"],
        failures=tuple(failure for entry in entries for failure in _failures(entry.row)),
    )


def _failures(row: DocumentRow) -> list[FailedDocument]:
    if row.status is Status.FAILED:
        return [FailedDocument.of(row, Failure(row.error_code or "", row.error or ""))]
    return [FailedDocument(row.source, n.code, n.text) for n in row.notices if n.code == NOT_CHECKED]
