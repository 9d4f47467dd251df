"""How sure a footing is: what the other columns, the other totals and a likely slip say about it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..schemas.records import Origin, Outcome
from .diagnosis import diagnose
from .evaluate import evaluate
from .footing import Footing, Nature
from .precision import Precision, base_value
from .relation import Relation, Shape, Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

UNCONFIRMED = 0.8  # confidence of a plain total that no other column confirms
MANY_HOLD = 3  # so many sums of one nature that hold confirm the others


@dataclass(frozen=True, slots=True)
class Weighing:
    """The rule that proposes, and the thresholds of its entry in rules.yaml."""

    rule: str
    amount_columns: int
    share: float


def footing_relations(footings: Sequence[Footing], weighing: Weighing) -> Iterator[Relation]:
    """Yield the relations of row totals that the figures do not contradict as a reading."""
    rows: dict[object, list[Footing]] = defaultdict(list)
    natures: dict[Nature, list[Footing]] = defaultdict(list)
    for footing in footings:
        if not footing.is_blank:
            rows[footing.total.source.row].append(footing)
            natures[footing.nature].append(footing)
    for footing in footings:
        if footing.is_blank:
            continue
        confidence = _confidence(footing, rows[footing.total.source.row], natures[footing.nature], weighing)
        if confidence:
            yield relation_of(footing, weighing.rule, confidence)


def _confidence(
    footing: Footing, row: Sequence[Footing], alike: Sequence[Footing], weighing: Weighing
) -> float:
    """1 when other sums confirm the reading, less for a plain total alone, 0 for no proposal."""
    if fits(footing) or any(fits(other) for other in row if other is not footing):
        return 1.0
    held = sum(fits(other) for other in alike)
    if held >= MANY_HOLD and held >= MANY_HOLD * (len(alike) - held):
        return 1.0
    if footing.nature is not Nature.FLAT or not _is_plausible(footing):
        return 0.0
    return UNCONFIRMED if len(row) == 1 or len(row) >= weighing.amount_columns else 0.0


def fits(footing: Footing) -> bool:
    """Return whether the details give the total, rounding included."""
    outcome = evaluate(relation_of(footing, "A21", 1.0), Precision({})).outcome
    return outcome in (Outcome.HOLDS, Outcome.ROUNDING)


def _is_plausible(footing: Footing) -> bool:
    """A total that no column confirms: one slip explains it, or it is near what it should be."""
    relation = relation_of(footing, "A21", 1.0)
    if any(diagnose(relation, evaluate(relation, Precision({})))):
        return True
    details = sum(base_value(fact) for _, fact in footing.details)
    return details != 0 and abs(base_value(footing.total) / details - 1) < 1 - 1 / 1.25


def crossing_relations(readings: Sequence[Sequence[Footing]], weighing: Weighing) -> Iterator[Relation]:
    """Yield the row sums of the first reading of each 合计 column that enough of its rows bear out."""
    settled: set[int] = set()
    for reading in readings:
        told = [footing for footing in reading if not footing.is_blank]
        if len(told) < 2 or told[0].column in settled:
            continue
        held = sum(fits(footing) for footing in told)
        if held > 1 and held >= weighing.share * len(told):
            settled.add(told[0].column)
            yield from (relation_of(footing, weighing.rule, 1.0) for footing in told)


def relation_of(footing: Footing, rule: str, confidence: float) -> Relation:
    """Return a footing as a relation to be tried."""
    return Relation(
        rule=rule,
        origin=Origin.DISCOVERED,
        shape=Shape.SUM,
        stated=Term(footing.label, footing.total),
        terms=tuple(Term(label or fact.text, fact) for label, fact in footing.details),
        confidence=confidence,
    )
