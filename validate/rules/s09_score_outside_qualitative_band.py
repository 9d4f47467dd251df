"""定性指标的得分不在其完成情况对应的档次之内。

## 为什么重要

定性指标只有三档可选；“部分达成”却得满分，说明档次或得分填错了一个。

## 会报告

| 实际完成值 | 分值 | 得分 |
|---|---|---|
| 部分达成年度指标并具有一定效果 | 10 | 10 |

## 不报告

完成情况不是规定用语的（由 S10 判断）；得分正好在两档交界处。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：定性指标分达成、部分达成并具有一定效果、未达成且效果较差三档，
分别按80%至100%、60%至80%、0至60%计分；有的地区以50%为界，取较宽的一种。
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ..findings import evidence_of_fact
from ..registry import Doubt, rule
from ..scores.qualitative import prescribed_answer
from ..scores.score_forms import SELF_EVALUATIONS, score_forms
from ..wording import where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..scores.score_forms import MarkedRow, ScoreForm

NAMES = {"met": "达成", "partly": "部分达成", "missed": "未达成"}


@rule("S09")
def score_outside_qualitative_band(context: Context) -> Iterator[Doubt]:
    """Doubt scores outside of the band that the prescribed words for a qualitative result stand for."""
    bands = context.parameters.values["bands"]
    for form in score_forms(context, *SELF_EVALUATIONS):
        for row in form.rows:
            answer = prescribed_answer(row.row.actual_text)
            if answer and row.marks and row.score and row.marks.value > 0:
                low, high = (Fraction(str(end)) for end in bands[answer])
                share = Fraction(row.score.value) / Fraction(row.marks.value)
                if not low <= share <= high:
                    yield _doubt(form, row, NAMES[answer], (low, high))


def _doubt(form: ScoreForm, row: MarkedRow, name: str, band: tuple[Fraction, Fraction]) -> Doubt:
    assert row.score is not None
    assert row.marks is not None
    low, high = (f"{float(end * 100):g}%" for end in band)
    return Doubt(
        message=(
            f"{where_of(form.view, row.row.source, form.form.name)}“{row.name}”{name}，按{low}至{high}计分，"
            f"分值 {row.marks.value:f}分却得 {row.score.value:f}分"
        ),
        evidence=(
            evidence_of_fact(row.score, f"{row.name}得分"),
            evidence_of_fact(row.marks, f"{row.name}分值"),
        ),
        stated=row.score.value,
        unit="分",
        suggestion="核对完成情况的档次和得分",
    )
