"""项目自评表的年度总体目标写的是另一个项目的内容。

## 为什么重要

目标抄错，后面的指标、得分都失去对照；这是批量填表时最常见、也最容易看出来的差错。

## 会报告

“道路养护项目”自评表的预期目标写“完成河道清淤12公里”，与“河道清淤项目”自评表的预期目标相同。

## 不报告

几张表共用一段不提任何项目的总体目标；名称相近的项目（一期、二期）；目标里既有本项目又提到别的项目。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：绩效目标与项目密切相关、指向明确。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Evidence, Severity
from ..projects.goals import GOAL_FIELDS, common_share, fit, goals_of, is_named, pair_weights
from ..projects.project_names import SAME_NAME, likeness
from ..projects.projects import project_forms
from ..registry import Doubt, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..context import Context
    from ..projects.goals import Goal
    from ..projects.projects import ProjectForm
    from ..registry import Parameters


@rule("X13")
def goal_of_another_project(context: Context) -> Iterator[Doubt]:
    """Doubt goals that fit another form's project much better than their own; one finding per form."""
    forms = project_forms(context)
    goals = goals_of(forms)
    weights = pair_weights([form.name for form in forms])
    for at in range(len(forms)):
        found = [
            (goal, other)
            for goal in goals
            if goal.form == at
            and (other := _owner(goal, goals, forms, weights, context.parameters)) is not None
        ]
        if found:
            yield _doubt(forms, found)


def _owner(
    goal: Goal,
    goals: Sequence[Goal],
    forms: Sequence[ProjectForm],
    weights: Mapping[str, float],
    parameters: Parameters,
) -> int | None:
    """The form whose project the goal is about: it prints the same goal and its name fits; else None."""
    own = forms[goal.form].name
    if fit(own, goal.plain, weights) > parameters.number("own_share"):
        return None
    for other in goals:
        name = forms[other.form].name
        if other.form == goal.form or likeness(own, name) >= SAME_NAME:
            continue
        is_about = fit(name, goal.plain, weights) >= parameters.number("other_share")
        if is_about and common_share(goal.plain, other.plain) >= parameters.number("copied_share"):
            return other.form
    return None


def _doubt(forms: Sequence[ProjectForm], found: Sequence[tuple[Goal, int]]) -> Doubt:
    goal, other = found[0]
    own, owner = forms[goal.form].name, forms[other].name
    is_plain = any(is_named(owner, each.plain) for each, _ in found)
    fields = "、".join(GOAL_FIELDS[each.field] for each, _ in found)
    return Doubt(
        message=f"《项目支出绩效自评表》{own}：年度总体目标（{fields}）“{_short(goal.text)}”写的是另一项目“{owner}”",
        evidence=(
            *(Evidence(GOAL_FIELDS[each.field], each.text, each.source) for each, _ in found),
            *(
                Evidence(f"{owner}的{GOAL_FIELDS[each.field]}", each.text, each.source)
                for each in goals_of([forms[other]])
            ),
        ),
        severity=Severity.ERROR if is_plain else Severity.WARN,
        suggestion="按本项目的内容重填年度总体目标",
    )


def _short(text: str) -> str:
    plain = "".join(text.split())
    return plain if len(plain) <= 40 else f"{plain[:40]}…"
