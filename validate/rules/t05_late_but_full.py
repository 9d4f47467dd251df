"""完成日期晚于要求的期限，得分却是满分。

## 为什么重要

时效指标考的就是按期完成；逾期不扣分，这项指标等于没有评。

## 会报告

| 年度指标值 | 实际完成值 | 分值 | 得分 |
|---|---|---|---|
| 2023年10月31日前 | 2023年12月20日 | 10 | 10 |

## 不报告

按期完成的；已经扣分的；期限或完成日期没有写年份、或写了不止一个日期的。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：未完成绩效目标的应当扣分。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..deadlines import moments
from ..registry import rule
from ..scores.row_words import doubts_by_report, indicator_rows, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..registry import Doubt
    from ..scores.row_words import IndicatorRow


@rule("T05")
def late_but_full(context: Context) -> Iterator[Doubt]:
    """Doubt, once per report, the rows that were finished late with full marks."""
    found = [item for item in indicator_rows(context) if item.is_full and _is_late(item)]
    yield from doubts_by_report(found, "晚于期限完成却得满分", told, ("actual_value", "target", "score"))


def _is_late(item: IndicatorRow) -> bool:
    wanted, done = list(moments(item.target)), list(moments(item.actual))
    return len(wanted) == len(done) == 1 and done[0] > wanted[0] and "前" not in item.actual
