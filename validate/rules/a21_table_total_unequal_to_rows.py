"""表中合计、小计或上级行（列）的数不等于其明细之和。

## 为什么重要

明细支撑合计；合计与明细对不上，读者无从知道该信哪一个。

## 会报告

| 项目 | 预算数 | 决算数 |
|---|---|---|
| 设备购置 | 30 | 28 |
| 房屋维修 | 50 | 46 |
| 合计 | 80 | 84 |

## 不报告

“其中”各行和下级序号、下级科目不重复相加；编码、年份、名次、得分、比率、均值和单价不相加；合计行写的是
平均数的不比较；一张大表里上下叠放的几张表各算各的；层次看不清、又没有别的栏目印证的合计不比较；评分表、
资金栏和基础数据表由各自的规则核对；末位四舍五入的差列为提示。

## 依据

报表编制的一般规则：合计等于各明细之和，合计栏等于各分栏之和。
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...schemas.records import Kind
from ..discovery.proposing import FORMS, discovered_sums
from ..registry import rule
from ..tables.footing import column_footings, row_footings
from ..tables.footing_evidence import (
    crossing_relations,
    footing_relations,
    footings_of_panels,
    is_mean,
    one_per_cause,
)
from ..tables.panels import table_panels
from ..tables.stacked import stacked_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ...schemas.records import Fact, Form, Table
    from ..context import Context, ReportView
    from ..registry import Parameters
    from ..relation import Relation
    from ..tables.panels import Panel


@rule("A21")
def table_total_unequal_to_rows(context: Context) -> Iterator[Relation]:
    """Propose the row and column totals that the labels of a table announce."""
    skipped = context.parameters.words("skipped_forms")
    for view in context.reports:
        for table in view.report.document.tables:
            form = view.form_of(table.number)
            if form is not None and form.kind in skipped:
                parts = stacked_tables(*_tasks(form, table, view.in_table(table.number)))
            elif form is not None and _has_fund_total(view, table.number):
                continue
            else:
                parts = stacked_tables(table, view.in_table(table.number))
            shown = tuple(discovered_sums(view, table)) if _is_plain(form) else ()
            for part, facts in parts:
                yield from one_per_cause(_of_table(part, facts, shown, context.parameters))


def _of_table(
    table: Table, facts: Sequence[Fact], shown: Sequence[Relation], parameters: Parameters
) -> list[Relation]:
    """Return the sums that labels say, and of those that the numbers alone show what no label says."""
    panels = table_panels(table, facts)
    told = [panel for panel in panels if not _has_own_rule(panel, parameters)]
    totals = frozenset(parameters.words("total_labels"))
    down = [list(row_footings(panel, _added_columns(panel, parameters), totals)) for panel in told]
    read = [relation for found in footings_of_panels(down) for relation in footing_relations(*found, "A21")]
    read += [relation for panel in told for relation in _across(panel, totals, parameters)]
    if len(panels) == len(told) == 1:
        added = _added_columns(told[0], parameters)
        own = {fact.source for fact in facts if fact.source.column in added}
        known = {relation.stated.fact.source for relation in read}
        read += _unread(x for x in shown if x.stated.fact.source in own - known)
    return read


def _is_plain(form: Form | None) -> bool:
    """Return whether a table has no form whose rows are known."""
    return form is None or form.kind in FORMS


def _unread(shown: Iterable[Relation]) -> Iterator[Relation]:
    for relation in shown:
        if not is_mean(relation.stated.fact, (term.fact for term in relation.terms)):
            yield relation


def _tasks(form: Form, table: Table, facts: Sequence[Fact]) -> tuple[Table, list[Fact]]:
    """The part of a form that lists tasks, each of which has a total and sources of its own."""
    told = [f for f in facts if f.kind is Kind.AMOUNT and f.entity not in (None, form.name)]
    rows = [f.source.row or 0 for f in told]
    cells = [c for c in table.cells if rows and c.row <= max(rows)]
    return replace(table, cells=tuple(cells)), told


def _has_own_rule(panel: Panel, parameters: Parameters) -> bool:
    """Net values and roll-forwards are rechecked row by row, their totals included."""
    words = parameters.words("own_rule")
    return any(
        word in label
        for word in words
        for label in (*panel.headers.values(), *(x.label for x in panel.lines))
    )


def _has_fund_total(view: ReportView, table: int) -> bool:
    return any(
        f.indicator == "budget_execution_rate" and f.unit == "%" for f in view.in_table(table)
    ) and bool(view.find("current_year_fiscal_appropriation", table=table))


def _across(panel: Panel, totals: frozenset[str], parameters: Parameters) -> Iterator[Relation]:
    share = float(parameters.number("cross_footing_share"))
    columns = _added_columns(panel, parameters)
    yield from crossing_relations(list(column_footings(panel, columns, totals)), "A21", share)


def _added_columns(panel: Panel, parameters: Parameters) -> list[int]:
    """Columns of amounts and counts, and scores beside marks; a column that holds a percentage holds rates."""
    marked = parameters.words("marks") if _has_marks(panel, parameters) else ()
    return [
        column
        for column, header in panel.headers.items()
        if (
            not any(word in header for word in parameters.words("not_added"))
            or header.endswith(marked or "\0")
        )
        and not any(
            line.figures[column].kind is Kind.PERCENT for line in panel.lines if column in line.figures
        )
    ]


def _has_marks(panel: Panel, parameters: Parameters) -> bool:
    """Return whether marks stand beside scores: the parts of one evaluation, not the scores of many."""
    full = parameters.words("full_marks")
    return any(header.endswith(full) for header in panel.headers.values())
