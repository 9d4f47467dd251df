"""指标得分高于该指标的分值。

## 为什么重要

得分封顶于分值；超出部分直接抬高总分和等级。

## 会报告

| 三级指标 | 分值 | 得分 |
|---|---|---|
| 培训人次 | 10 | 12 |

## 不报告

得分等于分值；分值或得分空白（由 C02 报告）。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：指标得分不超过权重分值。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Origin
from ..registry import rule
from ..relation import Relation, Shape, Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context


@rule("S05")
def score_over_marks(context: Context) -> Iterator[Relation]:
    """Propose score <= marks for every row that prints both."""
    for report in context.reports:
        for row in report.report.scores:
            marks = report.in_row(row.table, row.row, "se_indicator_marks")
            scores = report.in_row(row.table, row.row, "se_indicator_score")
            if len(marks) == 1 and len(scores) == 1:
                stated = Term(f"{row.level3}得分", scores[0])
                terms = (Term(f"{row.level3}分值", marks[0]),)
                yield Relation("S05", Origin.CATALOGUE, Shape.AT_MOST, stated, terms)
