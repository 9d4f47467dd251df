"""资金表没有印计量单位，金额无法换算。

## 为什么重要

不知道是元还是万元，金额就不能与正文和别的表核对。

## 会报告

项目支出绩效自评表的资金栏只写“全年预算数 120”，表题、表头、行名都没有“万元”或“元”。

## 不报告

表题、表上方、表头、行名或数字后面有一处写明单位的；金额全部为零的；没有资金栏的表。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）所附自评表：项目资金（万元）。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Kind
from ..findings import evidence_of_fact
from ..registry import Doubt, rule
from ..scores.score_forms import SELF_EVALUATIONS
from ..wording import where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context

FORMS = (*SELF_EVALUATIONS, "base_data", "fund_table")


@rule("U03")
def unit_undeclared(context: Context) -> Iterator[Doubt]:
    """Doubt forms with amounts none of which has a unit; once per report."""
    for view in context.reports:
        bare = []
        for form in view.forms(*FORMS):
            amounts = [f for f in view.in_table(form.table) if f.kind is Kind.AMOUNT and f.indicator]
            if any(f.value for f in amounts) and not any(f.unit for f in amounts):
                bare.append((form, amounts))
        if bare:
            form, amounts = bare[0]
            rest = f"等{len(bare)}张表" if len(bare) > 1 else ""
            yield Doubt(
                f"{where_of(view, amounts[0].source, form.name)}金额{rest}没有印计量单位，未与其他处核对",
                tuple(evidence_of_fact(facts[0]) for _, facts in bare),
                suggestion="在表头写明元或万元",
            )
