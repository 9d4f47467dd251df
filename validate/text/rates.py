"""Rates of two figures in a sentence: 完成预算的z%, 执行率z%, 控制率z%, 在职人员控制率z%."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ...schemas.records import Kind, Stage
from ..relation import Shape
from .passage import Role
from .proposing import BUDGETS, holds, is_budget, relation, same_value, settle, term
from .words import load_text_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..relation import Relation
    from .passage import Figure, Passage

AMBIGUOUS = "分母可能是年初预算，也可能是调整后预算，无法确定"
NAMED_STAGES = (
    ("年初", (Stage.INITIAL_BUDGET,)),
    ("全年", (Stage.FULL_YEAR_BUDGET,)),
    ("调整", (Stage.FULL_YEAR_BUDGET,)),
)


def rate_relations(passage: Passage) -> Iterator[Relation]:
    """Yield the completion, execution and control rates that a passage states."""
    words = load_text_words()
    for at, rate in enumerate(passage.figures):
        if rate.role is not Role.RATE or rate.is_explained:
            continue
        around = _in_reach(passage, at)
        completion = words.completion_at_end.search(rate.clause)
        if words.control_rate_at_end.search(rate.clause):
            yield from _control(rate, around)
        elif words.change_rate_at_end.search(rate.clause):
            yield from _change_rate(rate, around)
        elif words.completion_rate_at_end.search(rate.clause):
            yield from _completion(rate, around, rate.clause)
        elif completion:
            yield from _completion(rate, around, completion["base"])
        elif _completes_named(passage.figures, at):
            yield from _of_named_budget(passage.figures, at)


def _in_reach(passage: Passage, at: int) -> tuple[Figure, ...]:
    """Figures before a rate: of its part between semicolons, else its sentence, else the sentence before."""
    rate = passage.figures[at]
    before = [f for f in passage.figures[:at] if f.depth == rate.depth and not f.is_explained]
    plain = [f for f in before if f.role in (Role.PLAIN, Role.REFERENCE) and f.fact.kind in (Kind.AMOUNT, Kind.COUNT)]
    own = [f for f in plain if f.sentence == rate.sentence]
    near = [f for f in own if f.group == rate.group]
    if len(near) > 1 or (near and rate.group):
        return tuple(near)
    if own:
        return tuple(own)
    return tuple(f for f in plain if f.sentence == rate.sentence - 1)


def _completion(rate: Figure, around: Sequence[Figure], base: str) -> Iterator[Relation]:
    """A figure spent over a figure planned."""
    wanted = next((stages for word, stages in NAMED_STAGES if word in base), BUDGETS)
    actuals = [f for f in around if f.fact.stage is Stage.ACTUAL] or [
        f for f in around if f.fact.stage is None and "预算" not in f.clause
    ]
    if not actuals:
        return
    actual = actuals[-1]
    budgets = [f for f in around if f.is_like(actual) and f.start != actual.start]
    budgets = [f for f in budgets if f.fact.stage in wanted] or [f for f in budgets if f.fact.stage is Stage.BUDGET]
    nearer = [f for f in budgets if f.start < actual.start][-3:] or budgets[-1:]
    readings = [_ratio("R06", rate, actual, budget) for budget in _by_stage(nearer)]
    yield from settle(readings, AMBIGUOUS)


def _by_stage(budgets: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return the last budget of each stage."""
    return tuple({budget.fact.stage: budget for budget in budgets}.values())


def _ratio(rule: str, rate: Figure, top: Figure, bottom: Figure) -> Relation:
    return relation(rule, Shape.RATIO, rate, [term(top)], base=(term(bottom),))


def _control(rate: Figure, around: Sequence[Figure]) -> Iterator[Relation]:
    words = load_text_words()
    persons = [f for f in around if f.fact.kind is Kind.COUNT]
    if re.search("人员|编制|在职", rate.lead) or (persons and len(persons) == len(around)):
        quota = [f for f in persons if words.any_in("staff_quota", f.lead) and not words.any_in("staff_present", f.clause)]
        present = [f for f in persons if words.any_in("staff_present", f.clause + f.tail[:4]) and f not in quota]
        if len(quota) == 1 and len(present) == 1:
            yield _ratio("R02", rate, present[0], quota[0])
        return
    rule = "R03" if "三公" in rate.lead + "".join(f.lead for f in around).replace("“", "").replace("”", "") else "R12"
    yield from (replace(found, rule=rule) for found in _completion(rate, around, rate.clause))


def _change_rate(rate: Figure, around: Sequence[Figure]) -> Iterator[Relation]:
    """变动率 with the figures of two years, or 节约率 with budget and actual figure."""
    if re.search("节约率|节支率", rate.clause):
        budgets = [f for f in around if is_budget(f)]
        actuals = [f for f in around if f.fact.stage is Stage.ACTUAL]
        if len(budgets) == 1 and len(actuals) == 1:
            saved = [term(budgets[0]), term(actuals[0], -1)]
            yield relation("R12", Shape.RATIO, rate, saved, base=(term(budgets[0]),))
        return
    years = {f.fact.period: f for f in around if f.fact.period}
    if len(years) != 2 or len(around) != 2:
        return
    old, new = (years[year] for year in sorted(years, key=str))
    if new.is_like(old):
        change = relation("R04", Shape.CHANGE, rate, [term(new)], base=(term(old),))
        falling = replace(change, negative=True)
        yield falling if holds(falling) and ("下降" in rate.clause or rate.fact.value > 0) else change


def _completes_named(figures: Sequence[Figure], at: int) -> bool:
    rate = figures[at]
    is_linked = re.fullmatch(r"\s*的\s*", rate.lead) is not None
    return is_linked and at > 1 and re.search("(?:完成|为|达到?)[^，,]*预算[^，,]*$", figures[at - 1].clause) is not None


def _of_named_budget(figures: Sequence[Figure], at: int) -> Iterator[Relation]:
    """"支出432万元，为年初预算370万元的116%": the budget stands right before the rate."""
    actual, budget = figures[at - 2], figures[at - 1]
    if actual.is_like(budget) and actual.role is Role.PLAIN and not same_value(actual, budget) and not is_budget(actual):
        yield _ratio("R06", figures[at], actual, budget)
