"""How sure a footing is: what the other columns, the other totals and a likely slip say about it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

from ...schemas.records import Origin, Outcome
from ..cases.diagnosis import is_explained
from ..evaluate import evaluate, relation_facts
from ..precision import Precision, base_value, own_room
from ..relation import Relation, Shape, Term
from .footing import Footing, Nature, weight_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ...schemas.records import Fact
UNCONFIRMED = 0.8  # confidence of a plain total that no other column confirms
MANY_HOLD = 3  # so many sums of one nature that hold confirm the others


def footings_of_panels(
    panels: Sequence[Sequence[Footing]],
) -> Iterator[tuple[Sequence[Footing], Sequence[Footing]]]:
    """Yield the row totals of each panel with those of the panels beside it that nest in the same way.

    A list of codes that is printed in two or three panels (301 | 302 | 310) is one list: what holds in one
    panel tells how to read the others.
    """
    for at, own in enumerate(panels):
        others = [f for n, panel in enumerate(panels) if n != at for f in panel]
        yield own, [footing for footing in others if footing.nature is Nature.PARENT]


def footing_relations(
    footings: Sequence[Footing], beside: Sequence[Footing], rule: str
) -> Iterator[Relation]:
    """Yield the relations of row totals that the figures, also of the panels beside, do not contradict as a reading."""
    rows: dict[object, list[Footing]] = defaultdict(list)
    natures: dict[Nature, list[Footing]] = defaultdict(list)
    for footing in (*footings, *beside):
        if not footing.is_blank:
            natures[footing.nature].append(footing)
    for footing in footings:
        if not footing.is_blank:
            rows[footing.total.source.row].append(footing)
    for footing in footings:
        if footing.is_blank or is_mean(footing.total, (fact for _, fact in footing.details)):
            continue
        confidence = _confidence(footing, rows[footing.total.source.row], natures)
        if confidence:
            yield relation_of(footing, rule, confidence)


def _confidence(
    footing: Footing, row: Sequence[Footing], natures: Mapping[Nature, Sequence[Footing]]
) -> float:
    """1 when other sums confirm the reading, less for a plain total alone, 0 for no proposal."""
    alike = natures[footing.nature]
    if fits(footing) or any(_confirms(other, footing) for other in row if other is not footing):
        return 1.0
    held = sum(fits(other) for other in alike)
    if held >= MANY_HOLD and held >= MANY_HOLD * (len(alike) - held):
        return 1.0
    if footing.nature is Nature.BALANCE:
        return 1.0
    if footing.nature in (Nature.FLAT, Nature.NESTED) and len(row) > 1:
        return UNCONFIRMED if _lacks_a_row(row) and _totals_hold(natures) else 0.0
    if footing.nature is not Nature.FLAT or len(row) > 1:
        return 0.0
    is_told = _is_impossible(footing) or (not _may_nest(footing) and _is_plausible(footing))
    return UNCONFIRMED if is_told else 0.0


def is_mean(total: Fact, details: Iterable[Fact]) -> bool:
    """Return whether a total row holds the mean of its column, as it does under scores and rates."""
    values = [base_value(fact) for fact in details]
    mean = sum(values, Fraction(0)) / len(values)
    return abs(base_value(total) - mean) <= 2 * own_room(total) and min(values) < max(values)


def _is_impossible(footing: Footing) -> bool:
    """Return whether a total is less than one of its rows, none of them negative: no nesting explains that."""
    return min(footing.addends) >= 0 and base_value(footing.total) < max(footing.addends)


def _lacks_a_row(row: Sequence[Footing]) -> bool:
    """Return whether a total is more than its details in every column, as when one of them is left out."""
    return all(base_value(f.total) > sum(f.addends) for f in row)


def _totals_hold(natures: Mapping[Nature, Sequence[Footing]]) -> bool:
    """Return whether the other totals of the table hold: two or more, and as many as fail."""
    told = [fits(footing) for nature in (Nature.FLAT, Nature.NESTED) for footing in natures.get(nature, ())]
    return sum(told) >= max(2, len(told) - sum(told))


def _confirms(other: Footing, footing: Footing) -> bool:
    """Return whether another column adds up, with figures in every row that counts here."""
    counting = {fact.source.row for _, fact in footing.details if fact.value}
    return fits(other) and counting <= {fact.source.row for _, fact in other.details if fact.value}


def _may_nest(footing: Footing) -> bool:
    """Return whether some rows look like the sum of the rows below them, or one like what is too much."""
    values = footing.addends
    if sum(values) - base_value(footing.total) in values:
        return True
    for at, value in enumerate(values):
        below = list(accumulate(values[at + 1 :]))
        if value and value in below:
            return True
    return False


def fits(footing: Footing) -> bool:
    """Return whether the details give the total, rounding included."""
    return _holds(relation_of(footing, "A21", 1.0))


def _is_plausible(footing: Footing) -> bool:
    """A total that no column confirms: one slip explains it, or it is near what it should be."""
    relation = relation_of(footing, "A21", 1.0)
    if is_explained(relation, evaluate(relation, Precision({}))):
        return True
    details = sum(footing.addends)
    return details != 0 and abs(base_value(footing.total) / details - 1) < 1 - 1 / 1.25


def crossing_relations(readings: Sequence[Sequence[Footing]], rule: str, share: float) -> Iterator[Relation]:
    """Yield the row sums of the first reading of each 合计 column that a share of its rows bears out."""
    settled: set[int] = set()
    for reading in readings:
        told = [footing for footing in reading if not footing.is_blank]
        if len(told) < 2 or told[0].column in settled:
            continue
        held = sum(fits(footing) for footing in told)
        if held > 1 and held >= share * len(told):
            settled.add(told[0].column)
            yield from (
                relation_of(footing, rule, 1.0) for footing in told if not _holds_a_part_twice(footing)
            )


def _holds_a_part_twice(footing: Footing) -> bool:
    """A row that is too much by one of its own figures: that column is a part of another."""
    values = footing.addends
    return sum(values) - base_value(footing.total) in [value for value in values if value]


def relation_of(footing: Footing, rule: str, confidence: float) -> Relation:
    """Return a footing as a relation to be tried."""
    return Relation(
        rule=rule,
        origin=Origin.DISCOVERED,
        shape=Shape.SUM,
        stated=Term(footing.label, footing.total),
        terms=tuple(
            Term(label or fact.text, fact, weight_of(label, fact)) for label, fact in footing.details
        ),
        confidence=confidence,
    )


def one_per_cause(relations: Sequence[Relation]) -> Iterator[Relation]:
    """Yield the relations; of those that fail by one figure in common only the first, naming the others."""
    broken = [relation for relation in relations if not _holds(relation)]
    dropped: set[int] = set()
    for at, relation in enumerate(broken):
        if at in dropped:
            continue
        gap = abs(_gap(relation))
        same = [
            n
            for n in range(at + 1, len(broken))
            if _places(broken[n]) & _places(relation) and abs(_gap(broken[n])) == gap and n not in dropped
        ]
        dropped.update(same)
        if same:
            others = "、".join(dict.fromkeys(broken[n].stated.role for n in same))
            broken[at] = replace(relation, note=f"同一差额还出现在{others}")
    kept = iter(broken[n] for n in range(len(broken)) if n not in dropped)
    yield from (relation for relation in relations if _holds(relation))
    yield from kept


def _holds(relation: Relation) -> bool:
    return evaluate(relation, Precision({})).outcome in (Outcome.HOLDS, Outcome.ROUNDING)


def _gap(relation: Relation) -> Fraction:
    return base_value(relation.stated.fact) - sum(
        (term.weight * base_value(term.fact) for term in relation.terms), Fraction(0)
    )


def _places(relation: Relation) -> set[object]:
    return {fact.source for fact in relation_facts(relation)}
