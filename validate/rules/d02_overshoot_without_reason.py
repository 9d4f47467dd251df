"""实际完成值大大超过指标值，却没有说明原因。

## 为什么重要

超额过多，多半是指标值定得偏低；办法要求分析原因，并据此从严调整得分和下一年的指标值。

## 会报告

| 指标值 | 实际完成值 | 偏差原因 |
|---|---|---|
| ≥3000株 | 6900株 | （空白） |

## 不报告

超过不到三成的（超过三成、不到一倍的列为提示）；已写原因的；指标值是上限（≤）的；百分比指标；指标值、完成值是一段话或单位不同的；表上没有偏差原因栏的。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：偏离绩效目标较多的，要说明偏差原因；比例由各地规定，可在规则表中调整。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Kind, Severity
from ..findings import evidence_of_fact
from ..registry import Doubt, rule
from ..scores.score_forms import score_forms
from ..scores.targets import AT_MOST, compared_rows
from ..wording import where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..scores.targets import Compared


@rule("D02")
def overshoot_without_reason(context: Context) -> Iterator[Doubt]:
    """Doubt rows whose actual value exceeds the target by far while the reason is blank."""
    with_reasons = {
        (form.view.report.document.id, form.table.number)
        for form in score_forms(context)
        if "reason" in form.columns
    }
    for item in compared_rows(context):
        place = item.row.row.source
        is_asked = (place.document, place.table) in with_reasons
        if (
            is_asked
            and not item.row.row.reason
            and item.sign != AT_MOST
            and item.target.kind is not Kind.PERCENT
        ):
            yield from _doubts(context, item)


def _doubts(context: Context, item: Compared) -> Iterator[Doubt]:
    target, actual = item.target.value, item.actual.value
    limits = context.parameters
    if target <= 0 or actual < target * limits.number("told_percent") / 100:
        return
    if any(word in item.words() for word in limits.words("not_positive")):
        return
    is_far = actual >= target * limits.number("warn_percent") / 100
    view = next(v for v in context.reports if v.report.document.id == item.actual.source.document)
    form = view.form_of(item.row.row.table)
    yield Doubt(
        message=f"{where_of(view, item.actual.source, form.name if form else None)}“{item.row.name}”"
        f"完成 {item.actual.text}，是指标值 {item.target.text} 的{actual * 100 / target:.0f}%，偏差原因空白",
        evidence=(
            evidence_of_fact(item.actual, f"{item.row.name}实际完成值"),
            evidence_of_fact(item.target, f"{item.row.name}指标值"),
        ),
        stated=actual,
        unit=item.actual.unit,
        severity=None if is_far else Severity.INFO,
        suggestion="说明超额的原因，并核对指标值是否定得偏低",
    )
