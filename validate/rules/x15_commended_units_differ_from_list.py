"""正文点名的某一等次单位与结果表中该等次的单位不一致。

## 为什么重要

表彰或批评的名单直接公布，多一家、少一家、写错一家都会引起申诉。

## 会报告

正文优秀名单有“市图书馆”，结果表中市图书馆的等次是良好。

## 不报告

名单与结果表一致、只是次序不同；正文只举少数单位为例；没有等次的结果表。

## 依据

通报正文与附件的结果表应当一致。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Evidence
from ..lists.name_lists import name_lists
from ..registry import Doubt, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..lists.name_lists import NameList


@rule("X15")
def commended_units_differ_from_list(context: Context) -> Iterator[Doubt]:
    """Doubt names that the table grades otherwise, and units of the grade that the body leaves out."""
    share = context.parameters.number("share_named")
    for view in context.reports:
        for named in name_lists(view.report.document, view.report.results):
            total = sum(row.grade == named.grade for row in view.report.results)
            if len(named.names) >= share * total:
                yield from _doubts(named)


def _doubts(named: NameList) -> Iterator[Doubt]:
    place = named.names[0].source
    for name, row in named.strangers:
        message = f"正文{named.grade}名单中有“{name.text}”，结果表中该单位的等次是{row.grade}"
        yield Doubt(
            message, (Evidence("正文名单", name.text, name.source), Evidence("结果表", row.unit, row.source))
        )
    for name, row in named.respelled:
        message = f"正文{named.grade}名单作“{name.text}”，结果表作“{row.unit}”，名称不一致"
        yield Doubt(
            message, (Evidence("正文名单", name.text, name.source), Evidence("结果表", row.unit, row.source))
        )
    for name in named.unknown:
        message = f"正文{named.grade}名单中有“{name.text}”，结果表中没有该单位"
        yield Doubt(message, (Evidence("正文名单", name.text, name.source),))
    for row in named.absent:
        message = f"结果表中“{row.unit}”的等次是{row.grade}，正文{named.grade}名单中没有该单位"
        yield Doubt(
            message,
            (Evidence("结果表", row.unit, row.source), Evidence("正文名单", named.names[0].text, place)),
        )
