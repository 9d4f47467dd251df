"""The same fact printed in several places of a submission should be the same figure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ..schemas.formulas import load_formulas
from ..schemas.records import Kind, Origin, Stage
from .cases.slips import slip_shape
from .pools import is_bound
from .precision import base_value, dimension
from .projects.projects import PROJECT_FORM
from .relation import Relation, Shape, Term
from .wording import role_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..schemas.records import Fact
    from .context import Context, ReportView

DIFFERENT = 0.8  # confidence where no typing slip tells that the two figures are meant to be one
PROJECT_FORMS = frozenset({PROJECT_FORM, "score_sheet", "score_deduction", "result_notice"})
DEPARTMENT_FORM = "department_self_evaluation"
FUND_TOTAL = "annual_fund_total"
# A figure without a stage may be any of these; it is compared with the last, what was spent.
ANY_STAGE = (Stage.INITIAL_BUDGET, Stage.BUDGET, Stage.FULL_YEAR_BUDGET, Stage.ACTUAL)


class Key(NamedTuple):
    """What makes two printed figures one fact."""

    name: str
    dimension: str | None
    period: str
    stage: Stage | None


def same_fact_relations(context: Context) -> Iterator[Relation]:
    """Yield one EQUAL relation per further figure of a fact that several places print.

    The first table that prints the fact is the reference; places that repeat one differing
    figure are joined, so that one slip is reported once.
    """
    codes = {name: code for code, names in load_formulas().same_fact.items() for name in names}
    groups: dict[Key, list[Fact]] = defaultdict(list)
    for view in context.reports:
        for key, facts in _of_report(view, codes).items():
            groups[key] += facts
    for key, facts in groups.items():
        if key.stage is None:
            yield from _without_stage(codes[key.name], key, facts, groups)
        else:
            yield from _compare(codes[key.name], facts)
    for view in context.reports:
        yield from _wholes(view, groups)


def _wholes(view: ReportView, groups: Mapping[Key, Sequence[Fact]]) -> Iterator[Relation]:
    """Yield, of figures that hold others by declaration, that the whole is at least its part."""
    holds = load_formulas().holds
    for whole, part in holds.indicators.items():
        for fact in view.find(part):
            caption = view.table(fact.source.table).caption if fact.source.table is not None else None
            if fact.period is None or not any(word in (caption or "") for word in holds.captions):
                continue
            stated = groups.get(Key(whole, dimension(fact), fact.period, Stage.ACTUAL), ())
            if reference := next((f for f in stated if f.source.document == fact.source.document), None):
                term = Term(f"{_place_word(fact)}{role_of(fact)}", fact)
                head = Term(f"{_place_word(reference)}{role_of(reference)}", reference)
                yield Relation(
                    holds.rule, Origin.CATALOGUE, Shape.AT_LEAST, head, (term,), confidence=DIFFERENT
                )


def _of_report(view: ReportView, codes: Mapping[str, str]) -> dict[Key, list[Fact]]:
    """The facts of one report that may be compared, by key."""
    groups: dict[Key, list[Fact]] = defaultdict(list)
    for fact in view.facts:
        key = _key(fact)
        if key is not None and key.name in codes and not _is_left_out(view, fact):
            groups[key].append(fact)
    return {key: _clear(view, facts) for key, facts in groups.items()}


def _key(fact: Fact) -> Key | None:
    if fact.indicator is None or fact.period is None or fact.entity or fact.kind is Kind.NUMBER:
        return None
    name = load_formulas().same_quantity.get(fact.indicator, fact.indicator)
    return Key(name, dimension(fact), fact.period, fact.stage)


def _is_left_out(view: ReportView, fact: Fact) -> bool:
    """Return whether a figure is a bound, or of a project, or of nobody known (a form cut by a page)."""
    if is_bound(view, fact):
        return True
    form = view.form_of(fact.source.table) if fact.source.table is not None else None
    if form is None:
        return False
    return form.kind in PROJECT_FORMS or (fact.indicator == FUND_TOTAL and form.kind != DEPARTMENT_FORM)


def _clear(view: ReportView, facts: Sequence[Fact]) -> list[Fact]:
    """Leave out places that print several figures under one name, and forms filled once per unit."""
    by_place: dict[object, list[Fact]] = defaultdict(list)
    for fact in facts:
        form = view.form_of(fact.source.table) if fact.source.table is not None else None
        place = form.kind if form is not None else ("paragraph", fact.source.paragraph)
        by_place[place].append(fact)
    return [f for found in by_place.values() if len({base_value(x) for x in found}) == 1 for f in found]


def _compare(code: str, facts: Sequence[Fact]) -> Iterator[Relation]:
    if not facts:
        return
    reference = next((fact for fact in facts if fact.source.table is not None), facts[0])
    for fact in _distinct(fact for fact in facts if _is_elsewhere(fact, reference)):
        yield _equal(code, fact, reference)


def _without_stage(
    code: str, key: Key, facts: Sequence[Fact], groups: Mapping[Key, Sequence[Fact]]
) -> Iterator[Relation]:
    """Compare figures whose stage nothing tells: equal to one stage is right, else unlike what was spent."""
    staged = [fact for stage in ANY_STAGE for fact in groups.get(key._replace(stage=stage), ())]
    spent = groups.get(key._replace(stage=Stage.ACTUAL), ())
    for fact in _distinct(facts):
        others = [other for other in staged if _is_elsewhere(fact, other)]
        equal = next((other for other in others if base_value(other) == base_value(fact)), None)
        if equal is not None:
            yield _equal(code, fact, equal)
        elif reference := next((other for other in spent if _is_elsewhere(fact, other)), None):
            relation = _equal(code, fact, reference)
            is_form = fact.source.table is not None
            if is_form or relation.confidence == 1:
                yield replace(relation, confidence=DIFFERENT)
    if not staged:
        yield from _compare(code, facts)


def _distinct(facts: Iterable[Fact]) -> list[Fact]:
    by_value: dict[object, Fact] = {}
    for fact in facts:
        by_value.setdefault(base_value(fact), fact)
    return list(by_value.values())


def _equal(code: str, fact: Fact, reference: Fact) -> Relation:
    is_slip = fact.unit != reference.unit or slip_shape(fact.value, reference.value) is not None
    return Relation(
        rule=code,
        origin=Origin.CATALOGUE,
        shape=Shape.EQUAL,
        stated=Term(f"{_place_word(fact)}{role_of(fact)}", fact),
        terms=(Term(f"{_place_word(reference)}{role_of(reference)}", reference),),
        confidence=1.0 if is_slip else DIFFERENT,
    )


def _is_elsewhere(fact: Fact, reference: Fact) -> bool:
    one, other = fact.source, reference.source
    return (one.document, one.table, one.paragraph) != (other.document, other.table, other.paragraph)


def _place_word(fact: Fact) -> str:
    return "正文" if fact.source.table is None else f"表{fact.source.table}"
