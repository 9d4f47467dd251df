"""几个不同的项目用了一模一样的一套三级指标。

## 为什么重要

不同的项目目标不同，指标不应完全相同；整套照抄说明指标不是按项目设的。

## 会报告

道路维修、屋面防水、办公楼改造三个项目的自评表，三级指标逐条相同。

## 不报告

只有两个项目相同的；项目名称相近的（一期、二期）；只有部分指标相同的；指标不足四条的。

## 依据

《中央部门项目绩效目标编报指引》（财预〔2021〕101号）：绩效指标应当与项目内容密切相关。
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ...schemas.records import Evidence
from ..projects.project_names import SAME_NAME, likeness
from ..registry import Doubt, rule
from ..scores.row_words import plain
from ..scores.score_forms import score_forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..scores.score_forms import ScoreForm


@rule("Q07")
def indicators_shared_by_projects(context: Context) -> Iterator[Doubt]:
    """Doubt sets of indicators that several projects with unlike names share."""
    limits = context.parameters
    same: dict[tuple[str, ...], list[ScoreForm]] = defaultdict(list)
    for form in score_forms(context, "project_self_evaluation"):
        names = tuple(plain(row.row.level3) for row in form.rows)
        if form.form.name and len(set(names) - {""}) >= limits.number("fewest_rows"):
            same[names].append(form)
    for forms in same.values():
        unlike = _unlike(forms)
        if len(unlike) >= limits.number("fewest_projects"):
            listed = "、".join(f"“{form.form.name}”" for form in unlike)
            yield Doubt(
                f"{listed}{len(unlike)}个项目的三级指标逐条相同",
                tuple(
                    Evidence(f"{f.form.name}三级指标", f.rows[0].row.level3, f.rows[0].row.source)
                    for f in unlike
                ),
            )


def _unlike(forms: list[ScoreForm]) -> list[ScoreForm]:
    """Return the forms whose project is not named like that of an earlier one."""
    kept: list[ScoreForm] = []
    for form in forms:
        name = form.form.name or ""
        if all(likeness(name, other.form.name or "") < SAME_NAME for other in kept):
            kept.append(form)
    return kept
