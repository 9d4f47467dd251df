"""What the checking gives: checks and findings, and the submission that it takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from .places import Source
    from .reports import Report


class Outcome(StrEnum):
    """What came of a relation that was tried."""

    HOLDS = "holds"
    ROUNDING = "rounding"
    BROKEN = "broken"
    DEFERRED = "deferred"


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARN = "warn"
    INFO = "info"


class Origin(StrEnum):
    """Where a relation came from."""

    CATALOGUE = "catalogue"
    TEXT = "text"
    DISCOVERED = "discovered"


@dataclass(frozen=True, slots=True)
class Check:
    """A relation that was tried, with its outcome.

    Attributes:
        number: From 1 inside its document.
        document: Document of the stated figure.
        rule: Code, e.g. "A01".
        origin: Where the relation came from.
        relation: Readable formula with the printed figures.
        outcome: holds, rounding, broken or deferred.
        stated: Printed figure; None when deferred for want of it.
        expected: Recomputed figure in the unit of `stated`.
        expected_low: Lower end of what the printed digits allow.
        expected_high: Upper end.
        difference: stated - expected.
        unit: Unit of the figures.
        facts: Numbers of the facts of this document that took part.
        note: Why it was deferred, which blanks were read as zero, truncation.
    """

    number: int
    document: str
    rule: str
    origin: Origin
    relation: str
    outcome: Outcome
    stated: Decimal | None
    expected: Decimal | None
    expected_low: Decimal | None
    expected_high: Decimal | None
    difference: Decimal | None
    unit: str | None
    facts: tuple[int, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One operand of a finding: its role, the words as printed, its place."""

    role: str
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Finding:
    """A discrepancy that a reviewer should look at.

    Attributes:
        id: Stable over corrected figures: hash of rule, place and roles, no values.
        document: Document it is filed under.
        case: Shared by findings with one cause.
        rule: Code.
        severity: error, warn or info.
        category: 表内, 表间, 表文, 文内, 跨年 or 跨文件.
        confidence: 0 to 1.
        message: One Chinese sentence with both figures and the arithmetic.
        stated: Printed figure.
        expected: Recomputed figure, in `unit`.
        difference: stated - expected.
        unit: Unit printed.
        cause: Likely cause; None if none is clear.
        suggestion: What to look at; None if none is clear.
        impact: Score, grade or threshold that the corrected figure changes; None if none.
        evidence: Every operand, stated figure first.
    """

    id: str
    document: str
    case: str
    rule: str
    severity: Severity
    category: str
    confidence: float
    message: str
    stated: Decimal | None
    expected: Decimal | None
    difference: Decimal | None
    unit: str | None
    cause: str | None
    suggestion: str | None
    impact: str | None
    evidence: tuple[Evidence, ...]


class Coverage(StrEnum):
    """What became of a number that no relation with a verdict holds."""

    LINKED = "linked"  # in a relation that could not be decided, or looked at by a rule
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A printed number that took part in no relation with a verdict.

    Attributes:
        document: Its document.
        fact: Its number there.
        state: linked or unchecked.
        reason: Why, in Chinese.
    """

    document: str
    fact: int
    state: Coverage
    reason: str


@dataclass(frozen=True, slots=True)
class Submission:
    """The files of one organisation and fiscal year that are checked against each other.

    Attributes:
        key: Readable: folder, organisation, year.
        reports: What the files say.
        neighbours: Reports from elsewhere in the lake that a few rules look at: the organisation's of the
            year before, and result notices. They are not checked themselves.
    """

    key: str
    reports: tuple[Report, ...] = field(default=())
    neighbours: tuple[Report, ...] = field(default=())
