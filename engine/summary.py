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
from .units import by_severity, units_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..lake import Place
    from ..schemas.records import DocumentRow
    from .tally import Entry
    from .units import Unit

NAMED = 3  # of equal files, in one line
MOST_LINES = 10  # of units, or of equal files: what a screen shows beside the rest


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
        partly: Files that were read but for a part, by source, with what is missing.
        same: Sources to the further sources of the same bytes, which were not read again.
        units: What was found by unit, the most serious first; of documents that could be read.
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
    partly: tuple[FailedDocument, ...]
    same: Mapping[str, tuple[str, ...]]
    units: tuple[Unit, ...]

    @property
    def coverage(self) -> float:
        """Share of the numbers that are in a relation with a verdict; 1 where nothing is printed."""
        return self.facts_checked / self.facts if self.facts else 1.0

    def lines(self) -> list[str]:
        """Return the summary in Chinese, for people."""
        documents = [f"{STATUS_WORDS[key]} {self.documents.get(key, 0)}" for key in Status]
        again = sum(map(len, self.same.values()))
        if again:
            documents.append(f"内容与其他文件相同 {again}")
        findings = "，".join(f"{SEVERITY_WORDS[key]} {self.findings.get(key, 0)}" for key in Severity)
        checks = "，".join(f"{OUTCOME_WORDS[key]} {self.checks.get(key, 0)}" for key in Outcome)
        share = f"（{self.coverage:.0%}）" if self.facts else ""
        unchecked = self.facts - self.facts_checked - self.facts_linked
        return [
            f"文件 {sum(self.documents.values()) + again}：{'，'.join(documents)}",
            f"本次：{self.changes.line()}",
            f"问题 {sum(self.findings.values())}：{findings}",
            f"复核关系 {sum(self.checks.values())}：{checks}",
            f"数字 {self.facts}：参与复核 {self.facts_checked}{share}，关联 {self.facts_linked}，未核 {unchecked}",
            *self._same_lines(),
            *self._unit_lines(),
            f"查看差异清单：fuhe findings {self.path}",
        ]

    def _same_lines(self) -> list[str]:
        if not self.same:
            return []
        lines = [f"{_named(others)} 与 {source}" for source, others in sorted(self.same.items())]
        query = "SELECT source, copies FROM documents WHERE len(copies) > 0"
        return ["内容相同，只读取一次：", *self._bounded(lines, "组", query)]

    def _unit_lines(self) -> list[str]:
        lines = [unit.line() for unit in self.units if unit.findings]
        if not lines:
            return [f"单位 {len(self.units)}：均未发现问题"] if self.units else []
        query = "FROM errors_per_unit ORDER BY errors DESC, warnings DESC"
        return [
            f"单位 {len(self.units)}：有问题 {len(lines)}，无问题 {len(self.units) - len(lines)}",
            *self._bounded(lines, "个有问题的单位", query),
        ]

    def _bounded(self, lines: Sequence[str], what: str, query: str) -> list[str]:
        """Return the first lines, and how to see the others."""
        shown = [f"  {line}" for line in lines[:MOST_LINES]]
        rest = len(lines) - len(shown)
        if rest:
            shown.append(f'  另有 {rest} {what}，查看全部：fuhe sql {self.path} "{query}"')
        return shown


def summarise(lake: Place, entries: Iterable[Entry], changes: Changes) -> Summary:
    """Add up what a lake holds of some documents."""
    entries = sorted(entries, key=lambda entry: entry.row.source)
    total: Counter[str] = sum((entry.tally.figures for entry in entries), Counter())
    return Summary(
        path=lake,
        documents=Counter(entry.row.status for entry in entries),
        changes=changes,
        findings=by_severity(entries),
        checks={outcome: total[f"checks_{outcome}"] for outcome in Outcome},
        facts=total["facts"],
        facts_checked=total["facts_checked"],
        facts_linked=total["facts_linked"],
        failures=tuple(failure for entry in entries for failure in _failures(entry.row)),
        partly=tuple(missing for entry in entries for missing in _missing(entry.row)),
        same={entry.row.source: entry.row.copies for entry in entries if entry.row.copies},
        units=units_of(entry for entry in entries if entry.row.status is not Status.FAILED),
    )


def _missing(row: DocumentRow) -> list[FailedDocument]:
    """Return what could not be read of a document, in one line."""
    missing = [n for n in row.notices if n.partial and n.code != NOT_CHECKED]
    if row.status is Status.FAILED or not missing:
        return []
    more = f"（共 {len(missing)} 处）" if len(missing) > 1 else ""
    first = missing[0]
    place = "" if first.text.startswith(first.place) else f"{first.place}："
    return [FailedDocument(row.source, first.code, f"{place}{first.text}{more}")]


def _named(sources: Sequence[str]) -> str:
    more = f" 等 {len(sources)} 个文件" if len(sources) > NAMED else ""
    return "、".join(sources[:NAMED]) + more


def _failures(row: DocumentRow) -> list[FailedDocument]:
    if row.status is Status.FAILED:
        return [FailedDocument.of(row, Failure(row.error_code or "", row.error or ""))]
    return [FailedDocument(row.source, n.code, n.text) for n in row.notices if n.code == NOT_CHECKED]
