"""The same fact printed in several places of a submission should be the same figure."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ..schemas.formulas import load_formulas
from ..schemas.records import Kind, Origin
from .precision import base_value, dimension
from .relation import Relation, Shape, Term
from .wording import role_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..schemas.records import Fact
    from .context import Context

    Key = tuple[str, str | None, str, str]


def same_fact_relations(context: Context) -> Iterator[Relation]:
    """Yield one EQUAL relation per further figure of a fact that several places print.

    The first table that prints the fact is the reference; places that repeat one differing
    figure are joined, so that one slip is reported once.
    """
    formulas = load_formulas()
    codes = {indicator: code for code, indicators in formulas.same_fact.items() for indicator in indicators}
    groups: dict[Key, list[Fact]] = defaultdict(list)
    for report in context.reports:
        for fact in report.facts:
            name = formulas.same_quantity.get(fact.indicator or "", fact.indicator or "")
            if name in codes and fact.period and fact.kind is not Kind.NUMBER and not fact.entity:
                stage = fact.stage.value if fact.stage else ""
                groups[(name, dimension(fact), fact.period, stage)].append(fact)
    for key, facts in groups.items():
        yield from _compare(codes[key[0]], facts)


def _compare(code: str, facts: Sequence[Fact]) -> Iterator[Relation]:
    reference = next((f for f in facts if f.source.table is not None), facts[0])
    by_value: dict[object, Fact] = {}
    for fact in facts:
        if fact is not reference and _is_elsewhere(fact, reference):
            by_value.setdefault(base_value(fact), fact)
    for fact in by_value.values():
        yield Relation(
            rule=code,
            origin=Origin.CATALOGUE,
            shape=Shape.EQUAL,
            stated=Term(f"{_place_word(fact)}{role_of(fact)}", fact),
            terms=(Term(f"{_place_word(reference)}{role_of(reference)}", reference),),
        )


def _is_elsewhere(fact: Fact, reference: Fact) -> bool:
    one, other = fact.source, reference.source
    return (one.document, one.table, one.paragraph) != (other.document, other.table, other.paragraph)


def _place_word(fact: Fact) -> str:
    return "正文" if fact.source.table is None else f"表{fact.source.table}"
