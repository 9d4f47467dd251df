"""成本指标的指标值写成“不低于”。

## 为什么重要

成本要控制上限；写成“≥”等于花得越多越好，多半是符号选错。

## 会报告

| 二级指标 | 三级指标 | 年度指标值 |
|---|---|---|
| 经济成本指标 | 单位造价 | ≥3200元/平方米 |

## 不报告

“≤”“=”或没有符号的；节约额、节约率、降低率之类越大越好的；补助、奖励标准之类不得低于的；指标值是百分比的。

## 依据

《中央部门项目绩效目标编报指引》（财预〔2021〕101号）：成本指标反映成本控制情况。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..registry import rule
from ..scores.row_words import doubts_by_report, indicator_rows, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..registry import Doubt

LOWER_BOUND = re.compile(r"[≥>]|不(?:低|少)于|大于|高于")
AMOUNT = re.compile(r"\d(?:[\d.,]*)(?:亿|万)?元|\d万")


@rule("Q09")
def cost_with_lower_bound(context: Context) -> Iterator[Doubt]:
    """Doubt, once per report, cost indicators that ask for at least an amount."""
    good = context.parameters.words("more_is_better")
    found = [
        item
        for item in indicator_rows(context)
        if "成本" in item.kind
        and LOWER_BOUND.match(item.target)
        and AMOUNT.search(item.target)
        and not any(word in item.row.name for word in good)
    ]
    yield from doubts_by_report(found, "成本指标写成了下限", told, ("target", "level3"))
