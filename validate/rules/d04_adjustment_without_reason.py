"""全年预算与年初预算相差较大，全文没有说明调整原因。

## 为什么重要

年中追加、调减是预算执行的重要情况，评价时先看调整有没有依据。

## 会报告

自评表年初预算500万元、全年预算650万元，报告没有一句话提到追加或调整。

## 不报告

相差不到一成的；正文、备注或偏差原因里提到追加、调整、调减、结转、上级下达等情况的；没有正文、只有一张表的。

## 依据

部分地区预算管理一体化系统自评表填报说明：年中预算发生调整的，应说明调整原因。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..budget_adjustment import adjustments
from ..registry import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context, ReportView
    from ..registry import Doubt

TOLD = re.compile(r"追加|调增|调减|调整|结转|下达|增人增资|增资|新增|上级专项|转移支付")


@rule("D04")
def adjustment_without_reason(context: Context) -> Iterator[Doubt]:
    """Doubt adjustments that no paragraph or long cell of the submission speaks of."""
    told = context.parameters.number("told_percent")
    has_text = any(len(view.report.document.paragraphs) >= 10 for view in context.reports)
    for change in adjustments(context) if has_text else ():
        if abs(change.share) * 100 >= told and not any(_speaks(view) for view in context.reports):
            yield change.doubt("没有说明调整原因")


def _speaks(view: ReportView) -> bool:
    document = view.report.document
    cells = (c.text for t in document.tables for c in t.cells if len(c.text) > 15)
    return any(TOLD.search(text) for text in (*(p.text for p in document.paragraphs), *cells))
