"""How far a department's full-year budget is from its initial one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..schemas.records import Stage
from .findings import evidence_of_fact
from .precision import base_value
from .registry import Doubt
from .wording import figure, to_decimal, where_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from ..schemas.records import Fact
    from .context import Context, ReportView

DEPARTMENT = "department_self_evaluation"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Initial and full-year fund total of a department's form."""

    view: ReportView
    initial: Fact
    full_year: Fact

    @property
    def share(self) -> Fraction:
        """Adjustment as a share of the initial budget."""
        return base_value(self.full_year) / base_value(self.initial) - 1

    def doubt(self, what: str) -> Doubt:
        """Return the adjustment in words that end with `what`."""
        return Doubt(
            message=f"{where_of(self.view, self.full_year.source, None)}年初预算 {figure(self.initial)}，"
            f"全年预算 {figure(self.full_year)}，调整 {to_decimal(self.share * 100, 2)}%，{what}",
            evidence=(evidence_of_fact(self.full_year), evidence_of_fact(self.initial)),
            stated=self.full_year.value,
            unit=self.full_year.unit,
        )


def adjustments(context: Context) -> Iterator[Adjustment]:
    """Yield the departments' forms that print both budgets once."""
    for view in context.reports:
        for form in view.forms(DEPARTMENT):
            pair = [
                view.find("annual_fund_total", stage, form.table)
                for stage in (Stage.INITIAL_BUDGET, Stage.FULL_YEAR_BUDGET)
            ]
            if all(len(facts) == 1 and facts[0].value > 0 for facts in pair):
                yield Adjustment(view, pair[0][0], pair[1][0])
