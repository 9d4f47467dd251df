"""The second task: the documents of a submission are checked together, from their datasets."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..lake import read_report, stage
from ..schemas.records import Outcome, Severity, Submission
from .notices import without_run_notices

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ..schemas.records import Check, Finding, Report
    from ..validate import Verdict
    from .copies import Variant
    from .options import RunOptions


@dataclass(frozen=True, slots=True)
class CheckTask:
    """Documents to be checked together.

    Attributes:
        key: Submission.
        variant: Which documents, and whose checks are kept.
        roots: Folders to read reports from; checks are staged into the first.
        options: Which rules.
    """

    key: str
    variant: Variant
    roots: tuple[Path, ...]
    options: RunOptions


@dataclass(frozen=True, slots=True)
class DocumentCounts:
    """What the checks of one document came to.

    Attributes:
        document_id: The document.
        outcomes: Checks by outcome.
        severities: Findings by severity.
        facts_checked: Printed numbers that are in a relation with a verdict.
    """

    document_id: str
    outcomes: Counter[Outcome]
    severities: Counter[Severity]
    facts_checked: int


def check_submission(task: CheckTask) -> tuple[DocumentCounts, ...]:
    """Check a submission, stage checks and findings of its home documents, and count them."""
    reports = tuple(_bare_report(task.roots, key) for key in task.variant.members)
    verdict = _validate(Submission(task.key, reports), task.options)
    counts = []
    for document_id in sorted(task.variant.homes):
        checks = [check for check in verdict.checks if check.document == document_id]
        findings = [finding for finding in verdict.findings if finding.document == document_id]
        stage(task.roots[0], document_id, {"checks": checks, "findings": findings})
        counts.append(count(document_id, checks, findings))
    return tuple(counts)


def require_rules(options: RunOptions) -> None:
    """Raise CatalogueError if the rules asked for do not exist or a rule file is wrong."""
    _validate(Submission(key=""), options)


def _validate(submission: Submission, options: RunOptions) -> Verdict:
    from ..validate import Options, validate  # noqa: PLC0415 - the rules are heavy and only checks need them

    chosen = Options(select=options.select, ignore=options.ignore, rule_files=options.rule_files)
    return validate(submission, chosen)


def _bare_report(roots: Sequence[Path], document_id: str) -> Report:
    """Return a report without what an earlier run said about it, so that every run checks the same."""
    report = read_report(roots, document_id)
    notices = without_run_notices(report.notices)
    return replace(report, notices=notices, document=replace(report.document, notices=notices))


def count(document_id: str, checks: Iterable[Check], findings: Iterable[Finding]) -> DocumentCounts:
    """Count one document's checks, findings and covered facts."""
    checks = list(checks)
    covered = {fact for check in checks if check.outcome is not Outcome.DEFERRED for fact in check.facts}
    return DocumentCounts(
        document_id=document_id,
        outcomes=Counter(check.outcome for check in checks),
        severities=Counter(finding.severity for finding in findings),
        facts_checked=len(covered),
    )
