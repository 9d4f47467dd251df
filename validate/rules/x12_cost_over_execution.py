"""成本指标的实际值大于项目全年执行数，或其指标值大于全年预算数。

## 为什么重要

项目总成本不会超过实际支出；大于执行数，说明指标值口径不清，或有支出没有列入本项目。

## 会报告

| 全年预算数 | 全年执行数 | 成本指标 | 指标值 | 实际完成值 |
|---|---|---|---|---|
| 110 | 108 | 处置费用 | 116 | 115 |

## 不报告

单位成本、人均、每次等单价；分解到某一项目内容而又不大于总数的成本；没有计量单位的数；多年累计的总投资。

## 依据

《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）：成本指标与项目预算相衔接。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Kind, Stage
from ..findings import evidence_of_fact
from ..precision import base_value, own_room
from ..projects.projects import project_forms
from ..registry import Doubt, rule
from ..wording import figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Fact, ScoreRow
    from ..context import Context
    from ..projects.projects import ProjectForm
    from ..registry import Parameters

COMPARED = (
    ("se_actual_value", Stage.ACTUAL, "实际完成值", "全年执行数"),
    ("se_target_value", Stage.FULL_YEAR_BUDGET, "指标值", "全年预算数"),
)


@rule("X12")
def cost_over_execution(context: Context) -> Iterator[Doubt]:
    """Doubt total costs above what was spent or budgeted; both in one finding."""
    for form in project_forms(context):
        for row in form.view.scores(form.form.table):
            if _is_total_cost(row, context.parameters):
                yield from _doubts(form, row)


def _is_total_cost(row: ScoreRow, parameters: Parameters) -> bool:
    """A row among the cost indicators that speaks of the whole project and of no unit cost."""
    is_cost = any(word in row.level1 + row.level2 for word in parameters.words("cost_groups"))
    is_unit = any(word in row.level3 + row.target_text for word in parameters.words("unit_words"))
    return is_cost and not is_unit and any(word in row.level3 for word in parameters.words("total_words"))


def _doubts(form: ProjectForm, row: ScoreRow) -> Iterator[Doubt]:
    over = []
    for indicator, stage, said, name in COMPARED:
        printed, total = _only_amount(form, row, indicator), form.totals.get(stage)
        if printed and total and total.value and base_value(printed) - own_room(printed) > base_value(total):
            over.append((said, printed, name, total))
    if not over or over[0][0] != COMPARED[0][2]:
        return
    told = "，".join(
        f"{said}{figure(printed)}大于{name}{figure(total)}" for said, printed, name, total in over
    )
    yield Doubt(
        message=f"《项目支出绩效自评表》{form.name}：成本指标“{row.level3}”{told}",
        evidence=tuple(
            evidence_of_fact(fact, role)
            for said, printed, name, total in over
            for role, fact in ((f"{row.level3}{said}", printed), (name, total))
        ),
        stated=over[0][1].value,
        expected=over[0][3].value if over[0][1].unit == over[0][3].unit else None,
        unit=over[0][1].unit,
        suggestion="核对成本指标的口径，或说明超出执行数的支出来源",
    )


def _only_amount(form: ProjectForm, row: ScoreRow, indicator: str) -> Fact | None:
    facts = [f for f in form.view.in_row(row.table, row.row, indicator) if f.kind is Kind.AMOUNT and f.unit]
    return facts[0] if len(facts) == 1 else None
