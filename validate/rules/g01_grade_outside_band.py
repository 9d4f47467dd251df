"""印出的等次与得分所在的档次不符。

## 为什么重要

等次决定结果应用：多给一档，就多得一份预算安排。

## 会报告

| 标准 | 得分 | 等次 |
|---|---|---|
| 80（含）—90分为良好 | 82.4 | 合格 |

## 不报告

文件写明标准的按文件的标准；两档的界限分没有写明归属的，归入以它为下限的一档；没有写明标准的按通用标准比较，
只作提醒，用词不在通用标准内的不比较。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：90（含）—100分为优、80（含）—90分为良、60（含）—80分为中、60分以下为差；
地方另有规定的从其规定。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Severity
from ..registry import Doubt, rule
from ..scores.graded import listed_grades, scheme_of, told_grades

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.entries import GradeScheme
    from ..context import Context
    from ..scores.graded import Graded


@rule("G01")
def grade_outside_band(context: Context) -> Iterator[Doubt]:
    """Doubt grades that are not the word of the score's band."""
    same = context.parameters.values["same_grade"]
    for view in context.reports:
        scheme, is_stated = scheme_of(context, view)
        words = {band.word for band in scheme.bands}
        for item in (*listed_grades(view), *told_grades(view)):
            grade = item.grade if is_stated else same.get(item.grade, item.grade)
            band = scheme.band(item.score)
            if grade in words and band is not None and band.word != grade:
                yield _doubt(item, band.word, scheme, is_stated=is_stated)


def _doubt(item: Graded, word: str, scheme: GradeScheme, *, is_stated: bool) -> Doubt:
    name = f"“{item.name}”" if item.name else "正文"
    return Doubt(
        message=f"{name}得分 {item.score:f}分，按{scheme.authority}应为“{word}”，却印为“{item.grade}”",
        evidence=item.evidence,
        stated=item.score,
        unit="分",
        severity=None if is_stated else Severity.WARN,
        confidence=1.0 if is_stated else 0.6,
        suggestion="核对得分和等次",
    )
