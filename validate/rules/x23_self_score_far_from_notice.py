"""单位自评总分与财政部门通报的得分相差较大。

## 为什么重要

自评与通报相差大，是复核自评真实性的线索；两者评的对象和年度可能不同，不能据此认定自评有误。

## 会报告

自评总分98分，同年度通报得分74.5分，相差23.5分。

## 不报告

相差不到界限的；结果文件夹里没有通报，或通报里没有这个单位的；通报年度与自评年度相差一年以上的。

## 依据

各地预算绩效管理工作考核办法：财政部门对单位自评结果进行抽查复核。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Evidence
from ..findings import evidence_of_fact
from ..registry import Doubt, rule
from ..scores.graded import evidence_of_row
from ..scores.score_forms import score_forms
from ..scores.stated_scores import stated_totals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Fact, ResultRow
    from ..context import Context, ReportView

DEPARTMENT = "department_self_evaluation"
YEARS_APART = 1


@rule("X23")
def self_score_far_from_notice(context: Context) -> Iterator[Doubt]:
    """Doubt, as a lead, a department's own total that is far from the score of a notice."""
    largest = context.parameters.number("largest_gap")
    reports = (view for view in context.reports if not view.report.results)  # a notice scores others
    own = next(((view, fact) for view in reports for fact in _totals(context, view)), None)
    if own is None:
        return
    view, fact = own
    for notice, row in _rows(context, view):
        if row.score is not None and abs(fact.value - row.score) >= largest:
            grade = f"（{row.grade}）" if row.grade else ""
            yield Doubt(
                message=f"{view.report.fiscal_year}年度自评总分 {fact.value:f}分，{notice.report.fiscal_year}年度通报得分"
                f" {row.score:f}分{grade}，相差 {abs(fact.value - row.score):f}分；评价对象可能不同，供复核时参考",
                evidence=(
                    evidence_of_fact(fact, "自评总分"),
                    *(Evidence("通报得分", item.text, item.source) for item in evidence_of_row(row)),
                ),
                stated=fact.value,
                unit="分",
                confidence=0.5,
            )
            return


def _totals(context: Context, view: ReportView) -> Iterator[Fact]:
    """The department's total: in its form, else in the text of its report."""
    for form in score_forms(context, DEPARTMENT):
        if form.view is view and (total := form.total("score") or form.head_score()):
            yield total
    yield from (fact for fact, lead in stated_totals(view) if "项目" not in lead)


def _rows(context: Context, view: ReportView) -> Iterator[tuple[ReportView, ResultRow]]:
    year = view.report.fiscal_year
    name = "".join((view.report.organisation or "").split())
    for notice in context.neighbours if name and year else ():
        is_near = abs((notice.report.fiscal_year or 0) - (year or 0)) <= YEARS_APART
        for row in notice.report.results if is_near else ():
            if "".join(row.unit.split()) == name:
                yield notice, row
