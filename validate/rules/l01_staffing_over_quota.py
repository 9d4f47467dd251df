"""在职人员数超过编制数，在职人员控制率大于100%。

## 为什么重要

超编要在部门整体支出评价中扣分，也可能是人数填错或把编外人员算了进去。

## 会报告

| 编制数 | 实际在职人数 | 控制率 |
|---|---|---|
| 40 | 43 | 107.5% |

## 不报告

不超过100%的；“控制在100%以内”之类的要求；上年的人数。

## 依据

《预算绩效评价共性指标体系框架》（财预〔2013〕53号）：在职人员控制率以不超过100%为标准。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..limits import over_limit
from ..registry import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..registry import Doubt


@rule("L01")
def staffing_over_quota(context: Context) -> Iterator[Doubt]:
    """Doubt reports with more people on post than the quota allows."""
    yield from over_limit(context)
