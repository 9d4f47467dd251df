"""Builds relations from figures and decides between readings of one sentence.

A wrong alarm costs more trust than a missed one: where the words allow several readings, the one that
holds is taken, and where none holds and none is certain, the relation is deferred with the reason.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...schemas.records import Origin, Outcome, Stage
from ..cases.diagnosis import is_explained
from ..cases.slips import slip_shape
from ..evaluate import evaluate
from ..precision import Precision, base_value, scale
from ..relation import Relation, Shape, Term
from ..wording import to_decimal
from .words import load_text_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .passage import Figure

TWO_READINGS = "比较的对象不止一个，无法确定"
NO_TABLES = Precision({})
TELLING_DIGITS = 3  # figures of fewer fit too many quotients
BUDGETS = (Stage.INITIAL_BUDGET, Stage.FULL_YEAR_BUDGET, Stage.BUDGET)


def term(figure: Figure, weight: int = 1, prefix: str = "") -> Term:
    """Return a figure as an operand, named by its label or the words before it."""
    return Term(prefix + (figure.fact.label or figure.clause.strip()), figure.fact, weight)


def relation(rule: str, shape: Shape, stated: Figure, terms: Sequence[Term], **more: object) -> Relation:
    """Return a relation read from a sentence; `more` are fields of Relation."""
    made = Relation(rule, Origin.TEXT, shape, term(stated), tuple(terms))
    made = replace(made, **more)  # type: ignore[arg-type]
    return replace(made, stated=replace(made.stated, role=_told_of_what(made)))


def _told_of_what(made: Relation) -> str:
    """Return the role of the stated figure; a bare 下降 is told with what fell: 公务接待费下降."""
    own = made.stated.role
    if not _is_bare(own):
        return own
    others = (other.role for other in (*made.terms, *made.base) if not _is_bare(other.role))
    return next(others, "") + own


def _is_bare(role: str) -> bool:
    """Return whether a role is a direction and what it is compared with, but not of what: 比上年减少."""
    words = load_text_words()
    found = words.increase_at_end.search(role) or words.decrease_at_end.search(role)
    return found is not None and (found.start() == 0 or role[0] in "比较与同")


def holds(proposed: Relation) -> bool:
    """Return whether a relation stands on the printed digits, rounding included."""
    return evaluate(proposed, NO_TABLES).outcome in (Outcome.HOLDS, Outcome.ROUNDING)


def looks_mistyped(proposed: Relation) -> bool:
    """Return whether one typing slip, or one item left out or added twice, explains why it does not hold."""
    result = evaluate(proposed, NO_TABLES)
    if result.outcome is not Outcome.BROKEN or result.expected is None:
        return False
    if proposed.shape in (Shape.RATIO, Shape.CHANGE):
        stated = proposed.stated.fact
        return slip_shape(stated.value, to_decimal(result.expected, stated.decimals)) is not None or (
            _is_of_two(proposed) and _has_mistyped_top(proposed)
        )
    return is_explained(proposed, result)


def _is_of_two(proposed: Relation) -> bool:
    """Return whether a quotient of two figures is printed with digits enough to tell a slip in the upper one."""
    if proposed.shape is not Shape.RATIO or not len(proposed.terms) == len(proposed.base) == 1:
        return False
    told = (proposed.stated.fact, proposed.terms[0].fact)
    return all(len(fact.value.as_tuple().digits) >= TELLING_DIGITS for fact in told)


def _has_mistyped_top(proposed: Relation) -> bool:
    """Return whether one slip in what is divided explains the rate: "整改3751条" of 3586, 99.02 %."""
    top, rate = proposed.terms[0].fact, proposed.stated.fact
    wanted = base_value(rate) * base_value(proposed.base[0].fact) / scale(top)
    return slip_shape(top.value, to_decimal(wanted, top.decimals)) is not None


def settle(readings: Sequence[Relation], reason: str) -> Iterator[Relation]:
    """Yield the reading that holds, or the only one; of several that fail the first, deferred."""
    fitting = next((reading for reading in readings if holds(reading)), None)
    if fitting is not None:
        yield fitting
    elif len(readings) == 1:
        yield readings[0]
    elif readings:
        yield replace(readings[0], missing=reason)


def hedge(proposed: Relation, reason: str) -> Relation:
    """Return an uncertain relation: as it is if it holds or looks mistyped, else deferred."""
    if holds(proposed):
        return proposed
    if looks_mistyped(proposed):
        return replace(proposed, confidence=min(proposed.confidence, 0.7))
    return replace(proposed, missing=reason)


def is_budget(figure: Figure) -> bool:
    """Return whether a figure is a budget of any stage."""
    return figure.fact.stage in BUDGETS


def same_value(one: Figure, other: Figure) -> bool:
    """Return whether two figures print the same number in the same unit."""
    return one.fact.value == other.fact.value and one.fact.unit == other.fact.unit
