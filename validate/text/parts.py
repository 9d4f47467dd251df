"""Totals and their parts: "合计T，其中：A a，B b", "A a、B b，合计T", initial plus added budget."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ...schemas.records import Kind, Stage
from ..precision import base_value
from ..relation import Shape
from .part_lists import additive, lists_in, of_stage
from .passage import Role
from .proposing import hedge, holds, looks_mistyped, relation, term
from .words import load_text_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..relation import Relation
    from .part_lists import PartList
    from .passage import Figure, Passage

# What may stand before 合计 when it closes a list; "资产总额" names something of its own.
BARE_TOTAL = re.compile(r"\s*(?:以上|上述)?(?:[两二三四五六七八九十]+[项年个])?(?:全年|总|年度)?")
ADDED_UP = (Stage.INITIAL_BUDGET, Stage.ADDED_BUDGET, Stage.FULL_YEAR_BUDGET)
# How far parts may fall short of a total before something else is more likely left out than mistyped:
# judgement, not measurement; a part below a fiftieth of its total is rarely left out.
CLOSE = Fraction(1, 50)
NEARLY_ALL = Fraction(1, 10)
ADJUSTED = re.compile("调增|调减|(?:追加|调整)(?:预算|资金|经费)?(?:增加|减少)")
SEVERAL = 3  # so many parts and their total near each other are no chance
ABOUT = Fraction(1, 4)  # things listed that come so near their total are hardly some of many
MAY_BE_INCOMPLETE = "所列各项可能不完整，无法确定合计关系"
MAY_BE_CUT = "可能还有调减等其他变动，无法确定合计关系"


def part_relations(passage: Passage) -> Iterator[Relation]:
    """Yield the totals of a passage with their parts."""
    for listed in lists_in(passage):
        yield from sum_relations(listed)
    yield from _closing_totals(passage)
    yield from _added_budgets(passage)


def sum_relations(listed: PartList) -> Iterator[Relation]:
    """Yield what a list of parts says about its total.

    A list that may be incomplete is believed if it adds up, if it exceeds its total by no more than what a
    second list beside it would, or falls short of it by very little, or if one slip of the pen explains the
    difference; else the relation is deferred.
    """
    rule = rule_of(listed.total, listed.parts)
    terms = [term(part, prefix="其中：") for part in listed.parts]
    if len(terms) < 2 or listed.is_open:
        if len(terms) == 1 or not listed.is_hint:
            yield relation(rule, Shape.AT_LEAST, listed.total, terms, confidence=0.7)
        return
    proposed = relation(rule, Shape.SUM, listed.total, terms)
    if listed.is_certain or holds(proposed):
        yield proposed
    elif not listed.is_hint and _is_credible(listed, proposed):
        # a project is easily left out of a list, and so is one of a few things counted
        is_sure = len(terms) >= SEVERAL and rule != "A15" and listed.total.fact.kind is not Kind.COUNT
        yield proposed if is_sure else replace(proposed, confidence=0.8)
    elif not listed.is_hint:
        yield replace(proposed, missing=MAY_BE_INCOMPLETE)


def _is_credible(listed: PartList, proposed: Relation) -> bool:
    """Return whether a list that does not add up is rather wrong than incomplete."""
    total = base_value(listed.total.fact)
    added = sum((base_value(part.fact) for part in listed.parts), Fraction(0))
    if listed.total.fact.kind is Kind.COUNT:
        is_named = load_text_words().total_name.search(listed.total.clause) is not None
        is_near = is_named and len(listed.parts) >= SEVERAL and abs(added - total) <= total * NEARLY_ALL
        is_about = abs(added - total) <= total * ABOUT
        is_of_persons = load_text_words().any_in("persons", listed.total.fact.unit or "")
        if is_about and added < total and not is_of_persons:
            return True
        return is_near or ((is_about or len(listed.parts) > SEVERAL) and looks_mistyped(proposed))
    return -total * ABOUT <= total - added <= total * CLOSE or looks_mistyped(proposed)


def rule_of(total: Figure, parts: Sequence[Figure]) -> str:
    """Return the code of the rule that a total and its parts come under."""
    words = load_text_words()
    named = total.lead + "".join(part.lead for part in parts)
    if total.fact.kind is Kind.COUNT:
        is_staff = words.any_in("staff_total", total.lead + total.tail) and "行政" in named
        return "A09" if is_staff else "A17"
    if any(words.any_in("function_words", part.lead + part.fact.label) for part in parts):
        return "A14"
    is_project = "项目支出" in total.lead or "项目经费" in total.lead
    return "A15" if is_project or sum("项目" in part.lead for part in parts) > len(parts) / 2 else "A17"


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
            is_other = "其中" in "".join(f.lead for f in run[1:]) or any(f.role is Role.VAGUE for f in run)
            if len(parts) < 2 or is_other:
                continue
            proposed = relation(rule_of(total, parts), Shape.SUM, total, [term(part) for part in parts])
            if holds(proposed):
                yield proposed
            elif BARE_TOTAL.fullmatch(total.clause[: found.start()]):
                yield hedge(proposed, MAY_BE_INCOMPLETE)


def _added_budgets(passage: Passage) -> Iterator[Relation]:
    """Initial budget and what was added make the full-year budget."""
    for sentence in passage.sentences:
        amounts = [f for f in sentence if f.fact.kind is Kind.AMOUNT and not f.is_explained]
        plain = [f for f in amounts if f.role is Role.PLAIN]
        picked = [[f for f in plain if f.fact.stage is stage] for stage in ADDED_UP]
        picked[1] = picked[1] or [f for f in amounts if f.role is Role.DELTA and ADJUSTED.search(f.clause)]
        picked[0] = picked[0] or [f for f in plain if f.fact.stage is Stage.BUDGET]
        if all(len(figures) == 1 for figures in picked):
            initial, added, full = (figures[0] for figures in picked)
            if not initial.start < added.start < full.start and added.role is Role.DELTA:
                continue
            terms = [term(initial), term(added, -1 if added.is_falling else 1)]
            yield hedge(relation("A17", Shape.SUM, full, terms, confidence=0.9), MAY_BE_CUT)
