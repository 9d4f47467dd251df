"""文件本身文号的年份与落款日期的年份不一致。

## 为什么重要

文号按年编列；两个年份不同，必有一个写错，引用、归档都会出错。

## 会报告

文号“云财绩〔2024〕18号”，落款“2025年4月1日”。

## 不报告

正文引用的其他文件的文号；次年一月落款、上年编号的；没有文号或没有完整落款日期的。

## 依据

《党政机关公文格式》（GB/T 9704）：发文字号由机关代字、年份、发文顺序号组成。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...schemas.records import Evidence
from ..registry import Doubt, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context

NUMBER = re.compile(r"[\u4e00-\u9fff]{2,10}[〔\[【(（](?P<year>20\d\d)[〕\]】)）](?:第)?\d{1,4}号")
FIRST_PARAGRAPHS = 8  # the number of a document stands above its title
JANUARY = 1


@rule("T08")
def document_number_year_differs(context: Context) -> Iterator[Doubt]:
    """Doubt a document number on a line of its own whose year is not that of the signing date."""
    for view in context.reports:
        day = view.report.report_date
        for paragraph in view.report.document.paragraphs[:FIRST_PARAGRAPHS] if day else ():
            found = NUMBER.fullmatch("".join(paragraph.text.split()))
            if found is None or day is None:
                continue
            gap = day.year - int(found["year"])
            if gap and not (gap == 1 and day.month == JANUARY):
                yield Doubt(
                    f"文号“{found[0]}”的年份是{found['year']}年，落款日期是{day.year}年{day.month}月{day.day}日",
                    (Evidence("文号", paragraph.text, paragraph.source),),
                    suggestion="核对文号和落款日期",
                )
