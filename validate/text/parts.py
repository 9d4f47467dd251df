"""A total and its parts inside one sentence: "合计T，其中：A a，B b" and "A a、B b，合计T"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...schemas.records import Kind, Stage
from ..relation import Shape
from .passage import Role
from .proposing import hedge, is_budget, relation, term
from .words import load_text_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..relation import Relation
    from .passage import Figure, Passage

MARKER = re.compile(r"其中|(?:主要)(?:有|包括|用于|是|为)?[：:]|包括[：:]|分别(?:为|是)[：:]?|具体(?:为|是|如下)[：:]?")
# 等 that ends a list, not the one of 等级, 高等, 平等.
AND_SO_ON = re.compile(r"(?<![高中平优初同相对])等(?![级次额候待于教职量值])")
OPEN_ENDED = re.compile(r"^[，,：:]?(?:主要|如|例如|包含|包括)")
ALL_GROUPS = re.compile(r"以下(?:几个)?方面|如下(?:几个)?方面|下列方面")
MAY_BE_INCOMPLETE = "所列各项可能不完整，无法确定合计关系"


@dataclass(frozen=True, slots=True)
class PartList:
    """A total with the figures listed under it.

    Attributes:
        total: The total.
        parts: Its parts, in order.
        is_open: The words say that not all parts are listed.
        is_certain: The words leave no doubt that all parts are listed.
    """

    total: Figure
    parts: tuple[Figure, ...]
    is_open: bool
    is_certain: bool


def part_relations(passage: Passage) -> Iterator[Relation]:
    """Yield the totals of a passage with their parts."""
    for found in MARKER.finditer(passage.text):
        for listed in _lists_at(passage, found):
            yield from sum_relations(listed)
    yield from _closing_totals(passage)
    yield from _added_budgets(passage)


def sum_relations(listed: PartList) -> Iterator[Relation]:
    """Yield what a list of parts says about its total."""
    rule = rule_of(listed.total, listed.parts)
    terms = [term(part, prefix="其中：") for part in listed.parts]
    at_least = relation(rule, Shape.AT_LEAST, listed.total, terms, confidence=0.7)
    if len(terms) < 2 or listed.is_open or _overlap(listed.parts):
        if len(terms) == 1 or not _overlap(listed.parts):
            yield at_least
        return
    proposed = relation(rule, Shape.SUM, listed.total, terms)
    yield proposed if listed.is_certain else hedge(proposed, MAY_BE_INCOMPLETE)


def rule_of(total: Figure, parts: Sequence[Figure]) -> str:
    """Return the code of the rule that a total and its parts come under."""
    words = load_text_words()
    named = total.lead + "".join(part.lead for part in parts)
    if total.fact.kind is Kind.COUNT:
        is_staff = words.any_in("staff_total", total.lead + total.tail) and "行政" in named
        return "A09" if is_staff else "A17"
    if any(words.any_in("function_words", part.lead) for part in parts):
        return "A14"
    is_project = "项目支出" in total.lead or "项目经费" in total.lead
    return "A15" if is_project or sum("项目" in part.lead for part in parts) > len(parts) / 2 else "A17"


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
    fits = all(s is None or is_budget(p) for p, s in ((p, p.fact.stage) for p in parts)) and len(stages) == 1
    return tuple(parts) if is_only and fits else ()


def _lists_at(passage: Passage, marker: re.Match[str]) -> Iterator[PartList]:
    before = [f for f in passage.figures if f.end <= marker.start()]
    scope = _scope(passage, marker)
    if not before or not scope or before[-1].sentence != scope[0].sentence:
        return
    totals = _totals(before, scope[0].depth)
    opened = _is_open(passage, marker, scope)
    for total in totals:
        if any(figure.role is Role.VAGUE and figure.is_like(total) for figure in scope):
            return
        parts = of_stage(additive(scope, total), total, is_only=len(totals) == 1)
        if parts and not total.is_explained:
            yield PartList(total, parts, opened, _is_certain(total, parts, scope))


def _scope(passage: Passage, marker: re.Match[str]) -> tuple[Figure, ...]:
    """Return the figures at the level of the marker, up to the end of its sentence or bracket."""
    after = [figure for figure in passage.figures if figure.start >= marker.end()]
    if not after:
        return ()
    depth = _depth_at(passage.text, marker.start(), after[0])
    nested = [m for m in MARKER.finditer(passage.text, marker.end()) if m.group() == "其中"]
    scope = []
    for figure in after:
        if figure.sentence != after[0].sentence or figure.depth < depth:
            break
        if figure.depth == depth and not _is_nested(figure, nested, passage.text, depth):
            scope.append(figure)
    return tuple(scope)


def _depth_at(text: str, position: int, first: Figure) -> int:
    between = text[position : first.start]
    return first.depth - len(re.findall(r"[（(〔\[【]", between)) + len(re.findall(r"[）)〕\]】]", between))


def _is_nested(figure: Figure, nested: Sequence[re.Match[str]], text: str, depth: int) -> bool:
    """Return whether a figure belongs to an inner 其中: all up to the next semicolon, as the words run."""
    for inner in nested:
        between = text[inner.end() : figure.start]
        if inner.end() <= figure.start and not re.search("[；;。）)]", between):
            return True
    return False


def _totals(before: Sequence[Figure], depth: int) -> tuple[Figure, ...]:
    """Return the last total before a marker, and the totals of other stages in its clause."""
    plain = [f for f in before if f.role is Role.PLAIN and f.depth <= depth and f.sentence == before[-1].sentence]
    if not plain:
        return ()
    last = plain[-1]
    totals = {last.fact.stage: last}
    for figure in reversed(plain[:-1]):
        if figure.group != last.group or not figure.is_like(last) or figure.fact.stage in totals or not figure.fact.stage:
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
    if len(shares) == len(parts) and abs(sum(s.fact.value for s in shares) - 100) <= 1:
        return True
    if are_counterparts(parts):
        return True
    return len(parts) >= 3 and (total.fact.kind is Kind.AMOUNT or _is_total(total))


def _is_total(total: Figure) -> bool:
    return load_text_words().any_in("total", total.clause)


def are_counterparts(parts: Sequence[Figure]) -> bool:
    """Return whether the parts are known to make up a whole, e.g. 基本支出 and 项目支出."""
    for group in load_text_words().complementary:
        named = [next((word for word in group if word in part.clause + part.tail[:6]), None) for part in parts]
        if None not in named and len(set(named)) == len(group):
            return True
    return False


def _overlap(parts: Sequence[Figure]) -> bool:
    return any(load_text_words().any_in("overlapping", part.clause + part.tail[:4]) for part in parts)


def _closing_totals(passage: Passage) -> Iterator[Relation]:
    """Totals told after their parts: "A a、B b，合计T"."""
    pattern = load_text_words().total_at_end
    for sentence in passage.sentences:
        for at, total in enumerate(sentence):
            found = pattern.search(total.clause)
            if at < 2 or found is None or total.role is not Role.PLAIN or total.depth:
                continue
            run = [f for f in sentence[:at] if f.depth == 0]
            parts = of_stage(additive(run, total), total, is_only=True)
            if len(parts) < 2 or "其中" in "".join(f.lead for f in run) or any(f.role is Role.VAGUE for f in run):
                continue
            proposed = relation(rule_of(total, parts), Shape.SUM, total, [term(part) for part in parts])
            yield hedge(proposed, MAY_BE_INCOMPLETE)


def _added_budgets(passage: Passage) -> Iterator[Relation]:
    """Initial budget and what was added make the full-year budget."""
    for sentence in passage.sentences:
        staged: dict[Stage | None, list[Figure]] = {}
        for figure in sentence:
            if figure.role is Role.PLAIN and figure.fact.kind is Kind.AMOUNT and not figure.is_explained:
                staged.setdefault(figure.fact.stage, []).append(figure)
        picked = [staged.get(s, []) for s in (Stage.INITIAL_BUDGET, Stage.ADDED_BUDGET, Stage.FULL_YEAR_BUDGET)]
        if all(len(figures) == 1 for figures in picked):
            initial, added, full = (figures[0] for figures in picked)
            proposed = relation("A17", Shape.SUM, full, [term(initial), term(added)], confidence=0.9)
            yield hedge(proposed, "可能还有调减等其他变动，无法确定合计关系")
