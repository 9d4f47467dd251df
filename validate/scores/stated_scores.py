"""Scores that the running text states: the total, and "满分2分，得分2分" of its sections."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ...schemas.labels import clean_label, marks_in_label
from ...schemas.records import Kind
from .score_forms import SHEETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...schemas.records import Fact, Paragraph
    from ..context import ReportView
    from .score_forms import ScoreForm

TAIL = r"(?:总计|共计|合计|为|是|共|计|达到?|[:：])*\s*$"
TOTAL = re.compile(
    r"(?:综合自评|综合评价|综合评[定分]|绩效|自评|自我评价|自评价|绩效评价|评价|综合|最终|最后|评定|总体|总)(?:结果)?(?:总)?(?:得|评)?分(?:值|数)?(?:结果)?"
    + TAIL
)
SELF_RATED = re.compile(r"(?:综合|绩效|自我|整体)?自评(?:结果|结论)?" + TAIL)
AFTER_FULL = re.compile(
    r"(?:总分|满分)(?:值)?(?:为|是)?\s*\d+(?:\.\d+)?\s*分[，,、]\s*(?:自评|评价|综合|最终|实际|考核)?得分"
    + TAIL
)
NOT_THE_TOTAL = re.compile(
    r"满分|指标|执行|产出|效益|满意度|过程|投入|决策|管理|平均|均分|上年|去年|财政|复核|抽查|第三方|监控|其中|各|每|分值|权重|部分|方面|配置|履职|职责"
)
# The marks of one indicator, or its very mention, earlier in the sentence: what follows is its score.
OF_ITEM = re.compile(
    r"(?:分值|满分|标准分|权重分?)(?:为|是|共|计)?[:：]?\s*(?!100\s*分)\d+(?:\.\d+)?\s*分|[该本此](?:项(?!目)|指标|部分)"
)
FULL_MARKS = re.compile(r"(?<!\d)100\s*分")
LONGEST_LEAD = 400  # characters
SHORTEST_LEAD = 4  # characters; a shorter text before a figure is its label
KINDS = {
    "整体": "department_self_evaluation",
    "部门": "department_self_evaluation",
    "项目": "project_self_evaluation",
}
SECTION_FULL = re.compile(r"(?:满分|分值|标准分|权重)(?:为|是)?[:：]?\s*$")
SECTION_SCORE = re.compile(r"(?<!总)(?:自评|评价|实际|实|评|自)?得分?(?:为|是)?[:：]?\s*$")


def stated_totals(view: ReportView) -> Iterator[tuple[Fact, str]]:
    """Yield (fact, its sentence up to the figure) for every total score that a paragraph states."""
    for paragraph in view.report.document.paragraphs:
        for fact in view.in_paragraph(paragraph.number):
            if fact.kind is not Kind.SCORE or fact.unit != "分":
                continue
            lead = lead_of(fact, paragraph.text)
            if is_total_score(lead) and _is_of_year(lead, view):
                yield fact, lead


def _is_of_year(lead: str, view: ReportView) -> bool:
    """Return whether the last year that the words name is the one reported on."""
    years = re.findall(r"20\d\d(?=年)", lead)
    return not years or years[-1] == str(view.report.fiscal_year)


def lead_of(fact: Fact, text: str) -> str:
    """Return the words of the sentence before a figure, the nearest ones of a very long sentence."""
    return re.split(r"[。；;\n]", words_before(fact, text))[-1]


def words_before(fact: Fact, text: str) -> str:
    """Return what stands before a figure in its text, as far as a clause may reach."""
    start = fact.source.start or 0
    return text[max(0, start - LONGEST_LEAD) : start]


def is_total_score(lead: str) -> bool:
    """Return whether the words before a figure announce the total score.

    >>> is_total_score("2023年本单位整体支出绩效综合自评"), is_total_score("预算执行指标自评得分")
    (True, False)
    >>> is_total_score("项目总分100分，得分"), is_total_score("满分2分，得分"), is_total_score("分值4分，评价得分")
    (True, False, False)
    """
    if OF_ITEM.search(lead):
        return False
    if found := AFTER_FULL.search(lead):
        return "总分" in found[0] or FULL_MARKS.search(found[0]) is not None
    clause = re.split(r"[，,、]", lead)[-1]
    has_word = TOTAL.search(clause) or SELF_RATED.search(clause)
    is_full = re.search(r"(?<!自评)(?<!评价)(?<!综合)总分(?:值)?" + TAIL, clause)
    return bool(has_word) and not is_full and not NOT_THE_TOTAL.search(clause)


def concluded_scores(form: ScoreForm) -> Iterator[Fact]:
    """Yield the total scores that a form's own words state: "项目按期完成，自评得分96.5分"."""
    row_of_total = form.total_row
    for fact in form.view.in_table(form.table.number):
        row = fact.source.row or 0
        cell = form.cell_at(row, fact.source.column)
        if cell is None or form.first_row <= row <= form.last_row or row == row_of_total:
            continue
        lead = lead_of(fact, cell.text)
        if fact.kind is Kind.SCORE and len(lead) > SHORTEST_LEAD and is_total_score(lead):
            yield fact


def meant_form(forms: Sequence[ScoreForm], lead: str, title: str) -> ScoreForm | None:
    """Return the only form that a sentence can speak of: of the kind that it, else the title, names."""
    named = (kind for text in (lead, title) for word, kind in KINDS.items() if word in text)
    kind = next(named, None)
    fitting = [f for f in forms if (kind is None or f.form.kind in (kind, *SHEETS)) and _may_mean(f, lead)]
    return fitting[0] if len(fitting) == 1 else None


def _may_mean(form: ScoreForm, lead: str) -> bool:
    """A sentence that names a project means the form of that project only."""
    named = re.findall(r"([一-龥]{2,20})项目(?:支出)?(?:绩效)?(?:自评|评价|综合)", lead)
    pairs = {a + b for a, b in pairwise(form.form.name or "")}
    return not named or not form.form.name or any(a + b in pairs for a, b in pairwise(named[-1]))


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with marks ("（三）预算执行10分") and what the text below states.

    Attributes:
        heading: The heading.
        marks: Figure of its marks.
        full: Marks stated below it.
        scores: Scores stated below it.
    """

    heading: Paragraph
    marks: Fact
    full: tuple[Fact, ...]
    scores: tuple[Fact, ...]

    @property
    def name(self) -> str:
        """Heading without number and marks."""
        return clean_label(self.heading.text)


def scored_sections(view: ReportView) -> list[list[Section]]:
    """Return the headings that carry marks, those under one heading together."""
    siblings: dict[tuple[str, ...], list[Section]] = {}
    for paragraph in view.report.document.paragraphs:
        if paragraph.level is None or marks_in_label(paragraph.text) is None:
            continue
        marks = [f for f in view.in_paragraph(paragraph.number) if f.kind is Kind.SCORE]
        if len(marks) == 1:
            siblings.setdefault(paragraph.heading, []).append(_section(view, paragraph, marks[0]))
    return list(siblings.values())


def _section(view: ReportView, heading: Paragraph, marks: Fact) -> Section:
    full: list[Fact] = []
    scores: list[Fact] = []
    for paragraph in view.report.document.paragraphs[heading.number :]:
        if heading.text not in paragraph.heading:
            break
        for fact in view.in_paragraph(paragraph.number):
            clause = re.split(r"[，,、。；;]", words_before(fact, paragraph.text))[-1]
            if fact.kind is Kind.SCORE and SECTION_FULL.search(clause):
                full.append(fact)
            elif fact.kind is Kind.SCORE and SECTION_SCORE.search(clause) and not is_total_score(clause):
                scores.append(fact)
    return Section(heading, marks, tuple(full), tuple(scores))
