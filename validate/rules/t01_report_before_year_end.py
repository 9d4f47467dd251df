"""年度自评报告或决算说明的落款日期早于年度结束。

## 为什么重要

自评的是全年的支出和绩效；年度没有结束就签发的报告，全年数只能是估计或抄来的。

## 会报告

| 自评年度 | 落款日期 |
|---|---|
| 2023 | 2023年11月20日 |

## 不报告

绩效目标申报、运行监控、中期评估、预算公开和工作计划；没有印完整日期的；年度说不清的
（上半年落款、正文多说上年的，年度按上年看待）。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：单位自评在预算年度终了后开展。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...schemas.records import Evidence, Source
from ..registry import Doubt, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context, ReportView
    from ..registry import Parameters

SECOND_HALF = 7


@rule("T01")
def report_before_year_end(context: Context) -> Iterator[Doubt]:
    """Doubt yearly reports that were signed within the year they report on."""
    for view in context.reports:
        report = view.report
        day, year = report.report_date, report.fiscal_year
        if day is None or year is None or day.year != year or not _is_yearly(view, context.parameters):
            continue
        if day.month < SECOND_HALF and _speaks_of(view, year - 1) >= _speaks_of(view, year):
            continue
        shown = f"{day.year}年{day.month}月{day.day}日"
        yield Doubt(
            message=f"报告年度为{year}年，日期却是{shown}，早于{year}年12月31日",
            evidence=(_evidence(view, shown),),
            suggestion="核对落款日期",
        )


def _is_yearly(view: ReportView, parameters: Parameters) -> bool:
    forms = [table.caption or "" for table in view.report.document.tables]
    words = " ".join([view.report.title or "", *forms[:1]])
    return any(w in words for w in parameters.words("yearly")) and not any(
        w in words for w in parameters.words("not_yearly")
    )


def _speaks_of(view: ReportView, year: int) -> int:
    return sum(paragraph.text.count(f"{year}年") for paragraph in view.report.document.paragraphs)


def _evidence(view: ReportView, shown: str) -> Evidence:
    """The last place that prints the date, in any of its spellings."""
    year, month, day = re.findall(r"\d+", shown)
    printed = re.compile(rf"{year}\s*[年.\-/]\s*0?{month}\s*[月.\-/]\s*0?{day}(?!\d)")
    document = view.report.document
    places = [(p.text, p.source) for p in document.paragraphs]
    places += [(cell.text, cell.source) for table in document.tables for cell in table.cells]
    found = [Evidence("日期", text, source) for text, source in places if printed.search(text)]
    return found[-1] if found else Evidence("日期", shown, Source(document.id))
