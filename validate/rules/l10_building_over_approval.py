"""楼堂馆所的实际规模或投资超过批复。

## 为什么重要

超规模、超概算建设楼堂馆所要追究责任。

## 会报告

| 批复规模（㎡） | 实际规模（㎡） | 规模控制率 |
|---|---|---|
| 2000 | 2150 | 107.5% |

## 不报告

不超过100%的；各格为零或空白的。

## 依据

《机关团体建设楼堂馆所管理条例》；《部门整体支出绩效评价基础数据表》“楼堂馆所控制情况”。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..limits import over_limit
from ..registry import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..registry import Doubt


@rule("L10")
def building_over_approval(context: Context) -> Iterator[Doubt]:
    """Doubt reports whose buildings exceed what was approved."""
    yield from over_limit(context)
