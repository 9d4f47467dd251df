"""正文中一项支出远大于本单位全年支出，疑似单位或位数有误。

## 为什么重要

一项支出不可能是单位全年支出的十倍；多半是把元写成万元，或多写了几位。

## 会报告

全年支出1200万元，正文写“公务接待费支出23500万元”。

## 不报告

不到全年支出十倍的（口径可能不同）；管辖范围内的收入、罚没、投资等不是本单位支出的数；没有全年支出总额的。

## 依据

部分不大于整体；《部门整体支出绩效评价基础数据表》各项支出均在部门支出之内。
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ...schemas.records import Kind, Stage
from ..findings import evidence_of_fact
from ..limits import is_of_year
from ..precision import base_value
from ..registry import Doubt, rule
from ..wording import figure, role_of, to_decimal, where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Fact
    from ..context import Context

WHOLES = ("annual_fund_total", "total_expenditure")


@rule("U05")
def part_far_above_whole(context: Context) -> Iterator[Doubt]:
    """Doubt known items of expenditure that exceed the whole by a factor no scope explains."""
    times = Fraction(context.parameters.number("times"))
    parts = set(context.parameters.words("parts"))
    wholes = [f for name in WHOLES for f in _spent(context, {name}) if not _is_of_project(context, f)]
    whole = max(wholes, key=base_value, default=None)
    if whole is None or not whole.value:
        return
    for fact in _spent(context, parts):
        if fact.entity is None and base_value(fact) > times * base_value(whole):
            view = context.view_of(fact.source)
            yield Doubt(
                message=f"{where_of(view, fact.source, None)}{role_of(fact)} {figure(fact)}，"
                f"是全年支出 {figure(whole)} 的{to_decimal(base_value(fact) / base_value(whole), 1)}倍",
                evidence=(evidence_of_fact(fact), evidence_of_fact(whole, "全年支出")),
                stated=fact.value,
                unit=fact.unit,
                cause="疑似计量单位或位数有误",
            )


def _spent(context: Context, names: set[str]) -> list[Fact]:
    return [
        fact
        for view in context.reports
        for fact in view.facts
        if fact.indicator in names
        and fact.kind is Kind.AMOUNT
        and fact.unit
        and fact.stage in (None, Stage.ACTUAL)
        and is_of_year(view, fact)
    ]


def _is_of_project(context: Context, fact: Fact) -> bool:
    view = context.view_of(fact.source)
    form = view.form_of(fact.source.table) if fact.source.table is not None else None
    return form is not None and form.kind == "project_self_evaluation"
