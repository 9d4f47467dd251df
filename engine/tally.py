"""What the datasets of a document come to, in numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..schemas.records import Coverage, Outcome, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..schemas.records import Check, DocumentRow, Finding, Unchecked

FIGURES = (
    "facts",  # numbers printed
    "facts_checked",  # of these, in a relation with a verdict
    "facts_linked",  # of these, in an undecided relation, or looked at by a rule
    *(f"checks_{outcome}" for outcome in Outcome),
    *(f"findings_{severity}" for severity in Severity),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document: its row, and `FIGURES` to their numbers; a figure that is missing is 0."""

    row: DocumentRow
    figures: Counter[str]

    @property
    def findings(self) -> int:
        """Findings of any severity."""
        return sum(self.figures[f"findings_{severity}"] for severity in Severity)


def tally(
    facts: int, checks: Iterable[Check], findings: Iterable[Finding], unchecked: Iterable[Unchecked]
) -> Counter[str]:
    """Return the figures of one document, given how many numbers are printed in it."""
    checks = tuple(checks)
    decided = {number for check in checks if check.outcome is not Outcome.DEFERRED for number in check.facts}
    figures = Counter({"facts": facts, "facts_checked": len(decided)})
    figures["facts_linked"] = sum(item.state is Coverage.LINKED for item in unchecked)
    figures.update(f"checks_{check.outcome}" for check in checks)
    figures.update(f"findings_{finding.severity}" for finding in findings)
    return figures
