"""正文列有金额的项目，在报送的自评表中没有对应的一份。

## 为什么重要

项目支出绩效自评要求全覆盖；缺一份表，就有一笔钱没有交代绩效。

## 会报告

正文列有四个项目，其中“路灯改造项目支出6万元”没有自评表，其余三个都有。

## 不报告

没有报送项目自评表，或多数项目没有对应的表（报送不全由完整性规则说明）；名称略有不同而金额相同的，视为同一项目。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：单位自评覆盖全部项目支出。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Stage
from ..findings import evidence_of_fact
from ..precision import scale
from ..projects.project_sums import forms_sums
from ..projects.projects import matched, named_projects, project_forms
from ..registry import Doubt, rule
from ..wording import figure, role_of, to_decimal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...schemas.records import Fact
    from ..context import Context
    from ..projects.project_sums import FormsSum
    from ..projects.projects import NamedProject


@rule("X06")
def project_without_form(context: Context) -> Iterator[Doubt]:
    """Doubt named projects without a form where most others have one."""
    named, forms = named_projects(context), project_forms(context)
    pairs = matched(named, forms)
    if len(forms) < context.parameters.number("fewest_forms") or len(pairs) * 2 <= len(named):
        return
    covered = {pair.first for pair in pairs}
    missing = [p for at, p in enumerate(named) if at not in covered and any(fact.value for fact in p.facts)]
    sums = [found for found in forms_sums(context, forms, missing) if found.is_explained]
    for at, project in enumerate(missing):
        yield _doubt(project, len(forms), sums if at == 0 else ())


def _doubt(project: NamedProject, count: int, sums: Sequence[FormsSum]) -> Doubt:
    fact = _main(project)
    told = "".join(f"；{_explained(found)}" for found in sums)
    return Doubt(
        message=f"正文列有“{project.name}”{figure(fact)}，无项目自评表（共报送{count}份）{told}",
        evidence=(
            *(evidence_of_fact(item, project.name) for item in project.facts),
            *(evidence_of_fact(found.stated) for found in sums),
        ),
        stated=fact.value,
        unit=fact.unit,
        suggestion="补报该项目的自评表，或说明不单独自评的原因",
    )


def _main(project: NamedProject) -> Fact:
    """What was spent, else the first amount."""
    spent = [fact for fact in project.staged(Stage.ACTUAL) if fact.value]
    return spent[0] if spent else next(fact for fact in project.facts if fact.value)


def _explained(found: FormsSum) -> str:
    total = to_decimal(found.sum / scale(found.stated), found.stated.decimals)
    return f"{role_of(found.stated)}{figure(found.stated)}，自评表合计{total:f}{found.stated.unit}，差额正是没有表的项目"
