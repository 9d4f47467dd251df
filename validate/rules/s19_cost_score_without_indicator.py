"""没有设置成本指标，成本一项的得分却超过当地规定的上限。

## 为什么重要

有的地区规定没有报备成本指标的，成本得分按上限计，不能给满分。

## 会报告

| 一级指标 | 三级指标 | 分值 | 得分 |
|---|---|---|---|
| 成本指标 | 无 | 10 | 10 |

## 不报告

成本指标有名称的；得分不超过上限的；本规则默认关闭，当地有这项规定时以规则参数打开。

## 依据

部分地区预算管理一体化系统的绩效自评校验：未填报成本指标的，成本得分不超过5分。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..findings import evidence_of_fact
from ..registry import Doubt, rule
from ..scores.score_forms import NOT_APPLICABLE, SELF_EVALUATIONS
from ..wording import where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context


@rule("S19")
def cost_score_without_indicator(context: Context) -> Iterator[Doubt]:
    """Doubt cost scores above the cap where no cost indicator is named."""
    if not context.parameters.values["enabled"]:
        return
    cap = context.parameters.number("cap")
    for view in context.reports:
        for form in view.forms(*SELF_EVALUATIONS):
            for row in view.scores(form.table):
                is_cost = "成本" in f"{row.level1}{row.level2}" and NOT_APPLICABLE.fullmatch(row.level3)
                scores = view.in_row(form.table, row.row, "se_indicator_score")
                if is_cost and len(scores) == 1 and scores[0].value > cap:
                    place = where_of(view, row.source, form.name)
                    message = f"{place}没有设置成本指标，成本得分 {scores[0].value:f}分超过上限 {cap:f}分"
                    yield Doubt(
                        message, (evidence_of_fact(scores[0], "成本得分"),), scores[0].value, unit="分"
                    )
