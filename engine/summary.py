"""What a run came to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..lake.files import columns_of
from ..schemas.records import Coverage, Outcome, Severity, Status
from ..schemas.words import OUTCOME_WORDS, SEVERITY_WORDS, STATUS_WORDS
from .failures import Failure
from .notices import NOT_CHECKED
from .progress import FailedDocument

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from ..lake import Lake
    from ..schemas.records import DocumentRow

DOCUMENTS_AT_A_TIME = 500


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

    path: Path
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


def summarise(lake: Lake, given: Collection[str], changes: Changes) -> Summary:
    """Add up what the lake holds of the documents given."""
    rows = sorted(lake.records("documents", given), key=lambda row: row.source)
    checks = columns_of(lake.path, "checks", given, ("outcome",))
    findings = columns_of(lake.path, "findings", given, ("severity",))
    states = columns_of(lake.path, "unchecked", given, ("state",))["state"].to_pylist()
    return Summary(
        path=lake.path,
        documents=Counter(row.status for row in rows),
        changes=changes,
        findings=Counter(map(Severity, findings["severity"].to_pylist())),
        checks=Counter(map(Outcome, checks["outcome"].to_pylist())),
        facts=columns_of(lake.path, "facts", given, ("fact",)).num_rows,
        facts_checked=_facts_checked(lake, given),
        facts_linked=states.count(Coverage.LINKED),
        failures=tuple(failure for row in rows for failure in _failures(row)),
    )


def _facts_checked(lake: Lake, given: Collection[str]) -> int:
    """Count the numbers that are in a relation with a verdict, some documents at a time to save memory."""
    import pyarrow as pa  # noqa: PLC0415 - heavy
    import pyarrow.compute as pc  # noqa: PLC0415

    found, keys = 0, sorted(given)
    for start in range(0, len(keys), DOCUMENTS_AT_A_TIME):
        some = keys[start : start + DOCUMENTS_AT_A_TIME]
        checks = columns_of(lake.path, "checks", some, ("document_id", "outcome", "facts"))
        decided = checks.filter(pc.not_equal(checks["outcome"], Outcome.DEFERRED.value)).combine_chunks()
        documents = decided["document_id"].take(pc.list_parent_indices(decided["facts"]))
        pairs = pa.table({"document_id": documents, "fact": pc.list_flatten(decided["facts"])})
        found += pairs.group_by(["document_id", "fact"]).aggregate([]).num_rows
    return found


def _failures(row: DocumentRow) -> list[FailedDocument]:
    if row.status is Status.FAILED:
        return [FailedDocument.of(row, Failure(row.error_code or "", row.error or ""))]
    return [FailedDocument(row.source, n.code, n.text) for n in row.notices if n.code == NOT_CHECKED]
