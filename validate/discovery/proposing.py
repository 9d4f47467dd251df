"""Relations for tables that no catalogue knows: what discovery finds there, as something to be rechecked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...schemas.records import Kind, Origin, Outcome
from ..declared import declared_relations
from ..evaluate import evaluate
from ..precision import Precision
from ..relation import Relation, Shape, Term
from ..tables.stacked import stacked_tables
from ..wording import role_of
from .discovering import discover, is_error, is_telling
from .grid import Axis, Operator
from .table_grid import table_grid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...schemas.records import Source, Table
    from ..context import Context, ReportView
    from .grid import Aggregation
    from .table_grid import Place, TableGrid

FORMS = frozenset({"plain", "fund_table"})
RULES: Mapping[Operator, str] = {
    Operator.RATIO: "R07",
    Operator.SHARE: "R07",
    Operator.CHANGE: "R08",
}
SHAPES: Mapping[Operator, Shape] = {
    Operator.RATIO: Shape.RATIO,
    Operator.SHARE: Shape.RATIO,
    Operator.CHANGE: Shape.CHANGE,
}
UNCONFIRMED = 0.8  # of a failing place when too few others hold, or no word backs them: no error


def discovered_relations(context: Context) -> Iterator[Relation]:
    """Yield the rates found in tables without a form of their own.

    One relation per row or column where the rate holds or fails. Figures that a declared relation
    already states are left to it.
    """
    declared = {tried.stated.fact.source for sides in declared_relations(context, ()) for tried in sides}
    for view in context.reports:
        for table in view.report.document.tables:
            form = view.form_of(table.number)
            if form is None or form.kind in FORMS:
                for discovered in _discovered(view, table):
                    yield from _of_table(discovered, declared, _precision(view))


class Discovered(NamedTuple):
    """A table with the aggregations found in it."""

    table: TableGrid
    found: tuple[Aggregation, ...]


def _discovered(view: ReportView, table: Table) -> tuple[Discovered, ...]:
    """Return what discovery finds in each table that a grid holds; sums and rates of it are asked for apart."""

    def search() -> tuple[Discovered, ...]:
        precision = _precision(view)
        parts = stacked_tables(table, view.in_table(table.number))
        grids = [table_grid(part, facts, precision) for part, facts in parts]
        return tuple(Discovered(grid, discover(grid.grid)) for grid in grids)

    return view.once((Discovered, table.number), search)


def _precision(view: ReportView) -> Precision:
    return view.once(Precision, lambda: Precision.of(view.facts))


def _of_table(discovered: Discovered, declared: set[Source], precision: Precision) -> Iterator[Relation]:
    table = discovered.table
    for found in discovered.found:
        if found.operator not in RULES:
            continue
        may_fail = is_telling(found)
        for sample in sorted((*found.holds, *(found.fails if may_fail else ()))):
            relation = _relation(found, sample, table)
            if relation is None or relation.stated.fact.source in declared:
                continue
            # What fits the digits of its own figures may not fit those that the table prints elsewhere.
            if may_fail or evaluate(relation, precision).outcome is not Outcome.BROKEN:
                yield relation


def discovered_sums(view: ReportView, table: Table) -> Iterator[Relation]:
    """Yield the sums that the numbers of a table show, those that fail only where words and others bear them out.

    Shares of a whole and sums of nothing but zeros are left out.
    """
    for part, aggregations in _discovered(view, table):
        for found in aggregations:
            if found.operator is Operator.SUM:
                yield from _sums(found, part)


def _sums(found: Aggregation, table: TableGrid) -> Iterator[Relation]:
    for sample in sorted((*found.holds, *(found.fails if is_error(found) else ()))):
        stated = _term(found, found.target, sample, table)
        terms = [term for n in found.operands if (term := _term(found, n, sample, table)) is not None]
        told = [term for term in terms if term.fact.value]
        if stated is not None and len(told) > 1 and stated.fact.kind is not Kind.PERCENT:
            yield Relation("A21", Origin.DISCOVERED, Shape.SUM, stated, tuple(terms))


def _relation(found: Aggregation, sample: int, table: TableGrid) -> Relation | None:
    """Return one place of an aggregation as a relation; None if no operand is printed there."""
    stated = _term(found, found.target, sample, table)
    terms = [term for n in found.operands if (term := _term(found, n, sample, table)) is not None]
    base: list[Term] = []
    if found.base is not None:
        whole = _term(found, found.operands[0], found.base, table)
        base = [whole] if whole else []
    else:
        terms, base = terms[:1], terms[1:]
    if stated is None or not terms or not base:
        return None
    is_sure = sample in found.holds or is_error(found)
    return Relation(
        RULES[found.operator],
        Origin.DISCOVERED,
        SHAPES[found.operator],
        stated,
        tuple(terms),
        tuple(base),
        confidence=1.0 if is_sure else UNCONFIRMED,
        in_percent=found.factor != 1 and all(term.fact.kind is not Kind.PERCENT for term in (*terms, *base)),
    )


def _term(found: Aggregation, line: int, sample: int, table: TableGrid) -> Term | None:
    place: Place = (line, sample) if found.axis is Axis.ROWS else (sample, line)
    fact = table.facts.get(place)
    if fact is None:
        return None
    header = table.grid.column_labels[place[1]].rsplit("\n", 1)[-1].strip()
    is_operand_column = found.axis is Axis.COLUMNS and line != found.target
    return Term(header if is_operand_column and header else role_of(fact), fact)
