"""同一指标、年度、阶段的数在正文、表格或同一次报送的其他文件中印成了不同的数。

## 为什么重要

同一事实只能有一个数；不一致说明抄录有误或口径没有说明。

## 会报告

| 处所 | 路灯改造项目预算 |
|---|---|
| 正文（追加安排） | 230 |
| 项目自评表（全年预算减年初预算） | 302 |

## 不报告

年度、阶段或范围不同的数；单位不同而金额相等；只差四舍五入的位数；名称和金额都不足以认定是同一项目的。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：自评数据应当真实、准确、一致。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Origin, Stage
from ..precision import base_value
from ..projects.projects import matched, named_projects, project_forms
from ..registry import rule
from ..relation import Relation, Shape, Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Fact
    from ..context import Context
    from ..projects.projects import ProjectForm

SURE = 95  # likeness of names at which there is no doubt that the project is the same
UNSURE = 0.8
BUDGETS = (Stage.INITIAL_BUDGET, Stage.FULL_YEAR_BUDGET)


@rule("X11")
def project_figure_differs(context: Context) -> Iterator[Relation]:
    """Propose that the text and a project's own form print the same amounts."""
    named, forms = named_projects(context), project_forms(context)
    for pair in matched(named, forms):
        if not pair.is_certain:
            continue
        form = forms[pair.second]
        told: set[object] = set()
        for fact in named[pair.first].facts:
            key = (fact.stage, base_value(fact))
            if key in told:
                continue
            told.add(key)
            if relation := _relation(fact, form, pair.likeness):
                yield relation


def _relation(fact: Fact, form: ProjectForm, likeness: float) -> Relation | None:
    if fact.stage is Stage.ADDED_BUDGET:
        return _added(fact, form)
    stages = BUDGETS if fact.stage is Stage.BUDGET else (fact.stage or Stage.ACTUAL,)
    totals = [form.totals[stage] for stage in stages if stage in form.totals]
    if not totals:
        return None
    total = next((t for t in totals if base_value(t) == base_value(fact)), totals[-1])
    is_sure = likeness >= SURE and fact.stage is not Stage.BUDGET
    return _equal(fact, (Term(f"{form.name}自评表", total),), 1.0 if is_sure else UNSURE)


def _added(fact: Fact, form: ProjectForm) -> Relation | None:
    """What was added to a project's budget is its full-year budget without its initial one."""
    full, initial = form.totals.get(Stage.FULL_YEAR_BUDGET), form.totals.get(Stage.INITIAL_BUDGET)
    if full is None:
        return None
    terms = [Term(f"{form.name}自评表全年预算", full)]
    if initial is not None and initial.value:
        terms.append(Term(f"{form.name}自评表年初预算", initial, -1))
    return _equal(fact, tuple(terms), UNSURE)


def _equal(fact: Fact, terms: tuple[Term, ...], confidence: float) -> Relation:
    shape = Shape.EQUAL if len(terms) == 1 else Shape.SUM
    stated = Term(f"正文{fact.label}", fact)
    return Relation("X11", Origin.CATALOGUE, shape, stated, terms, confidence=confidence)
