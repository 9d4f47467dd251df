"""Proposes the relations that schemas/relations.yaml declares."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ..schemas.formulas import ANY_AMOUNT, load_formulas
from ..schemas.records import Kind, Origin
from .relation import Relation, Shape, Term
from .wording import role_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ..schemas.formulas import Formula, Operand, Side
    from ..schemas.records import Fact, Stage
    from .context import Context, ReportView


def declared_relations(context: Context, rule_files: tuple[Path, ...]) -> Iterator[tuple[Relation, ...]]:
    """Yield every declared relation whose figures are printed; a tuple holds its alternative right sides."""
    formulas = load_formulas(rule_files).relations
    for report in context.reports:
        for formula in formulas:
            for stated in report.find(formula.stated.indicator, formula.stated.stage):
                pool = _pool(report, formula, stated)
                sides = [_relation(formula, side, stated, pool) for side in formula.sides]
                if tried := tuple(side for side in sides if side is not None):
                    yield tried


def _pool(report: ReportView, formula: Formula, stated: Fact) -> list[Fact]:
    """The facts that a formula may draw on, given where its total stands."""
    place = stated.source
    if formula.scope == "report":
        return [f for f in report.facts if f.entity == stated.entity and f is not stated and _is_same_year(f, stated)]
    if place.table is None:
        return []
    facts = [f for f in report.in_table(place.table) if f is not stated]
    if formula.scope == "row":
        return [f for f in facts if f.source.row == place.row]
    if formula.scope == "column":
        return [f for f in facts if (f.stage, f.period) == (stated.stage, stated.period)]
    return facts


def _is_same_year(fact: Fact, stated: Fact) -> bool:
    return None in (fact.period, stated.period) or fact.period == stated.period


def _relation(formula: Formula, side: Side, stated: Fact, pool: Sequence[Fact]) -> Relation | None:
    """Return the relation on the printed figures; None where too few operands are printed."""
    terms = [_terms(operand, pool) for operand in side.terms]
    base = [_terms(operand, pool) for operand in side.base]
    required = [*zip(side.terms, terms, strict=True), *zip(side.base, base, strict=True)]
    if any(not found and not operand.is_optional for operand, found in required):
        return None
    if sum(bool(found) for found in terms) < formula.at_least:
        return None
    operands = [term for found in (*terms, *base) for term in found]
    twice = _twice(operands)
    blanks = [o.indicator for o, found in zip(side.terms, terms, strict=True) if not found]
    return Relation(
        rule=formula.rule,
        origin=Origin.CATALOGUE,
        shape=Shape(side.shape),
        stated=Term(role_of(stated), stated),
        terms=tuple(term for found in terms for term in found),
        base=tuple(term for found in base for term in found),
        missing=f"“{twice}”有两个不同的数字，无法确定用哪一个" if twice else None,
        note="空白项按零计" if blanks and side.shape == "sum" else "",
    )


def _terms(operand: Operand, pool: Sequence[Fact]) -> list[Term]:
    for stage in (operand.stage, *operand.instead_stage):
        if facts := _pick(operand.indicator, stage, pool):
            return [Term(role_of(fact), fact, operand.weight) for fact in facts]
    found = [fact for indicator in operand.instead for fact in _pick(indicator, operand.stage, pool)]
    return [Term(role_of(fact), fact, operand.weight) for fact in found]


def _pick(indicator: str, stage: Stage | None, pool: Iterable[Fact]) -> list[Fact]:
    """Return the facts of an indicator; the same figure printed twice counts once, a list's items all."""
    if indicator == ANY_AMOUNT:
        return [f for f in pool if f.kind is Kind.AMOUNT and stage in (None, f.stage)]
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
