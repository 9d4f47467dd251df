"""年度指标值的期限在报告年度之后。

## 为什么重要

年度自评要对照年度目标；期限在以后年度的，当年完成到哪一步、得多少分都没有依据。

## 会报告

2023年度自评表，时效指标“2026年12月31日前竣工验收”，得分5分。

## 不报告

期限在报告年度之内的，或次年一季度以内的；指标值同时写明当年阶段目标的；报告年度说不清的；绩效目标申报表。

## 依据

《中央部门项目绩效目标编报指引》（财预〔2021〕101号）：跨年度项目应分解年度绩效目标。
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ..deadlines import moments
from ..registry import rule
from ..scores.row_words import doubts_by_report, indicator_rows, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..registry import Doubt
    from ..scores.row_words import IndicatorRow

END_OF_QUARTER = (3, 31)  # work of a year may be accepted early in the next


@rule("T06")
def target_outside_year(context: Context) -> Iterator[Doubt]:
    """Doubt, once per report, the rows whose only deadlines lie beyond the year reported on."""
    found = [item for item in indicator_rows(context) if _is_beyond(item)]
    yield from doubts_by_report(
        found, "指标值的期限不在报告年度之内", told, ("target", "level3", "actual_value")
    )


def _is_beyond(item: IndicatorRow) -> bool:
    year = item.form.view.report.fiscal_year
    text = f"{item.row.row.level3} {item.row.row.target_text}"
    days = list(moments("".join(text.split())))
    return bool(days) and year is not None and min(days) > date(year + 1, *END_OF_QUARTER)
