"""各一级指标的分值不是常见的任何一种分法。

## 为什么重要

财政部门通常规定分值结构；自定的分法可能偏重容易得分的一组。

## 会报告

| 预算执行 | 成本 | 产出 | 效益 | 满意度 |
|---|---|---|---|---|
| 10 | 5 | 70 | 10 | 5 |

## 不报告

合计不是100分的（由 S03 判断）；有一级指标没有印分值的；与目录或所选配置方案中任何一种分法相符的。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：预算执行率10分，产出50分，效益30分，满意度10分，特殊情况可以调整；
各地另有规定。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.catalogue import load_catalogue
from ...schemas.labels import clean_label
from ..findings import evidence_of_fact
from ..registry import Doubt, rule
from ..scores.score_forms import SELF_EVALUATIONS, score_forms
from ..wording import where_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from ...schemas.records import Fact
    from ..context import Context
    from ..scores.score_forms import ScoreForm


@rule("S16")
def weight_scheme_unknown(context: Context) -> Iterator[Doubt]:
    """Doubt complete sets of group marks that no scheme of weights.yaml has."""
    full = context.parameters.number("full_marks")
    laid_down = context.profile.weights if context.profile else ()
    known = [sorted(s.weights.values()) for s in laid_down or load_catalogue().weights.values()]
    for form in score_forms(context, *SELF_EVALUATIONS):
        marks = _first_level(form)
        values = [fact.value for fact in marks]
        if marks and sum(values) == full and not _is_known(values, known):
            place = where_of(form.view, marks[0].source, form.form.name)
            shown = "、".join(f"{clean_label(fact.label)}{fact.value:f}" for fact in marks)
            evidence = tuple(evidence_of_fact(fact, clean_label(fact.label)) for fact in marks)
            yield Doubt(
                f"{place}分值结构（{shown}）不是常见的分法",
                evidence,
                suggestion="核对各类指标的分值是否符合当地的规定",
                item=f"{form.form.name or place.rstrip('：')}（{shown}）",
            )


def _first_level(form: ScoreForm) -> list[Fact]:
    """Marks of the execution row and of every first level group; empty unless all are printed."""
    groups = [group.marks for group in form.groups if group.level == 1]
    found = [fact for fact in groups if fact is not None]
    execution = (form.execution("marks") or [[]])[0]
    return [*execution, *found] if groups and len(found) == len(groups) else []


def _is_known(values: list[Decimal], known: list[list[Decimal]]) -> bool:
    return sorted(values) in known
