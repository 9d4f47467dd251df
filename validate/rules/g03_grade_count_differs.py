"""正文写的各等次单位数或单位总数与结果表不符。

## 为什么重要

通报正文的数字会被引用和公开；与所附名单不符，两者必有一错。

## 会报告

| 处所 | 优秀 |
|---|---|
| 正文 | 22个 |
| 结果表 | 21个 |

## 不报告

没有附结果表，或附了几张结果表；正文一段里同一等次写了几类单位各多少的；按表上印的等次或按得分所在的档次数，有一种与正文相符。

## 依据

通报正文与附件应当一致。
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ...schemas.records import Kind, Origin
from ..registry import rule
from ..relation import Relation, Shape, Term
from ..scores.grade_bands import grade_words
from ..scores.graded import scheme_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...schemas.entries import GradeScheme
    from ...schemas.records import Fact, Paragraph, ResultRow
    from ..context import Context, ReportView

NOUN = r"(?:等次|等级|级|档次?)?(?:的)?(?:市直|县直|区直|省直|预算)*(?:单位|部门|项目)?(?:共计|共有|共|有|为|是)?[:：]?\s*$"
ALL = re.compile(r"(?:共|纳入|参评|考核|评价|全部)[^，,。；;、]{0,16}$")
UNITS = re.compile(r"^(?:市直|县直|区直|省直|市级|县级|预算)*(?:单位|部门)|^[。；;，,]|^$")


@rule("G03")
def grade_count_differs(context: Context) -> Iterator[tuple[Relation, ...]]:
    """Propose count in the text = number of rows, where the report holds one result list."""
    for view in context.reports:
        tables = {row.table for row in view.report.results}
        if len(tables) != 1 or not all(row.grade for row in view.report.results):
            continue
        for paragraph in view.report.document.paragraphs:
            counts = list(_counts(view, paragraph))
            if len(counts) > 1:
                scheme, _ = scheme_of(context, view)
                yield from _relations(view, paragraph, counts, scheme)


def _relations(
    view: ReportView, paragraph: Paragraph, counts: Sequence[tuple[str, Fact]], scheme: GradeScheme
) -> Iterator[tuple[Relation, ...]]:
    rows = view.report.results
    words = Counter(word for word, _ in counts)
    for word, fact in counts:
        if words[word] > 1:  # of several kinds of units; which of them the list holds is not told
            continue
        printed = sum("".join(row.grade.split()) == word for row in rows)
        stated = Term(f"“{word}”单位数", fact)
        numbers = dict.fromkeys((printed, _by_score(scheme, rows, word)))
        yield tuple(
            Relation("G03", Origin.CATALOGUE, Shape.COUNT, stated, count=number) for number in numbers
        )
    first = counts[0][1].source.start or 0
    for fact in view.in_paragraph(paragraph.number):
        start, end = fact.source.start or 0, fact.source.end or 0
        if (
            fact.kind is Kind.COUNT
            and start < first
            and ALL.search(paragraph.text[:start])
            and UNITS.match(paragraph.text[end:])
        ):
            yield (Relation("G03", Origin.CATALOGUE, Shape.COUNT, Term("单位总数", fact), count=len(rows)),)


def _by_score(scheme: GradeScheme, rows: Sequence[ResultRow], word: str) -> int:
    """A grade misprinted in the list is the list's mistake, not the count's."""
    bands = (scheme.band(row.score) for row in rows if row.score is not None)
    return sum(band is not None and band.word == word for band in bands)


def _counts(view: ReportView, paragraph: Paragraph) -> Iterator[tuple[str, Fact]]:
    """Yield (grade word, count) for "“优秀”等次的单位97个", "优秀22个"."""
    printed = {"".join(row.grade.split()) for row in view.report.results}
    words = "|".join(word for word in grade_words() if word in printed)
    if not words:
        return
    pattern = re.compile(rf"(?:^|[“\"为：:，,、；;。]|其中)(?:评定?为)?[“\"]?(?P<word>{words})[”\"]?{NOUN}")
    for fact in view.in_paragraph(paragraph.number):
        found = pattern.search(paragraph.text[: fact.source.start or 0]) if fact.kind is Kind.COUNT else None
        if found:
            yield found["word"], fact
