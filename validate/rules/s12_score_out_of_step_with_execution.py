"""指标得分率明显高于预算执行率。

## 为什么重要

钱花了七成，事却件件办满，不是预算编多了，就是得分打高了。

## 会报告

| 执行率 | 指标分值 | 指标得分 |
|---|---|---|
| 76% | 90 | 90 |

## 不报告

得分率不高于执行率，或相对差距在界限之内；本规则默认关闭，需要时以规则参数打开。

## 依据

部分地区预算管理一体化系统绩效自评的预警规则：指标得分率与执行率相差超过5%的提示核实。
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


@rule("S12")
def score_out_of_step_with_execution(context: Context) -> Iterator[Doubt]:
    """Doubt forms whose share of marks runs ahead of the share of money spent."""
    if not context.parameters.values["enabled"]:
        return
    largest = Fraction(context.parameters.number("largest_gap"))
    for form, rate, printed in executed_forms(context):
        marks, scores = (sum(Fraction(f.value) for f in form.figures(role)) for role in ("marks", "score"))
        if not marks or not scores or (scores / marks - rate) / (scores / marks) <= largest:
            continue
        yield Doubt(
            message=(
                f"{where_of(form.view, printed.source, form.form.name)}执行率 {figure(printed)}，"
                f"指标得分率却有 {float(scores / marks * 100):.2f}%（{float(scores):g}÷{float(marks):g}）"
            ),
            evidence=(evidence_of_fact(printed, "执行率"), *map(evidence_of_fact, form.figures("score"))),
            stated=printed.value,
            unit="%",
        )
