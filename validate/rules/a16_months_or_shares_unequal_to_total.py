"""各月之和不等于全年合计，或各项占比之和不等于合计所印的100%。

## 为什么重要

分月、分项的数是合计的来源；各月相加不等于全年，或占比相加不足百分之百，说明有一项抄错。

## 会报告

| 月份 | 1月 | 2月 | 3月 | 合计 |
|---|---|---|---|---|
| 用水量 | 20 | 22 | 21 | 36 |

## 不报告

月份不连续、缺月的表；没有印合计的占比；占比之和在四舍五入范围之内（列为提示）；逐月累计的表。

## 依据

总数等于各月之和；结构百分比之和为100%。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.labels import clean_label
from ...schemas.records import Kind, Origin
from ..registry import rule
from ..relation import Relation, Shape, Term
from ..tables.months import MONTHS, QUARTERS, month_strips
from ..tables.panels import panels_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..registry import Parameters
    from ..tables.months import Calendar, MonthStrip
    from ..tables.panels import Panel

FULL_SHARE = 100


@rule("A16")
def months_or_shares_unequal_to_total(context: Context) -> Iterator[Relation]:
    """Propose sums over months and quarters, across and down, and sums of shares."""
    totals = frozenset(context.parameters.words("totals"))
    fewest = int(context.parameters.number("fewest_months"))
    for view in context.reports:
        for table in view.report.document.tables:
            facts = view.in_table(table.number)
            for calendar in (MONTHS, QUARTERS):
                strips = month_strips(table, facts, totals, calendar)
                yield from (found for strip in strips if (found := _month_sum(strip, calendar, fewest)))
            for panel in panels_of(view, table):
                yield from _shares(panel, context.parameters)


def _month_sum(strip: MonthStrip, calendar: Calendar, fewest: int) -> Relation | None:
    """The sum of months or quarters from the first on without a gap; None for running totals and rates."""
    facts = [fact for _, fact in strip.months]
    if len(facts) < fewest or [month for month, _ in strip.months] != list(range(1, len(facts) + 1)):
        return None
    if facts[-1].value == strip.total.value or any(fact.kind is Kind.PERCENT for fact in facts):
        return None
    terms = tuple(Term(f"{month}{calendar.word}", fact) for month, fact in strip.months)
    return Relation("A16", Origin.DISCOVERED, Shape.SUM, Term(strip.label, strip.total), terms)


def _shares(panel: Panel, parameters: Parameters) -> Iterator[Relation]:
    for column, header in panel.headers.items():
        if not any(word in header for word in parameters.words("shares")):
            continue
        lines = [line for line in panel.lines if column in line.figures]
        totals = [line for line in lines if clean_label(line.label) in parameters.words("totals")]
        details = [line for line in lines if line not in totals]
        added = sum(line.figures[column].value for line in details)
        is_whole = FULL_SHARE in (added, totals[0].figures[column].value) if len(totals) == 1 else False
        if is_whole and len(details) > 1:
            stated = Term(f"{totals[0].label}{header}", totals[0].figures[column])
            terms = tuple(Term(line.label, line.figures[column]) for line in details)
            yield Relation("A16", Origin.DISCOVERED, Shape.SUM, stated, terms)
