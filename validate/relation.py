"""A relation: one printed figure that an expression of other printed figures should give."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..schemas.records import Fact, Origin


class Shape(StrEnum):
    """How the operands give the stated figure.

    SUM: stated = Σ weight · term.
    RATIO: stated = Σ terms / Σ base (a rate; the stated unit says whether it is printed in percent).
    CHANGE: stated = (Σ terms - Σ base) / |Σ base|, new figure in `terms`, old one in `base`.
    EQUAL: stated and the single term are one fact printed twice.
    PRODUCT: stated = term · term (marks · rate).
    CAPPED_PRODUCT: as PRODUCT, never more than the first term (an execution score).
    AT_MOST: stated <= Σ terms.
    AT_LEAST: stated >= Σ terms.
    COUNT: stated = the exact number `count`; the terms are the things counted.
    REST: stated = `count` + Σ weight · term, in the stated unit (shares that make up 100 %).
    YEARLY: stated = (Σ terms / Σ base) ** (1 / `count`) - 1, the mean growth over `count` years.
    """

    SUM = "sum"
    RATIO = "ratio"
    CHANGE = "change"
    EQUAL = "equal"
    PRODUCT = "product"
    CAPPED_PRODUCT = "capped_product"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    COUNT = "count"
    REST = "rest"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class Term:
    """One operand: its role in Chinese ("其中：基本支出"), its fact, +1 or -1."""

    role: str
    fact: Fact
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation to be tried.

    Attributes:
        rule: Code of the rule that proposes it, e.g. "R07".
        origin: catalogue, text or discovered.
        shape: The arithmetic.
        stated: The figure that is checked, with its role.
        terms: Operands; for RATIO and CHANGE the numerator or new figure.
        base: Denominator or old figure of RATIO and CHANGE, else empty.
        negative: The stated figure is printed as a size and the words say it is a decrease
            ("减少12.5万元", "下降3%"); its sign is turned before comparing.
        count: What COUNT expects, what REST makes up, the years of YEARLY.
        confidence: How sure it is that the relation is meant; below 1 it tempers the finding.
        in_percent: Whether a rate that is printed without a unit is in percent; None if its figure must tell.
        missing: Why it cannot be decided (Chinese), e.g. a blank operand; then the outcome is deferred.
        note: Said with the outcome, e.g. which blanks were read as zero.
    """

    rule: str
    origin: Origin
    shape: Shape
    stated: Term
    terms: tuple[Term, ...] = ()
    base: tuple[Term, ...] = ()
    negative: bool = False
    count: int | None = None
    confidence: float = 1.0
    in_percent: bool | None = None
    missing: str | None = None
    note: str = ""
