"""一级或二级指标所印的分值不等于其下各项指标分值之和。

## 为什么重要

分值结构是评分的尺子；某一组少排或多排几分，总分就不再是百分制。

## 会报告

| 一级指标 | 三级指标 | 分值 |
|---|---|---|
| 产出指标（50分） | 清淤长度 | 20 |
| | 验收合格率 | 25 |

## 不报告

没有印分值的组；组内有指标的分值空白（分值合并填写的除外）；同一组前后印了不同分值的，无从判断。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：一级指标的权重为其下各项指标权重之和。
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
    from ..scores.score_forms import Group


@rule("S02")
def group_marks_unequal_to_parts(context: Context) -> Iterator[Relation]:
    """Propose group marks = sum of the marks of its rows."""
    for form in score_forms(context):
        if "marks" in form.columns:
            for group in form.groups:
                if relation := _relation(group):
                    yield relation


def _relation(group: Group) -> Relation | None:
    terms = tuple(Term(f"{row.name}分值", row.marks) for row in group.rows if row.marks)
    if group.marks is None or not terms:
        return None
    is_lacking = any(row.lacks_marks for row in group.rows)
    return Relation(
        rule="S02",
        origin=Origin.CATALOGUE,
        shape=Shape.SUM,
        stated=Term(f"“{group.name}”分值", group.marks),
        terms=terms,
        missing="组内有指标的分值空白" if is_lacking else None,
    )
