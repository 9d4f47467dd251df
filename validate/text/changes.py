"""Changes against another figure: "比上年增加d万元，增长z%", "比年初预算减少d万元"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..relation import Shape
from .compared import find_compared
from .passage import Role
from .proposing import TWO_READINGS, hedge, relation, settle, term
from .words import load_text_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..relation import Relation
    from .passage import Figure, Passage


@dataclass(frozen=True, slots=True)
class Change:
    """What a sentence says about one change.

    Attributes:
        new: The figure that changed.
        old: The figure compared with, if printed.
        delta: By how much, if printed.
        growth: By what percentage, if printed.
    """

    new: Figure
    old: Figure | None
    delta: Figure | None
    growth: Figure | None
    rule: str


def change_relations(passage: Passage) -> Iterator[Relation]:
    """Yield the changes that a passage states."""
    seen: set[int] = set()
    for at, figure in enumerate(passage.figures):
        if figure.is_explained or at in seen or figure.role not in (Role.DELTA, Role.GROWTH):
            continue
        if "分别" in figure.clause or load_text_words().any_in("yearly", figure.clause):
            continue
        follower = _follower(passage.figures, at)
        if follower is not None:
            seen.add(at + 1)
        yield from _change(passage, at, figure, follower)


def _follower(figures: Sequence[Figure], at: int) -> Figure | None:
    """Return the percentage that repeats an amount: "增加d万元，增长z%"."""
    if at + 1 >= len(figures) or figures[at].role is not Role.DELTA:
        return None
    after = figures[at + 1]
    is_next = after.sentence == figures[at].sentence and len(after.lead) <= 12
    rates = load_text_words().change_rate_at_end
    is_growth = after.role is Role.GROWTH or (
        after.role is Role.RATE and rates.search(after.clause) is not None
    )
    return after if is_next and is_growth and "百分点" not in (after.fact.unit or "") else None


def _change(passage: Passage, at: int, first: Figure, follower: Figure | None) -> Iterator[Relation]:
    delta = first if first.role is Role.DELTA else None
    growth = follower if delta else first
    if growth is not None and growth.fact.unit != "%":
        return
    reference = _reference(passage, at)
    compared = find_compared(passage, at, reference)
    if compared is None:
        yield from _rate_of_old(passage, at, delta, growth)
        return
    if delta is not None and not delta.is_like(compared.new):
        return
    new, old, is_certain = compared.new, compared.old, compared.is_certain
    rule = "R08" if reference == "prior" else "R05" if reference == "budget" else "R04"
    made = list(_relations_of(Change(new, old, delta, growth, rule)))
    total = _listed_total(passage, new)
    if total is not None and old is None:
        rival = list(_relations_of(Change(total, None, delta, growth, rule)))
        for one, other in zip(made, rival, strict=True):
            yield from settle([one, other], TWO_READINGS)
        return
    for proposed in made:
        yield proposed if is_certain else hedge(proposed, TWO_READINGS)


def _rate_of_old(
    passage: Passage, at: int, delta: Figure | None, growth: Figure | None
) -> Iterator[Relation]:
    """Read "与上年的a万元相比，减少d万元，下降z%", where the new figure stands further away: z = d / a."""
    old = passage.figures[at - 1] if at else None
    if old is None or delta is None or growth is None or old.role is not Role.REFERENCE:
        return
    if old.sentence == delta.sentence and old.is_like(delta) and growth.is_falling is delta.is_falling:
        yield relation("R08", Shape.RATIO, growth, [term(delta)], base=(term(old),))


def _listed_total(passage: Passage, new: Figure) -> Figure | None:
    """Return the total above the last item of a list: a change told after it may be the total's."""
    before = [f for f in passage.sentence(new.sentence) if f.start < new.start and f.role is Role.PLAIN]
    totals = [f for f in before if "其中" in passage.text[f.end : new.start] and f.is_like(new)]
    return totals[0] if totals and new.group == totals[0].group else None


def _relations_of(change: Change) -> Iterator[Relation]:
    new, old, delta, growth = change.new, change.old, change.delta, change.growth
    if old is not None:
        if delta is not None:
            difference = [term(new), term(old, -1)]
            yield relation(change.rule, Shape.SUM, delta, difference, negative=delta.is_falling)
        if growth is not None:
            falls = growth.is_falling or (growth.role is Role.RATE and delta is not None and delta.is_falling)
            yield relation(change.rule, Shape.CHANGE, growth, [term(new)], base=(term(old),), negative=falls)
    elif delta is not None and growth is not None:
        before = (term(new), term(delta, 1 if delta.is_falling else -1))
        opposed = growth.role is Role.GROWTH and growth.is_falling is not delta.is_falling
        proposed = relation(change.rule, Shape.RATIO, growth, [term(delta)], base=before, negative=opposed)
        if growth.fact.value and delta.fact.value:
            yield proposed


def _reference(passage: Passage, at: int) -> str | None:
    """Return what the change is measured against: prior, budget, or None if the words do not say."""
    figure = passage.figures[at]
    words = load_text_words()
    lead = figure.lead
    if at and passage.figures[at - 1].role is Role.REFERENCE:
        lead = passage.figures[at - 1].clause + lead
    if words.prior_year.search(lead) or re.search(r"[比较与同]\s?20\d\d年", lead):
        return "budget" if re.search("[比较与同][^，,]{0,6}预算", lead) and "上年" not in lead else "prior"
    return "budget" if re.search("[比较与同][^，,]{0,8}预算|预算[^，,]{0,4}相比", lead) else None
