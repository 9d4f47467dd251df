"""自评表缺少产出、效益或满意度指标。

## 为什么重要

只有产出没有效益，看不出钱花得值不值；缺一类，分值也会挤到别的类里去。

## 会报告

项目自评表只有产出指标和满意度指标，没有效益指标。

## 不报告

一级指标名称不是产出、效益、满意度这一套的（履职效能、投入管理等）；没有打分的表；接续上一张的表；几张表缺的相同，只报告一次。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：单位自评指标包括产出、效益和满意度指标。
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ...schemas.records import Evidence
from ..registry import Doubt, rule
from ..scores.row_words import plain
from ..scores.score_forms import is_continued, is_rest, is_scored, score_forms
from ..wording import where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..scores.score_forms import ScoreForm


@rule("C04")
def indicator_group_missing(context: Context) -> Iterator[Doubt]:
    """Doubt project forms that lack a first level group, those of a report that lack the same ones together."""
    found: dict[tuple[str, tuple[str, ...]], list[ScoreForm]] = defaultdict(list)
    for form in score_forms(context, "project_self_evaluation"):
        if is_scored(form) and not is_rest(form) and not is_continued(form):
            missing = _missing(form, context.parameters.words("groups"))
            if missing:
                found[form.view.report.document.id, missing].append(form)
    for (_, missing), forms in found.items():
        first = forms[0].rows[0].row
        names = f"等{len(forms)}张表" if len(forms) > 1 else ""
        yield Doubt(
            f"{where_of(forms[0].view, first.source, forms[0].form.name)}{names}没有{'、'.join(missing)}指标",
            tuple(Evidence("一级指标", f.rows[0].row.level1, f.rows[0].row.source) for f in forms),
            suggestion="补设指标",
        )


def _missing(form: ScoreForm, groups: tuple[str, ...]) -> tuple[str, ...]:
    """Groups without a row; none where the form's first level is of another kind."""
    printed = {plain(row.row.level1) for row in form.rows}
    printed |= {plain(row.row.level2) for row in form.rows}
    lacking = tuple(group for group in groups if not any(group in name for name in printed))
    return lacking if "" not in printed and len(lacking) < len(groups) - 1 else ()
