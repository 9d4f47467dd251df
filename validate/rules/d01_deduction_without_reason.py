"""得分低于分值，偏差原因却空白。

## 为什么重要

扣了分就要说明为什么没有完成、怎样改进；没有原因，自评对改进工作没有用处。

## 会报告

| 三级指标 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|
| 完工时间 | 10 | 5 | （空白） |

## 不报告

没有原因栏的表；原因与上下行合并填写的；预算执行率一行（由 D03 判断）；分值与得分合并的行数不同的。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：未完成绩效目标的，应当说明原因并提出改进措施。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Evidence, Severity
from ..findings import evidence_of_fact
from ..registry import Doubt, rule
from ..scores.score_forms import EXECUTION, SELF_EVALUATIONS, score_forms
from ..wording import where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..scores.score_forms import MarkedRow, ScoreForm


@rule("D01")
def deduction_without_reason(context: Context) -> Iterator[Doubt]:
    """Doubt every row with less than full marks and a blank reason, where the form asks for one."""
    for form in score_forms(context):
        if not {"reason", "deduction_reason"} & set(form.columns):
            continue
        for row in form.rows:
            if _is_deducted(form, row) and not row.row.reason and not EXECUTION.search(row.name):
                yield _doubt(form, row)


def _is_deducted(form: ScoreForm, row: MarkedRow) -> bool:
    if row.marks is None or row.score is None or row.score.value >= row.marks.value:
        return False
    cells = [form.cell_at(row.row.row, form.columns[role]) for role in ("marks", "score")]
    return len({cell.rowspan for cell in cells if cell}) == 1


def _doubt(form: ScoreForm, row: MarkedRow) -> Doubt:
    assert row.marks is not None
    assert row.score is not None
    role = "reason" if "reason" in form.columns else "deduction_reason"
    cell = form.cell_at(row.row.row, form.columns[role])
    header = "偏差原因" if role == "reason" else "扣分说明"
    source = cell.source if cell else row.row.source
    gap = row.marks.value - row.score.value
    place = where_of(form.view, row.row.source, form.form.name)
    return Doubt(
        message=f"{place}“{row.name}”分值 {row.marks.value:f}分得 {row.score.value:f}分，扣 {gap:f}分，{header}空白",
        evidence=(
            evidence_of_fact(row.score, f"{row.name}得分"),
            evidence_of_fact(row.marks, f"{row.name}分值"),
            Evidence(header, "", source),
        ),
        stated=row.score.value,
        unit="分",
        severity=None if form.form.kind in SELF_EVALUATIONS else Severity.WARN,
        suggestion="补写扣分的原因和改进措施",
    )
