"""The sums that a score form's total row promises: execution row plus indicator rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...schemas.records import Origin
from ..relation import Relation, Shape, Term
from .score_forms import is_rest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...schemas.records import Fact
    from .score_forms import ScoreForm

WORDS = {"marks": "分值", "score": "得分"}


def total_relations(form: ScoreForm, role: str, stated: Fact) -> Iterator[Relation]:
    """Yield the readings of a total, the likeliest first; it is wrong only if none of them holds.

    Args:
        form: The form.
        role: marks or score.
        stated: The total, in the form or in words.

    Returns:
        Relations without a rule of their own; the last one is undecided where a figure may be unread.
    """
    figures = form.figures(role)
    if not figures:
        return
    choices: Sequence[Sequence[Fact]] = form.execution(role)
    if _is_full_without_execution(form):
        choices = [(), *choices]
    elif not choices or form.has_execution_indicator():
        choices = [*choices, ()]
    besides = form.scored_besides(role)
    with_besides = [_sum(stated, choice, [*besides, *figures], role) for choice in choices if besides]
    relations = [*with_besides, *(_sum(stated, choice, figures, role) for choice in choices)]
    reason = _unread(form, role)
    yield from relations
    if reason:
        yield replace(relations[0], missing=reason)


def _sum(stated: Fact, execution: Sequence[Fact], figures: Sequence[Fact], role: str) -> Relation:
    word = WORDS[role]
    terms = [Term(f"预算执行{word}", fact) for fact in execution]
    terms += [Term(f"{fact.label}{word}", fact) for fact in figures]
    return Relation("", Origin.CATALOGUE, Shape.SUM, Term(f"总{word}", stated), tuple(terms))


def _is_full_without_execution(form: ScoreForm) -> bool:
    """Return whether the marks of the indicators alone make the total marks, so that the scores must as well."""
    total, figures = form.total("marks"), form.figures("marks")
    is_complete = bool(figures) and not any(row.lacks("marks") for row in form.rows)
    return total is not None and is_complete and sum(fact.value for fact in figures) == total.value


def _unread(form: ScoreForm, role: str) -> str | None:
    """Return why a total that does not add up may still be right; None if nothing is missing."""
    word = WORDS[role]
    if is_rest(form):
        return "表格接着上一张表，各项没有列全"
    if any(row.lacks(role) for row in form.rows):
        return f"有指标的{word}空白"
    is_scored_above = form.has_figures_above(role) and not _is_full_without_execution(form)
    if is_scored_above and not form.execution(role):
        return f"没有读到预算执行的{word}"
    cells = {(fact.source.row, fact.source.column) for fact in form.figures(role)}
    if len(cells) < len(form.figures(role)):
        return f"一格里有几个{word}"
    return None
