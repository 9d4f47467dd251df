"""正文写的平均得分与名单上各单位得分的平均数不符。

## 为什么重要

平均分用来说明总体水平和逐年变化；算错会得出相反的结论。

## 会报告

| 名单得分 | 正文平均得分 |
|---|---|
| 90、80、70 | 82 |

## 不报告

没有附名单或附了几张名单；有单位没有得分；平均分说的是其中一类单位，或与其中一个等次、名单上另一列得分（自评、复核）的平均数相符。

## 依据

平均数等于总和除以个数。
"""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from ...schemas.records import Kind
from ..findings import evidence_of_fact
from ..precision import half_unit
from ..registry import Doubt, rule
from ..scores.graded import evidence_of_row
from ..scores.stated_scores import words_before
from ..wording import to_decimal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...schemas.records import Fact, ResultRow
    from ..context import Context, ReportView

AVERAGE = re.compile(r"(?:平均(?:得|评)?分(?:数|值)?|均分)(?:为|是|达到?|[:：])*\s*$")


@rule("G08")
def average_unequal_to_mean(context: Context) -> Iterator[Doubt]:
    """Doubt stated averages that are neither the mean of the list nor that of one grade."""
    for view in context.reports:
        rows = view.report.results
        if len({row.table for row in rows}) != 1 or any(row.score is None for row in rows):
            continue
        means, wholes = list(_means(rows)), list(_other_means(view, rows))
        for fact in _averages(view, context.parameters.words("partial")):
            gaps = {mean: abs(Fraction(fact.value) - mean) for mean in (*means, *wholes)}
            if min(gaps.values()) > 2 * half_unit(fact.decimals):
                yield _doubt(fact, rows, min((means[0], *wholes), key=gaps.__getitem__))


def _means(rows: Sequence[ResultRow]) -> Iterator[Fraction]:
    """The mean of the whole list, then of each list side by side, then of each grade."""
    yield _mean(rows)
    for column in {row.source.column for row in rows}:
        yield _mean([row for row in rows if row.source.column == column])
    for grade in {row.grade for row in rows}:
        yield _mean([row for row in rows if row.grade == grade])


def _other_means(view: ReportView, rows: Sequence[ResultRow]) -> Iterator[Fraction]:
    """The mean of every other column of scores, as of 自评得分 beside 复核得分."""
    scores: dict[int | None, list[Fraction]] = defaultdict(list)
    places = {row.source.row for row in rows}
    for fact in view.in_table(rows[0].table):
        if fact.kind is Kind.SCORE and fact.source.row in places:
            scores[fact.source.column].append(Fraction(fact.value))
    return (sum(found, Fraction(0)) / len(found) for found in scores.values() if len(found) == len(places))


def _mean(rows: Sequence[ResultRow]) -> Fraction:
    return sum((Fraction(row.score or 0) for row in rows), Fraction(0)) / len(rows)


def _averages(view: ReportView, partial: tuple[str, ...]) -> Iterator[Fact]:
    for paragraph in view.report.document.paragraphs:
        for fact in view.in_paragraph(paragraph.number):
            lead = re.split(r"[。；;]", words_before(fact, paragraph.text))[-1]
            if fact.kind is Kind.SCORE and AVERAGE.search(lead) and not any(word in lead for word in partial):
                yield fact


def _doubt(fact: Fact, rows: Sequence[ResultRow], mean: Fraction) -> Doubt:
    expected = to_decimal(mean, fact.decimals + 2)
    return Doubt(
        message=f"正文平均得分 {fact.value:f}分，名单上{len(rows)}个单位得分的平均数是 {expected.normalize():f}分",
        evidence=(
            evidence_of_fact(fact, "平均得分"),
            *(item for row in rows[:1] for item in evidence_of_row(row)),
        ),
        stated=fact.value,
        expected=expected,
        unit="分",
    )
