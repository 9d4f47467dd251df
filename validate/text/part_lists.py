"""Finds a total and the parts listed under it: "合计T，其中：A a，B b"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile
from typing import TYPE_CHECKING

from ...schemas.records import Kind, Stage
from ..precision import base_value
from ..relation import Shape
from .passage import Role
from .proposing import holds, is_budget, relation, term
from .words import load_text_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .passage import Figure, Passage

MARKER = re.compile(
    r"其中|(?:主要)?(?:用于)?(?:以下|如下|下列)(?:几个)?方面[：:]|主要(?:有|包括|用于|是|为)?[：:]"
    r"|分项(?:情况)?(?:[是为]|如下)?[：:]|包括[：:]|分别[为是][：:]?|具体(?:为|是|如下)[：:]?"
)
BRACKET = re.compile(r"\s*[（(](?!其中|含)")
HINT = re.compile("包括|分别|具体")
DIGIT = re.compile(r"\d")
INNER = re.compile("[，,](?:主要|具体|其)?(?:包括|包含)")
# 等 that ends a list, not the one of 等级, 高等, 平等.
AND_SO_ON = re.compile(r"(?<![高中平优初同相对])等(?![级次额候待于教职量值])")
OPEN_ENDED = re.compile(r"^[，,：:]?(?:主要|如|例如|包含|包括)")
ALL_GROUPS = re.compile(r"分项|以下(?:几个)?方面|如下(?:几个)?方面|下列方面")
RETIRED = re.compile("退休|离休|遗属")
SCORED = re.compile(r"得分?(?:为|是)?$")
DEDUCTED = re.compile("扣")
FULL_MARKS = re.compile(r"(?:满分|分值|权重|标准分|总分)(?:为|是)?$")
CLOSED = re.compile("[；;。）)]")
MOST_LISTED = 120  # figures of one list
FARTHEST = 200  # characters between 其中 and the first figure of its list
MOST_BEFORE = 12  # figures before a list among which its total is looked for


@dataclass(frozen=True, slots=True)
class PartList:
    """A total with the figures listed under it.

    Attributes:
        total: The total.
        parts: Its parts, in order.
        is_open: The words say that not all parts are listed.
        is_certain: The words leave no doubt that all parts are listed.
        is_hint: The words could also mean something else than a list of parts.
    """

    total: Figure
    parts: tuple[Figure, ...]
    is_open: bool = False
    is_certain: bool = False
    is_hint: bool = False


def lists_in(passage: Passage) -> Iterator[PartList]:
    """Yield the totals of a passage that are followed by their parts."""
    for found in MARKER.finditer(passage.text):
        yield from _lists_at(passage, found)
    yield from _bracketed(passage)


def _bracketed(passage: Passage) -> Iterator[PartList]:
    """Yield "T（A a、B b）" where A and B are known to make up a whole; a bracket may say many other things."""
    for at, total in enumerate(passage.figures):
        if total.role is not Role.PLAIN or BRACKET.match(passage.text[total.end :]) is None:
            continue
        ends = [n for n, f in enumerate(passage.figures) if n > at and f.depth <= total.depth]
        inside = passage.figures[at + 1 : ends[0] if ends else None]
        figures = [figure for figure in inside if figure.depth == total.depth + 1]
        parts = additive(figures, total)
        if len(parts) > 1 and len(parts) == len(figures) and are_counterparts(parts):
            yield PartList(total, parts, is_certain=True)


def additive(figures: Sequence[Figure], total: Figure) -> tuple[Figure, ...]:
    """Return the figures that can be parts of `total`: plain, of its kind, no average or unit price."""
    words = load_text_words()
    return tuple(
        figure
        for figure in figures
        if figure.role is Role.PLAIN
        and not figure.is_explained
        and figure.is_like(total)
        and not words.any_in("average", figure.clause)
        and not words.total_at_end.fullmatch(figure.clause)
    )


def of_stage(parts: Sequence[Figure], total: Figure, *, is_only: bool) -> tuple[Figure, ...]:
    """Return the parts taken at the stage of the total; none when that is not clear."""
    stage = total.fact.stage
    stages = {part.fact.stage for part in parts}
    if stage is None:
        return tuple(parts) if len(stages) == 1 or stages <= {None, Stage.ACTUAL} else ()
    same = tuple(part for part in parts if part.fact.stage is stage)
    if stage is Stage.ACTUAL:
        return tuple(part for part in parts if part.fact.stage in (stage, None))
    if same:
        return same
    fits = len(stages) == 1 and all(part.fact.stage is None or is_budget(part) for part in parts)
    return tuple(parts) if is_only and fits else ()


def are_counterparts(parts: Sequence[Figure]) -> bool:
    """Return whether the parts are known to make up a whole, e.g. 基本支出 and 项目支出."""
    return name_a_whole([part.clause + part.tail[:6] for part in parts])


def name_a_whole(named: Sequence[str]) -> bool:
    """Return whether each name holds another word of a group that leaves nothing out."""
    for group in load_text_words().complementary:
        found = [next((word for word in group if word in name), None) for name in named]
        if None not in found and len(set(found)) == len(group):
            return True
    return False


def _lists_at(passage: Passage, marker: re.Match[str]) -> Iterator[PartList]:
    before = passage.before(marker.start())[-MOST_BEFORE:]
    scope = _scope(passage, marker)
    if not before or not scope:
        return
    if not _is_in_reach(before[-1], scope[0], passage.text[before[-1].end : marker.start()]):
        return
    totals = _totals(before, scope[0])
    for total in totals:
        if total.is_explained or any(f.role is Role.VAGUE and f.is_like(total) for f in scope):
            continue
        inner = passage.text.find("其中", marker.end())
        outer = tuple(figure for figure in scope if inner < 0 or figure.start < inner)
        parts = _parts(scope, outer, total, is_only=len(totals) == 1)
        if parts and not (len(parts) > 1 and _overlap(parts)):
            listed = PartList(
                total,
                parts,
                is_open=_is_open(passage, marker, scope),
                is_certain=_is_certain(total, parts, scope),
                is_hint=HINT.match(marker[0]) is not None or any(map(_is_valued, scope)),
            )
            yield listed if len(totals) > 1 else _with_fitting_total(listed, before)


def _parts(
    scope: Sequence[Figure], outer: Sequence[Figure], total: Figure, *, is_only: bool
) -> tuple[Figure, ...]:
    """Return the parts of a total: up to the first semicolon if that does not part item from item.

    The other reading, one that ends where an inner 其中 begins (`outer`), and one that ends where figures
    of another stage begin, is taken if it holds.
    """
    listed = _scores_only(additive(scope, total))
    figures = tuple(figure for figure in listed if not _is_valued(figure))
    if "在职" in total.clause:
        figures = tuple(takewhile(lambda figure: not RETIRED.search(figure.clause), figures))
    whole = of_stage(figures, total, is_only=is_only)
    near = tuple(part for part in whole if part.group == whole[0].group)
    readings = [near, whole] if len(near) > 1 else [whole]
    stages = [part.fact.stage for part in figures]
    if total.fact.stage is None and len(set(stages)) > 1:
        first = figures[: next(at for at, stage in enumerate(stages) if stage is not stages[0])]
        readings.insert(0 if len(first) > 1 else len(readings), first)
    readings += [listed] if len(listed) > len(figures) else []
    readings += [additive(outer, total)] if len(outer) < len(scope) else []
    return next((parts for parts in readings if len(parts) > 1 and _adds_up(total, parts)), readings[0])


def _is_valued(figure: Figure) -> bool:
    """Return whether a figure may be another value of what is listed, not a part: "原值a，净值b"."""
    return load_text_words().any_in("valued", figure.clause)


def _scores_only(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Leave out the full marks of a list that tells both: "投入满分20分，得18.5分；过程满分30分，得24分"."""
    scores = tuple(f for f in figures if SCORED.search(f.clause))
    marks = tuple(f for f in figures if f not in scores)
    if len(scores) != len(marks) or len(scores) < 2:
        return figures
    is_alternating = figures[1::2] == scores and figures[0].fact.kind is Kind.SCORE
    return scores if is_alternating or all(FULL_MARKS.search(f.clause) for f in marks) else figures


def _adds_up(total: Figure, parts: Sequence[Figure]) -> bool:
    return holds(relation("A17", Shape.SUM, total, [term(part) for part in parts]))


def _is_in_reach(last: Figure, first: Figure, between: str) -> bool:
    """Return whether a list follows in the sentence of the figure, or opens the next one: "T。其中：…"."""
    return last.sentence == first.sentence or (
        first.sentence == last.sentence + 1 and re.fullmatch(r"[^。]{0,20}。\s*", between) is not None
    )


def _with_fitting_total(listed: PartList, before: Sequence[Figure]) -> PartList:
    """Take an earlier figure of the sentence for the total if the parts fit it and not the nearest."""
    if listed.is_certain or listed.is_open:
        return listed
    earlier = [f for f in before if f.role is Role.PLAIN and f.sentence == listed.total.sentence]
    earlier = [f for f in earlier if f.is_like(listed.total) and f.depth <= listed.parts[0].depth]
    for total in (listed.total, *earlier[-5:]):
        if _fits(total, listed.parts):
            return replace(listed, total=total)
    return listed


def _fits(total: Figure, parts: Sequence[Figure]) -> bool:
    """Return whether parts make up a total, or a single one may be a part of it."""
    if len(parts) > 1:
        return _adds_up(total, parts)
    return base_value(parts[0].fact) <= base_value(total.fact)


def _scope(passage: Passage, marker: re.Match[str]) -> tuple[Figure, ...]:
    """Return the figures at the level of the marker, up to the end of its sentence or bracket."""
    after = passage.after(marker.end())
    if not after or after[0].start - marker.end() > FARTHEST:
        return ()
    depth = _depth_at(passage.text, marker.start(), after[0])
    scope: list[Figure] = []
    for figure in after[:MOST_LISTED]:
        if figure.sentence != after[0].sentence:
            return (*scope, figure) if _completes(scope, figure) else tuple(scope)
        if figure.depth < depth:
            break
        if figure.depth == depth and not _is_nested(figure, passage.text, marker.end()):
            if scope and _turns_away(figure, scope[-1]):
                break
            scope.append(figure)
    return tuple(scope)


def _completes(scope: Sequence[Figure], figure: Figure) -> bool:
    """Return whether the next sentence opens with the counterpart of the one part: "…。公用经费115.12万元"."""
    return len(scope) == 1 and figure.sentence == scope[0].sentence + 1 and are_counterparts((*scope, figure))


def _turns_away(figure: Figure, last: Figure) -> bool:
    """Return whether the sentence goes on about the total: "…，到位率100%，实际支出285万元"."""
    if figure.group == last.group and last.role is Role.RATE and figure.role is Role.PLAIN:
        return True
    return figure.role is Role.PLAIN and load_text_words().turn.match(figure.clause) is not None


def _depth_at(text: str, position: int, first: Figure) -> int:
    between = text[position : first.start]
    return first.depth - len(re.findall(r"[（(〔\[【]", between)) + len(re.findall(r"[）)〕\]】]", between))


def _is_nested(figure: Figure, text: str, begin: int) -> bool:
    """Return whether a figure belongs to an inner 其中 or, after a figure, 包括: all up to the next semicolon."""
    inner = text.rfind("其中", begin, figure.start)
    if inner < 0:
        found = [m for m in INNER.finditer(text, begin, figure.start) if DIGIT.search(text, begin, m.start())]
        inner = found[-1].start() if found else -1
    return inner >= 0 and CLOSED.search(text, inner, figure.start) is None


def _totals(before: Sequence[Figure], first: Figure) -> tuple[Figure, ...]:
    """Return the last total before a list that starts with `first`, and those of other stages in its clause.

    Marks taken off are no total of scores.
    """
    depth = first.depth
    sentence = before[-1].sentence
    plain = [f for f in before if f.role is Role.PLAIN and f.depth <= depth and f.sentence == sentence]
    if not DEDUCTED.search(first.clause):
        plain = [f for f in plain if not DEDUCTED.search(f.clause)]
    if not plain:
        return ()
    last = plain[-1]
    totals = {last.fact.stage: last}
    for figure in reversed(plain[:-1]):
        is_twin = figure.group == last.group and figure.is_like(last) and figure.fact.stage is not None
        if not is_twin or figure.fact.stage in totals:
            break
        totals[figure.fact.stage] = figure
    return tuple(totals.values())


def _is_open(passage: Passage, marker: re.Match[str], scope: Sequence[Figure]) -> bool:
    words = passage.text[marker.start() : scope[-1].end] + scope[-1].tail[:6]
    if ALL_GROUPS.search(words):
        return False
    is_main = marker.group().startswith("主要") or OPEN_ENDED.match(passage.text[marker.end() :]) is not None
    return is_main or AND_SO_ON.search(words) is not None


def _is_certain(total: Figure, parts: Sequence[Figure], scope: Sequence[Figure]) -> bool:
    """Return whether the list is surely complete: known counterparts, or a share for every part."""
    shares = [figure for figure in scope if figure.role is Role.SHARE]
    if len(shares) == len(parts) and abs(sum((s.fact.value for s in shares), Decimal(-100))) <= 1:
        return True
    if are_counterparts(parts):
        return True
    if total.fact.kind is Kind.SCORE:
        return len(parts) >= 3
    words = load_text_words()
    enumerated = [part for part in parts if words.any_in("always_listed", part.clause + part.tail[:6])]
    return total.fact.kind is Kind.COUNT and len(parts) >= 3 and len(enumerated) >= 2


def _overlap(parts: Sequence[Figure]) -> bool:
    """Return whether the parts are attributes that one person can have at once: women, party members."""
    return any(load_text_words().any_in("overlapping", part.clause + part.tail[:4]) for part in parts)
