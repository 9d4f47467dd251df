"""Proposes the relations that schemas/relations.yaml declares."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ..schemas.catalogue import load_catalogue
from ..schemas.formulas import ANY_AMOUNT, load_formulas
from ..schemas.records import Kind, Origin
from .cases.slips import slip_shape
from .pools import Pool, pool_of
from .relation import Relation, Shape, Term
from .wording import role_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ..schemas.formulas import Formula, Operand, Side
    from ..schemas.records import Fact, Stage, Table
    from .context import Context, ReportView

NO_ADJUSTMENTS = frozenset({"unit", "slide", "sign"})  # slips that no budget is adjusted by
FUND_TOTAL = "annual_fund_total"  # of several amounts in a row, the one that a rate is of
LONGEST_LABEL = 24  # characters; longer cells are sentences


def declared_relations(context: Context, rule_files: tuple[Path, ...]) -> Iterator[tuple[Relation, ...]]:
    """Yield every declared relation whose figures are printed; a tuple holds its alternative right sides."""
    formulas = load_formulas(rule_files).relations
    for report in context.reports:
        yield from report.once((declared_relations, rule_files), partial(_of_report, report, formulas))


def _of_report(report: ReportView, formulas: Sequence[Formula]) -> tuple[tuple[Relation, ...], ...]:
    return tuple(_tried_sides(report, formulas))


def _tried_sides(report: ReportView, formulas: Sequence[Formula]) -> Iterator[tuple[Relation, ...]]:
    for formula in formulas:
        for stated in report.find(formula.stated.indicator, formula.stated.stage):
            pool = pool_of(report, formula, stated)
            printed = _printed_in_table(report, stated, blank_rows=formula.blank_rows)
            sides = [_relation(formula, side, stated, pool, printed) for side in formula.sides]
            tried = _without_misprints([side for side in sides if side is not None])
            # A side that divides by zero is no alternative to one that does not.
            if decidable := [side for side in tried if not _divides_by_zero(side)] or tried[:1]:
                yield (*decidable, *_excused(formula, decidable[0], pool))


def _without_misprints(sides: Sequence[Relation]) -> list[Relation]:
    """Leave out a further reading over a base that the first one's is a misprint of.

    A full-year budget that is the initial budget with its point moved, in another unit or with a sign before it
    was never adjusted to that: the rate that fits the initial budget shows the misprint and excuses nothing.
    """
    return [side for at, side in enumerate(sides) if at == 0 or not _is_misprint(sides[0], side)]


def _is_misprint(first: Relation, other: Relation) -> bool:
    if first.shape is not Shape.RATIO or len(first.base) != 1 or len(other.base) != 1:
        return False
    one, two = first.base[0].fact, other.base[0].fact
    return one.unit == two.unit and slip_shape(one.value, two.value) in NO_ADJUSTMENTS


def _divides_by_zero(relation: Relation) -> bool:
    return bool(relation.base) and not any(term.fact.value for term in relation.base)


def _printed_in_table(report: ReportView, stated: Fact, *, blank_rows: bool) -> frozenset[str | None]:
    """Indicators that the table of a figure has figures of, or a row; one without a figure here is blank."""
    table = stated.source.table
    if table is None:
        return frozenset()
    told = report.once(
        (_printed_in_table, table), lambda: frozenset(f.indicator for f in report.in_table(table))
    )
    return (
        told | report.once((_labelled, table), lambda: _labelled(report.table(table))) if blank_rows else told
    )


def _labelled(table: Table) -> frozenset[str]:
    """Indicators that cells of a table name and nothing else."""
    catalogue = load_catalogue()
    texts = {cell.text for cell in table.cells if 0 < len(cell.text.strip()) <= LONGEST_LABEL}
    return frozenset(found.id for text in texts for found in catalogue.by_label(text))


def _relation(
    formula: Formula, side: Side, stated: Fact, pool: Pool, printed: frozenset[str | None]
) -> Relation | None:
    """Return the relation on the printed figures; None where too few operands are printed."""
    terms = [_terms(operand, stated, pool) for operand in side.terms]
    base = [_terms(operand, stated, pool) for operand in side.base]
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


def _excused(formula: Formula, relation: Relation, pool: Pool) -> Iterator[Relation]:
    """A column sum beside rows that the catalogue does not know may lack a part: deferred if it fails."""
    if formula.scope != "column" or relation.shape is not Shape.SUM:
        return
    rows = [f.source.row or 0 for f in (relation.stated.fact, *(t.fact for t in relation.terms))]
    span = range(min(rows), max(rows) + 2)
    unknown = [
        f
        for f in pool.of(None)
        if f is not relation.stated.fact and f.kind is Kind.AMOUNT and f.value and f.source.row in span
    ]
    if unknown:
        yield replace(relation, missing=f"另有未识别的项目“{unknown[0].label}”，无法确定合计是否包含它")


def _terms(operand: Operand, stated: Fact, pool: Pool) -> list[Term]:
    for stage in (operand.stage, *operand.instead_stage):
        if facts := _pick(operand.indicator, stage, stated, pool):
            return [Term(role_of(fact), fact, operand.weight) for fact in facts]
    found = [fact for name in operand.instead for fact in _pick(name, operand.stage, stated, pool)]
    return [Term(role_of(fact), fact, operand.weight) for fact in found]


def _pick(indicator: str, stage: Stage | None, stated: Fact, pool: Pool) -> list[Fact]:
    """Return the facts of an indicator; the same figure printed twice counts once, a list's items all."""
    known = pool.amounts if indicator == ANY_AMOUNT else pool.of(indicator)
    hits = [f for f in known if f is not stated and stage in (None, f.stage)]
    if indicator == ANY_AMOUNT:
        return [f for f in hits if f.indicator == FUND_TOTAL] or hits
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
