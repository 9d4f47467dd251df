"""主要支出比上年增减超过三成，全文没有说明原因。

## 为什么重要

支出大起大落，要么是工作任务变了，要么是数字填错；两种情况都要有交代。

## 会报告

| 项目 | 上年决算数 | 本年决算数 |
|---|---|---|
| 项目支出 | 320 | 610 |

## 不报告

增减不到三成的；正文或表中有一句话说到该项支出和原因的；只有一年的数或上年为零的；“三公”经费（由 L03 判断）。

## 依据

《地方预决算公开操作规程》（财预〔2016〕143号）：对增减变化情况作出说明。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..changes_over_years import explains, yearly_changes
from ..registry import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..registry import Doubt


@rule("P03")
def large_change_unexplained(context: Context) -> Iterator[Doubt]:
    """Doubt rows that changed by more than the told share while no sentence says why."""
    told = context.parameters.number("told_percent")
    for change in yearly_changes(context, context.parameters.words("indicators")):
        if abs(change.share) * 100 >= told and not explains(change.view, (change.now.label[:4],)):
            yield change.doubt()
