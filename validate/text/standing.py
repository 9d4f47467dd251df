"""Where two figures stand to each other: 由a增加到b, 与预算持平, 决算数大于预算数, 节余."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ...schemas.records import Kind, Stage
from ..relation import Shape
from .passage import Role
from .proposing import TWO_READINGS, holds, is_budget, relation, settle, term
from .words import load_text_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..relation import Relation
    from .passage import Figure, Passage

CARRIED_OVER = "未写明年初结转，无法确定结余的算法"
COMPARISON = re.compile(
    "(?:决算数?|支出数?|执行数?)(?:大于|高于|多于|超过|小于|低于|少于)[^，,。；;]{0,4}预算数?"
    "|(?:决算数?|[，,])[与同和比较][^，,。；;]{0,4}预算数?(?:持平|一致|相等|相同|无增减|无变化|没有变化|无变动)"
)
LEVEL = re.compile(
    "(?P<reference>[，,]?(?:[与同和较比])(?:上年|去年|上一年|上年度|同期|上年同期)[^，,。；;\\d]{0,6})?"
    "(?:的|数|相比|总体)*(?:持平|一致|相等|相同|无增减|无变化|没有变化)"
)
MOVED = re.compile(
    r"\s*\S{0,4}?(增加|提高|上升|增长|减少|下降|降低)(?:到|至|为)\s*(?:(?:20\d\d|本)年度?的?)?\s*"
)
FROM = re.compile(r"[由从][^，,。]{0,14}$")
REACH = 4  # figures to either side that may belong to one statement
MOVES = (Role.DELTA, Role.GROWTH)


def standing_relations(passage: Passage) -> Iterator[Relation]:
    """Yield the comparisons of two figures that a passage states."""
    yield from _from_to(passage)
    yield from _against_budget(passage)
    yield from _level(passage)
    yield from _left_over(passage)


def _from_to(passage: Passage) -> Iterator[Relation]:
    """Read "由a增加到b": b must not be smaller; "增长z%" after it is tried as well."""
    for at, (old, new) in enumerate(zip(passage.figures, passage.figures[1:], strict=False)):
        moved = MOVED.fullmatch(new.lead)
        if moved is None or not FROM.search(old.clause) or not new.is_like(old):
            continue
        falls = moved[1] in load_text_words().lists["decrease"]
        yield relation("R08", Shape.AT_MOST if falls else Shape.AT_LEAST, new, [term(old)])
        after = [f for f in passage.figures[at + 2 : at + 2 + REACH] if _is_beside(f, new)]
        for figure in after:
            yield from _by_how_much(figure, old, new)


def _is_beside(figure: Figure, new: Figure) -> bool:
    return (figure.sentence, figure.group) == (new.sentence, new.group) and figure.role in MOVES


def _by_how_much(figure: Figure, old: Figure, new: Figure) -> Iterator[Relation]:
    falls = figure.is_falling
    if load_text_words().any_in("yearly", figure.clause):
        yield from _yearly(figure, old, new)
    elif figure.role is Role.GROWTH and figure.fact.unit == "%":
        yield relation("R08", Shape.CHANGE, figure, [term(new)], base=(term(old),), negative=falls)
    elif figure.role is Role.DELTA and figure.is_like(new):
        yield relation("R08", Shape.SUM, figure, [term(new), term(old, -1)], negative=falls)


def _yearly(rate: Figure, old: Figure, new: Figure) -> Iterator[Relation]:
    """Read "从2021年的a增长到2023年的b，年均增长z%"."""
    begin, end = old.fact.period, new.fact.period
    years = int(end) - int(begin) if begin and end else 0
    if years > 0 and rate.fact.unit == "%":
        growth = relation("R08", Shape.YEARLY, rate, [term(new)], base=(term(old),), count=years)
        yield replace(growth, negative=rate.is_falling, confidence=0.8)


def _level(passage: Passage) -> Iterator[Relation]:
    """Read "收入a，与上年b持平" and "决算a，上年决算b，与上年持平"."""
    for at, last in enumerate(passage.figures[1:], start=1):
        claim = LEVEL.match(last.tail)
        pair = passage.figures[at - 1], last
        if claim is None or last.is_explained or not _are_comparable(*pair):
            continue
        is_compared = last.role is Role.REFERENCE and not claim["reference"]
        periods = {figure.fact.period for figure in pair}
        is_of_two_years = bool(claim["reference"]) and None not in periods and len(periods) == 2
        if is_compared or is_of_two_years:
            yield relation("R08", Shape.EQUAL, pair[0], [term(last)], confidence=0.6)


def _are_comparable(new: Figure, old: Figure) -> bool:
    is_plain = new.role is Role.PLAIN and old.role in (Role.PLAIN, Role.REFERENCE)
    is_near = (new.sentence, new.group, new.depth) == (old.sentence, old.group, old.depth)
    return is_plain and is_near and new.is_like(old) and new.fact.stage is old.fact.stage


def _against_budget(passage: Passage) -> Iterator[Relation]:
    """Read "决算数与年初预算数持平", "决算数大于预算数" after the budget and the actual figure."""
    for found in COMPARISON.finditer(passage.text):
        before = [f for f in passage.before(found.start()) if f.role is Role.PLAIN]
        if not before or len(re.findall("[。！？\n；;]", passage.text[before[-1].end : found.start()])) > 1:
            continue
        group = [f for f in before if (f.sentence, f.group) == (before[-1].sentence, before[-1].group)]
        actuals = [f for f in group if f.fact.stage is Stage.ACTUAL and f.fact.kind is Kind.AMOUNT]
        budgets = [f for f in group if is_budget(f)]
        if "年初" in found[0]:
            named = [f for f in budgets if f.fact.stage is Stage.INITIAL_BUDGET]
            budgets = named or [f for f in budgets if f.fact.stage is Stage.BUDGET]
        if len(actuals) == 1 and budgets and "其中" not in passage.text[budgets[0].end : found.start()]:
            shape = _shape_of(found[0])
            readings = [relation("R06", shape, actuals[0], [term(b)], confidence=0.8) for b in budgets]
            yield from settle(readings, TWO_READINGS)


def _shape_of(words: str) -> Shape:
    lists = load_text_words().lists
    if any(word in words for word in lists["equal"]):
        return Shape.EQUAL
    return Shape.AT_LEAST if any(word in words for word in lists["greater"]) else Shape.AT_MOST


def _left_over(passage: Passage) -> Iterator[Relation]:
    """Read "编制29人，在职27人，节余2人" and "预算a，支出b，结余c"."""
    words = load_text_words()
    for at, figure in enumerate(passage.figures):
        if (
            figure.role is not Role.PLAIN
            or figure.is_explained
            or not words.any_in("left_over", figure.clause)
        ):
            continue
        near = [f for f in passage.figures[max(0, at - REACH) : at] if f.sentence >= figure.sentence - 1]
        near = [f for f in near if f.depth == figure.depth and f.role is Role.PLAIN]
        pair = [f for f in near if f.is_like(figure)][-2:]
        if len(pair) == 2 and "其中" not in passage.text[pair[0].end : figure.start]:
            yield from _difference(figure, pair[0], pair[1])


def _difference(rest: Figure, whole: Figure, used: Figure) -> Iterator[Relation]:
    words = load_text_words()
    proposed = relation("A17", Shape.SUM, rest, [term(whole), term(used, -1)], confidence=0.8)
    is_near = rest.sentence == whole.sentence
    is_staff = rest.fact.kind is Kind.COUNT and words.any_in("staff_quota", whole.lead)
    is_staff = is_staff and words.any_in("staff_present", used.lead)
    is_saved = is_near and is_budget(whole) and used.fact.stage is Stage.ACTUAL
    if is_staff or is_saved or (is_near and holds(proposed)):
        yield proposed
    elif "收入" in whole.lead and "支出" in used.lead:
        yield replace(proposed, missing=CARRIED_OVER)
