"""Proposes the relations that schemas/relations.yaml declares."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ..schemas.catalogue import load_catalogue
from ..schemas.formulas import ANY_AMOUNT, load_formulas
from ..schemas.records import Kind, Origin
from .projects.projects import PROJECT_FORM
from .relation import Relation, Shape, Term
from .wording import role_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ..schemas.formulas import Formula, Operand, Side
    from ..schemas.records import Fact, Stage, Table
    from .context import Context, ReportView

FUND_TOTAL = "annual_fund_total"  # of several amounts in a row, the one that a rate is of
LONGEST_LABEL = 24  # characters; longer cells are sentences
SIGNS = frozenset("≥≤><＞＜≧≦")


def declared_relations(context: Context, rule_files: tuple[Path, ...]) -> Iterator[tuple[Relation, ...]]:
    """Yield every declared relation whose figures are printed; a tuple holds its alternative right sides."""
    formulas = load_formulas(rule_files).relations
    for report in context.reports:
        for formula in formulas:
            for stated in report.find(formula.stated.indicator, formula.stated.stage):
                pool = _pool(report, formula, stated)
                printed = _printed_in_table(report, stated, blank_rows=formula.blank_rows)
                sides = [_relation(formula, side, stated, pool, printed) for side in formula.sides]
                tried = [side for side in sides if side is not None]
                # A side that divides by zero is no alternative to one that does not.
                if decidable := [side for side in tried if not _divides_by_zero(side)] or tried[:1]:
                    yield (*decidable, *_excused(formula, decidable[0], pool))


def _divides_by_zero(relation: Relation) -> bool:
    return bool(relation.base) and not any(term.fact.value for term in relation.base)


def _pool(report: ReportView, formula: Formula, stated: Fact) -> list[Fact]:
    """The facts that a formula may draw on, given where its total stands."""
    place = stated.source
    if formula.scope == "report":
        return _pool_of_report(report, formula, stated)
    if formula.scope == "paragraph":
        facts = report.in_paragraph(place.paragraph) if place.paragraph is not None else []
        return [f for f in facts if f is not stated and _is_like(f, stated)]
    if place.table is None:
        return []
    facts = [f for f in report.in_table(place.table) if f is not stated]
    if formula.scope == "row":
        return [f for f in facts if f.source.row == place.row]
    if formula.scope == "column":
        return [f for f in facts if _is_like(f, stated)]
    return facts


def _pool_of_report(report: ReportView, formula: Formula, stated: Fact) -> list[Fact]:
    """The unit's own figures; none where the sentence of a rate prints the two figures itself."""
    is_told = formula.sides[0].base and (is_bound(report, stated) or _has_own_figures(report, stated))
    if is_told or _is_of_project(report, stated):
        return []
    facts = [f for f in report.facts if f is not stated and f.entity is None and _is_same_year(f, stated)]
    return [f for f in facts if not _is_of_project(report, f)] if stated.entity is None else []


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


def _is_like(fact: Fact, stated: Fact) -> bool:
    return (fact.stage, fact.period, fact.entity) == (stated.stage, stated.period, stated.entity)


def _is_same_year(fact: Fact, stated: Fact) -> bool:
    return None in (fact.period, stated.period) or fact.period == stated.period


def _printed_in_table(report: ReportView, stated: Fact, *, blank_rows: bool) -> frozenset[str | None]:
    """Indicators that the table of a figure has figures of, or a row; one without a figure here is blank."""
    number = stated.source.table
    if number is None:
        return frozenset()
    told = frozenset(f.indicator for f in report.in_table(number))
    return told | _labelled(report.table(number)) if blank_rows else told


@lru_cache(maxsize=4)  # the totals of one table are asked for in turn
def _labelled(table: Table) -> frozenset[str]:
    """Indicators that cells of a table name and nothing else."""
    catalogue = load_catalogue()
    texts = {cell.text for cell in table.cells if 0 < len(cell.text.strip()) <= LONGEST_LABEL}
    return frozenset(found.id for text in texts for found in catalogue.by_label(text))


def _relation(
    formula: Formula, side: Side, stated: Fact, pool: Sequence[Fact], printed: frozenset[str | None]
) -> Relation | None:
    """Return the relation on the printed figures; None where too few operands are printed."""
    terms = [_terms(operand, pool) for operand in side.terms]
    base = [_terms(operand, pool) for operand in side.base]
    is_sum = side.shape == "sum"
    blanks = [o for o, found in zip(side.terms, terms, strict=True) if not found and o.indicator in printed]
    required = [*zip(side.terms, terms, strict=True), *zip(side.base, base, strict=True)]
    excused = blanks if is_sum and any(terms) else []
    if any(not found and not operand.is_optional and operand not in excused for operand, found in required):
        return None
    if sum(bool(found) for found in terms) + len(excused) < formula.at_least:
        return None
    operands = [term for found in (*terms, *base) for term in found]
    twice = _twice(operands)
    return Relation(
        rule=formula.rule,
        origin=Origin.CATALOGUE,
        shape=Shape(side.shape),
        stated=Term(role_of(stated), stated),
        terms=tuple(term for found in terms for term in found),
        base=tuple(term for found in base for term in found),
        missing=f"“{twice}”有两个不同的数字，无法确定用哪一个" if twice else None,
        note="空白项按零计" if is_sum and blanks else "",
    )


def _excused(formula: Formula, relation: Relation, pool: Sequence[Fact]) -> Iterator[Relation]:
    """A column sum beside rows that the catalogue does not know may lack a part: deferred if it fails."""
    if formula.scope != "column" or relation.shape is not Shape.SUM:
        return
    rows = [f.source.row or 0 for f in (relation.stated.fact, *(t.fact for t in relation.terms))]
    span = range(min(rows), max(rows) + 2)
    unknown = [
        f for f in pool if f.indicator is None and f.kind is Kind.AMOUNT and f.value and f.source.row in span
    ]
    if unknown:
        yield replace(relation, missing=f"另有未识别的项目“{unknown[0].label}”，无法确定合计是否包含它")


def _terms(operand: Operand, pool: Sequence[Fact]) -> list[Term]:
    for stage in (operand.stage, *operand.instead_stage):
        if facts := _pick(operand.indicator, stage, pool):
            return [Term(role_of(fact), fact, operand.weight) for fact in facts]
    found = [fact for indicator in operand.instead for fact in _pick(indicator, operand.stage, pool)]
    return [Term(role_of(fact), fact, operand.weight) for fact in found]


def _pick(indicator: str, stage: Stage | None, pool: Iterable[Fact]) -> list[Fact]:
    """Return the facts of an indicator; the same figure printed twice counts once, a list's items all."""
    if indicator == ANY_AMOUNT:
        amounts = [f for f in pool if f.kind is Kind.AMOUNT and stage in (None, f.stage)]
        return [f for f in amounts if f.indicator == FUND_TOTAL] or amounts
    hits = [f for f in pool if f.indicator == indicator and stage in (None, f.stage)]
    if indicator.endswith("_item"):
        return hits
    tables = [f for f in hits if f.source.table is not None]
    distinct: dict[object, Fact] = {}
    for fact in tables or hits:
        distinct.setdefault((fact.value, fact.unit), fact)
    return list(distinct.values())


def _twice(terms: Sequence[Term]) -> str | None:
    """Return the role of an operand that has two candidates with different figures; None if none has."""
    seen: dict[tuple[object, object], set[object]] = defaultdict(set)
    for term in terms:
        key = (term.fact.indicator, term.fact.stage)
        if term.fact.indicator and not term.fact.indicator.endswith("_item"):
            seen[key].add((term.fact.value, term.fact.unit))
            if len(seen[key]) > 1:
                return term.role
    return None
