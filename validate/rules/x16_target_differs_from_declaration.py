"""自评表的指标值与绩效目标申报表的指标值不一致。

## 为什么重要

自评要对照批复的目标；把指标值改低再自评满分，是最需要查出的做法。

## 会报告

| 三级指标 | 申报表指标值 | 自评表指标值 |
|---|---|---|
| 培训人次 | ≥1000人次 | ≥600人次 |

## 不报告

只是写法不同（“≥95%”与“95%以上”“不低于95%”）；报送材料里没有申报表的；项目名称或指标名称对不上的；同一名称有几个指标值的。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：单位自评以预算批复的绩效目标为依据。
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from ...schemas.records import Evidence
from ..projects.declarations import declared_targets
from ..projects.project_names import core_name
from ..registry import Doubt, rule
from ..scores.row_words import indicator_rows, plain
from ..wording import where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..projects.declarations import DeclaredTarget
    from ..scores.row_words import IndicatorRow

FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


@rule("X16")
def target_differs_from_declaration(context: Context) -> Iterator[Doubt]:
    """Doubt targets of a self-evaluation whose figures are not those that were declared."""
    declared: dict[tuple[str, str], list[DeclaredTarget]] = {}
    for approved in declared_targets(context):
        declared.setdefault((core_name(approved.project), approved.name), []).append(approved)
    for item in indicator_rows(context) if declared else ():
        name = "".join(item.row.row.level3.split())
        found = declared.get((core_name(item.form.form.name or ""), name), [])
        figures = {_figure(target) for target in (item.target, *(f.target for f in found))}
        if len(found) == 1 and len(figures) == 2 and None not in figures:
            yield _doubt(item, found[0])


def _figure(target: str) -> Decimal | None:
    """The only figure of a target; targets in words may be put in other words."""
    figures = FIGURE.findall(plain(target))
    return Decimal(figures[0].replace(",", "")) if len(figures) == 1 else None


def _doubt(item: IndicatorRow, approved: DeclaredTarget) -> Doubt:
    place = where_of(item.form.view, item.row.row.source, item.form.form.name)
    return Doubt(
        f"{place}“{approved.name}”指标值为“{item.row.row.target_text}”，绩效目标申报表为“{approved.target}”",
        (item.evidence("target"), Evidence(f"{approved.name}申报表指标值", approved.target, approved.source)),
        suggestion="按批复的指标值自评；经批准调整的，附调整依据",
    )
