"""名单上的等次用词不在文件写明的等次标准之内。

## 为什么重要

标准写“良好”而名单印“良”，统计各等次时会漏掉。

## 会报告

| 标准 | 名单 |
|---|---|
| 优秀、良好、合格、差 | 良 |

## 不报告

文件没有写明等次标准；等次一栏填“不参评”等说明的。

## 依据

通报名单应使用办法规定的等次名称。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..registry import Doubt, rule
from ..scores.grade_bands import grade_words, stated_scheme
from ..scores.graded import listed_grades

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..scores.graded import Graded


@rule("G06")
def grade_word_unknown(context: Context) -> Iterator[Doubt]:
    """Doubt each foreign grade word once, with all rows that use it."""
    for view in context.reports:
        stated = stated_scheme(view)
        if stated is None:
            continue
        words = [band.word for band in stated.scheme.bands]
        foreign: dict[str, list[Graded]] = {}
        for item in listed_grades(view):
            if item.grade not in words and item.grade in grade_words():
                foreign.setdefault(item.grade, []).append(item)
        for word, items in foreign.items():
            message = f"名单上有{len(items)}个单位的等次印为“{word}”，文件规定的等次是{'、'.join(words)}"
            yield Doubt(message, tuple(place for item in items for place in item.evidence))
