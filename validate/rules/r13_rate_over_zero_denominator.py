"""分母为零，却印有一个百分比。

## 为什么重要

零不能作分母；印出的百分比没有来历，常见于年初没有预算、年中追加的支出照抄“100%”。

## 会报告

| 年初预算数 | 全年预算数 | 全年执行数 | 执行率 |
|---|---|---|---|
| 0 | 0 | 35 | 100% |

## 不报告

分子、分母都为零；比率空白、为零或印“——”；全年预算数不为零的执行率，以全年预算数为分母。

## 依据

《预算绩效评价共性指标体系框架》（财预〔2013〕53号）各项比率的计算公式：分母为零时指标不适用。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..declared import declared_relations
from ..findings import evidence_of_fact
from ..precision import base_value
from ..registry import Doubt, rule
from ..relation import Shape
from ..stated_in_text import text_proposals
from ..wording import figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..relation import Relation

RATES = (Shape.RATIO, Shape.CHANGE)


@rule("R13")
def rate_over_zero_denominator(context: Context) -> Iterator[Doubt]:
    """Doubt every printed rate whose base is exactly zero while its numerator is not."""
    seen = set()
    for relation in _rates(context):
        if _divides_by_zero(relation) and relation.stated.fact.source not in seen:
            seen.add(relation.stated.fact.source)
            yield _doubt(relation)


def _rates(context: Context) -> Iterator[Relation]:
    for alternatives in declared_relations(context, ()):
        if all(_divides_by_zero(relation) for relation in alternatives):
            yield alternatives[0]
    if any(not f.value for view in context.reports for f in view.facts if f.source.table is None):
        yield from text_proposals(context)


def _divides_by_zero(relation: Relation) -> bool:
    if relation.shape not in RATES or not relation.base or not relation.stated.fact.value:
        return False
    base = sum(term.weight * base_value(term.fact) for term in relation.base)
    numerator = sum(term.weight * base_value(term.fact) for term in relation.terms)
    return base == 0 and numerator != 0


def _doubt(relation: Relation) -> Doubt:
    stated, base, top = relation.stated, relation.base[0], relation.terms[0]
    return Doubt(
        message=(
            f"{stated.role} {figure(stated.fact)}，但分母{base.role}为 {figure(base.fact)}，"
            f"分子{top.role}为 {figure(top.fact)}，比率无法计算"
        ),
        evidence=tuple(evidence_of_fact(t.fact, t.role) for t in (stated, *relation.terms, *relation.base)),
        stated=stated.fact.value,
        unit=stated.fact.unit,
        suggestion=f"核对{base.role}，分母确为零的不填比率",
    )
