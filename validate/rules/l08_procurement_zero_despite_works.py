"""政府采购金额填零，却有工程、购置类项目支出。

## 为什么重要

工程和设备购置一般要走政府采购；填零多半是漏填，采购执行率也就无从计算。

## 会报告

基础数据表“政府采购金额”为0，同时有“办公楼维修改造工程”自评表，全年执行230万元。

## 不报告

采购金额空白或印“——”的；没有工程、购置类项目的；各该项目执行数合计不到界限的。

## 依据

《政府采购法》第二条：使用财政性资金采购限额标准以上的货物、工程和服务，适用本法。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Stage
from ..findings import evidence_of_fact
from ..limits import is_of_year
from ..precision import base_value
from ..projects.projects import project_forms
from ..registry import Doubt, rule
from ..wording import figure, where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Fact
    from ..context import Context, ReportView

AMOUNT = "government_procurement_amount"
TEN_THOUSAND_YUAN = 10_000


@rule("L08")
def procurement_zero_despite_works(context: Context) -> Iterator[Doubt]:
    """Doubt a printed zero when projects that buy or build have spent more than the limit."""
    words = context.parameters.words("works")
    spent = [
        (form.name, form.totals[Stage.ACTUAL])
        for form in project_forms(context)
        if Stage.ACTUAL in form.totals and any(word in form.name for word in words)
    ]
    total = sum(base_value(fact) for _, fact in spent)
    if total < context.parameters.number("least_wan_yuan") * TEN_THOUSAND_YUAN:
        return
    for view in context.reports:
        if zero := _zero(view):
            names = "、".join(f"{name} {figure(fact)}" for name, fact in spent[:3])
            yield Doubt(
                message=f"{where_of(view, zero.source, None)}政府采购金额为 {zero.text}，却有工程、购置类项目支出：{names}"
                + (f"等{len(spent)}个项目" if len(spent) > 3 else ""),
                evidence=(evidence_of_fact(zero), *(evidence_of_fact(f, f"{n}执行数") for n, f in spent)),
                stated=zero.value,
                unit=zero.unit,
                suggestion="核对是否漏填政府采购金额",
            )


def _zero(view: ReportView) -> Fact | None:
    """The procured amount of the year, when every figure printed for it is zero."""
    facts = [f for f in view.find(AMOUNT, Stage.ACTUAL) if is_of_year(view, f) and f.source.table is not None]
    return facts[0] if facts and not any(fact.value for fact in facts) else None
