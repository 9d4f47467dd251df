"""表头、行名或标题里的年份既不是报告年度，也不是上一年度。

## 为什么重要

年份陈旧说明表是照抄往年的，里面的数字可能也没有更新。

## 会报告

2023年度的基础数据表，栏目写“楼堂馆所控制情况（2019年完工项目）”。

## 不报告

报告年度、上一年度和下一年度；项目名称、文件名称和文号里的年份；填写内容（目标、完成情况）里的年份；报告年度说不清的。

## 依据

《部门整体支出绩效评价基础数据表》：各栏按报告年度和上一年度填列。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...schemas.records import Evidence
from ..registry import Doubt, rule
from ..wording import where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Cell
    from ..context import Context

YEAR = re.compile(r"(?<![\d〔\[【《-])(20[12]\d)(?=年)")
HEADER_WORDS = re.compile(r"决算数?|预算数?|执行数|完工|在职人数|情况")
QUOTED = re.compile(r"《[^》]*》|〔[^〕]*〕")
LONGEST = 40  # characters; a longer cell is text, not a label
LATEST = 1  # years before and after the year reported on that a label may name


@rule("T02")
def stale_year(context: Context) -> Iterator[Doubt]:
    """Doubt labels of base tables and department forms with a year far from the one reported on."""
    for view in context.reports:
        year = view.report.fiscal_year
        for form in view.forms("base_data", "department_self_evaluation") if year else ():
            stale = [
                (cell, found)
                for cell in view.table(form.table).cells
                if (found := _year_of(cell)) is not None and abs(found - (year or 0)) > LATEST
            ]
            if stale:
                cell, found = stale[0]
                yield Doubt(
                    f"{where_of(view, cell.source, None)}“{''.join(cell.text.split())}”的年份是{found}年，报告年度为{year}年",
                    tuple(Evidence("栏目", item.text, item.source) for item, _ in stale),
                    suggestion="更正年份，并核对该栏数字是否为本年度的",
                )


def _year_of(cell: Cell) -> int | None:
    text = QUOTED.sub("", "".join(cell.text.split()))
    found = YEAR.findall(text) if len(text) <= LONGEST and HEADER_WORDS.search(text) else []
    return int(found[0]) if len(set(found)) == 1 else None
