"""指标值和完成值的计量单位不同，无法比较。

## 为什么重要

目标是比例而完成值是人数，或者目标是万元而完成值是元，完成没完成就无从判断。

## 会报告

| 年度指标值 | 实际完成值 |
|---|---|
| ≥30万元 | 28元 |

## 不报告

一方没有印单位的；同一单位的不同写法（万、万元；㎡、平方米）；一栏里有不止一个数的；度量单位另有一栏的。

## 依据

《中央部门项目绩效目标编报指引》（财预〔2021〕101号）：指标值应可衡量，完成值与指标值口径一致。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Kind
from ..precision import base_value, dimension
from ..registry import rule
from ..scores.row_words import doubts_by_report, indicator_rows, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..registry import Doubt
    from ..scores.row_words import IndicatorRow

FAR = 100  # times; 元 and 万元 that differ by less are a change of unit, no slip


@rule("U04")
def target_and_actual_units_differ(context: Context) -> Iterator[Doubt]:
    """Doubt, once per report, the rows whose two figures have units that do not go together."""
    found = [item for item in indicator_rows(context) if _differ(item)]
    yield from doubts_by_report(found, "指标值与完成值的计量单位不同", told, ("actual_value", "target"))


def _differ(item: IndicatorRow) -> bool:
    view, place = item.form.view, (item.form.table.number, item.row.row.row)
    sides = [view.in_row(*place, name) for name in ("se_target_value", "se_actual_value")]
    if any(len(side) != 1 for side in sides) or "target_unit" in item.form.columns:
        return False
    target, actual = sides[0][0], sides[1][0]
    if Kind.DATE in (target.kind, actual.kind) or not (target.unit and actual.unit):
        return False
    known = {dimension(target), dimension(actual)}
    if known == {"amount"}:
        low, high = sorted((base_value(target), base_value(actual)))
        return target.unit != actual.unit and low > 0 and high / low > FAR
    return len(known) == 2 and known <= {"amount", "area"}
