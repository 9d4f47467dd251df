"""得分扣分表的扣分不等于分值减得分，或合计行的扣分不等于各行之和。

## 为什么重要

扣分表是评价结论的依据；分值、得分、扣分三个数对不上，就有一个抄错。

## 会报告

| 三级指标 | 分值 | 得分 | 扣分 |
|---|---|---|---|
| 资金使用 | 6 | 3.5 | 1.5 |

## 不报告

没有扣分而扣分栏空白；分值或得分空白；总分值、总得分由 S03、S04 核对。

## 依据

评分表的编制规则：扣分等于分值减得分，合计等于各行之和。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Evidence, Origin
from ..findings import evidence_of_fact
from ..registry import Doubt, rule
from ..relation import Relation, Shape, Term
from ..scores.score_forms import score_forms
from ..wording import where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Fact
    from ..context import Context
    from ..scores.score_forms import MarkedRow, ScoreForm


@rule("A20")
def deduction_unequal_to_difference(context: Context) -> Iterator[Relation | Doubt]:
    """Propose deduction = marks - score in every row and in the total, and the footing of the column."""
    for form in score_forms(context):
        if "deduction" not in form.columns:
            continue
        deductions = [(row, _deduction(form, row.row.row)) for row in form.rows]
        for row, deduction in deductions:
            yield from _of_row(form, row, deduction)
        last = form.total_row
        total = None if last is None else _deduction(form, last)
        marks, score = form.total("marks"), form.total("score")
        if total and marks and score:
            yield _difference("合计", total, marks, score)
        terms = tuple(Term(f"{row.name}扣分", found) for row, found in deductions if found)
        if total and terms:
            yield Relation("A20", Origin.CATALOGUE, Shape.SUM, Term("合计扣分", total), terms)


def _deduction(form: ScoreForm, row: int) -> Fact | None:
    found = form.view.in_row(form.table.number, row, "ev_deduction")
    return found[0] if len(found) == 1 else None


def _of_row(form: ScoreForm, row: MarkedRow, deduction: Fact | None) -> Iterator[Relation | Doubt]:
    if row.marks is None or row.score is None:
        return
    if deduction is not None:
        yield _difference(row.name, deduction, row.marks, row.score)
    elif form.text_at(row.row.row, "deduction") == "" and row.score.value < row.marks.value:
        place = where_of(form.view, row.row.source, None)
        yield Doubt(
            message=(
                f"{place}“{row.name}”分值 {row.marks.value:f}分、得分 {row.score.value:f}分，"
                f"扣分却空白，应为 {row.marks.value - row.score.value:f}分"
            ),
            evidence=(
                Evidence("指标", row.name, row.row.source),
                evidence_of_fact(row.marks, "分值"),
                evidence_of_fact(row.score, "得分"),
            ),
            expected=row.marks.value - row.score.value,
            unit="分",
        )


def _difference(name: str, deduction: Fact, marks: Fact, score: Fact) -> Relation:
    stated = Term(f"{name}扣分", deduction)
    terms = (Term(f"{name}分值", marks), Term(f"{name}得分", score, -1))
    return Relation("A20", Origin.CATALOGUE, Shape.SUM, stated, terms)
