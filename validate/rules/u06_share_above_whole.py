"""满意度、合格率、覆盖率等超过100%。

## 为什么重要

这些比例以全体为分母，不可能大于100%；超过的是填错或算错。

## 会报告

| 三级指标 | 实际完成值 |
|---|---|
| 群众满意度 | 105% |

## 不报告

完成率、增长率、执行率等可以大于100%的比率；不超过100%的；一格里有几个数、说不清哪一个的。

## 依据

百分比的定义：部分不大于全体。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Kind
from ..registry import rule
from ..scores.row_words import doubts_by_report, indicator_rows, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..registry import Doubt
    from ..scores.row_words import IndicatorRow

FULL = 100


@rule("U06")
def share_above_whole(context: Context) -> Iterator[Doubt]:
    """Doubt, once per report, actual shares of a whole above 100 percent."""
    words, others = context.parameters.words("shares"), context.parameters.words("not_shares")
    found = [
        item
        for item in indicator_rows(context)
        if any(word in item.row.name for word in words)
        and not any(word in item.row.name for word in others)
        and _is_above(item)
    ]
    yield from doubts_by_report(found, "比例超过100%", told, ("actual_value", "target"))


def _is_above(item: IndicatorRow) -> bool:
    facts = item.form.view.in_row(item.form.table.number, item.row.row.row, "se_actual_value")
    return len(facts) == 1 and facts[0].kind is Kind.PERCENT and facts[0].value > FULL
