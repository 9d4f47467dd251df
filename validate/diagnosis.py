"""The likely cause of one broken sum, repetition or product: which figure, which slip.

A candidate sets one operand to the value that makes the relation hold and is kept only if the
change has the shape of a typing slip; figures are suggested, never changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from ..schemas.loading import load_yaml
from ..schemas.records import Kind, Outcome
from .evaluate import ROUNDED_SHAPES
from .precision import base_value, scale
from .relation import Shape
from .wording import to_decimal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .evaluate import Evaluation
    from .relation import Relation, Term

DERIVED_CODES = ("U01",)
CLEAR_LEAD = Decimal("0.5")  # the cheapest cause must be cheaper than the next by this much
TELLING_DIGITS = 4  # a repair of that many digits fits by chance about once in a few hundred figures
UNIT_FACTORS = (Fraction(10000), Fraction(1, 10000))


@dataclass(frozen=True, slots=True)
class Cause:
    """A candidate repair: what happened (a shape of causes.yaml), to which operand, its right value."""

    shape: str
    cost: Decimal
    term: Term
    value: Decimal | None


@cache
def _causes() -> Mapping[str, Any]:
    causes: Mapping[str, Any] = load_yaml("causes.yaml")
    return causes


def diagnose(relation: Relation, result: Evaluation) -> tuple[str | None, str | None]:
    """Return (cause, suggestion) in Chinese; None where nothing is clear."""
    found = _ranked(relation, result)
    if not found:
        return None, None
    sole = sole_cause(relation, result)
    return _said(sole) if sole else (None, _causes()["several"])


def sole_cause(relation: Relation, result: Evaluation) -> Cause | None:
    """Return the cause that is clearly likelier than any other; None if none is."""
    found = _ranked(relation, result)
    if not found or (len(found) > 1 and found[1].cost - found[0].cost < CLEAR_LEAD):
        return None
    return found[0]


def is_telling(relation: Relation, result: Evaluation) -> bool:
    """Return whether one slip in a long figure explains the gap, too unlikely by chance to be meant otherwise."""
    sole = sole_cause(relation, result)
    return sole is not None and sole.value is not None and len(_digits(sole.value)) >= TELLING_DIGITS


def derived_code(relation: Relation, result: Evaluation) -> str | None:
    """Return the rule that names the cause of a broken sum of amounts; None if none does.

    A sum that only holds once one figure is moved between 元 and 万元 is U01.
    """
    if relation.shape is not Shape.SUM or relation.stated.fact.kind is not Kind.AMOUNT:
        return None
    sole = sole_cause(relation, result)
    return "U01" if sole and sole.shape == "unit" else None


def _ranked(relation: Relation, result: Evaluation) -> list[Cause]:
    """Candidate causes of a broken relation, likeliest first; none for counts and bounds."""
    is_simple = relation.shape in (Shape.COUNT, Shape.AT_MOST, Shape.AT_LEAST)
    if result.outcome is not Outcome.BROKEN or result.expected is None or is_simple:
        return []
    return sorted(_candidates(relation, result.expected), key=lambda cause: cause.cost)


def _said(cause: Cause) -> tuple[str, str]:
    text = _causes()["shapes"][cause.shape]["text"]
    if cause.value is None:
        return f"{text}（{cause.term.role}）", _causes()["suggest_item"].format(role=cause.term.role)
    unit = cause.term.fact.unit or ""
    return text, _causes()["suggest"].format(role=cause.term.role, value=f"{cause.value:f}", unit=unit)


def _candidates(relation: Relation, expected: Fraction) -> Iterator[Cause]:
    stated = relation.stated
    if relation.shape in ROUNDED_SHAPES:
        needed = to_decimal(expected, stated.fact.decimals)
        yield from _slips(stated, Fraction(needed) * scale(stated.fact), Decimal(0))
        return
    gap = base_value(stated.fact) - expected * scale(stated.fact)
    extra = Decimal(_causes()["change_of_total"])
    yield from _slips(
        stated, base_value(stated.fact) - gap, extra if relation.shape is Shape.SUM else Decimal(0)
    )
    for term in relation.terms:
        yield from _slips(term, base_value(term.fact) + term.weight * gap, Decimal(0))
        if relation.shape is Shape.SUM and gap and abs(gap) == abs(base_value(term.fact)):
            is_missing = (gap < 0) == (term.weight * base_value(term.fact) > 0)
            yield _cause("counted_twice" if is_missing else "omitted", term, None, Decimal(0))


def _cause(shape: str, term: Term, value: Decimal | None, extra: Decimal) -> Cause:
    return Cause(shape, Decimal(_causes()["shapes"][shape]["cost"]) + extra, term, value)


def _slips(term: Term, needed: Fraction, extra: Decimal) -> Iterator[Cause]:
    """Yield the slip that turns the needed figure into the printed one, if it is one."""
    printed = term.fact.value
    in_unit = needed / scale(term.fact)
    value = to_decimal(in_unit, max(term.fact.decimals, 4)).normalize()
    if Fraction(value) != in_unit or len(_digits(printed)) < 2:
        return
    shape = slip_shape(printed, value)
    if shape:
        yield _cause(shape, term, value, extra)


def slip_shape(printed: Decimal, needed: Decimal) -> str | None:
    """Return the typing slip that makes `needed` look like `printed`; None if it is none.

    >>> slip_shape(Decimal("195693.69"), Decimal("19569.69"))
    'inserted'
    >>> slip_shape(Decimal("4.75"), Decimal("4.57"))
    'swapped'
    """
    if printed == -needed:
        return "sign"
    if (printed < 0) != (needed < 0) or not printed or not needed:
        return None
    ratio = Fraction(printed) / Fraction(needed)
    if ratio in UNIT_FACTORS:
        return "unit"
    if ratio in (10, 100, 1000, Fraction(1, 10), Fraction(1, 100), Fraction(1, 1000)):
        return "slide"
    return _digit_slip(_aligned(printed, needed))


def _aligned(printed: Decimal, needed: Decimal) -> tuple[str, str]:
    """Both figures with the same number of decimals."""
    places = max(-int(printed.as_tuple().exponent), -int(needed.as_tuple().exponent), 0)
    return f"{abs(printed):.{places}f}", f"{abs(needed):.{places}f}"


def _digit_slip(texts: tuple[str, str]) -> str | None:
    printed, needed = texts
    if len(printed) == len(needed):
        differing = [i for i, (a, b) in enumerate(zip(printed, needed, strict=True)) if a != b]
        if len(differing) == 1:
            return "replaced"
        if len(differing) == 2 and all(printed[a] == needed[b] for a, b in (differing, differing[::-1])):
            return "swapped" if differing[1] == differing[0] + 1 else "exchanged"
        return None
    if len(printed) == len(needed) + 1:
        return "inserted" if _is_one_longer(printed, needed) else None
    if len(needed) == len(printed) + 1:
        return "dropped" if _is_one_longer(needed, printed) else None
    return None


def _is_one_longer(longer: str, shorter: str) -> bool:
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def _digits(value: Decimal) -> str:
    return "".join(map(str, value.as_tuple().digits))
