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

from ..findings import evidence_of_fact
from ..projects import matched, named_projects, project_forms
from ..registry import Doubt, rule
from ..wording import figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..projects import NamedProject, ProjectForm


@rule("X06")
def project_without_form(context: Context) -> Iterator[Doubt]:
    """Doubt named projects without a form where most others have one."""
    named, forms = named_projects(context), project_forms(context)
    pairs = matched(named, forms)
    if len(forms) < context.parameters.number("fewest_forms") or len(pairs) * 2 <= len(named):
        return
    covered = {pair.first for pair in pairs}
    for at, project in enumerate(named):
        if at not in covered and any(fact.value for fact in project.facts):
            yield _doubt(project, forms)


def _doubt(project: NamedProject, forms: tuple[ProjectForm, ...]) -> Doubt:
    fact = next(fact for fact in project.facts if fact.value)
    return Doubt(
        message=f"正文列有“{project.name}”{figure(fact)}，报送的{len(forms)}份项目自评表中没有该项目",
        evidence=tuple(evidence_of_fact(fact, f"{project.name}") for fact in project.facts),
        stated=fact.value,
        unit=fact.unit,
        suggestion="补报该项目的自评表，或说明不单独自评的原因",
    )
