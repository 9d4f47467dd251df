"""等次标准里两档共用一个界限分，没有写明归哪一档。

## 为什么重要

正好得界限分的单位归哪一档，会因人而异。

## 会报告

| 标准 |
|---|
| 得分90分以上为优秀，80-90分为良好，60-80分为合格，60分以下为差 |

## 不报告

写明“含”“不含”的；“60分以下”自然不含60分。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）对各档界限写明“含”。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Evidence
from ..registry import Doubt, rule
from ..scores.grade_bands import stated_scheme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context


@rule("G02")
def bands_overlap(context: Context) -> Iterator[Doubt]:
    """Doubt stated schemes with bounds that belong to two bands."""
    for view in context.reports:
        stated = stated_scheme(view)
        if stated is not None and stated.shared:
            bounds = "、".join(f"{bound:f}分" for bound in stated.shared)
            paragraph = stated.paragraph
            message = f"等次标准没有写明{bounds}归上一档还是下一档，这里按归上一档核对"
            yield Doubt(message, (Evidence("等次标准", paragraph.text[:120], paragraph.source),))
