"""How many units got which grade: "257个单位……“优秀”等次的单位97个；……“良好”108个"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ...schemas.records import Kind
from ..relation import Shape
from .passage import Role
from .proposing import hedge, relation, term
from .words import alternatives, load_text_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..relation import Relation
    from .passage import Figure, Passage

NOT_ALL = "各等次可能没有列全，无法确定合计关系"


def grade_relations(passage: Passage) -> Iterator[Relation]:
    """Yield the counts by grade that should add to the number of units."""
    for sentence in passage.sentences:
        graded = [(figure, _grade(figure)) for figure in sentence]
        counts = [figure for figure, grade in graded if grade]
        names = [grade for _, grade in graded if grade]
        if len(counts) < 2 or len(set(names)) != len(names) or any(not f.is_like(counts[0]) for f in counts):
            continue
        before = [
            f for f in sentence if f.start < counts[0].start and f.is_like(counts[0]) and f.role is Role.PLAIN
        ]
        before = before or _announced(passage, counts)
        if not before:
            continue
        terms = [term(count, prefix=f"“{name}”：") for count, name in zip(counts, names, strict=True)]
        proposed = relation("A18", Shape.SUM, before[0], terms)
        yield proposed if len(before) == 1 or len(counts) > 2 else hedge(proposed, NOT_ALL)


def _announced(passage: Passage, counts: list[Figure]) -> list[Figure]:
    """The only number of units that an earlier sentence gives, if three grades or more follow."""
    earlier = [
        figure
        for figure in passage.figures
        if figure.sentence < counts[0].sentence
        and figure.is_like(counts[0])
        and figure.role is Role.PLAIN
        and re.search("单位|项目|部门", figure.lead[-14:] + figure.tail[:8])
    ]
    return earlier if len(earlier) == 1 and len(counts) > 2 else []


def _grade(figure: Figure) -> str | None:
    """Return the grade that a count belongs to: the grade word beside it."""
    if figure.fact.kind is not Kind.COUNT or figure.role is not Role.PLAIN:
        return None
    after, quoted, before = _patterns()
    if (found := after.match(figure.tail)) and (found["said"] or found["grade"] != "中"):
        return found["grade"]
    if named := quoted.findall(figure.lead):
        return str(named[-1])
    told = before.search(figure.lead)
    return told[1] if told else None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what finds a grade word after a count, in quotes before it, and right before it."""
    grades = alternatives(load_text_words().lists["grades"])
    after = (
        rf"(?:项目|单位|部门)?(?P<said>为|评为|获|得)?[“\"]?(?P<grade>{grades})[”\"]?(?:等次|等级|级)?"
        r"(?=[，,；;、。和（(]|$)"
    )
    before = (
        rf"(?:^|[，,；;、：:为中])({grades})(?:等次|等级|级|的|等)?(?:的?(?:单位|项目|部门))?(?:有|为|共)?$"
    )
    return re.compile(after), re.compile(rf"[“\"]({grades})[”\"]"), re.compile(before)
