"""政府采购实际金额大于采购预算，执行率大于100%。

## 为什么重要

超过采购预算的采购没有预算依据。

## 会报告

| 项目 | 预算数 | 决算数 |
|---|---|---|
| 政府采购金额 | 100 | 130 |

## 不报告

不超过100%的；采购预算空白或为零的；上年的数。

## 依据

《政府采购法》第六条：政府采购应当严格按照批准的预算执行。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..limits import over_limit
from ..registry import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..registry import Doubt


@rule("L07")
def procurement_over_budget(context: Context) -> Iterator[Doubt]:
    """Doubt reports that procured for more than the procurement budget."""
    yield from over_limit(context)
