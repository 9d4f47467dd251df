"""预算执行得分不等于执行率乘以分值。

## 为什么重要

预算执行是每张自评表都有的一项，得分有公式可循；多给的分直接进入总分。

## 会报告

| 分值 | 执行率 | 得分 |
|---|---|---|
| 10 | 76.5% | 8.65 |

## 不报告

按印出的执行率或按执行数除以预算数计算后相符，四舍五入到印出的位数；得分以分值为限；表内或正文写明执行率分档计分，
得分与公式不符的，不作判断。得分低于公式，或执行率已达到常见的满分线而给满分的，只作提醒。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）所附项目支出绩效自评表：预算执行率得分按执行率乘以分值计算。
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ...schemas.records import Kind, Origin, Stage
from ..precision import base_value
from ..registry import rule
from ..relation import Relation, Shape, Term
from ..scores.score_forms import SELF_EVALUATIONS, score_forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Fact
    from ..context import Context, ReportView
    from ..registry import Parameters
    from ..scores.score_forms import ScoreForm

BUDGETS = (Stage.FULL_YEAR_BUDGET, Stage.BUDGET, Stage.INITIAL_BUDGET)
BANDS = re.compile(
    r"(?:执行|支付|支出)(?:率|进度)[^。；;\n]{0,40}(?:满分|得分?\d|得\s*\d|扣\s*\d|扣完|不得分|不扣分|权重分|[计记]\s*\d+(?:\.\d+)?\s*分)"
)
LESS_SURE, UNSURE = 0.8, 0.6


@rule("S01")
def execution_score_unequal_to_rate(context: Context) -> Iterator[tuple[Relation, ...]]:
    """Propose score = marks · rate, with the printed and with the exact rate."""
    for form in score_forms(context, *SELF_EVALUATIONS):
        labelled = form.execution("marks")[:1]
        for score in form.view.find("budget_execution_score", table=form.table.number):
            row = form.view.in_row(form.table.number, score.source.row or 0)
            own = [f for f in row if f.indicator == "budget_execution_marks"]
            marks = own or [f for choice in labelled for f in choice]
            if len(marks) == 1 and (products := list(_products(score, marks[0], row))):
                yield _tempered(products, form, context.parameters)


def _products(score: Fact, marks: Fact, row: list[Fact]) -> Iterator[Relation]:
    stated, full = Term("预算执行得分", score), Term("分值", marks)
    rates = [f for f in row if f.indicator == "budget_execution_rate"]
    if len(rates) == 1 and (rates[0].unit or rates[0].value <= 1):  # 96.25 without a sign is no factor
        yield Relation(
            "S01", Origin.CATALOGUE, Shape.CAPPED_PRODUCT, stated, (full, Term("执行率", rates[0]))
        )
    amounts = [f for f in row if f.kind is Kind.AMOUNT]
    actual = [f for f in amounts if f.stage is Stage.ACTUAL]
    budget = next((found for stage in BUDGETS if (found := [f for f in amounts if f.stage is stage])), [])
    if len(actual) == len(budget) == 1 and budget[0].value:
        terms, base = (full, Term("执行数", actual[0])), (Term("预算数", budget[0]),)
        yield Relation("S01", Origin.CATALOGUE, Shape.CAPPED_PRODUCT, stated, terms, base)


def _tempered(products: list[Relation], form: ScoreForm, parameters: Parameters) -> tuple[Relation, ...]:
    score, marks = base_value(products[0].stated.fact), base_value(products[0].terms[0].fact)
    allowed = max(_product(relation) for relation in products)
    confidence = 1.0 if score > allowed else LESS_SURE
    if score == marks and allowed >= marks * Fraction(parameters.number("often_full_from")):
        confidence = UNSURE
    tried = [replace(relation, confidence=confidence) for relation in products]
    if _states_bands(form.view):
        tried.append(replace(products[0], missing="文件写明执行率分档计分，与得分公式不同，请按分档复核"))
    return tuple(tried)


def _product(relation: Relation) -> Fraction:
    full, share = (base_value(term.fact) for term in relation.terms)
    return min(full, full * share / (base_value(relation.base[0].fact) if relation.base else 1))


def _states_bands(view: ReportView) -> bool:
    return view.once(_states_bands, lambda: any(BANDS.search(text) for text in _long_texts(view)))


def _long_texts(view: ReportView) -> Iterator[str]:
    document = view.report.document
    yield from (p.text for p in document.paragraphs)
    yield from (cell.text for table in document.tables for cell in table.cells if len(cell.text) > 12)
