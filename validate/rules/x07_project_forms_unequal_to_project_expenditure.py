"""各项目自评表的金额之和不等于部门的项目支出。

## 为什么重要

项目自评应覆盖全部项目支出；两者不等，要么漏了项目，要么某张表的金额与决算不一致。

## 会报告

| 项目支出决算 | 自评表一 | 自评表二 | 自评表三 |
|---|---|---|---|
| 160 | 80 | 40 | 30 |

## 不报告

自评表不足两份；正文所列项目多数没有表，且合计与项目支出相差超过两成（报送不全）；某张表没有该栏金额。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：单位自评覆盖全部项目支出。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Origin, Stage
from ..expenditure import PROJECT, expenditure_facts
from ..precision import base_value
from ..projects import matched, named_projects, project_forms
from ..registry import rule
from ..relation import Relation, Shape, Term
from ..wording import role_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...schemas.records import Fact
    from ..context import Context
    from ..projects import NamedProject, ProjectForm

# A budget that does not say which may be the initial or the full-year one.
FORM_STAGES = {
    Stage.ACTUAL: (Stage.ACTUAL,),
    Stage.INITIAL_BUDGET: (Stage.INITIAL_BUDGET,),
    Stage.FULL_YEAR_BUDGET: (Stage.FULL_YEAR_BUDGET,),
    Stage.BUDGET: (Stage.INITIAL_BUDGET, Stage.FULL_YEAR_BUDGET),
}


@rule("X07")
def project_forms_unequal_to_project_expenditure(context: Context) -> Iterator[Relation]:
    """Propose project expenditure = sum of the forms, stage by stage."""
    named, forms = named_projects(context), project_forms(context)
    if len(forms) < context.parameters.number("fewest_forms"):
        return
    covered = {pair.first for pair in matched(named, forms)}
    missing = [project for at, project in enumerate(named) if at not in covered]
    near = context.parameters.number("near")
    for stated in _references(context):
        readings = [_relation(stated, forms, stage, missing) for stage in FORM_STAGES[stated.stage or Stage.ACTUAL]]
        told = [reading for reading in readings if reading is not None]
        if not told:
            continue
        best = min(told, key=_gap)
        if (named and not missing) or _gap(best) <= near:
            yield best


def _references(context: Context) -> list[Fact]:
    """The department's project expenditure, once per stage and figure; the first place that prints it."""
    found: dict[object, Fact] = {}
    for fact in expenditure_facts(context, PROJECT):
        if fact.stage in FORM_STAGES and fact.value:
            found.setdefault((fact.stage, base_value(fact)), fact)
    stages = [fact.stage for fact in found.values()]
    return [fact for fact in found.values() if stages.count(fact.stage) == 1]


def _relation(
    stated: Fact, forms: Sequence[ProjectForm], stage: Stage, missing: Sequence[NamedProject]
) -> Relation | None:
    if not all(stage in form.totals for form in forms):
        return None
    terms = tuple(Term(f"{form.name}自评表", form.totals[stage]) for form in forms)
    names = "、".join(project.name for project in missing)
    note = f"正文另列有没有自评表的{names}" if names else ""
    return Relation("X07", Origin.CATALOGUE, Shape.SUM, Term(role_of(stated), stated), terms, note=note)


def _gap(relation: Relation) -> float:
    total = sum(base_value(term.fact) for term in relation.terms)
    return float(abs(total / base_value(relation.stated.fact) - 1))
