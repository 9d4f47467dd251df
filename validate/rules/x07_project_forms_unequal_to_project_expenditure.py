"""各项目自评表的金额之和不等于部门的项目支出。

## 为什么重要

项目自评应覆盖全部项目支出；两者不等，要么漏了项目，要么某张表的金额与决算不一致。

## 会报告

| 项目支出决算 | 自评表一 | 自评表二 | 自评表三 |
|---|---|---|---|
| 160 | 80 | 40 | 30 |

## 不报告

自评表不足两份；正文所列项目多数没有表，且合计与项目支出相差超过两成（报送不全）；某张表没有该栏金额；
差额正是没有自评表的项目（由 X06 报告）。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：单位自评覆盖全部项目支出。
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ...schemas.records import Origin
from ..precision import base_value
from ..projects.project_sums import forms_sums
from ..projects.projects import matched, named_projects, project_forms
from ..registry import rule
from ..relation import Relation, Shape, Term
from ..wording import role_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..context import Context
    from ..projects.project_sums import FormsSum
    from ..projects.projects import NamedProject


@rule("X07")
def project_forms_unequal_to_project_expenditure(context: Context) -> Iterator[Relation]:
    """Propose project expenditure = sum of the forms, stage by stage, where the forms seem complete."""
    named, forms = named_projects(context), project_forms(context)
    if len(forms) < context.parameters.number("fewest_forms"):
        return
    covered = {pair.first for pair in matched(named, forms)}
    missing = [project for at, project in enumerate(named) if at not in covered]
    near = Fraction(context.parameters.number("near"))
    for found in forms_sums(context, forms, missing):
        is_near = abs(found.gap) <= near * base_value(found.stated)
        if not found.is_explained and (is_near or (named and not missing)):
            yield _relation(found, missing)


def _relation(found: FormsSum, missing: Sequence[NamedProject]) -> Relation:
    names = "、".join(project.name for project in missing)
    return Relation(
        rule="X07",
        origin=Origin.CATALOGUE,
        shape=Shape.SUM,
        stated=Term(role_of(found.stated), found.stated),
        terms=tuple(Term(f"{name}自评表", fact) for name, fact in found.totals),
        note=f"正文另列有没有自评表的{names}" if names else "",
    )
