"""年中预算调整幅度过大。

## 为什么重要

预算调整率按档扣分，调整过大说明年初预算编得不准。

## 会报告

| 年初预算数 | 全年预算数 | 预算调整率 |
|---|---|---|
| 500 | 820 | 64% |

## 不报告

调整不超过界限的；只有项目自评表的（项目年中追加很常见）；年初预算为零的。

## 依据

《预算绩效评价共性指标体系框架》（财预〔2013〕53号）预算调整率；各地评分标准按10%、20%、30%分档。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..budget_adjustment import adjustments
from ..registry import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..registry import Doubt


@rule("L05")
def budget_adjusted_much(context: Context) -> Iterator[Doubt]:
    """Doubt departments whose full-year budget is far from the initial one."""
    told = context.parameters.number("told_percent")
    for change in adjustments(context):
        if abs(change.share) * 100 > told:
            yield change.doubt(f"超过{told:f}%")
