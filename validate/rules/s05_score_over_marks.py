"""指标得分高于该指标的分值。

## 为什么重要

得分封顶于分值；超出部分直接抬高总分和等级。

## 会报告

| 三级指标 | 分值 | 得分 |
|---|---|---|
| 培训人次 | 10 | 12 |

## 不报告

得分等于分值；分值或得分空白（由 C02 报告）；几项指标合并填写一个得分的；加分项。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：指标得分不超过权重分值。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Origin
from ..registry import rule
from ..relation import Relation, Shape, Term
from ..scores.score_forms import score_forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..scores.score_forms import MarkedRow, ScoreForm


@rule("S05")
def score_over_marks(context: Context) -> Iterator[Relation]:
    """Propose score <= marks for every row that prints both."""
    for form in score_forms(context):
        for row in form.rows:
            if (
                row.marks
                and row.score
                and _are_of_one_row(form, row)
                and "加分" not in f"{row.row.level1}{row.name}"
            ):
                stated = Term(f"{row.name}得分", row.score)
                yield Relation(
                    "S05", Origin.CATALOGUE, Shape.AT_MOST, stated, (Term(f"{row.name}分值", row.marks),)
                )


def _are_of_one_row(form: ScoreForm, row: MarkedRow) -> bool:
    """A score merged over several rows stands for all of them; it is not compared with the marks of the first."""
    spans = {
        cell.rowspan
        for role in ("marks", "score")
        if (cell := form.cell_at(row.row.row, form.columns.get(role)))
    }
    return len(spans) == 1
