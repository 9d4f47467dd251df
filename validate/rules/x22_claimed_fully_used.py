"""正文说某笔资金“全部投入使用”，各项目自评表的执行数之和却不等于这笔资金。

## 为什么重要

“全部使用”等于说执行率100%；自评表上没有用完，结余就没有说明去向。

## 会报告

| 正文 | 自评表一 年初预算、执行 | 自评表二 年初预算、执行 |
|---|---|---|
| 年初安排项目资金120万元，全部投入项目使用 | 50、49.5 | 70、70 |

## 不报告

自评表同一栏预算之和与这笔资金不等（说的不是同一笔钱）；所说的执行数等于正文的数字；“基本用完”“主要用于”。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：预算执行情况如实填报。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...schemas.records import Kind, Origin, Stage
from ..precision import base_value
from ..projects.projects import project_forms
from ..registry import rule
from ..relation import Relation, Shape, Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...schemas.patterns import DataPattern
    from ...schemas.records import Fact, Paragraph
    from ..context import Context, ReportView
    from ..projects.projects import ProjectForm

BUDGETS = (Stage.INITIAL_BUDGET, Stage.FULL_YEAR_BUDGET)


@rule("X22")
def claimed_fully_used(context: Context) -> Iterator[Relation]:
    """Propose claimed amount = what the forms spent of the budgets that add to it."""
    claim = context.parameters.pattern("claims")
    forms = project_forms(context)
    for view in context.reports if forms else ():
        for paragraph in view.report.document.paragraphs:
            for fact in _claimed(view, paragraph, claim):
                yield from _relations(fact, forms)


def _claimed(view: ReportView, paragraph: Paragraph, claim: DataPattern) -> Iterator[Fact]:
    """Yield the amounts of a sentence that ends by saying that all was used."""
    begin = 0
    for sentence in re.split("(?<=[。；;])", paragraph.text):
        found = claim.search(sentence)
        for fact in view.in_paragraph(paragraph.number) if found else ():
            at = (fact.source.start or 0) - begin
            if (
                found
                and 0 <= at < found.start()
                and fact.kind is Kind.AMOUNT
                and fact.stage is not Stage.ACTUAL
            ):
                yield fact
        begin += len(sentence)


def _relations(fact: Fact, forms: Sequence[ProjectForm]) -> Iterator[Relation]:
    for stage in BUDGETS:
        budgeted = [form for form in forms if stage in form.totals and form.totals[stage].value]
        budget = sum(base_value(form.totals[stage]) for form in budgeted)
        if not budgeted or budget != base_value(fact) or any(Stage.ACTUAL not in f.totals for f in budgeted):
            continue
        yield Relation(
            rule="X22",
            origin=Origin.CATALOGUE,
            shape=Shape.SUM,
            stated=Term("正文称全部使用的资金", fact),
            terms=tuple(Term(f"{form.name}执行数", form.totals[Stage.ACTUAL]) for form in budgeted),
        )
        return
