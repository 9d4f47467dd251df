"""一项指标的分值过大。

## 为什么重要

一项指标占去近半分值，其他指标无论完成得怎样都难以影响结果。

## 会报告

| 三级指标 | 分值 |
|---|---|
| 补助发放人数 | 60 |

## 不报告

分值不超过界限的；分值合并填写、一格代表一组指标的。

## 依据

《中央部门项目绩效目标编报指引》（财预〔2021〕101号）：指标权重应突出重点、结构合理。
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


@rule("S18")
def weight_concentrated(context: Context) -> Iterator[Doubt]:
    """Doubt single indicators with more marks than the largest that is usual."""
    largest = context.parameters.number("largest_marks")
    for form in score_forms(context, *SELF_EVALUATIONS):
        for row in form.rows:
            cell = form.cell_at(row.row.row, form.columns.get("marks"))
            if row.marks is None or row.marks.value <= largest or cell is None or cell.rowspan > 1:
                continue
            place = where_of(form.view, row.row.source, form.form.name)
            message = f"{place}“{row.name}”一项分值 {row.marks.value:f}分，超过{largest:f}分"
            yield Doubt(
                message,
                (evidence_of_fact(row.marks, f"{row.name}分值"),),
                row.marks.value,
                unit="分",
                suggestion="把分值分到几项指标",
                item=f"“{row.name}”{row.marks.value:f}分",
            )
