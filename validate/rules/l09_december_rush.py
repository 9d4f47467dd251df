"""全年支出集中在十二月。

## 为什么重要

年底突击花钱是监督重点，也常使项目来不及产生效益。

## 会报告

| 月份 | 1月 | … | 12月 | 合计 |
|---|---|---|---|---|
| 支出（万元） | 20 | … | 400 | 820 |

## 不报告

十二月占比不到界限的；没有按月列全的；累计数。

## 依据

《预算法实施条例》关于均衡支出的要求；财政部关于加快预算执行进度的通知。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..findings import evidence_of_fact
from ..registry import Doubt, rule
from ..tables.months import month_strips
from ..wording import figure, where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context

YEAR = 12


@rule("L09")
def december_rush(context: Context) -> Iterator[Doubt]:
    """Doubt complete strips of twelve months whose last one holds more than its share."""
    largest = context.parameters.number("largest_share")
    totals = frozenset(context.parameters.words("totals"))
    for view in context.reports:
        for table in view.report.document.tables:
            for strip in month_strips(table, view.in_table(table.number), totals):
                figures = dict(strip.months)
                is_whole = sorted(figures) == list(range(1, YEAR + 1))
                total = sum(fact.value for fact in figures.values())
                if not is_whole or total <= 0 or total != strip.total.value:
                    continue
                last = figures[YEAR]
                if last.value / total >= largest:
                    yield Doubt(
                        message=f"{where_of(view, last.source, None)}12月支出 {figure(last)}，"
                        f"占全年 {figure(strip.total)} 的{last.value * 100 / total:.2f}%",
                        evidence=(evidence_of_fact(last, "12月"), evidence_of_fact(strip.total, "全年")),
                        stated=last.value,
                        unit=last.unit,
                    )
