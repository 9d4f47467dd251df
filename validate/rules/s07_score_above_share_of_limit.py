"""反向指标超过了指标值，得分却高于按比例计算的分数。

## 为什么重要

成本、时限、事故数这类指标越小越好；超了限额仍给满分，控制目标就形同虚设。

## 会报告

| 指标值 | 实际完成值 | 分值 | 得分 |
|---|---|---|---|
| ≤50万元 | 60万元 | 10 | 10 |

## 不报告

没有超过指标值的；按“指标值÷完成值”或按“超出比例扣分”两种算法中较宽的一种计算，得分不高于它的；
指标值、完成值是一段话、日期或单位不同的。

## 依据

各地自评表填报说明：反向指标得分等于指标值除以完成值再乘以分值，得分不超过分值。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..registry import rule
from ..scores.targets import AT_MOST, compared_rows, falls_short, proportional

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..relation import Relation


@rule("S07")
def score_above_share_of_limit(context: Context) -> Iterator[Relation]:
    """Propose score = marks · target / actual for rows that exceed an upper bound."""
    for item in compared_rows(context):
        if item.sign == AT_MOST and falls_short(item, reverse=True):
            relation = proportional("S07", item, reverse=True)
            if relation is not None:
                yield relation
