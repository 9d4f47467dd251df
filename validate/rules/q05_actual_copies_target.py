"""多数指标的完成值逐字照抄指标值。

## 为什么重要

照抄的完成值没有反映实际情况，自评流于形式。

## 会报告

| 年度指标值 | 实际完成值 |
|---|---|
| 有效提升机关后勤服务保障水平 | 有效提升机关后勤服务保障水平 |

## 不报告

指标值、完成值是数字、比例、日期或短语的（本来可以相同）；照抄的不到半数的；不足四行文字指标的。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：自评结果应当真实、客观。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..registry import rule
from ..scores.row_words import doubts_by_report, indicator_rows, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..registry import Doubt
    from ..scores.row_words import IndicatorRow

WORDS = re.compile(r"[^\u4e00-\u9fff]")
SHORTEST = 6  # Chinese characters; shorter words are answers that may well be the same


@rule("Q05")
def actual_copies_target(context: Context) -> Iterator[Doubt]:
    """Doubt forms where most of the wordy targets are copied; once per report."""
    fewest, share = (context.parameters.number(name) for name in ("fewest_rows", "copied_share"))
    forms: dict[object, list[IndicatorRow]] = {}
    for item in indicator_rows(context):
        if len(WORDS.sub("", item.target)) >= SHORTEST and not re.search(r"\d", item.target):
            forms.setdefault((item.form.view.report.document.id, item.form.table.number), []).append(item)
    found = []
    for rows in forms.values():
        copied = [item for item in rows if item.actual == item.target]
        if len(copied) >= fewest and len(copied) >= share * len(rows):
            found += copied
    yield from doubts_by_report(found, "完成值逐字照抄指标值", _shown, ("actual_value", "target"))


def _shown(item: IndicatorRow) -> str:
    return f"均为“{quoted(item.row.row.target_text)}”"
