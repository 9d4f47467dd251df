"""三级指标一栏填的是日期或数值，或者指标值只是重复指标名称。

## 为什么重要

没有名称或没有指标值的指标无法评价；填串栏的行，指标值和完成值也对不上号。

## 会报告

| 三级指标 | 年度指标值 | 实际完成值 |
|---|---|---|
| 2023年12月31日前 | 安全高效 | 2023年12月31日前完成 |

## 不报告

名称里带有日期或数字的（“12月底前完工率”）；名称本身写明了要求（“无安全事故”“不超预算”）而指标值重复一遍的。

## 依据

《中央部门预算绩效目标管理办法》（财预〔2015〕88号）：绩效指标由指标名称和指标值组成。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...schemas.records import Evidence, Severity
from ..registry import Doubt, rule
from ..scores.row_words import doubts_by_report, indicator_rows, plain, told
from ..wording import where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context

DEADLINE = re.compile(
    r"(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日|底)?(?:之?前|以前|底前)?(?:完成|完工|竣工|竣工验收)?"
)
VALUE = re.compile(
    r"(?:达到|不低于|不超过|不少于)?[≥≤＞＜>=<]*\d[\d,.]*(?:%|％|[^\d\s]{0,3})(?:以上|以内|以下)?"
)
DEMAND = re.compile(r"\d|[无不未零]|全|按|及时|完成|到位|合格|达标|提[升高]|改善|保障|规范|优良|良好|控制")


@rule("Q06")
def indicator_name_is_a_value(context: Context) -> Iterator[Doubt]:
    """Doubt rows whose 三级指标 is nothing but a date or a value."""
    for view in context.reports:
        for row in view.report.scores:
            name = "".join(row.level3.split())
            if not (DEADLINE.fullmatch(name) or VALUE.fullmatch(name)):
                continue
            form = view.form_of(row.table)
            where = where_of(view, row.source, form.name if form else None)
            yield Doubt(
                message=f"{where}三级指标填的是“{name}”，年度指标值填的是“{row.target_text}”，名称和指标值可能填串了栏",
                evidence=(
                    Evidence("三级指标", row.level3, row.source),
                    Evidence("年度指标值", row.target_text, row.source),
                ),
                suggestion="把指标名称、指标值填回各自的栏",
            )
    repeated = [
        item
        for item in indicator_rows(context)
        if item.target == plain(item.row.row.level3) and not DEMAND.search(item.target)
    ]
    yield from doubts_by_report(
        repeated, "指标值重复指标名称", told, ("target", "actual_value"), Severity.INFO
    )
