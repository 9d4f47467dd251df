"""应当等于指标值的指标没有达到，得分却高于按比例计算的分数。

## 为什么重要

“=100%”“=0起”是硬要求；没有达到仍给满分，等于没有要求。

## 会报告

| 指标值 | 实际完成值 | 分值 | 得分 |
|---|---|---|---|
| =100% | 92% | 10 | 10 |
| =0起 | 2起 | 5 | 5 |

## 不报告

等于或高于指标值的；得分不高于按完成比例计算的分数；成本、时效类指标低于指标值的。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：未完成指标值的，按照完成值与指标值的比例记分。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..registry import rule
from ..scores.targets import EQUAL, compared_rows, falls_short, proportional

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..relation import Relation
    from ..scores.targets import Compared


@rule("S08")
def score_above_equal_target(context: Context) -> Iterator[Relation]:
    """Propose the proportional score for rows that miss a target to be met exactly."""
    not_positive = context.parameters.words("not_positive")
    for item in compared_rows(context):
        if item.sign == EQUAL and (relation := _relation(item, not_positive)):
            yield relation


def _relation(item: Compared, not_positive: tuple[str, ...]) -> Relation | None:
    if not item.target.value:
        return proportional("S08", item, reverse=True) if item.actual.value > 0 else None
    if any(word in item.words() for word in not_positive) or not falls_short(item, reverse=False):
        return None
    return proportional("S08", item, reverse=False)
