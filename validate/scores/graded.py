"""Scores with the grade printed beside them, in result lists and in sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...schemas.catalogue import load_catalogue
from ...schemas.records import Evidence, Kind
from ..findings import evidence_of_fact
from .grade_bands import grade_words, has_unread_scheme, stated_scheme
from .stated_scores import is_total_score, lead_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from ...schemas.entries import GradeScheme
    from ...schemas.records import ResultRow
    from ..context import Context, ReportView

GRADED = r"(?:(?:等级|等次|级别|档次|结论|结果)(?:评定)?(?:为|是|属于|[:：])*|评定?为|属于?|达到)\s*[“\"]?(?P<word>{words})[”\"]?(?:等次|等级|级|档)?(?=[。，,；;）)]|$)"


@dataclass(frozen=True, slots=True)
class Graded:
    """A score with its grade.

    Attributes:
        name: Unit or subject; empty in a sentence.
        score: The score.
        grade: Printed word.
        evidence: Score and grade with their places.
    """

    name: str
    score: Decimal
    grade: str
    evidence: tuple[Evidence, ...]


def scheme_of(context: Context, view: ReportView) -> tuple[GradeScheme, bool]:
    """Return (the grade scheme of a report, whether the report states it); else the profile's or the usual one."""
    stated = stated_scheme(view)
    if stated is not None:
        return stated.scheme, True
    of_profile = context.profile.grades if context.profile else None
    return of_profile or load_catalogue().default_grades, False


def listed_grades(view: ReportView) -> Iterator[Graded]:
    """Yield the rows of result lists that print both score and grade."""
    if stated_scheme(view) is None and has_unread_scheme(view):
        return
    for form in view.forms("result_notice"):
        for row in view.results(form.table):
            if row.score is not None and row.grade:
                yield Graded(row.unit, row.score, "".join(row.grade.split()), evidence_of_row(row))


def evidence_of_row(row: ResultRow) -> tuple[Evidence, ...]:
    """Return the place of a row of a result list with what it prints."""
    score = f"{row.score:f}" if row.score is not None else ""
    return (Evidence("单位", f"{row.unit} {score} {row.grade}".strip(), row.source),)


def told_grades(view: ReportView) -> Iterator[Graded]:
    """Yield total scores whose sentence goes on to name the grade."""
    pattern = re.compile(GRADED.replace("{words}", "|".join(grade_words())))
    if stated_scheme(view) is None and has_unread_scheme(view):
        return
    for paragraph in view.report.document.paragraphs:
        scores = [
            fact
            for fact in view.in_paragraph(paragraph.number)
            if fact.kind is Kind.SCORE and is_total_score(lead_of(fact, paragraph.text))
        ]
        if len(scores) != 1:
            continue
        rest = re.split(r"[。\n]", paragraph.text[scores[0].source.end or 0 :])[0]
        found = pattern.findall(rest)
        if len(found) == 1:
            yield Graded("", scores[0].value, found[0], (evidence_of_fact(scores[0], "得分"),))
