"""全年执行数大于全年预算数。

## 为什么重要

没有预算不得支出；执行数大于全年预算，多半是预算调整没有记入或数字填错。

## 会报告

| 全年预算数 | 全年执行数 |
|---|---|
| 120 | 135 |

## 不报告

与年初预算相比的；表上没有全年预算数的；执行数不大于全年预算数的。

## 依据

《预算法》第十三条：各级政府、部门、单位的支出必须以经批准的预算为依据。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..limits import over_limit
from ..registry import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..registry import Doubt


@rule("L04")
def execution_over_budget(context: Context) -> Iterator[Doubt]:
    """Doubt reports whose forms spend more than the full-year budget."""
    yield from over_limit(context)
