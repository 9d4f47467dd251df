"""The figures that a declared relation may draw on, given where its total stands; indexed once per place."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from ..schemas.formulas import load_formulas
from ..schemas.records import Kind
from .projects.projects import PROJECT_FORM

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from ..schemas.formulas import Formula
    from ..schemas.records import Fact
    from .context import ReportView

Key = TypeVar("Key", bound="Hashable")
SIGNS = frozenset("≥≤><＞＜≧≦")


class Pool:
    """Figures by indicator."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts = tuple(facts)

    @cached_property
    def _by_indicator(self) -> Mapping[str | None, Sequence[Fact]]:
        return _grouped(self._facts, lambda fact: fact.indicator)

    @cached_property
    def amounts(self) -> Sequence[Fact]:
        """All amounts, in order."""
        return [fact for fact in self._facts if fact.kind is Kind.AMOUNT]

    def of(self, indicator: str | None) -> Sequence[Fact]:
        """Return the figures of an indicator, in order."""
        return self._by_indicator.get(indicator, ())


NOTHING = Pool(())


def pool_of(report: ReportView, formula: Formula, stated: Fact) -> Pool:
    """Return the figures that a formula may draw on; the stated one may be among them."""
    place = stated.source
    if formula.scope == "report":
        return _of_report(report, formula, stated)
    if formula.scope == "paragraph":
        number = place.paragraph
        return NOTHING if number is None else _part(report, "paragraph", number, report.in_paragraph, stated)
    if place.table is None:
        return NOTHING
    return _part(report, formula.scope, place.table, report.in_table, stated)


# What the figures of a relation have in common with its total, by scope.
COMMON: Mapping[str, Callable[[Fact], Hashable]] = {
    "row": lambda fact: fact.source.row,
    "column": lambda fact: (fact.stage, fact.period, fact.entity),
    "paragraph": lambda fact: (fact.stage, fact.period, fact.entity),
    "table": lambda fact: fact.source.table,
}


def _part(
    report: ReportView, scope: str, number: int, figures_in: Callable[[int], Sequence[Fact]], stated: Fact
) -> Pool:
    common = COMMON[scope]

    def pools() -> Mapping[Hashable, Pool]:
        return {key: Pool(facts) for key, facts in _grouped(figures_in(number), common).items()}

    return report.once((Pool, scope, number), pools)[common(stated)]


def _grouped(facts: Iterable[Fact], key: Callable[[Fact], Key]) -> dict[Key, list[Fact]]:
    groups: dict[Key, list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[key(fact)].append(fact)
    return groups


def _of_report(report: ReportView, formula: Formula, stated: Fact) -> Pool:
    """The unit's own figures; none where the sentence of a rate prints the two figures itself."""
    is_told = formula.sides[0].base and (is_bound(report, stated) or _has_own_figures(report, stated))
    if is_told or stated.entity is not None or _is_of_project(report, stated):
        return NOTHING
    return report.once((Pool, "report", stated.period), lambda: Pool(_own_figures(report, stated)))


def _own_figures(report: ReportView, stated: Fact) -> Iterator[Fact]:
    for fact in report.facts:
        is_same_year = None in (fact.period, stated.period) or fact.period == stated.period
        if is_same_year and fact.entity is None and not _is_of_project(report, fact):
            yield fact


def _is_of_project(report: ReportView, fact: Fact) -> bool:
    form = report.form_of(fact.source.table) if fact.source.table is not None else None
    return form is not None and form.kind == PROJECT_FORM


def is_bound(report: ReportView, fact: Fact) -> bool:
    """Return whether a figure is printed as a bound to keep, not as a result: "控制在100%以内"."""
    formulas = load_formulas()
    before, after = report.words_around(fact, 5)
    is_sign = fact.text.lstrip()[:1] in SIGNS
    return (
        is_sign
        or before.strip().endswith(formulas.bound_before)
        or after.strip().startswith(formulas.bound_after)
    )


def _has_own_figures(report: ReportView, stated: Fact) -> bool:
    """Return whether a rate stands in running text beside two amounts: the text says what it is of."""
    place = stated.source
    if place.paragraph is not None:
        beside = report.in_paragraph(place.paragraph)
    else:
        beside = report.in_cell(place.table or 0, place.row or 0, place.column or 0)
    return sum(fact.kind in (Kind.AMOUNT, Kind.COUNT) for fact in beside) > 1
