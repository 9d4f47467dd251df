"""满意度得了分，完成值却没有一个数。

## 为什么重要

满意度要有调查的比例或份数支撑，只写“满意”无法复核。

## 会报告

| 三级指标 | 年度指标值 | 实际完成值 | 得分 |
|---|---|---|---|
| 群众满意度 | ≥95% | 满意 | 10 |

## 不报告

完成值里有数字的；指标值本来就没有数字的；完成值空白的（由 C02 判断）；得零分的。

## 依据

《中央部门项目绩效目标编报指引》（财预〔2021〕101号）：满意度指标以调查结果为依据。
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

DATA = re.compile(r"\d|[一二三四五六七八九十百千]+(?:份|人|户|成)|百分|零投诉|无投诉|达成")


@rule("C10")
def satisfaction_without_figure(context: Context) -> Iterator[Doubt]:
    """Doubt, once per report, scored satisfaction without a figure where the target has one."""
    found = [
        item
        for item in indicator_rows(context)
        if "满意" in f"{item.kind}{item.row.name}"
        and item.row.score is not None
        and item.row.score.value > 0
        and re.search(r"\d", item.target)
        and item.actual
        and not DATA.search(item.actual)
    ]
    yield from doubts_by_report(found, "满意度没有数据", told, ("actual_value", "target", "score"))
