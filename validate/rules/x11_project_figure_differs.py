"""同一指标、年度、阶段的数在正文、表格或同一次报送的其他文件中印成了不同的数。

## 为什么重要

同一事实只能有一个数；不一致说明抄录有误或口径没有说明。

## 会报告

| 处所 | 路灯改造项目预算 |
|---|---|
| 正文（追加安排） | 230 |
| 项目自评表（全年预算减年初预算） | 302 |

## 不报告

年度、阶段或范围不同的数；单位不同而金额相等；只差四舍五入的位数；正文写的预算数与自评表的执行数相同的，只作提示；名称和金额都不足以认定是同一项目的。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：自评数据应当真实、准确、一致。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Origin, Severity, Stage
from ..findings import evidence_of_fact
from ..precision import base_value
from ..projects.projects import matched, named_projects, project_forms
from ..registry import Doubt, rule
from ..relation import Relation, Shape, Term
from ..wording import figure, where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Fact
    from ..context import Context
    from ..projects.projects import ProjectForm

SURE = 95  # likeness of names at which there is no doubt that the project is the same
UNSURE = 0.8
BUDGETS = (Stage.INITIAL_BUDGET, Stage.FULL_YEAR_BUDGET)


@rule("X11")
def project_figure_differs(context: Context) -> Iterator[Relation | Doubt]:
    """Propose that the text and a project's own form print the same amounts.

    A figure that the text calls a budget and the form prints as spent is a lead, not a difference.
    """
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
            if doubt := _as_spent(fact, form, context):
                yield doubt
            elif relation := _relation(fact, form, pair.likeness):
                yield relation


def _as_spent(fact: Fact, form: ProjectForm, context: Context) -> Doubt | None:
    """Return a doubt where a budget or an addition is the amount that the form prints as spent."""
    spent, budget = form.totals.get(Stage.ACTUAL), form.totals.get(Stage.FULL_YEAR_BUDGET)
    if fact.stage in (None, Stage.ACTUAL) or spent is None or budget is None:
        return None
    if base_value(fact) != base_value(spent) or base_value(spent) == base_value(budget):
        return None
    if (initial := form.totals.get(Stage.INITIAL_BUDGET)) and base_value(fact) == base_value(initial):
        return None
    place = where_of(context.view_of(fact.source), fact.source, None)
    return Doubt(
        message=f"{place}正文{fact.label} {figure(fact)}，与{form.name}自评表的全年执行数相同，"
        f"该表全年预算为 {figure(budget)}；正文写的是预算还是支出，口径不明",
        evidence=(
            evidence_of_fact(fact, f"正文{fact.label}"),
            evidence_of_fact(spent, f"{form.name}自评表全年执行数"),
            evidence_of_fact(budget, f"{form.name}自评表全年预算"),
        ),
        stated=fact.value,
        expected=budget.value if budget.unit == fact.unit else None,
        unit=fact.unit,
        severity=Severity.INFO,
        suggestion="在正文写明是预算数还是支出数",
        item=f"{form.name}（正文 {figure(fact)}，自评表执行 {figure(spent)}、预算 {figure(budget)}）",
    )


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
