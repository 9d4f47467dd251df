"""自评表的总分不等于预算执行得分与各项指标得分之和。

## 为什么重要

总分决定等次和结果应用；总分与各项得分对不上，这张表就不能采信。

## 会报告

| 预算执行得分 | 指标得分合计 | 总分 |
|---|---|---|
| 9.8 | 86.5 | 98.3 |

## 不报告

预算执行率作为一项指标列在指标栏内的，不再另加；小计行不重复计算；有得分空白的不作判断；末位四舍五入的差列为提示。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：自评总分为预算执行率和各项绩效指标得分之和。
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..registry import rule
from ..scores.score_forms import score_forms
from ..scores.score_totals import total_relations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from ...schemas.records import Fact
    from ..context import Context
    from ..relation import Relation
    from ..scores.score_forms import ScoreForm


@rule("S04")
def total_score_unequal_to_parts(context: Context) -> Iterator[tuple[Relation, ...]]:
    """Propose total score = execution score + sum of scores."""
    full = context.parameters.number("full_marks")
    for form in score_forms(context):
        total = form.total("score") or _in_head(form, full)
        if total is not None and (relations := tuple(total_relations(form, "score", total))):
            yield tuple(replace(relation, rule="S04") for relation in relations)


def _in_head(form: ScoreForm, full: Decimal) -> Fact | None:
    """Return a score printed in the head of a form without a total row, whose marks are read in full."""
    marks = form.figures("marks")
    choices = [*form.execution("marks"), []]
    sums = [sum(fact.value for fact in (*choice, *marks)) for choice in choices]
    return form.head_score() if form.total_row is None and full in sums else None
