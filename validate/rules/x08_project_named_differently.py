"""正文与自评表以不同的名称称呼同一个项目。

## 为什么重要

名称不一，台账、自评表和决算就难以对上号，容易被当作两个项目。

## 会报告

正文“公务车辆管理项目”40万元，自评表“公车管理专项经费”40万元。

## 不报告

只差“项目”“经费”“专项”等通称，或一个名称包含另一个；金额不同、无法认定是同一个项目的。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：自评以预算批复的项目为对象。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Evidence
from ..findings import evidence_of_fact
from ..precision import base_value
from ..projects.project_names import core_name
from ..projects.projects import matched, named_projects, project_forms
from ..registry import Doubt, rule
from ..wording import figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..projects.projects import NamedProject, ProjectForm


@rule("X08")
def project_named_differently(context: Context) -> Iterator[Doubt]:
    """Doubt pairs of names linked by an equal amount that are not alike enough."""
    named, forms = named_projects(context), project_forms(context)
    alike = context.parameters.number("alike")
    for pair in matched(named, forms):
        project, form = named[pair.first], forms[pair.second]
        if pair.likeness < alike and not _holds_the_other(project.name, form.name):
            yield from _doubts(project, form)


def _holds_the_other(first: str, second: str) -> bool:
    one, other = core_name(first), core_name(second)
    return one in other or other in one


def _doubts(project: NamedProject, form: ProjectForm) -> Iterator[Doubt]:
    printed = {base_value(total): total for total in form.totals.values() if total.value}
    linked = next((fact for fact in project.facts if base_value(fact) in printed), None)
    if linked is None:
        return
    place = next((source for name, _, source in form.form.fields if name == "project_name"), None)
    total = printed[base_value(linked)]
    yield Doubt(
        message=f"正文称“{project.name}”，自评表称“{form.name}”，金额同为{figure(linked)}，似为同一项目",
        evidence=(
            evidence_of_fact(linked, project.name),
            evidence_of_fact(total, "自评表金额"),
            *((Evidence("自评表项目名称", form.name, place),) if place else ()),
        ),
        suggestion="统一项目名称",
        item=f"“{project.name}”与“{form.name}”（{figure(linked)}）",
    )
