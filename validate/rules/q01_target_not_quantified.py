"""数量、成本指标的指标值没有数量。

## 为什么重要

没有数量就无法衡量完成没完成，得分只能凭印象。

## 会报告

| 二级指标 | 年度指标值 |
|---|---|
| 数量指标 | 按计划开展 |

## 不报告

指标值里有数字、日期、分级用语或以预算、概算为限的；质量、时效、效益、满意度指标；指标值空白的（由 C02 判断）；名称里已写明数量的；定性列另行标明的。

## 依据

《中央部门项目绩效目标编报指引》（财预〔2021〕101号）：绩效指标应当细化量化。
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

FIGURE = re.compile(
    r"\d|[一二三四五六七八九十百千万两]|全部|全覆盖|所有|无|零|优|良|及以上|是|/|—|达成|预算|概算|定额|合同价"
)


@rule("Q01")
def target_not_quantified(context: Context) -> Iterator[Doubt]:
    """Doubt, once per report, targets of quantity or cost without any figure."""
    words = context.parameters.words("counted")
    found = [
        item for item in indicator_rows(context) if any(w in item.kind for w in words) and _is_vague(item)
    ]
    yield from doubts_by_report(found, "指标值没有量化", _shown, ("target", "level3"))


def _is_vague(item: IndicatorRow) -> bool:
    texts = (item.target, "".join(item.row.row.level3.split()))
    is_qualitative = item.form.text_at(item.row.row.row, "indicator_sign") == "定性"
    return bool(item.target) and not is_qualitative and not any(FIGURE.search(text) for text in texts)


def _shown(item: IndicatorRow) -> str:
    return f"指标值“{quoted(item.row.row.target_text)}”"
