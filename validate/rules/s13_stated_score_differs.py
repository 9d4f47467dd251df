"""正文写的得分与自评表或与正文自己列的各项得分不一致。

## 为什么重要

报告的结论以正文的得分为准上报；正文一个分、表上一个分，结论就没有依据。

## 会报告

| 处所 | 总分 |
|---|---|
| 正文“自评得分” | 96.5 |
| 自评表总分 | 95.6 |

正文“（三）预算执行10分”下各项“满分2分”合计8分；同级各部分都写了得分、只有一部分没有写的，作提醒。

## 不报告

正文的得分可以对应几张表而与其中一张相符；财政复核、上年、平均得分；表上没有总分而各项相加与正文相符。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：自评报告与自评表的结论应当一致。
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...schemas.records import Evidence, Origin, Severity
from ..cases.slips import slip_shape
from ..findings import evidence_of_fact
from ..registry import Doubt, rule
from ..relation import Relation, Shape, Term
from ..scores.score_forms import is_scored, score_forms
from ..scores.score_totals import total_relations
from ..scores.stated_scores import concluded_scores, meant_form, scored_sections, stated_totals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...schemas.records import Fact
    from ..context import Context
    from ..scores.score_forms import ScoreForm
    from ..scores.stated_scores import Section

LESS_SURE = 0.8


@rule("S13")
def stated_score_differs(context: Context) -> Iterator[Relation | tuple[Relation, ...] | Doubt]:
    """Propose text total = form total, section marks = sum of its items; doubt sections without a score."""
    forms = [form for form in score_forms(context) if is_scored(form)]
    for form in forms:
        for fact in concluded_scores(form):
            yield from _against_form("表内评价结论的得分", fact, form)
    for view in context.reports:
        own = [form for form in forms if form.view is view] or forms
        for fact, lead in stated_totals(view):
            meant = meant_form(own, lead, view.report.title or "")
            if meant is not None and not _is_far_less(fact, meant.total("score")):
                yield from _against_form("正文总分", fact, meant)
        for sections in scored_sections(view):
            for section in sections:
                yield from _own_items(section)
            yield from _without_score(sections)


def _is_far_less(fact: Fact, total: Fact | None) -> bool:
    """Return whether a score is less than half of the total, and no slip of it: the score of one indicator."""
    return total is not None and 2 * fact.value < total.value and slip_shape(fact.value, total.value) is None


def _against_form(role: str, fact: Fact, form: ScoreForm) -> Iterator[tuple[Relation, ...]]:
    stated, total = Term(role, fact), form.total("score")
    if total is not None:
        yield (Relation("S13", Origin.CATALOGUE, Shape.EQUAL, stated, (Term("自评表总分", total),)),)
    elif form.total_row is None and (sums := tuple(total_relations(form, "score", fact))):
        yield tuple(replace(relation, rule="S13", stated=stated, confidence=LESS_SURE) for relation in sums)


def _own_items(section: Section) -> Iterator[tuple[Relation, ...]]:
    """Full marks of the items add to the heading's; a section may also repeat its own marks once."""
    if len(section.full) < 2:
        return
    stated = Term(f"“{section.name}”分值", section.marks)
    terms = tuple(Term("满分", fact) for fact in section.full)
    repeated = [(term,) for term in terms if term.fact.value == section.marks.value]
    sides = [terms, *repeated]
    yield tuple(Relation("S13", Origin.TEXT, Shape.SUM, stated, side, confidence=LESS_SURE) for side in sides)


def _without_score(sections: Sequence[Section]) -> Iterator[Doubt]:
    scored = [section for section in sections if section.scores]
    if len(scored) < 2:
        return
    for section in sections:
        if not section.scores:
            source = section.heading.source
            yield Doubt(
                message=f"“{section.heading.text.strip()}”未写得分，同级其他{len(scored)}部分都写了",
                evidence=(
                    Evidence("标题", section.heading.text, source),
                    evidence_of_fact(section.marks, "分值"),
                ),
                severity=Severity.WARN,
                suggestion="补写这一部分的得分",
            )
