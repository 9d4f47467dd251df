"""“三公”经费决算比上年增加。

## 为什么重要

“三公”经费变动率大于零要扣分；增加的应当说明原因。

## 会报告

| 项目 | 上年决算数 | 本年决算数 |
|---|---|---|
| 三公经费 | 8.2 | 9.5 |

## 不报告

比上年减少或持平的；上年数空白或为零的；正文说明了三公经费增加原因的。

## 依据

《预算绩效评价共性指标体系框架》（财预〔2013〕53号）：“三公经费”变动率以不大于零为标准。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..changes_over_years import explains, yearly_changes
from ..registry import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..registry import Doubt

TOTAL = "three_public_total"


@rule("L03")
def three_public_growth(context: Context) -> Iterator[Doubt]:
    """Doubt base tables whose 三公 total grew, unless the text says why."""
    for change in yearly_changes(context, (TOTAL,)):
        if change.share > 0 and not explains(change.view, ("三公",)):
            yield change.doubt()
