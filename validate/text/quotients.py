"""Quotients that are written out: "三公经费控制率=8.63/9.5×100%=90.84%", "得14分，得分率93.33%"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ...schemas.records import Kind
from ..relation import Shape
from .passage import Role
from .proposing import holds, relation, same_value, term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..relation import Relation, Term
    from .passage import Figure, Passage

OVER = re.compile(r"[^\d,，。；;=＝+＋\-－*×]{0,4}[)）]?\s*[/÷／]\s*[(（]?")
TIMES_100 = re.compile(r"[^\d,，。；;=＝+＋\-－]{0,4}[)）\]】]?\s*(?:[*×xX]\s*100\s*[%％]?\s*)?[=＝≈]\s*")
FRESH = ("=", "＝", "：", ":", "，", ",", "。", "；", ";", "(", "（", "[", "【")
EQUALS = ("=", "＝")
MINUS = re.compile(r"[^\d,，。；;=＝*×/÷]{0,4}[-－—–−]\s*")
CLOSED_OVER = re.compile(r"[^\d,，。；;=＝]{0,4}[)）\]】]\s*[/÷／]\s*")
RULES = (  # words of the rate's name, the rule that its quotient comes under
    (re.compile("三公"), "R03"),
    (re.compile("在职|人员控制"), "R02"),
    (re.compile("公用"), "R12"),
    (re.compile("采购"), "R11"),
    (re.compile("固定资产"), "R09"),
)
SCORE_RATE = re.compile(r"得分率(?:为|是|达)?$")
SCORED = re.compile(r"得分?(?:为|是)?$")


def quotient_relations(passage: Passage) -> Iterator[Relation]:
    """Yield the quotients that a passage spells out."""
    figures = passage.figures
    for at, rate in enumerate(figures):
        if rate.fact.kind is Kind.PERCENT:
            yield from _spelled_out(passage, at)
            if at > 1 and SCORE_RATE.search(rate.clause):
                yield from _score_rate(rate, figures[at - 1], figures[at - 2])


def _is_fresh(text: str, at: int) -> bool:
    """Return whether nothing but a mark, and perhaps a bracket, stands right before a place."""
    before = text[:at].rstrip()
    before = before[:-1].rstrip() if before.endswith(("(", "（")) else before
    return not before or before.endswith(FRESH)


def _spelled_out(passage: Passage, at: int) -> Iterator[Relation]:
    """Read "(a/b)×100%=z%", where nothing else stands in the quotient."""
    figures, text = passage.figures, passage.text
    rate, before = figures[at], [f for f in figures[:at] if f.sentence == figures[at].sentence]
    if before and before[-1].fact.text.strip() in ("100%", "100％", "100") and len(before) > 2:
        before = before[:-1]
    if len(before) < 2:
        return
    top, bottom = before[-2], before[-1]
    if len(before) > 2:
        yield from _of_difference(text, (*before[-3:], rate))
    is_fresh = top.fact.text.startswith(EQUALS) or _is_fresh(text, top.start)
    is_quotient = is_fresh and OVER.fullmatch(text[top.end : bottom.start])
    if is_quotient and TIMES_100.fullmatch(text[bottom.end : rate.start]):
        name = re.split("[。；;]", text[: top.start])[-1]
        rule = next((code for words, code in RULES if words.search(name)), "R06")
        operands = [_as_counted(term(f)) if rule == "R02" else term(f) for f in (top, bottom)]
        yield relation(rule, Shape.RATIO, rate, operands[:1], base=tuple(operands[1:]))


def _of_difference(text: str, figures: Sequence[Figure]) -> Iterator[Relation]:
    """Read "(a-b)/b×100%=z%"."""
    new, old, base, rate = figures
    is_difference = MINUS.fullmatch(text[new.end : old.start]) and CLOSED_OVER.fullmatch(
        text[old.end : base.start]
    )
    if is_difference and same_value(old, base) and TIMES_100.fullmatch(text[base.end : rate.start]):
        name = re.split("[。；;]", text[: new.start])[-1]
        change = relation(
            "R04" if "三公" in name else "R08", Shape.CHANGE, rate, [term(new)], base=(term(base),)
        )
        falling = replace(change, negative=True)
        yield falling if holds(falling) and not holds(change) else change


def _as_counted(operand: Term) -> Term:
    """Persons written without 人 are no rounded figures."""
    return replace(operand, fact=replace(operand.fact, kind=Kind.COUNT))


def _score_rate(rate: Figure, score: Figure, marks: Figure) -> Iterator[Relation]:
    """Read "权重15分，得分14分，得分率93.33%"."""
    are_scores = score.fact.kind is marks.fact.kind is Kind.SCORE and score.role is marks.role is Role.PLAIN
    is_near = (score.sentence, score.group) == (marks.sentence, marks.group) == (rate.sentence, rate.group)
    if are_scores and is_near and SCORED.search(score.clause) and not SCORED.search(marks.clause):
        yield relation("R06", Shape.RATIO, rate, [term(score)], base=(term(marks),))
