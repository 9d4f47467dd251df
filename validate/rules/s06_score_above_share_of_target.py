"""正向指标没有达到指标值，得分却高于按完成比例计算的分数。

## 为什么重要

完成了九成就只能得九成的分；未达标仍给满分，自评就失去了意义。

## 会报告

| 指标值 | 实际完成值 | 分值 | 得分 |
|---|---|---|---|
| ≥200个 | 180个 | 10 | 10 |

## 不报告

达到或超过指标值的；得分低于按比例计算的分数（从严扣分）；指标值、完成值是一段话或有几个数字、单位不同的；
没有印比较符号的成本、时效类指标。按比例应扣而扣得偏少的，只作提醒。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：未完成指标值的，按照完成值与指标值的比例记分。
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..registry import rule
from ..scores.targets import AT_LEAST, BARE, UNCLEAR, compared_rows, falls_short, proportional

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..relation import Relation
    from ..scores.targets import Compared


@rule("S06")
def score_above_share_of_target(context: Context) -> Iterator[Relation]:
    """Propose score = marks · actual / target for rows that fall short of a lower bound."""
    for item in compared_rows(context):
        is_clear = item.sign == AT_LEAST
        if not is_clear and not _is_positive(item, context.parameters.words("not_positive")):
            continue
        if falls_short(item, reverse=False) and (relation := proportional("S06", item, reverse=False)):
            yield relation if is_clear else replace(relation, confidence=relation.confidence * UNCLEAR)


def _is_positive(item: Compared, not_positive: tuple[str, ...]) -> bool:
    """A bare number is a goal to be reached unless the indicator counts costs, days or accidents."""
    return item.sign == BARE and not any(word in item.words() for word in not_positive)
