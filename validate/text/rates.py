"""Rates of two figures in a sentence: 完成预算的z%, 执行率z%, 控制率z%, 在职人员控制率z%."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ...schemas.records import Kind, Stage
from ..relation import Shape
from .passage import Role
from .proposing import BUDGETS, hedge, holds, is_budget, relation, same_value, term
from .words import load_text_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..relation import Relation
    from .passage import Figure, Passage

QUANTITIES = frozenset({Kind.AMOUNT, Kind.COUNT, Kind.AREA, Kind.NUMBER})
NAMED_STAGES = (
    ("年初", (Stage.INITIAL_BUDGET,)),
    ("全年", (Stage.FULL_YEAR_BUDGET,)),
    ("调整", (Stage.FULL_YEAR_BUDGET,)),
)


def rate_relations(passage: Passage) -> Iterator[Relation]:
    """Yield the completion, execution and control rates that a passage states."""
    words = load_text_words()
    for at, rate in enumerate(passage.figures):
        if rate.role is not Role.RATE or rate.is_explained or _sorts(passage, at):
            continue
        around = _in_reach(passage, at)
        completion = words.completion_at_end.search(rate.clause)
        if words.control_rate_at_end.search(rate.clause):
            yield from _control(rate, around)
        elif words.change_rate_at_end.search(rate.clause):
            yield from _change_rate(rate, around)
        elif words.completion_rate_at_end.search(rate.clause):
            if len([f for f in around if f.sentence == rate.sentence]) == len(around) == 1:
                yield from _of_earlier_budget(passage, rate, around[0])
            yield from _completion(rate, around, rate.clause)
        elif completion:
            yield from _completion(rate, around, completion["base"])
        elif _completes_named(passage.figures, at):
            yield from _of_named_budget(passage.figures, at)
        else:
            yield from _named_after_its_top(passage, at)


def _sorts(passage: Passage, at: int) -> bool:
    """Return whether a rate tells of which things, not how much: "执行率100%的项目7个"."""
    following = passage.figures[at + 1 : at + 2]
    is_named = (
        re.fullmatch(r"(?:\s*(?:[及含]?以[上下])?的[^，,。；;、]{0,12})", passage.figures[at].tail)
        is not None
    )
    return is_named and bool(following) and following[0].fact.kind is Kind.COUNT


def _in_reach(passage: Passage, at: int) -> tuple[Figure, ...]:
    """Figures before a rate: of its part between semicolons, else its sentence, else the sentence before."""
    rate = passage.figures[at]
    before = [f for f in passage.figures[:at] if f.depth == rate.depth and not f.is_explained]
    plain = [f for f in before if f.role in (Role.PLAIN, Role.REFERENCE) and _is_quantity(f)]
    own = [f for f in plain if f.sentence == rate.sentence and f.start >= _fresh_start(passage, at)]
    near = [f for f in own if f.group == rate.group]
    if len(near) > 1 or (near and rate.group):
        return tuple(near)
    if own:
        return tuple(own)
    if any(f.sentence == rate.sentence for f in passage.figures[:at]):
        return ()
    last = [f for f in plain if f.sentence == rate.sentence - 1]
    listed = passage.text.find("其中", last[0].start) if last else -1
    whole = [f for f in last if f.start < listed]  # what is listed after 其中 are its parts
    return tuple(whole if len(whole) > 1 else last)


def _is_quantity(figure: Figure) -> bool:
    kind = figure.fact.kind
    return kind in QUANTITIES and (kind is not Kind.NUMBER or figure.fact.unit is not None)


def _fresh_start(passage: Passage, at: int) -> int:
    """Return where the words on this rate begin: after the rate before it and after the last 其中.

    An item's rate must not be set against the budget of the total: items often print none.
    """
    rate = passage.figures[at]
    ends = [f.end for f in passage.figures[:at] if f.role is Role.RATE and f.fact.kind is Kind.PERCENT]
    marker = passage.text.rfind("其中", 0, rate.start)
    is_closed = re.search(r"[)）]", passage.text[max(marker, 0) : rate.start]) is not None
    is_aside = is_closed and re.search(r"[(（]\s*$", passage.text[: max(marker, 0)]) is not None
    return max([0, 0 if is_aside else marker, *ends])


def _completion(rate: Figure, around: Sequence[Figure], base: str) -> Iterator[Relation]:
    """A figure spent over a figure planned."""
    wanted = next((stages for word, stages in NAMED_STAGES if word in base), BUDGETS)
    actual = _actual(around)
    if actual is None:
        return
    budgets = [f for f in around if f.is_like(actual) and f.start != actual.start]
    budgets = (
        [f for f in budgets if f.fact.stage in wanted]
        or [f for f in budgets if f.fact.stage is Stage.BUDGET]
        or _planned(budgets)
    )
    nearer = [f for f in budgets if f.start < actual.start][-3:] or budgets[-1:]
    readings = [_ratio(_rule_of(budget, base), rate, actual, budget) for budget in _by_stage(nearer)]
    yield from _whichever_fits(readings)


def _of_earlier_budget(passage: Passage, rate: Figure, actual: Figure) -> Iterator[Relation]:
    """Read "安排资金500万元，其中：…。实际支出487万元，支出率97.4%": the sentence before tells the budget."""
    begin = max(passage.text.rfind(mark, 0, actual.start - len(actual.lead) - 1) for mark in "。！\n")
    listed = passage.text.find("其中", begin + 1)
    found = [
        f
        for f in passage.figures
        if f.sentence == rate.sentence - 1
        and f.role is Role.PLAIN
        and f.is_like(actual)
        and f.depth == rate.depth
        and (listed < 0 or f.start < listed)
        and (is_budget(f) or re.search("安排|下达|到位", f.clause))
    ]
    if len(found) == 1 and not is_budget(actual):
        yield hedge(_ratio("R06", rate, actual, found[0]), "预算数在前一句，无法确定是不是分母")


def _planned(figures: Sequence[Figure]) -> list[Figure]:
    """The one figure among those before that is called a plan: "计划建设28处，实际完成26处"."""
    found = [f for f in figures if load_text_words().any_in("planned", f.clause)]
    return found if len(found) == len(figures) == 1 else []


def _whichever_fits(readings: Sequence[Relation]) -> Iterator[Relation]:
    """Of several budgets one must fit; if none does, the rate is wrong whichever is meant."""
    fitting = [reading for reading in readings if holds(reading)]
    if fitting:
        yield fitting[0]
    elif readings:
        yield replace(readings[-1], confidence=1.0 if len(readings) == 1 else 0.8)


def _actual(around: Sequence[Figure]) -> Figure | None:
    """Return the figure spent or done: the last one called so, else the last that is no plan."""
    words = load_text_words()
    actuals = [f for f in around if f.fact.stage is Stage.ACTUAL] or [
        f
        for f in around
        if f.fact.stage is None
        and "预算" not in f.clause
        and not any(words.any_in(name, f.clause) for name in ("planned", "left_over"))
    ]
    return actuals[-1] if actuals else None


def _rule_of(budget: Figure, words: str) -> str:
    """执行率 of the full-year budget has a rule of its own."""
    return "R01" if budget.fact.stage is Stage.FULL_YEAR_BUDGET and "率" in words else "R06"


def _by_stage(budgets: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return the last budget of each stage."""
    return tuple({budget.fact.stage: budget for budget in budgets}.values())


def _ratio(rule: str, rate: Figure, top: Figure, bottom: Figure) -> Relation:
    return relation(rule, Shape.RATIO, rate, [term(top)], base=(term(bottom),))


def _control(rate: Figure, around: Sequence[Figure]) -> Iterator[Relation]:
    words = load_text_words()
    persons = [f for f in around if f.fact.kind is Kind.COUNT]
    if re.search("人员|编制|在职", rate.lead) or (persons and len(persons) == len(around)):
        quota = [
            f
            for f in persons
            if words.any_in("staff_quota", f.lead) and not words.any_in("staff_present", f.clause)
        ]
        present = [
            f for f in persons if words.any_in("staff_present", f.clause + f.tail[:4]) and f not in quota
        ]
        if len(quota) == 1 and len(present) == 1:
            yield _ratio("R02", rate, present[0], quota[0])
        return
    rule = (
        "R03"
        if "三公" in rate.lead + "".join(f.lead for f in around).replace("“", "").replace("”", "")
        else "R12"
    )
    yield from (replace(found, rule=rule) for found in _completion(rate, around, rate.clause))


def _change_rate(rate: Figure, around: Sequence[Figure]) -> Iterator[Relation]:
    """变动率 with the figures of two years, or 节约率 with budget and actual figure."""
    if re.search("节约率|节支率", rate.clause):
        yield from _saved(rate, around)
        return
    if "调整率" in rate.clause:
        yield from _adjusted(rate, around)
        return
    years = {f.fact.period: f for f in around if f.fact.period}
    if len(years) != 2 or len(around) != 2:
        return
    old, new = (years[year] for year in sorted(years, key=str))
    if new.is_like(old):
        change = relation("R04", Shape.CHANGE, rate, [term(new)], base=(term(old),))
        falling = replace(change, negative=True)
        yield falling if holds(falling) and ("下降" in rate.clause or rate.fact.value > 0) else change


def _saved(rate: Figure, around: Sequence[Figure]) -> Iterator[Relation]:
    budgets, actual = [f for f in around if is_budget(f)], _actual(around)
    if len(budgets) == 1 and actual is not None and actual.is_like(budgets[0]):
        unspent = [term(budgets[0]), term(actual, -1)]
        yield relation("R11", Shape.RATIO, rate, unspent, base=(term(budgets[0]),))


def _adjusted(rate: Figure, around: Sequence[Figure]) -> Iterator[Relation]:
    initial = [f for f in around if f.fact.stage is Stage.INITIAL_BUDGET]
    full = [f for f in around if f.fact.stage is Stage.FULL_YEAR_BUDGET]
    if len(initial) == len(full) == 1 and initial[0].is_like(full[0]):
        change = relation("R05", Shape.CHANGE, rate, [term(full[0])], base=(term(initial[0]),))
        falling = replace(change, negative=True)
        yield falling if holds(falling) else change


def _named_after_its_top(passage: Passage, at: int) -> Iterator[Relation]:
    """Read "受理356件，办结342件，办结率96.07%": the name of the rate is the verb of its numerator."""
    rate = passage.figures[at]
    named = re.search(r"([\u4e00-\u9fff]{2})率(?:为|达到?|是)?\s*$", rate.clause)
    plain = [f for f in passage.figures[:at] if f.role is Role.PLAIN and _is_quantity(f)]
    near = [f for f in plain if (f.sentence, f.depth) == (rate.sentence, rate.depth)][-2:]
    if named is None or len(near) < 2 or not near[1].is_like(near[0]):
        return
    bottom, top = near
    if set(named[1]) <= set(top.clause) and named[1] not in bottom.clause:
        yield hedge(_ratio("R06", rate, top, bottom), "率的分子、分母没有写明")


def _completes_named(figures: Sequence[Figure], at: int) -> bool:
    rate = figures[at]
    is_linked = re.fullmatch(r"\s*的\s*", rate.lead) is not None
    return (
        is_linked
        and at > 1
        and re.search("(?:完成|为|达到?)[^，,]*预算[^，,]*$", figures[at - 1].clause) is not None
    )


def _of_named_budget(figures: Sequence[Figure], at: int) -> Iterator[Relation]:
    """Read "支出432万元，为年初预算370万元的116%": the budget stands right before the rate."""
    actual, budget = figures[at - 2], figures[at - 1]
    if (
        actual.is_like(budget)
        and actual.role is Role.PLAIN
        and not same_value(actual, budget)
        and not is_budget(actual)
    ):
        yield _ratio("R06", figures[at], actual, budget)
