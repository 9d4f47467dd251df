"""指标值是完成期限，完成值却填了一个百分比。

## 为什么重要

期限要用完成的日期来回答；“100%”说明不了是不是按期完成。

## 会报告

| 年度指标值 | 实际完成值 |
|---|---|
| 2023年12月前 | 100% |

## 不报告

完成值是日期、“已按期完成”之类的话；指标值除期限外还有比例或数量的；名称本身是“及时率”“完成率”的。

## 依据

《中央部门项目绩效目标编报指引》（财预〔2021〕101号）：时效指标反映完成的时间，实际完成值应与指标值对应。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..deadlines import is_deadline
from ..registry import rule
from ..scores.row_words import doubts_by_report, indicator_rows, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..registry import Doubt

RATE = re.compile(r"=?\d+(?:\.\d+)?%")


@rule("T04")
def deadline_answered_with_rate(context: Context) -> Iterator[Doubt]:
    """Doubt, once per report, the rows whose deadline is answered with a percentage."""
    found = [
        item
        for item in indicator_rows(context)
        if is_deadline(item.target) and RATE.fullmatch(item.actual) and "率" not in item.row.name
    ]
    yield from doubts_by_report(found, "完成期限用百分比回答", told, ("actual_value", "target"))
