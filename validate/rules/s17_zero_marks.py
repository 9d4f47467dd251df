"""指标的分值为零。

## 为什么重要

没有分值的指标不影响总分，等于没有考核。

## 会报告

| 三级指标 | 分值 | 得分 |
|---|---|---|
| 资料归档率 | 0 | 0 |

## 不报告

分值空白（由 C02 判断）；加分项、扣分项；没有填指标值和完成值的备用行。

## 依据

预算绩效指标设置要求：每项指标的权重应大于零。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..findings import evidence_of_fact
from ..registry import Doubt, rule
from ..scores.score_forms import NOT_APPLICABLE, SELF_EVALUATIONS, score_forms
from ..wording import where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..scores.score_forms import MarkedRow


@rule("S17")
def zero_marks(context: Context) -> Iterator[Doubt]:
    """Doubt indicator rows with marks of zero or less."""
    extras = context.parameters.words("extras")
    for form in score_forms(context, *SELF_EVALUATIONS):
        for row in form.rows:
            if row.marks is None or row.marks.value > 0 or _is_spare(row, extras):
                continue
            yield Doubt(
                message=f"{where_of(form.view, row.row.source, form.form.name)}“{row.name}”分值为 {row.marks.value:f}",
                evidence=(evidence_of_fact(row.marks, f"{row.name}分值"),),
                stated=row.marks.value,
                unit="分",
                suggestion="补填分值，或删去这一项",
                item=f"“{row.name}”",
            )


def _is_spare(row: MarkedRow, extras: tuple[str, ...]) -> bool:
    is_blank = NOT_APPLICABLE.fullmatch(f"{row.row.target_text}{row.row.actual_text}") is not None
    return is_blank or any(word in f"{row.row.level1}{row.name}" for word in extras)
