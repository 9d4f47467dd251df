"""Facts and relations of a submission as a graph, on which changes of figures can be tried."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ...schemas.records import Outcome
from ..evaluate import BOUNDS, evaluate, relation_facts
from ..relation import Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ...schemas.records import Fact, Source
    from ..evaluate import Evaluation
    from ..precision import Precision
    from ..relation import Relation, Term

STANDING = frozenset({Outcome.HOLDS, Outcome.ROUNDING})
MOST_OPERANDS = 200  # a longer relation ties figures together but is not searched for the wrong one
BOUND_WEIGHT = Decimal("0.5")  # many figures satisfy a bound


class Judged(NamedTuple):
    """A relation with its outcome."""

    relation: Relation
    result: Evaluation


class Graph:
    """Relations that were decided, tied together by the places of their figures."""

    def __init__(self, judged: Sequence[Judged], precision: Precision, evaluations: int) -> None:
        self._judged = judged
        self._precision = precision
        self._left = evaluations
        self._at: dict[Source, list[int]] = defaultdict(list)
        for index, item in enumerate(judged):
            if item.result.outcome is not Outcome.DEFERRED:
                for place in {fact.source for fact in relation_facts(item.relation)}:
                    self._at[place].append(index)

    def relation(self, index: int) -> Relation:
        """Return a relation."""
        return self._judged[index].relation

    def expected(self, index: int) -> Fraction:
        """Return what the operands of a broken relation give."""
        return self._judged[index].result.expected or Fraction(0)

    def stands(self, index: int) -> bool:
        """Return whether a relation holds, rounding included."""
        return self._judged[index].result.outcome in STANDING

    def relations_at(self, place: Source) -> Sequence[int]:
        """Return the decided relations that a figure stands in."""
        return self._at.get(place, ())

    def standing_in(self, document: str, table: int | None) -> Sequence[int]:
        """Return the sums that hold and whose total stands in a table."""
        return self._sums_in.get((document, table), ()) if table is not None else ()

    @cached_property
    def _sums_in(self) -> Mapping[tuple[str, int | None], list[int]]:
        found: dict[tuple[str, int | None], list[int]] = defaultdict(list)
        for index, item in enumerate(self._judged):
            place = item.relation.stated.fact.source
            if item.relation.shape is Shape.SUM and self.stands(index):
                found[(place.document, place.table)].append(index)
        return found

    def weight(self, indexes: Iterable[int]) -> Decimal:
        """Return how much it tells that these relations hold."""
        shapes = [self.relation(index).shape for index in indexes]
        return sum((BOUND_WEIGHT if shape in BOUNDS else Decimal(1) for shape in shapes), Decimal(0))

    def blocks(self) -> list[list[int]]:
        """Return the broken relations, those together that share a figure or stand in parallel columns."""
        return self._tied(range(len(self._judged)), is_parallel=True)

    def cases(self, indexes: Iterable[int]) -> list[list[int]]:
        """Return broken relations, those together that share a figure."""
        return self._tied(sorted(indexes), is_parallel=False)

    def _tied(self, indexes: Iterable[int], *, is_parallel: bool) -> list[list[int]]:
        parent: dict[int, int] = {}

        def root(index: int) -> int:
            while parent[index] != index:
                index = parent[index]
            return index

        leaders: dict[object, int] = {}
        for index in indexes:
            relation, result = self._judged[index]
            if result.outcome is not Outcome.BROKEN or result.expected is None:
                continue
            parent[index] = index
            keys: list[object] = [fact.source for fact in relation_facts(relation)]
            for key in keys + (_rows_of(relation) if is_parallel else []):
                low, high = sorted((root(index), root(leaders.setdefault(key, index))))
                parent[high] = low
        groups: dict[int, list[int]] = defaultdict(list)
        for index in parent:
            groups[root(index)].append(index)
        return [sorted(group) for _, group in sorted(groups.items())]

    def mentions(self, place: Source) -> frozenset[Source]:
        """Return the place with all others that relations which hold say are the same figure."""
        found, open_ = {place}, [place]
        while open_:
            for index in self.relations_at(open_.pop()):
                relation = self.relation(index)
                if relation.shape is Shape.EQUAL and self.stands(index):
                    fresh = {fact.source for fact in relation_facts(relation)} - found
                    found |= fresh
                    open_ += fresh
        return frozenset(found)

    def repaired(self, changes: Mapping[Source, Decimal]) -> frozenset[int]:
        """Return which broken relations hold after a change; none if it breaks a relation that holds.

        The new figures have all the decimals that they would be printed with.
        """
        values = {other: value for place, value in changes.items() for other in self.mentions(place)}
        touched = sorted({index for place in values for index in self.relations_at(place)})
        repaired = set()
        for index in touched:
            self._left -= 1
            if self._left < 0:
                return frozenset()
            is_held = self._holds_with(index, values)
            if self.stands(index) and not is_held:
                return frozenset()
            if is_held and not self.stands(index):
                repaired.add(index)
        return frozenset(repaired)

    def _holds_with(self, index: int, values: Mapping[Source, Decimal]) -> bool:
        relation = self.relation(index)
        if len(relation.terms) > MOST_OPERANDS:
            return False
        changed = replace(
            relation,
            stated=_changed(relation.stated, values),
            terms=tuple(_changed(term, values) for term in relation.terms),
            base=tuple(_changed(term, values) for term in relation.base),
        )
        return evaluate(changed, self._precision).outcome in STANDING


def _changed(term: Term, values: Mapping[Source, Decimal]) -> Term:
    value = values.get(term.fact.source)
    return term if value is None else replace(term, fact=_fact_with(term.fact, value))


def _fact_with(fact: Fact, value: Decimal) -> Fact:
    return replace(fact, value=value, decimals=-int(value.as_tuple().exponent))


def _rows_of(relation: Relation) -> list[object]:
    """Return what parallel sums of one table share: the rows of their figures, the row of their totals."""
    facts = relation_facts(relation)
    places = [fact.source for fact in facts]
    if relation.shape is not Shape.SUM or len(facts) < 3 or len({place.table for place in places}) > 1:
        return []
    if places[0].table is None or len({place.row for place in places}) < len(places):
        return []
    rows = tuple(place.row for place in places)
    table = (places[0].document, places[0].table)
    return [(*table, rows), *([(*table, rows[0])] if rows[0] not in rows[1:] else [])]
