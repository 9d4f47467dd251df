"""One evaluator for every relation: interval arithmetic on the printed digits, no epsilon.

Source:
    XBRL Calculations 1.1 (Recommendation 2023-02-22) for the interval test of sums, with the
    effective precision of `precision.py` in place of the reported one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

from ..schemas.records import Kind, Outcome
from .precision import base_value, dimension, half_unit, own_room, room_of, scale
from .relation import Shape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..schemas.records import Fact
    from .precision import Precision
    from .relation import Relation, Term

    Room = Callable[[Fact], Fraction]

# A sum, a repetition or a count is exact arithmetic; a rate is rounded when it is printed.
ROUNDED_SHAPES = frozenset({Shape.RATIO, Shape.CHANGE, Shape.YEARLY, Shape.PRODUCT, Shape.CAPPED_PRODUCT})
GROWTHS = frozenset({Shape.CHANGE, Shape.YEARLY})
AVERAGED = frozenset({"amount", "area"})
BOUNDS = frozenset({Shape.AT_MOST, Shape.AT_LEAST})


class Interval(NamedTuple):
    """What the printed operands allow: lower end, exact value, upper end."""

    low: Fraction
    value: Fraction
    high: Fraction

    def in_unit(self, unit: Fraction, *, negative: bool) -> Interval:
        """Return the interval counted in a unit, its sign turned where the figure is printed as a decrease."""
        top, bottom = -unit.denominator if negative else unit.denominator, unit.numerator
        low, value, high = (Fraction(end.numerator * top, end.denominator * bottom) for end in self)
        return Interval(high, value, low) if negative else Interval(low, value, high)

    def meets(self, value: Fraction, room: Fraction) -> bool:
        """Return whether [value - room, value + room] shares a point with the interval."""
        return self.low - room <= value <= self.high + room


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of one relation; figures in the unit of the stated one.

    Attributes:
        outcome: holds, rounding, broken or deferred.
        expected: Exact recomputed figure; None if deferred.
        low: Lower end of what the operands' digits allow.
        high: Upper end.
        soft: Broken, but the single numbers' own digits would excuse it.
        truncated: Fits only if the printed figure was cut off instead of rounded.
        note: Why it was deferred (Chinese), else empty.
    """

    outcome: Outcome
    expected: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    soft: bool = False
    truncated: bool = False
    note: str = ""


def evaluate(relation: Relation, precision: Precision) -> Evaluation:
    """Try a relation on the printed digits; what cannot be decided is deferred with the reason."""
    reason = relation.missing or undecidable(relation)
    if reason:
        return Evaluation(Outcome.DEFERRED, note=reason)
    facts = relation_facts(relation)
    unit = _stated_scale(relation)
    decimals = precision.among(facts)
    bounds = _bounds(relation, lambda fact: room_of(fact, decimals(fact)))
    effective = bounds.in_unit(unit, negative=relation.negative)
    stated = relation.stated.fact
    if relation.shape in BOUNDS:
        effective = _opened(relation.shape, effective, stated)
    if relation.shape in ROUNDED_SHAPES:
        found = _rounded_verdict(relation, effective, half_unit(decimals(stated)))
    else:
        shown = max(f.decimals for f in facts) if _is_whole(relation) else decimals(stated)
        found = _exact_verdict(relation, effective, room_of(stated, shown) / scale(stated))
    if found.outcome is not Outcome.BROKEN:
        return found
    own = _bounds(relation, own_room).in_unit(unit, negative=relation.negative)
    return replace(found, soft=_is_soft(relation, own))


def _is_whole(relation: Relation) -> bool:
    """Return whether shares are added to 100 %, which nobody rounds."""
    stated = relation.stated.fact
    return relation.shape is Shape.SUM and stated.unit == "%" and stated.value == 100


def _is_soft(relation: Relation, own: Interval) -> bool:
    """Return whether the digits of the single numbers would excuse a broken relation."""
    stated = relation.stated.fact
    if relation.shape in BOUNDS:
        own = _opened(relation.shape, own, stated)
    is_rounded = relation.shape in ROUNDED_SHAPES
    room = half_unit(stated.decimals) if is_rounded else own_room(stated) / scale(stated)
    if _is_whole(relation):
        return False
    return own.meets(Fraction(stated.value), room)


def relation_facts(relation: Relation) -> tuple[Fact, ...]:
    """Return all facts of a relation, the stated one first."""
    return (relation.stated.fact, *(term.fact for term in (*relation.terms, *relation.base)))


def undecidable(relation: Relation) -> str | None:
    """Return why units or a zero base forbid a verdict, in Chinese; None if they do not."""
    base = _worth(relation.base)
    if relation.base and base == 0:
        return "分母为零"
    if relation.shape in GROWTHS and base < 0:
        return "基数为负，增减率没有意义"
    added = [relation.stated.fact] if relation.shape not in ROUNDED_SHAPES else []
    groups = [added + [t.fact for t in relation.terms]]
    if is_average(relation):
        groups = [[relation.stated.fact, *(t.fact for t in relation.terms)]]
    elif relation.shape is Shape.RATIO or relation.shape in GROWTHS:
        groups = [[t.fact for t in (*relation.terms, *relation.base)]]
    elif relation.shape in ROUNDED_SHAPES or relation.shape is Shape.COUNT:
        return None
    for group in groups:
        known = {dimension(fact) for fact in group}
        if len(known - {None}) > 1:
            return "计量单位不同，无法比较"
        if len(known) > 1 and "amount" in known:
            return "有的数字没有计量单位，无法比较"
    return None


def is_average(relation: Relation) -> bool:
    """Return whether a quotient is an amount or area for each of the things in its base, not a rate."""
    own = dimension(relation.stated.fact)
    return relation.shape is Shape.RATIO and own in AVERAGED and bool(relation.base)


def _stated_scale(relation: Relation) -> Fraction:
    """A rate printed without % stands for percent when its figure says so (93.1 for 27/29)."""
    stated = relation.stated.fact
    if relation.shape in (Shape.RATIO, Shape.CHANGE) and stated.unit is None:
        is_percent = abs(stated.value) > 2 if relation.in_percent is None else relation.in_percent
        return Fraction(1, 100) if is_percent else Fraction(1)
    return scale(stated)


def _opened(shape: Shape, interval: Interval, stated: Fact) -> Interval:
    value = Fraction(stated.value)
    if shape is Shape.AT_MOST:
        return Interval(min(interval.low, value), interval.value, interval.high)
    return Interval(interval.low, interval.value, max(interval.high, value))


def _exact_verdict(relation: Relation, effective: Interval, room: Fraction) -> Evaluation:
    """Judge sums, repetitions, counts and bounds: only equal (or within the bound) holds."""
    stated = Fraction(relation.stated.fact.value)
    if relation.shape in BOUNDS:
        holds = stated <= effective.value if relation.shape is Shape.AT_MOST else stated >= effective.value
    else:
        holds = stated == effective.value or (
            _is_of_finer_figures(relation) and abs(stated - effective.value) <= room
        )
    outcome = (
        Outcome.HOLDS if holds else Outcome.ROUNDING if effective.meets(stated, room) else Outcome.BROKEN
    )
    return Evaluation(outcome, effective.value, effective.low, effective.high)


def _rounded_verdict(relation: Relation, effective: Interval, room: Fraction) -> Evaluation:
    """Judge rates and products: the exact figure rounded to the printed digits holds."""
    stated, outcome, is_cut = Fraction(relation.stated.fact.value), Outcome.BROKEN, False
    if abs(stated - effective.value) <= half_unit(relation.stated.fact.decimals):
        outcome = Outcome.HOLDS
    elif effective.meets(stated, room):
        outcome = Outcome.ROUNDING
    elif _is_cut_off(relation.stated.fact, effective.value):
        outcome, is_cut = Outcome.ROUNDING, True
    return Evaluation(outcome, effective.value, effective.low, effective.high, truncated=is_cut)


def _is_of_finer_figures(relation: Relation) -> bool:
    """Return whether operands are printed in a smaller unit: the stated figure is then a rounded one."""
    return any(scale(term.fact) < scale(relation.stated.fact) for term in relation.terms)


def _is_cut_off(stated: Fact, expected: Fraction) -> bool:
    gap = abs(expected) - abs(Fraction(stated.value))
    return (expected < 0) == (stated.value < 0) and 0 <= gap < 2 * half_unit(stated.decimals)


def _bounds(relation: Relation, room: Room) -> Interval:
    """Return what the operands give, in base units."""
    match relation.shape:
        case Shape.SUM | Shape.EQUAL | Shape.AT_MOST | Shape.AT_LEAST:
            return _total(relation.terms, room)
        case Shape.COUNT:
            count = Fraction(relation.count or 0) * scale(relation.stated.fact)
            return Interval(count, count, count)
        case Shape.REST:
            whole, rest = (relation.count or 0) * scale(relation.stated.fact), _total(relation.terms, room)
            return Interval(whole + rest.low, whole + rest.value, whole + rest.high)
        case Shape.RATIO:
            return _quotient(_total(relation.terms, room), _total(relation.base, room))
        case Shape.CHANGE | Shape.YEARLY:
            return _growth(relation, room)
        case Shape.PRODUCT | Shape.CAPPED_PRODUCT:
            return _product(relation, room)


def _total(terms: Sequence[Term], room: Room) -> Interval:
    """Add what the terms are worth, and their rooms, over one denominator: many additions, one reduction."""
    figures = [(term.weight, base_value(term.fact), room(term.fact)) for term in terms]
    common = lcm(*(part.denominator for _, worth, half in figures for part in (worth, half)))
    value = sum(weight * worth.numerator * (common // worth.denominator) for weight, worth, _ in figures)
    width = sum(abs(weight) * half.numerator * (common // half.denominator) for weight, _, half in figures)
    return Interval(Fraction(value - width, common), Fraction(value, common), Fraction(value + width, common))


def _worth(terms: Sequence[Term]) -> Fraction:
    return sum((term.weight * base_value(term.fact) for term in terms), Fraction(0))


def _quotient(top: Interval, bottom: Interval) -> Interval:
    """Divide; a divisor that may be zero within its digits leaves only the exact value."""
    value = top.value / bottom.value
    if bottom.low <= 0 <= bottom.high:
        return Interval(value, value, value)
    corners = [a / b for a in (top.low, top.high) for b in (bottom.low, bottom.high)]
    return Interval(min(corners), value, max(corners))


def _growth(relation: Relation, room: Room) -> Interval:
    """Return new / old - 1, or its mean over some years."""
    years = relation.count or 1
    rate = _quotient(_total(relation.terms, room), _total(relation.base, room))
    low, value, high = (end if years == 1 else _root(end, years) for end in rate)
    return Interval(low - 1, value - 1, high - 1)


def _root(value: Fraction, degree: int) -> Fraction:
    """Return the root of a quotient to 28 digits, far beyond any printed rate; zero for a negative one."""
    positive = max(value, Fraction(0))
    quotient = Decimal(positive.numerator) / Decimal(positive.denominator)
    return Fraction(quotient ** (Decimal(1) / degree))


def _product(relation: Relation, room: Room) -> Interval:
    value, width_low, width_high = Fraction(1), Fraction(1), Fraction(1)
    for term in relation.terms:
        half = room(term.fact) if term.fact.kind is Kind.PERCENT else Fraction(0)
        base = base_value(term.fact)
        value, width_low, width_high = value * base, width_low * (base - half), width_high * (base + half)
    if relation.base:
        divisor = _total(relation.base, own_room).value
        value, width_low, width_high = value / divisor, width_low / divisor, width_high / divisor
    if relation.shape is Shape.CAPPED_PRODUCT:
        cap = base_value(relation.terms[0].fact)
        return Interval(min(width_low, cap), min(value, cap), min(width_high, cap))
    return Interval(width_low, value, width_high)
