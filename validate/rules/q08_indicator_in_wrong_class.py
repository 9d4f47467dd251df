"""指标放错了类别，例如成本指标放在数量指标下。

## 为什么重要

类别放错，各类指标的分值就不准，也可能是从别的行抄来的名称。

## 会报告

| 二级指标 | 三级指标 |
|---|---|
| 数量指标 | 设备购置成本控制情况 |

## 不报告

名称里没有明显属于另一类的词的；“成本核算次数”之类以数量收尾的；没有二级指标的。

## 依据

《中央部门项目绩效目标编报指引》（财预〔2021〕101号）：数量、质量、时效、成本、满意度指标的定义。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..registry import rule
from ..scores.row_words import doubts_by_report, indicator_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...schemas.patterns import DataPattern
    from ..context import Context
    from ..registry import Doubt
    from ..scores.row_words import IndicatorRow


@rule("Q08")
def indicator_in_wrong_class(context: Context) -> Iterator[Doubt]:
    """Doubt, once per report, names that plainly belong to another class than the one above them."""
    classes = context.parameters.patterns("classes")
    found = [item for item in indicator_rows(context) if _other_class(item, classes)]
    yield from doubts_by_report(found, "指标类别与名称不符", _shown, ("level3", "target"))


def _other_class(item: IndicatorRow, classes: Mapping[str, DataPattern]) -> str | None:
    own = next((name for name in classes if name in item.kind), None)
    name = "".join(item.row.row.level3.split())
    others = [other for other, words in classes.items() if other != own and words.search(name)]
    is_own = own is None or classes[own].search(name) is not None
    return None if is_own or len(others) != 1 else others[0]


def _shown(item: IndicatorRow) -> str:
    return f"列在“{item.kind}”下"
