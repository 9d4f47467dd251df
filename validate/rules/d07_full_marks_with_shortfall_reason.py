"""得分是满分，偏差原因却写着没有完成。

## 为什么重要

写明没有完成就应当扣分；满分与原因只能有一个是对的。

## 会报告

| 三级指标 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|
| 验收合格率 | 10 | 10 | 两个标段未完成验收 |

## 不报告

原因写“无”“不存在未完成情况”的；只写改进措施、没有说未完成的；已经扣分的；原因与上下行合并填写的。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：未完成绩效目标的应当扣分并说明原因。
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

SHORTFALL = re.compile(
    r"(?<!无)(?<!有)(?:未能?(?:完成|达到|达标|实现|验收|开工|竣工|支付|开展)|尚未|滞后|延期|推迟|没有完成)"
)
DENIED = re.compile(r"无未|没有未|不存在|未发生|未出现|无偏差")


@rule("D07")
def full_marks_with_shortfall_reason(context: Context) -> Iterator[Doubt]:
    """Doubt, once per report, the rows with full marks whose reason admits a shortfall."""
    found = [item for item in indicator_rows(context) if item.is_full and _admits(item)]
    yield from doubts_by_report(
        found,
        "写明没有完成却得满分",
        lambda item: f"偏差原因“{quoted(item.row.row.reason)}”",
        ("reason", "score", "marks"),
    )


def _admits(item: IndicatorRow) -> bool:
    cell = item.form.cell_at(item.row.row.row, item.form.columns.get("reason"))
    is_own = cell is not None and cell.rowspan == 1
    return is_own and bool(SHORTFALL.search(item.reason)) and not DENIED.search(item.reason)
