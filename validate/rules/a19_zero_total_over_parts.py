"""年度资金总额填零或空白，而各资金来源有数。

## 为什么重要

总额为零，执行率和得分都无从计算；多是公式没有生成或漏填。

## 会报告

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 |
|---|---|---|---|
| 年度资金总额 | 0 | 0 | 0 |
| 其中：当年财政拨款 | 90 | 89.5 | 89.5 |

## 不报告

各来源也为零或空白；表上没有总额一行；总额不为零而与各来源之和不等的，由 A01 报告。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）所附项目支出绩效自评表：总额为各来源之和。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.labels import clean_label
from ...schemas.records import Evidence, Severity
from ..findings import evidence_of_fact
from ..registry import Doubt, rule
from ..wording import STAGE_NAMES, figure, where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Cell, Fact, Form
    from ..context import Context, ReportView
    from ..registry import Parameters


@rule("A19")
def zero_total_over_parts(context: Context) -> Iterator[Doubt]:
    """Doubt a fund total without a figure in a column where its sources have one."""
    for view in context.reports:
        for form in view.forms():
            parts = [f for f in view.in_table(form.table) if _is_part(f, context.parameters)]
            label = _total_label(view, form.table, context.parameters) if parts else None
            if label is not None:
                yield from _doubts(view, form, label, parts)


def _is_part(fact: Fact, parameters: Parameters) -> bool:
    return fact.indicator in parameters.words("parts") and fact.value > 0 and fact.stage is not None


def _total_label(view: ReportView, table: int, parameters: Parameters) -> Cell | None:
    labels = parameters.words("total_labels")
    return next((cell for cell in view.table(table).cells if clean_label(cell.text) in labels), None)


def _doubts(view: ReportView, form: Form, label: Cell, parts: list[Fact]) -> Iterator[Doubt]:
    totals = {fact.stage: fact for fact in view.find("annual_fund_total", table=form.table)}
    empty = [part for part in parts if (total := totals.get(part.stage)) is None or not total.value]
    if not empty:
        return
    is_zero = any(part.stage in totals for part in empty)
    stages = list(dict.fromkeys(part.stage for part in empty))
    names = "、".join(STAGE_NAMES[stage] for stage in stages if stage)
    told = "、".join(f"{part.label}{figure(part)}" for part in empty)
    where = where_of(view, label.source, form.name)
    yield Doubt(
        message=f"{where}{clean_label(label.text)}（{names}）{'填零' if is_zero else '空白'}，而{told}",
        evidence=(
            *(evidence_of_fact(totals[stage]) for stage in stages if stage in totals),
            Evidence("总额行", label.text, label.source),
            *(evidence_of_fact(part) for part in empty),
        ),
        severity=None if is_zero else Severity.WARN,
        suggestion="按各资金来源之和填列总额",
    )
