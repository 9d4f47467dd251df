"""Which figure of a broken relation may be wrong, and what it should then be: candidate repairs, not yet judged."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from ...schemas.loading import load_yaml
from ...schemas.records import Kind
from ..evaluate import ROUNDED_SHAPES
from ..precision import base_value, half_unit, scale
from ..relation import Shape
from ..wording import to_decimal
from .slips import origins_between, slip_shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...schemas.records import Fact
    from ..relation import Relation, Term

OTHER, MISCALCULATED, SMALL, IDLE = "other", "miscalculated", "small", "idle"
UNTYPED = frozenset({OTHER, MISCALCULATED, SMALL, IDLE})  # no slip tells of them
SMALL_DIGITS = 2  # a number of one digit may have been any number of one or two digits
SURE_DIGITS = 4  # a result printed with fewer digits fits many operands
UNDIAGNOSED = frozenset({Shape.AT_MOST, Shape.AT_LEAST, Shape.YEARLY})  # no one figure follows from them
MOST_DECIMALS = 10
# A rate printed with one digit too many or too few was meant with its usual decimals.
DECIMALS_TRIED = (0, 1, -1, 2, -2)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One figure set to the value that makes a relation hold, and what would have happened to it.

    Attributes:
        shape: Entry of causes.yaml.
        cost: How unlikely that is.
        term: The figure, in the role that it has in the relation.
        value: What it should be, in its printed unit.
        decimals: With how many decimals it would be printed.
    """

    shape: str
    cost: Decimal
    term: Term
    value: Decimal
    decimals: int

    @property
    def printed(self) -> Decimal:
        """The value with all its decimals."""
        return self.value.quantize(Decimal(1).scaleb(-self.decimals))


@cache
def load_causes() -> Mapping[str, Any]:
    """Return causes.yaml."""
    causes: Mapping[str, Any] = load_yaml("causes.yaml")
    return causes


def cost_of(shape: str) -> Decimal:
    """Return how unlikely a cause is."""
    return Decimal(load_causes()["shapes"][shape]["cost"])


def candidates(relation: Relation, expected: Fraction) -> Iterator[Candidate]:
    """Yield for every operand what it might have been; `expected` is what the operands give, in the stated unit."""
    if relation.shape in UNDIAGNOSED:
        return
    if relation.shape in ROUNDED_SHAPES:
        yield from _of_rounded(relation.stated, expected)
        yield from _of_operands(relation)
        return
    gap = base_value(relation.stated.fact) - expected * scale(relation.stated.fact)
    is_sum = relation.shape is Shape.SUM
    extra = Decimal(load_causes()["change_of_total"]) if is_sum else Decimal(0)
    yield from _of_exact(relation.stated, base_value(relation.stated.fact) - gap, extra)
    if relation.shape is not Shape.COUNT:
        turned = -gap if relation.negative else gap
        for term in relation.terms:
            yield from _of_exact(term, base_value(term.fact) + term.weight * turned, Decimal(0))


def _of_exact(term: Term, needed: Fraction, extra: Decimal) -> Iterator[Candidate]:
    """Yield the figure as the relation needs it, if it can be printed and is no nonsense."""
    value = printable(needed / scale(term.fact), max(term.fact.decimals, 4))
    if value is None or is_nonsense(term.fact, value):
        return
    yield _candidate(term, value, extra)


def _candidate(term: Term, value: Decimal, extra: Decimal = Decimal(0)) -> Candidate:
    shape = shape_of(term.fact, value)
    decimals = max(term.fact.decimals, -int(value.as_tuple().exponent))
    return Candidate(shape, cost_of(shape) + extra, term, value, decimals)


def shape_of(fact: Fact, value: Decimal) -> str:
    """Return the slip that turns `value` into the printed figure; a single digit tells of none."""
    if digits(fact.value) < 2:
        is_like = not fact.decimals and value == value.to_integral_value() and digits(value) <= SMALL_DIGITS
        return SMALL if is_like else OTHER
    if not value:
        return IDLE
    if value == -fact.value:
        return "minus" if fact.value < 0 else "sign"
    return slip_shape(fact.value, value) or OTHER


def digits(value: Decimal) -> int:
    """Return how many digits a figure is printed with; a zero tells as little as a single digit."""
    return sum(letter.isdigit() for letter in f"{value:f}") if value else 1


def printable(value: Fraction, decimals: int) -> Decimal | None:
    """Return a fraction as a decimal figure; None if it has more decimals than any figure is printed with."""
    exact = to_decimal(value, min(decimals, MOST_DECIMALS)).normalize()
    return exact if Fraction(exact) == value else None


def is_nonsense(fact: Fact, value: Decimal) -> bool:
    """Return whether a figure cannot be meant: no change, a sign and a size both wrong, half persons."""
    if value == fact.value or (value < 0 <= fact.value and value != -fact.value):
        return True
    if value < 0 and fact.kind in (Kind.SCORE, Kind.COUNT, Kind.AREA):
        return True
    is_whole = (Fraction(value) * scale(fact)).denominator == 1  # 44.1万人次 are whole persons
    return fact.kind is Kind.COUNT and fact.decimals == 0 and not is_whole


def _of_rounded(stated: Term, expected: Fraction) -> Iterator[Candidate]:
    """Yield the rate or product as recomputed, with its decimals or those that it had before a slip."""
    fact = stated.fact
    seen: set[Decimal] = set()
    for shift in DECIMALS_TRIED:
        if not 0 <= fact.decimals + shift <= MOST_DECIMALS:
            continue
        value = to_decimal(expected, fact.decimals + shift).normalize()
        is_fitting = shift == 0 or shape_of(fact, value) not in UNTYPED
        if is_fitting and value not in seen and not is_nonsense(fact, value):
            seen.add(value)
            shape = shape_of(fact, value)
            shape = MISCALCULATED if shape in (OTHER, SMALL) else shape
            yield Candidate(shape, cost_of(shape), stated, value, fact.decimals + shift)


def _of_operands(relation: Relation) -> Iterator[Candidate]:
    """Yield operands of a rate or product as they may have been, where that fits the result."""
    printed = len(relation.stated.fact.value.as_tuple().digits)
    extra = Decimal(load_causes()["digit_of_result"]) * max(SURE_DIGITS - printed, 0)
    for term in (*relation.terms, *relation.base):
        room = _needed(relation, term)
        if room is None:
            continue
        low, high = (end / scale(term.fact) for end in room)
        origins = origins_between(term.fact.value, low, high) if digits(term.fact.value) > 1 else []
        fitting = [value.normalize() for value in origins]
        for value in dict.fromkeys([*fitting, *_only_between(low, high, term.fact.decimals)]):
            if not is_nonsense(term.fact, value):
                yield _candidate(term, value, extra)


def _only_between(low: Fraction, high: Fraction, decimals: int) -> Iterator[Decimal]:
    """Yield the only figure of these decimals, or of the fewest above, in a range; none where there are several."""
    for places in range(decimals, min(decimals + 2, MOST_DECIMALS) + 1):
        first, last = ceil(low * 10**places), floor(high * 10**places)
        if first <= last:
            if first == last:
                yield Decimal(first).scaleb(-places).normalize()
            return


def _needed(relation: Relation, term: Term) -> tuple[Fraction, Fraction] | None:
    """Return what one operand of a rate or product may be at most and at least, in base units."""
    stated = relation.stated.fact
    ends = [_result(relation, Fraction(stated.value) + side * half_unit(stated.decimals)) for side in (-1, 1)]
    if relation.shape in (Shape.PRODUCT, Shape.CAPPED_PRODUCT):
        found = [_factor(relation, term, end) for end in ends]
    else:
        found = [_part(relation, term, end) for end in ends]
    known = sorted(end for end in found if end is not None)
    return (known[0], known[1]) if len(known) == 2 else None


def _result(relation: Relation, value: Fraction) -> Fraction:
    stated = relation.stated.fact
    factor = scale(stated)
    if stated.unit is None and relation.shape is not Shape.PRODUCT and abs(stated.value) > 2:
        factor = Fraction(1, 100) if relation.shape in (Shape.RATIO, Shape.CHANGE) else factor
    result = value * factor * (-1 if relation.negative else 1)
    return result + 1 if relation.shape is Shape.CHANGE else result


def _factor(relation: Relation, term: Term, result: Fraction) -> Fraction | None:
    """Solve result = product of terms / base for one of them."""
    others = Fraction(1)
    for other in relation.terms:
        others *= Fraction(1) if other is term else base_value(other.fact)
    base = _sum_of(relation.base) if relation.base else Fraction(1)
    if any(other is term for other in relation.base):
        rest = base - base_value(term.fact) * term.weight
        return (others / result - rest) * term.weight if result else None
    return result * base / others if others else None


def _part(relation: Relation, term: Term, rate: Fraction) -> Fraction | None:
    """Solve rate = terms / base for one operand."""
    top, bottom = _sum_of(relation.terms), _sum_of(relation.base)
    own = term.weight * base_value(term.fact)
    if any(other is term for other in relation.terms):
        return (rate * bottom - (top - own)) * term.weight
    return (top / rate - (bottom - own)) * term.weight if rate else None


def _sum_of(terms: Sequence[Term]) -> Fraction:
    return sum((term.weight * base_value(term.fact) for term in terms), Fraction(0))
