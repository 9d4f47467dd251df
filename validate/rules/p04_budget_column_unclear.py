"""同一份材料里“预算数”一处填年初预算，一处填调整后预算。

## 为什么重要

两种预算口径混用，控制率和执行率不能互相比较。

## 会报告

| 处所 | 项目支出“预算数” |
|---|---|
| 基础数据表“2023年预算数” | 616.73 |
| 正文“年初预算” | 133.00 |

## 不报告

基础数据表的预算数与年初预算一致的；材料里没有年初预算的；预算数既不是年初预算也不是全年预算的（由各一致性规则判断）；预算照抄决算已经报告的（P02）。

## 依据

《部门整体支出绩效评价基础数据表》填表口径：控制率以预算安排数为分母。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Stage
from ..findings import evidence_of_fact
from ..precision import base_value
from ..projects.expenditure import BASIC, PROJECT, expenditure_facts
from ..registry import Doubt, rule
from ..wording import figure, where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context


@rule("P04")
def budget_column_unclear(context: Context) -> Iterator[Doubt]:
    """Doubt a plain 预算数 that equals the full-year budget or the final figure but not the initial budget."""
    for name in (BASIC, PROJECT):
        facts = [fact for fact in expenditure_facts(context, name) if fact.value]
        staged = {stage: [f for f in facts if f.stage is stage] for stage in Stage}
        initial = {base_value(fact): fact for fact in staged[Stage.INITIAL_BUDGET]}
        later = {base_value(f): f for s in (Stage.FULL_YEAR_BUDGET, Stage.ACTUAL) for f in staged[s]}
        plain = next((fact for fact in staged[Stage.BUDGET] if fact.source.table is not None), None)
        if (
            plain is None
            or len(initial) != 1
            or base_value(plain) in initial
            or base_value(plain) not in later
        ):
            continue
        first, other = next(iter(initial.values())), later[base_value(plain)]
        view = context.view_of(plain.source)
        yield Doubt(
            message=f"{where_of(view, plain.source, None)}{name}“预算数”{figure(plain)}是调整后的数，"
            f"别处年初预算为 {figure(first)}，预算口径不一致",
            evidence=(
                evidence_of_fact(plain),
                evidence_of_fact(first, f"{name}年初预算"),
                evidence_of_fact(other),
            ),
            stated=plain.value,
            unit=plain.unit,
            suggestion="注明预算数是年初预算还是调整后预算",
        )
