"""年初预算总额不等于基本支出年初预算与项目支出年初预算之和。

## 为什么重要

年初预算是调整率、完成率的分母；三个数分别出自表和正文，对不上就有一个口径或抄录错误。

## 会报告

自评表年初预算总额640万元；正文基本支出年初预算500万元、项目支出年初预算120万元。（合计620万元）

## 不报告

基本支出、项目支出的年初预算没有都印出，或印有不止一个数；两者口径不同；末位四舍五入的差列为提示。

## 依据

部门支出预算由基本支出预算和项目支出预算组成（《预算法实施条例》）。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Origin, Stage
from ..precision import base_value
from ..projects.expenditure import BASIC, PROJECT, expenditure_facts, scope_of
from ..registry import rule
from ..relation import Relation, Shape, Term
from ..wording import role_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Fact
    from ..context import Context, ReportView

CONFIDENCE = 0.9  # the three figures come from different places and may be of different scope


@rule("X04")
def initial_budget_unequal_to_parts(context: Context) -> Iterator[Relation]:
    """Propose initial total = basic + project, where each is printed with one figure."""
    totals = [fact for view in context.reports for fact in _totals(view)]
    parts = {scope: _parts(context, scope) for scope in _scopes(context)}
    told = next((found for found in parts.values() if found is not None), None)
    if told is None or len({base_value(fact) for fact in totals}) != 1:
        return
    stated = totals[0]
    terms = tuple(Term(role_of(fact), fact) for fact in told)
    yield Relation(
        "X04", Origin.CATALOGUE, Shape.SUM, Term(role_of(stated), stated), terms, confidence=CONFIDENCE
    )


def _totals(view: ReportView) -> list[Fact]:
    """Initial totals of the unit's own forms."""
    tables = {form.table for form in view.forms("department_self_evaluation")}
    found = view.find("annual_fund_total", Stage.INITIAL_BUDGET)
    return [fact for fact in found if fact.source.table in tables and fact.unit and not fact.entity]


def _scopes(context: Context) -> list[str]:
    return sorted({scope_of(fact, BASIC) for fact in expenditure_facts(context, BASIC)})


def _parts(context: Context, scope: str) -> tuple[Fact, Fact] | None:
    """Basic and project expenditure of one scope at the start of the year, one figure each."""
    found = []
    for name in (BASIC, PROJECT):
        facts = [
            fact
            for fact in expenditure_facts(context, name)
            if fact.stage is Stage.INITIAL_BUDGET and scope_of(fact, name) == scope
        ]
        if len({base_value(fact) for fact in facts}) != 1:
            return None
        found.append(facts[0])
    return found[0], found[1]
