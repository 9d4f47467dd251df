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
from ..registry import Doubt, rule
from ..wording import figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Fact
    from ..context import Context


@rule("X21")
def basic_adjustment_row_unequal(context: Context) -> Iterator[Doubt]:
    """Doubt an adjustment of zero where basic expenditure moved away from its initial budget."""
    for view in context.reports:
        rows = [f for f in view.find("basic_budget_adjustment") if f.stage in (Stage.BUDGET, Stage.ACTUAL, None)]
        if not rows or any(fact.value for fact in rows):
            continue
        initial = _only(context, rows[0], Stage.INITIAL_BUDGET)
        final = _only(context, rows[0], Stage.FULL_YEAR_BUDGET) or _only(context, rows[0], Stage.ACTUAL)
        if initial and final and base_value(initial) != base_value(final):
            yield _doubt(rows, initial, final)


def _only(context: Context, adjustment: Fact, stage: Stage) -> Fact | None:
    """Basic expenditure of the year at a stage; None if it is not printed or printed with two figures."""
    found = [
        fact
        for view in context.reports
        for fact in view.find("basic_expenditure", stage)
        if not fact.entity and fact.unit and fact.period == adjustment.period
    ]
    return found[0] if len({base_value(fact) for fact in found}) == 1 else None


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
