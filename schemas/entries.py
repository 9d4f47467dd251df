"""What the catalogue files hold, as frozen records: indicators, weight schemes, grade schemes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure or field that forms ask for.

    Attributes:
        id: Stable name, used in facts.
        label: Chinese name, unique in the catalogue.
        section: Form or framework that it belongs to.
        kind: amount, ratio, count, score or text.
        printed_as: Label on paper where `label` needs an addition to be unique.
        unit: Usual unit on the form; None for text and pure numbers.
        aliases: Other labels on paper.
        level: 1 to 3 in a tree of indicators; None outside.
        parent: Id of the indicator one level up; None if there is none.
        direction: What is good: higher, lower, <=100, <=0, =100, ~100; None if nothing says.
        formula: Computed from other ids ("a / b * 100"); None if it is not.
        computation: The computation in Chinese where its operands are no indicators.
        typical_full_marks: Marks that forms usually give it.
        facets: (period, stage) pairs that it is printed for, e.g. ("prior", "actual").
        meaning: One Chinese sentence; None where the label says it all.
    """

    id: str
    label: str
    section: str
    kind: str
    printed_as: str | None = None
    unit: str | None = None
    aliases: tuple[str, ...] = ()
    level: int | None = None
    parent: str | None = None
    direction: str | None = None
    formula: str | None = None
    computation: str | None = None
    typical_full_marks: tuple[Decimal, ...] = ()
    facets: tuple[tuple[str, str], ...] = ()
    meaning: str | None = None

    @property
    def printed_labels(self) -> tuple[str, ...]:
        """The label as it stands on paper, then the aliases."""
        return (self.printed_as or self.label, *self.aliases)


@dataclass(frozen=True, slots=True)
class WeightScheme:
    """Marks of the groups of a score form; they sum to 100.

    Attributes:
        id: Stable name.
        label: Chinese name.
        applies_to: department, project or both.
        weights: Marks by printed group label, in form order.
        remark: Where it is met; None if nothing needs saying.
    """

    id: str
    label: str
    applies_to: str
    weights: Mapping[str, Decimal]
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """One band of a grade scheme: scores from `lower` on, up to the next better band.

    Attributes:
        lower: Lowest score.
        inclusive: Whether `lower` itself belongs to the band.
        word: Printed word.
        ordinal: 1 for the best band.
    """

    lower: Decimal
    inclusive: bool
    word: str
    ordinal: int

    def holds(self, score: Decimal) -> bool:
        """Return whether `score` reaches the band."""
        return score >= self.lower if self.inclusive else score > self.lower


@dataclass(frozen=True, slots=True)
class GradeScheme:
    """How scores turn into grades.

    Attributes:
        id: Stable name.
        authority: Who lays it down, in Chinese.
        bands: Best first.
        default: True for the scheme taken when a document states none.
        remark: Where it is met; None if nothing needs saying.
    """

    id: str
    authority: str
    bands: tuple[Band, ...]
    default: bool = False
    remark: str | None = None

    def band(self, score: Decimal) -> Band | None:
        """Return the band that `score` falls in; None for a score under the lowest band."""
        return next((band for band in self.bands if band.holds(score)), None)
