"""扣了分，偏差原因却只写空话，或者几行照抄一句。

## 为什么重要

“无”“已完成”不是扣分的原因；几项指标一个原因，改进措施也就落不到实处。

## 会报告

| 三级指标 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|
| 完工时间 | 10 | 8 | 无 |

## 不报告

没有扣分的行写“无”；原因合并填写的；有具体内容的原因；原因空白的（由 D01 判断）。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：未完成绩效目标的，应当说明原因并提出改进措施。
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from ..registry import rule
from ..scores.row_words import doubts_by_report, indicator_rows, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..registry import Doubt
    from ..scores.row_words import IndicatorRow

EMPTY = re.compile(r"(?:无|没有|/|-|—|－|已?完成|正常|按实际(?:情况)?|据实|暂无|无偏差|同上|不适用)[。.]?")


@rule("D06")
def reason_says_nothing(context: Context) -> Iterator[Doubt]:
    """Doubt, once per report, deducted rows with an empty phrase or with one reason for many."""
    rows = [item for item in indicator_rows(context) if item.is_deducted and item.reason]
    empty = [item for item in rows if EMPTY.fullmatch(item.reason)]
    yield from doubts_by_report(empty, "扣了分而偏差原因没有内容", _shown, ("reason", "score", "marks"))
    fewest = context.parameters.number("fewest_copies")
    same: dict[tuple[str, str], list[IndicatorRow]] = defaultdict(list)
    for item in rows:
        if item not in empty and not _is_merged(item):
            same[item.form.view.report.document.id, item.reason].append(item)
    for copies in same.values():
        if len(copies) >= fewest:
            yield from doubts_by_report(copies, "几项指标的偏差原因照抄一句", _shown, ("reason", "score"))


def _shown(item: IndicatorRow) -> str:
    return f"偏差原因“{quoted(item.row.row.reason)}”"


def _is_merged(item: IndicatorRow) -> bool:
    cell = item.form.cell_at(item.row.row.row, item.form.columns.get("reason"))
    return cell is not None and cell.rowspan > 1
