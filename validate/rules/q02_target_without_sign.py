"""指标值只有一个数，没有写明是不低于、不高于还是等于。

## 为什么重要

同样是95%，“≥”超过了不扣分，“=”超过了要分析原因，没有符号就没有统一的评分依据。

## 会报告

| 三级指标 | 年度指标值 |
|---|---|
| 群众满意度 | 95% |

## 不报告

带≥、≤、=或“以上”“以内”“不低于”等字样的；指标方向另有一栏的；本规则默认关闭，要求写明符号的地区以规则参数打开。

## 依据

预算管理一体化系统绩效指标录入要求：定量指标须选择计算符号。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..registry import rule
from ..scores.row_words import doubts_by_report, indicator_rows, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..registry import Doubt
    from ..scores.row_words import IndicatorRow

BARE = re.compile(r"\d[\d,]*(?:\.\d+)?[^\d\s年月日]{0,4}")


@rule("Q02")
def target_without_sign(context: Context) -> Iterator[Doubt]:
    """Doubt, once per report, targets that are a bare number; off unless a profile turns it on."""
    if not context.parameters.values["enabled"]:
        return
    found = [
        item
        for item in indicator_rows(context)
        if BARE.fullmatch(item.target) and "indicator_sign" not in item.form.columns
    ]
    yield from doubts_by_report(found, "指标值没有写明比较符号", _shown, ("target",))


def _shown(item: IndicatorRow) -> str:
    return f"指标值“{quoted(item.row.row.target_text)}”"
