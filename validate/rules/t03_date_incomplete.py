"""填报日期没有写年份。

## 为什么重要

没有年份，无法判断是不是当年填报的表。

## 会报告

填表人：***　填报日期：9.30

## 不报告

年、月、日齐全的；日期空白（由签字盖章时填写）的；标题或落款另有完整日期的。

## 依据

《党政机关公文格式》：成文日期用阿拉伯数字将年、月、日标全。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...schemas.records import Evidence
from ..registry import Doubt, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Source
    from ..context import Context, ReportView

LABEL = r"(?:填[报表写]|编制|自评|上报)(?:日期|时间)[：:]\s*"
SHORT = re.compile(
    LABEL + r"(?P<day>(?:1[0-2]|0?[1-9])\s*[.月/\-]\s*(?:3[01]|[12]\d|0?[1-9])\s*日?)(?![\d.年月/\-])"
)


@rule("T03")
def date_incomplete(context: Context) -> Iterator[Doubt]:
    """Doubt the first filling date of a report that has month and day only."""
    for view in context.reports:
        found = next(((m, text, place) for text, place in _texts(view) if (m := SHORT.search(text))), None)
        if found is not None and view.report.report_date is None:
            match, text, place = found
            yield Doubt(
                f"填报日期“{match['day'].strip()}”没有写年份",
                (Evidence("填报日期", text[match.start() : match.end()], place),),
                suggestion="补写年份",
            )


def _texts(view: ReportView) -> Iterator[tuple[str, Source]]:
    document = view.report.document
    yield from ((paragraph.text, paragraph.source) for paragraph in document.paragraphs)
    yield from ((cell.text, cell.source) for table in document.tables for cell in table.cells)
