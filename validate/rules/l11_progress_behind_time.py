"""运行监控表的执行进度明显落后于时间进度。

## 为什么重要

监控就是为了及早发现进度落后的项目，落后过多的应当纠偏或调减预算。

## 会报告

| 年初预算数 | 1-9月执行数 | 1-9月执行率 |
|---|---|---|
| 300 | 90 | 30% |

## 不报告

执行率不低于时间进度六成的；全年数的自评表；表头没有写明截至几月的。

## 依据

《中央部门预算绩效运行监控管理暂行办法》（财预〔2019〕136号）：对预算执行和绩效目标实现程度开展“双监控”。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...schemas.records import Kind
from ..findings import evidence_of_fact
from ..registry import Doubt, rule
from ..wording import figure, where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Fact
    from ..context import Context, ReportView

HEADER = re.compile(
    r"1(?:月)?[-—–~～至到]+(?P<month>[1-9]|1[01])月份?(?:预算|资金)?(?:执行率|支出进度|支付进度|执行进度)"
)
MONTHS = 12


@rule("L11")
def progress_behind_time(context: Context) -> Iterator[Doubt]:
    """Doubt rates below a header that names the months gone by, far below their share of the year."""
    least = context.parameters.number("least_progress")
    for view in context.reports:
        for month, rate in _rates(view):
            if rate.value / 100 < least * month / MONTHS:
                yield Doubt(
                    message=f"{where_of(view, rate.source, rate.entity)}1-{month}月执行率 {figure(rate)}，"
                    f"时间进度为{month * 100 / MONTHS:.1f}%",
                    evidence=(evidence_of_fact(rate, f"1-{month}月执行率"),),
                    stated=rate.value,
                    unit=rate.unit,
                )


def _rates(view: ReportView) -> Iterator[tuple[int, Fact]]:
    for table in view.report.document.tables:
        for header in table.cells:
            found = HEADER.search("".join(header.text.split())) if len(header.text) < 30 else None
            if found is None:
                continue
            for row in range(header.row + header.rowspan, table.n_rows):
                facts = view.in_cell(table.number, row, header.column)
                if len(facts) == 1 and facts[0].kind is Kind.PERCENT:
                    yield int(found["month"]), facts[0]
