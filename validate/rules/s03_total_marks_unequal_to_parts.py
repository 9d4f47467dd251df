"""自评表的总分值与各项分值之和不符，或各项分值之和不是100分。

## 为什么重要

总分值不是100分，得分就不能与等次标准比较；漏计预算执行的10分是最常见的错法。

## 会报告

| 预算执行分值 | 产出 | 效益 | 满意度 | 总分 |
|---|---|---|---|---|
| 10 | 50 | 40 | 10 | 100 |

## 不报告

预算执行率作为一项指标列在指标栏内的，不再另加；小计行不重复计算；有分值空白或没有读到预算执行分值的，不作判断。
没有印总分值而各项之和不是100分的，只作提醒。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：单位自评满分为100分。
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ...schemas.records import Severity
from ..findings import evidence_of_fact
from ..registry import Doubt, rule
from ..scores.score_forms import SELF_EVALUATIONS, is_continued, score_forms
from ..scores.score_totals import total_relations
from ..wording import where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..relation import Relation
    from ..scores.score_forms import ScoreForm


@rule("S03")
def total_marks_unequal_to_parts(context: Context) -> Iterator[tuple[Relation, ...] | Doubt]:
    """Propose total marks = execution marks + sum of marks; without a total the sum should be 100."""
    full = context.parameters.number("full_marks")
    for form in score_forms(context):
        total = form.total("marks")
        if total is not None and (relations := tuple(total_relations(form, "marks", total))):
            yield tuple(replace(relation, rule="S03") for relation in relations)
        is_whole = form.form.kind in SELF_EVALUATIONS and not is_continued(form)
        if is_whole and (doubt := _off_full_marks(form, full)):
            yield doubt


def _off_full_marks(form: ScoreForm, full: Decimal) -> Doubt | None:
    """Doubt a printed total above full marks, or a sum other than full marks where none is printed."""
    place = where_of(form.view, form.rows[0].row.source, form.form.name)
    total = form.total("marks")
    if total is not None:
        if total.value <= full:
            return None
        message = f"{place}总分值 {total.value:f}分，超过{full:f}分"
        return Doubt(message, (evidence_of_fact(total, "总分值"),), total.value, full, "分", Severity.WARN)
    marks, execution = form.figures("marks"), form.execution("marks")
    if not execution or not marks or any(row.lacks_marks for row in form.rows):
        return None
    figures = [*execution[0], *marks]
    found = sum((fact.value for fact in figures), Decimal(0))
    indicators_only = sum(fact.value for fact in marks)
    if full in (found, indicators_only if form.has_execution_indicator() else found):
        return None
    sums = "+".join(f"{fact.value:f}" for fact in figures)
    return Doubt(
        message=f"{place}预算执行与各项指标的分值 {sums} = {found:f}分，不是{full:f}分",
        evidence=tuple(evidence_of_fact(fact, f"{fact.label}分值") for fact in figures),
        stated=found,
        expected=full,
        unit="分",
        severity=Severity.WARN,
    )
