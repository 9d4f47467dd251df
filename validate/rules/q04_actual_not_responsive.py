"""完成值没有回答指标值。

## 为什么重要

指标值是一个数，完成值只写“已完成”；或者指标值是一段要求，完成值只写“100%”，都无法复核完成了多少。

## 会报告

| 年度指标值 | 实际完成值 |
|---|---|
| ≥1000人次 | 已完成 |

## 不报告

完成值里有数字的；指标值是期限的（由 T04 判断）；指标值只是“1项”“100%”这类做完即可的；完成值是规定的三档用语的。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：定量指标按实际完成值与指标值对比评分。
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
    from ..scores.row_words import IndicatorRow

COUNTED = re.compile(r"(?:[≥>≦≤<=]|不(?:少|低)于|达到?)?\d[\d,]*(?:\.\d+)?[^\d]{0,6}")
CLAIM = re.compile(
    r"(?:已|全部|均|按时|如期|圆满)*(?:完成|实现|达成|达标|达到)(?:任务|目标|指标|全部[\u4e00-\u9fff]{0,4})?[。]?"
)
RATE = re.compile(r"=?100%")
FEWEST = 2  # a single thing is either done or not
LONG_TARGET = 8  # characters of a target in words


@rule("Q04")
def actual_not_responsive(context: Context) -> Iterator[Doubt]:
    """Doubt, once per report, rows whose actual value does not answer the target."""
    found = [item for item in indicator_rows(context) if item.row.score is not None and _is_evasive(item)]
    yield from doubts_by_report(found, "完成值没有回答指标值", told, ("actual_value", "target"))


def _is_evasive(item: IndicatorRow) -> bool:
    if COUNTED.fullmatch(item.target) and CLAIM.fullmatch(item.actual):
        return float(re.sub(r"[^\d.]", "", item.target)) >= FEWEST and "%" not in item.target
    is_demand = len(item.target) >= LONG_TARGET and bool(
        re.search("提升|提高|下降|降低|减少|增长|改善", item.target)
    )
    return is_demand and bool(RATE.fullmatch(item.actual)) and item.actual not in item.target
