"""基础数据表的部门基本支出预算调整填零，而基本支出的年初预算与决算（全年预算）并不相等。

## 为什么重要

调整数是说明预算编制是否准确的依据；基本支出有增减而调整数填零，等于没有填报。

## 会报告

| 部门基本支出预算调整 | 基本支出年初预算 | 基本支出决算 |
|---|---|---|
| 0 | 480 | 560 |

## 不报告

调整数空白或印“——”；基本支出的年初预算没有印出，或印有不同的数；全年预算与年初预算相等。

## 依据

《部门整体支出绩效评价基础数据表》“部门基本支出预算调整”行。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Stage
from ..findings import evidence_of_fact
from ..precision import base_value
from ..projects.expenditure import BASIC, expenditure_facts, scope_of
from ..registry import Doubt, rule
from ..wording import figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Fact
    from ..context import Context

STAGES = (Stage.INITIAL_BUDGET, Stage.FULL_YEAR_BUDGET, Stage.ACTUAL)


@rule("X21")
def basic_adjustment_row_unequal(context: Context) -> Iterator[Doubt]:
    """Doubt an adjustment of zero where basic expenditure moved away from its initial budget."""
    for view in context.reports:
        rows = [f for f in view.find("basic_budget_adjustment") if f.period == str(view.report.fiscal_year)]
        if rows and not any(fact.value for fact in rows) and (moved := _moved(context)):
            yield _doubt(rows, *moved)


def _moved(context: Context) -> tuple[Fact, Fact] | None:
    """Initial and final basic expenditure of one scope, each with one figure only, that differ."""
    facts = list(expenditure_facts(context, BASIC))
    for scope in sorted({scope_of(fact, BASIC) for fact in facts}):
        staged = [[f for f in facts if scope_of(f, BASIC) == scope and f.stage is stage] for stage in STAGES]
        figures = [found[0] for found in staged if len({base_value(fact) for fact in found}) == 1]
        initial = next((fact for fact in figures if fact.stage is Stage.INITIAL_BUDGET), None)
        final = next((fact for fact in figures if fact.stage is not Stage.INITIAL_BUDGET), None)
        if initial and final and base_value(initial) != base_value(final):
            return initial, final
    return None


def _doubt(rows: list[Fact], initial: Fact, final: Fact) -> Doubt:
    return Doubt(
        message=(
            f"部门基本支出预算调整填 {figure(rows[0])}，但基本支出年初预算 {figure(initial)}、"
            f"{'全年预算' if final.stage is Stage.FULL_YEAR_BUDGET else '决算'} {figure(final)}，两者不相等"
        ),
        evidence=tuple(evidence_of_fact(fact) for fact in (*rows, initial, final)),
        stated=rows[0].value,
        expected=final.value - initial.value if initial.unit == final.unit else None,
        unit=rows[0].unit,
        suggestion="按基本支出的实际调整数填列",
    )
