"""“三公”经费或其中一项的决算大于预算。

## 为什么重要

“三公”经费只减不增、不得超预算，超支须有批准文件。

## 会报告

| 项目 | 预算数 | 决算数 |
|---|---|---|
| 公务接待 | 2.0 | 2.6 |

## 不报告

决算不大于预算的；预算空白或为零而无法比较的；上年的数。

## 依据

《党政机关厉行节约反对浪费条例》；《预算绩效评价共性指标体系框架》（财预〔2013〕53号）“三公经费”控制率。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..limits import over_limit
from ..registry import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..registry import Doubt


@rule("L02")
def three_public_over_budget(context: Context) -> Iterator[Doubt]:
    """Doubt reports whose 三公 total or one of its items ends above its budget."""
    yield from over_limit(context)
