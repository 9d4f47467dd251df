"""预算执行率是以年初预算数而不是全年预算数为分母算出的。

## 为什么重要

年中有追加或调减时，两个分母给出两个执行率，得分也随之不同；口径应与办法一致。

## 会报告

| 年初预算数 | 全年预算数 | 全年执行数 | 执行率 |
|---|---|---|---|
| 100 | 160 | 80 | 80% |

## 不报告

年初预算数与全年预算数相等；执行率与全年预算数相符；没有印全年预算数。全年预算数是年初预算数的相反数或相差整数个
数量级的，是全年预算数填错，由 R01 报告。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：预算执行率为全年执行数与全年预算数之比。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Origin, Outcome, Stage
from ..cases.slips import slip_shape
from ..declared import NO_ADJUSTMENTS
from ..evaluate import evaluate
from ..findings import evidence_of_fact
from ..precision import Precision
from ..registry import Doubt, rule
from ..relation import Relation, Shape, Term
from ..wording import figure, role_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Fact
    from ..context import Context, ReportView

STAGES = (Stage.INITIAL_BUDGET, Stage.FULL_YEAR_BUDGET, Stage.ACTUAL)
FITS = (Outcome.HOLDS, Outcome.ROUNDING)


@rule("R14")
def execution_rate_over_initial_budget(context: Context) -> Iterator[Doubt]:
    """Doubt rates that fit the initial budget and not the full-year budget beside it."""
    for view in context.reports:
        for rate in view.find("budget_execution_rate"):
            amounts = _amounts(view, rate)
            if amounts and amounts[0].value != amounts[1].value:
                initial, full, actual = amounts
                is_slip = slip_shape(full.value, initial.value) in NO_ADJUSTMENTS  # R01 tells of it
                if not is_slip and _fits(rate, actual, initial) and not _fits(rate, actual, full):
                    yield _doubt(rate, amounts)


def _amounts(view: ReportView, rate: Fact) -> list[Fact] | None:
    """Initial budget, full-year budget and actual of the rate's row; None unless each is printed once."""
    place = rate.source
    if place.table is None or place.row is None:
        return None
    row = view.in_row(place.table, place.row, "annual_fund_total")
    found = [[f for f in row if f.stage is stage] for stage in STAGES]
    return [facts[0] for facts in found] if all(len(facts) == 1 for facts in found) else None


def _fits(rate: Fact, actual: Fact, budget: Fact) -> bool:
    terms, base = (Term("", actual),), (Term("", budget),)
    relation = Relation("R14", Origin.CATALOGUE, Shape.RATIO, Term("", rate), terms, base)
    return evaluate(relation, Precision({})).outcome in FITS


def _doubt(rate: Fact, amounts: list[Fact]) -> Doubt:
    initial, full, actual = amounts
    return Doubt(
        message=(
            f"{role_of(rate)} {figure(rate)} = {figure(actual)}÷年初预算数{figure(initial)}，"
            f"未用全年预算数{figure(full)}作分母"
        ),
        evidence=tuple(evidence_of_fact(fact) for fact in (rate, actual, initial, full)),
        stated=rate.value,
        unit=rate.unit,
        suggestion="执行率应以全年预算数为分母重新计算",
    )
