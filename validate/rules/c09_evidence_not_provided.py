"""写明没有提供资料，却没有扣分。

## 为什么重要

没有资料就无法评价，照给满分等于没有核实。

## 会报告

| 三级指标 | 分值 | 得分 | 扣分说明 |
|---|---|---|---|
| 档案管理 | 5 | 5 | 单位未提供档案目录 |

## 不报告

已经扣分的；“未提供”说的是不需要提供的；没有说明栏的表。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：评价结论应当有充分的依据。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..registry import rule
from ..scores.row_words import IndicatorRow, doubts_by_report, quoted
from ..scores.score_forms import is_scored, score_forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..registry import Doubt

MISSING = re.compile(
    r"(?:未能?|没有|无法)提供(?!服务)[^。；]{0,12}(?:资料|材料|依据|证明|数据|记录|档案|台账|凭证|合同|目录|报告)"
)


@rule("C09")
def evidence_not_provided(context: Context) -> Iterator[Doubt]:
    """Doubt, once per report, rows with full marks whose remark says that evidence was not provided."""
    rows = (IndicatorRow(form, row) for form in score_forms(context) if is_scored(form) for row in form.rows)
    found = [item for item in rows if item.is_full and MISSING.search(f"{item.reason}。{item.actual}")]
    yield from doubts_by_report(found, "没有提供资料却得满分", _shown, ("score", "reason", "actual_value"))


def _shown(item: IndicatorRow) -> str:
    return f"写明“{quoted(item.row.row.reason or item.row.row.actual_text)}”"
