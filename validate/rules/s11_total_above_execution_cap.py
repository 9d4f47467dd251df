"""执行率偏低，自评总分却超过当地规定的上限。

## 为什么重要

有的地区规定执行率低于80%的，自评总分按档封顶，防止钱没花出去而自评为优。

## 会报告

| 执行率 | 上限 | 总分 |
|---|---|---|
| 72% | 89 | 95 |

## 不报告

执行率不低于80%；本规则默认关闭，当地有封顶规定时以规则参数打开并改成当地的档次。

## 依据

部分地区预算管理一体化平台绩效自评操作手册：执行率70%至80%的总分不超过89分，60%至70%的不超过79分，
不足60%的不超过69分，不足50%的不超过59分。
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ..findings import evidence_of_fact
from ..registry import Doubt, rule
from ..scores.execution import executed_forms
from ..wording import figure, where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context


@rule("S11")
def total_above_execution_cap(context: Context) -> Iterator[Doubt]:
    """Doubt totals above the cap that the execution rate leaves."""
    if not context.parameters.values["enabled"]:
        return
    caps = sorted((Fraction(str(below)), cap) for below, cap in context.parameters.values["caps"])
    for form, rate, printed in executed_forms(context):
        total = form.total("score")
        cap = next((cap for below, cap in caps if rate < below), None)
        if total is None or cap is None or total.value <= cap:
            continue
        yield Doubt(
            message=(
                f"{where_of(form.view, total.source, form.form.name)}执行率 {figure(printed)}，"
                f"总分 {figure(total)} 超过上限 {cap}分"
            ),
            evidence=(evidence_of_fact(total, "总分"), evidence_of_fact(printed, "执行率")),
            stated=total.value,
            unit="分",
        )
