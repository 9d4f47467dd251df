"""电子表格中公式单元格显示的数，不等于按公式用表中所印各数重新计算的结果。

## 为什么重要

公式的结果没有随数据更新，或被粘贴成旧数，打印出来的合计、比率就与明细对不上。

## 会报告

| 项目 | 金额 |
|---|---|
| 设备购置 | 30.00 |
| 房屋维修 | 50.00 |
| 合计（公式为两数相加） | 75.00 |

## 不报告

除求和、加、减、乘、除之外的公式；引用其他表格、隐藏行列或没有数字的单元格的公式；没有显示出来的位数造成的尾差列为提示。

## 依据

电子表格的公式：显示的结果应等于按公式计算的结果。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Kind, Origin
from ..registry import rule
from ..relation import Relation, Shape, Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Fact, Formula
    from ..context import Context, ReportView

PERCENT = "%"

NO_FIGURES = frozenset({Kind.DATE, Kind.ORDINAL})  # a date is stored as a count of days and shown as words


@rule("A22")
def formula_unequal_to_value(context: Context) -> Iterator[Relation]:
    """Propose what the formulas of spreadsheets say of the figures that they show."""
    for view in context.reports:
        for table in view.report.document.tables:
            for formula in table.formulas:
                if (relation := _relation(view, table.number, formula)) is not None:
                    yield relation


def _relation(view: ReportView, table: int, formula: Formula) -> Relation | None:
    """Return a formula as a relation; None if a cell holds several numbers or a date, or its units tell another story."""
    stated = view.in_cell(table, formula.row, formula.column)
    cells = [(view.in_cell(table, row, column), weight) for row, column, weight in formula.operands]
    if len(stated) != 1 or any(len(facts) > 1 for facts, _ in cells):
        return None
    if any(fact.kind in NO_FIGURES for facts in (stated, *(facts for facts, _ in cells)) for fact in facts):
        return None
    terms = tuple(Term(_role(facts[0]), facts[0], weight) for facts, weight in cells if facts)
    note = f"公式 {formula.text}"
    result = Term(_role(stated[0]), stated[0])
    if formula.operator == "+":
        return Relation("A22", Origin.CATALOGUE, Shape.SUM, result, terms, note=note) if terms else None
    if len(terms) != len(cells) or not _is_plain(formula, result.fact, terms):
        return None
    if formula.operator == "*":
        return Relation("A22", Origin.CATALOGUE, Shape.PRODUCT, result, terms, note=note)
    over, below = (tuple(Term(t.role, t.fact) for t in terms if t.weight == sign) for sign in (1, -1))
    return Relation("A22", Origin.CATALOGUE, Shape.RATIO, result, over, below, note=note)


def _role(fact: Fact) -> str:
    return fact.label or fact.text


def _is_plain(formula: Formula, stated: Fact, terms: tuple[Term, ...]) -> bool:
    """Say whether the units bear a product or quotient out: two amounts give none, a percentage is a rate."""
    if formula.operator == "*":
        return sum(term.fact.kind is Kind.AMOUNT for term in terms) < len(terms)
    if not terms[1].fact.value:
        return False
    return stated.unit == PERCENT or (stated.unit is None and formula.operator == "/")
