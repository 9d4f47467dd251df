"""正文写的一级指标分值与自评表上的不一致，或同一张表两处写的预算执行分值不一致。

## 为什么重要

同一次自评只能用一套分值；正文和表各用一套，得分无法相互印证。

## 会报告

| 处所 | 产出指标 |
|---|---|
| 正文“产出指标分值40分” | 40 |
| 自评表 | 50 |

## 不报告

正文说的是得分；报送中有几张分值不同的自评表；名称不同的指标。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：评价指标及权重在自评中应当统一。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...schemas.records import Kind, Origin
from ..registry import rule
from ..relation import Relation, Shape, Term
from ..scores.score_forms import SELF_EVALUATIONS, score_forms
from ..scores.stated_scores import words_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Fact
    from ..context import Context, ReportView
    from ..scores.score_forms import ScoreForm

MARKS = re.compile(
    r"(?P<name>[一-龥]{2,12}?指标)[（(]?(?:的)?(?:分值|权重|满分|标准分)?(?:为|是|占|[:：])?\s*$"
)


@rule("S14")
def stated_weights_differ(context: Context) -> Iterator[Relation]:
    """Propose marks in the text = marks of the group of the same name, where all forms agree on them."""
    groups: dict[str, dict[object, Fact]] = {}
    for form in score_forms(context):
        for group in form.groups:
            if group.level == 1 and group.marks is not None:
                groups.setdefault(group.name, {}).setdefault(group.marks.value, group.marks)
    for view in context.reports:
        for name, fact in _stated(view):
            if len(groups.get(name, ())) == 1:
                marks = next(iter(groups[name].values()))
                stated, term = Term(f"正文“{name}”分值", fact), Term(f"自评表“{name}”分值", marks)
                yield Relation("S14", Origin.CATALOGUE, Shape.EQUAL, stated, (term,))
    yield from _execution_marks(context)


def _execution_marks(context: Context) -> Iterator[Relation]:
    """Propose that two labels of one form print the same marks of the execution row."""
    for form in score_forms(context, *SELF_EVALUATIONS):
        told = form.labelled_execution_marks()
        if len(told) == 2 and _are_alone(form, told):
            stated, other = Term("预算执行分值", told[0]), Term("另一处预算执行分值", told[1])
            yield Relation("S14", Origin.CATALOGUE, Shape.EQUAL, stated, (other,))


def _are_alone(form: ScoreForm, figures: list[Fact]) -> bool:
    """Return whether each figure is the only one of its cell; bands of an execution score are several."""
    places = [(fact.source.row or 0, fact.source.column or 0) for fact in figures]
    return all(len(form.view.in_cell(form.table.number, *place)) == 1 for place in places)


def _stated(view: ReportView) -> Iterator[tuple[str, Fact]]:
    for paragraph in view.report.document.paragraphs:
        for fact in view.in_paragraph(paragraph.number):
            if fact.kind is not Kind.SCORE:
                continue
            clause = re.split(r"[，,、。；;]", words_before(fact, paragraph.text))[-1]
            found = MARKS.search(clause)
            if found and not re.search("得|扣", clause):
                yield found["name"], fact
