"""自评表每一项都得满分。

## 为什么重要

项项满分的自评很难说明问题，复核时应优先抽查。

## 会报告

| 预算执行 | 产出 | 效益 | 满意度 | 总分 |
|---|---|---|---|---|
| 10 / 10 | 50 / 50 | 30 / 30 | 10 / 10 | 100 |

## 不报告

有一项扣分的；分值或得分没有填全的；第三方的评分表。

## 依据

财政部关于中央部门绩效自评的通知：严禁刻意抬高分数。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..findings import evidence_of_fact
from ..registry import Doubt, rule
from ..scores.score_forms import SELF_EVALUATIONS, score_forms
from ..wording import where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..scores.score_forms import ScoreForm


@rule("S15")
def all_full_marks(context: Context) -> Iterator[Doubt]:
    """Doubt forms in which nothing at all was deducted."""
    fewest = int(context.parameters.number("fewest_rows"))
    for form in score_forms(context, *SELF_EVALUATIONS):
        if len(form.rows) >= fewest and _is_full(form):
            scores = form.figures("score")
            place = where_of(form.view, scores[0].source, form.form.name)
            yield Doubt(
                f"{place}{len(form.rows)}项指标和预算执行全部得满分",
                tuple(evidence_of_fact(fact, f"{fact.label}得分") for fact in scores),
                suggestion="抽查其中几项的完成证据",
                item=f"{form.form.name or place.rstrip('：')}（{len(form.rows)}项）",
            )


def _is_full(form: ScoreForm) -> bool:
    rows = all(row.marks and row.score and row.score.value == row.marks.value for row in form.rows)
    marks, scores = ([f.value for f in (form.execution(role) or [[]])[0]] for role in ("marks", "score"))
    return rows and marks == scores
