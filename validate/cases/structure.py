"""Causes that are no slip in a figure: an item left out or counted twice, a missing row, a blank cell."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from ..evaluate import relation_facts
from ..precision import base_value, scale
from ..relation import Shape
from .candidates import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..relation import Relation, Term
    from .graph import Graph
    from .surroundings import Surroundings

LEAST_SPAN = 2
MOST_SPAN = 12  # items of a block that may be counted beside their parent


@dataclass(frozen=True, slots=True)
class Structure:
    """A cause that several columns may share.

    Attributes:
        shape: Entry of causes.yaml.
        key: Tells two structures apart.
        total: The figure that does not fit its parts.
        item: Role of the item that is left out or counted twice; label of the blank cell.
        values: What is missing, column by column.
        repaired: Relations that it explains.
    """

    shape: str
    key: str
    total: Term
    item: str
    values: tuple[Decimal, ...]
    repaired: frozenset[int]


def structures(graph: Graph, case: Sequence[int], surroundings: Surroundings) -> Iterator[Structure]:
    """Yield the structural causes that explain relations of a case."""
    sums = [index for index in case if graph.relation(index).shape is Shape.SUM]
    yield from _of_items(graph, sums)
    yield from _of_missing_rows(graph, sums)
    yield from _of_blanks(graph, sums, surroundings)


def gap_of(relation: Relation, expected: Fraction) -> Fraction:
    """Return stated minus recomputed, in base units."""
    return base_value(relation.stated.fact) - expected * scale(relation.stated.fact)


def item_causes(relation: Relation, expected: Fraction) -> Iterator[tuple[str, int]]:
    """Yield (shape, position of the item) where an item, or a block of items, is as large as the gap."""
    gap = gap_of(relation, expected)
    if relation.shape is not Shape.SUM or relation.negative or not gap or len(relation.terms) < 2:
        return
    worths = [term.weight * base_value(term.fact) for term in relation.terms]
    for at, worth in enumerate(worths):
        if worth in (gap, -gap):
            yield ("counted_twice" if worth == gap else "omitted"), at
        if worth == -gap and at + 1 < len(worths):
            block = Fraction(0)
            for length, below in enumerate(worths[at + 1 : at + 1 + MOST_SPAN], start=1):
                block += below
                if length >= LEAST_SPAN and block == worth:
                    yield "beside_parent", at


def _of_items(graph: Graph, sums: Sequence[int]) -> Iterator[Structure]:
    """An item left out of or counted twice in a total: in all columns of its row, or the total would differ."""
    found: dict[tuple[str, object, object], list[tuple[int, int]]] = defaultdict(list)
    for index in sums:
        relation = graph.relation(index)
        for shape, at in item_causes(relation, graph.expected(index)):
            item = (shape, _row_key(relation.terms[at]), _row_key(relation.stated))
            found[item].append((index, at))
    for (shape, *key), hits in found.items():
        first, at = hits[0]
        if any(_holds_beside(graph, index, position) for index, position in hits):
            continue
        relation = graph.relation(first)
        repaired = frozenset(index for index, _ in hits)
        yield Structure(shape, f"{shape}{key}", relation.stated, relation.terms[at].role, (), repaired)


def _row_key(term: Term) -> tuple[object, ...]:
    place = term.fact.source
    return (place.document, place.table, place.row) if place.table is not None else (place,)


def _holds_beside(graph: Graph, index: int, position: int) -> bool:
    """Return whether a sum of the same rows in another column holds, although the item is not nothing there."""
    relation = graph.relation(index)
    rows = [fact.source.row for fact in relation_facts(relation)]
    item = relation.terms[position].fact.source
    for other in graph.standing_in(relation.stated.fact.source.document, relation.stated.fact.source.table):
        beside = graph.relation(other)
        if [fact.source.row for fact in relation_facts(beside)] != rows or None in rows:
            continue
        twin = next(t for t in beside.terms if t.fact.source.row == item.row)
        if twin.fact.value:
            return True
    return False


def _of_missing_rows(graph: Graph, sums: Sequence[int]) -> Iterator[Structure]:
    """A row that totals in two columns or more count and that is not there."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for index in sums:
        relation = graph.relation(index)
        place = relation.stated.fact.source
        if place.table is not None and place.column is not None:
            groups[(place.document, place.table)].append(index)
    for key, group in groups.items():
        short = [index for index in group if gap_of(graph.relation(index), graph.expected(index)) > 0]
        columns = {graph.relation(index).terms[0].fact.source.column for index in short}
        if len(columns) < 2 or len(short) != len(group):
            continue
        values = [
            printable(gap_of(r, graph.expected(i)) / scale(r.stated.fact), 4)
            for i, r in ((i, graph.relation(i)) for i in short)
        ]
        known = tuple(dict.fromkeys(value for value in values if value is not None))
        total = graph.relation(short[0]).stated
        yield Structure("missing_row", f"missing_row{key}", total, "", known, frozenset(short))


def _of_blanks(graph: Graph, sums: Sequence[int], surroundings: Surroundings) -> Iterator[Structure]:
    """An empty cell between the figures of a sum that should hold the difference."""
    found: dict[tuple[object, ...], list[int]] = defaultdict(list)
    labels: dict[tuple[object, ...], str] = {}
    for index in sums:
        relation = graph.relation(index)
        gap = gap_of(relation, graph.expected(index))
        blanks = list(surroundings.blanks(relation_facts(relation))) if gap > 0 else []
        value = printable(gap / scale(relation.stated.fact), 4)
        for cell in blanks if value is not None else ():
            hole = (cell.source, value)
            found[hole].append(index)
            labels[hole] = surroundings.label(cell)
    for key, indexes in found.items():
        total = graph.relation(indexes[0]).stated
        held = Decimal(str(key[1]))
        yield Structure("blank", f"blank{key}", total, labels[key], (held,), frozenset(indexes))
