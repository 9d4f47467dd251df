"""公用经费决算大于预算，控制率大于100%。

## 为什么重要

公用经费控制率超过100%要扣分，并应说明增支原因。

## 会报告

| 项目 | 预算数 | 决算数 |
|---|---|---|
| 公用经费 | 80 | 92 |

## 不报告

不超过100%的；“不超过100%”之类的要求；上年的数。

## 依据

《预算绩效评价共性指标体系框架》（财预〔2013〕53号）：公用经费控制率以不超过100%为标准。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..limits import over_limit
from ..registry import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..registry import Doubt


@rule("L06")
def public_funds_over_budget(context: Context) -> Iterator[Doubt]:
    """Doubt reports whose public funds end above their budget."""
    yield from over_limit(context)
