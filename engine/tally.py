"""What the datasets of a document come to, in numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..schemas.records import Coverage, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..schemas.records import Check, DocumentRow, Finding, Severity, Unchecked

FIGURES = (
    "facts",  # numbers printed
    "facts_checked",  # of these, in a relation with a verdict
    "facts_linked",  # of these, in an undecided relation, or looked at by a rule
    *(f"checks_{outcome}" for outcome in Outcome),
)


@dataclass(frozen=True, slots=True)
class Tally:
    """What was found in a document.

    Attributes:
        figures: `FIGURES` to their numbers; one that is missing is 0.
        findings: Ids of findings to their severity; copies of a report share them, and they count once.
    """

    figures: Counter[str] = field(default_factory=Counter)
    findings: Mapping[str, Severity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document: its row, and what was found in it."""

    row: DocumentRow
    tally: Tally = field(default_factory=Tally)


def tally(
    facts: int, checks: Iterable[Check], findings: Iterable[Finding], unchecked: Iterable[Unchecked]
) -> Tally:
    """Return what was found in one document, given how many numbers are printed in it."""
    checks = tuple(checks)
    decided = {number for check in checks if check.outcome is not Outcome.DEFERRED for number in check.facts}
    figures = Counter({"facts": facts, "facts_checked": len(decided)})
    figures["facts_linked"] = sum(item.state is Coverage.LINKED for item in unchecked)
    figures.update(f"checks_{check.outcome}" for check in checks)
    return Tally(figures, {finding.id: finding.severity for finding in findings})
