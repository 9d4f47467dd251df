"""完成情况写明没有全部完成，得分却是满分。

## 为什么重要

自己承认没有完成而不扣分，是自评分虚高最直接的证据。

## 会报告

| 三级指标 | 实际完成值 | 分值 | 得分 |
|---|---|---|---|
| 平台建设 | 正在建设，尚未验收 | 10 | 10 |

## 不报告

“未发生”“未超过”“无未完成”这类否定的好结果；已经扣分的；完成情况是规定的三档用语的（由 S09 判断）；
总体目标没有全部完成而各项指标已有明显扣分的。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：未完成绩效目标的应当按完成程度扣分，并说明原因。
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from ...schemas.records import Evidence
from ..findings import evidence_of_fact
from ..registry import Doubt, rule
from ..scores.qualitative import prescribed_answer
from ..scores.score_forms import SELF_EVALUATIONS, score_forms
from ..wording import where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..registry import Parameters
    from ..scores.score_forms import MarkedRow, ScoreForm


@rule("S10")
def unmet_but_full(context: Context) -> Iterator[Doubt]:
    """Doubt full marks for rows, and nearly full ones for forms, whose own words say unfinished."""
    parameters = context.parameters
    for form in score_forms(context, *SELF_EVALUATIONS):
        for row in form.rows:
            if prescribed_answer(row.row.actual_text) or _is_lasting(row, parameters):
                continue
            word = _unmet(row.row.actual_text, parameters)
            if word and row.marks and row.score and 0 < row.marks.value <= row.score.value:
                yield _row_doubt(form, row, word)
        yield from _goal_doubt(form, parameters)


def _is_lasting(row: MarkedRow, parameters: Parameters) -> bool:
    """What is to last is never finished within the year."""
    return any(word in "".join(row.row.level2.split()) for word in parameters.words("lasting"))


def _unmet(text: str, parameters: Parameters) -> str | None:
    """Return the word that admits a shortfall; None if there is none or it is denied."""
    plain = "".join(text.split())
    for word in parameters.words("unmet"):
        if word not in plain:
            continue
        for found in re.finditer(re.escape(word), plain):
            before, after = plain[max(0, found.start() - 4) : found.start()], plain[found.end() :]
            is_good = any(after.startswith(event) for event in parameters.words("good_when_absent"))
            if not is_good and not any(denial in before for denial in parameters.words("denials")):
                return word
    return None


def _row_doubt(form: ScoreForm, row: MarkedRow, word: str) -> Doubt:
    assert row.score is not None
    assert row.marks is not None
    place = where_of(form.view, row.row.source, form.form.name)
    return Doubt(
        message=f"{place}“{row.name}”完成情况写明“{word}”，却得满分 {row.score.value:f}分",
        evidence=(
            evidence_of_fact(row.score, f"{row.name}得分"),
            Evidence("完成情况", row.row.actual_text, row.row.source),
        ),
        stated=row.score.value,
        unit="分",
        suggestion="按完成程度扣分，或更正完成情况",
    )


def _goal_doubt(form: ScoreForm, parameters: Parameters) -> Iterator[Doubt]:
    goal = form.view.field(form.form, "goal_actual")
    word = _unmet(goal[0], parameters) if goal else None
    marks, scores = (sum((f.value for f in form.figures(role)), Decimal(0)) for role in ("marks", "score"))
    if goal and word and marks and scores >= marks * parameters.number("nearly_full"):
        place = where_of(form.view, goal[1], form.form.name)
        message = f"{place}总体目标完成情况写明“{word}”，各项指标却得 {scores:f}分（满分 {marks:f}分）"
        yield Doubt(message, (Evidence("总体目标完成情况", goal[0], goal[1]),), scores, unit="分")
