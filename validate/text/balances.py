"""Balances of one sentence: "资产总额a，负债总额b，净资产c", "收入a，支出b，收支平衡"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ...schemas.records import Kind
from ..relation import Shape
from .passage import Role
from .proposing import hedge, holds, relation, term
from .words import load_text_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..relation import Relation
    from .passage import Figure, Passage
    from .words import Balance

MAY_MISS = "平衡式的各项可能没有写全，无法确定"
TOTAL = r"(?:^|总|年|年度|部门|单位|收入、)\s*{}(?:总计|合计|总额|决算数?|总数|共计?|为)*$"
INCOME, EXPENSE = re.compile(TOTAL.format("收入")), re.compile(TOTAL.format("支出"))


def balance_relations(passage: Passage) -> Iterator[Relation]:
    """Yield the balances whose members stand once each in one part of a sentence."""
    for sentence in passage.sentences:
        for group in dict.fromkeys(figure.group for figure in sentence):
            amounts = [f for f in sentence if f.group == group and _is_member(f)]
            for balance in load_text_words().balances:
                yield from _balance(amounts, balance)
            yield from _even(amounts)


def _is_member(figure: Figure) -> bool:
    return figure.fact.kind is Kind.AMOUNT and figure.role is Role.PLAIN and not figure.is_explained


def _named(figures: Sequence[Figure], name: re.Pattern[str]) -> Figure | None:
    """Return the figure that a name stands before; None if none or several are."""
    found = [figure for figure in figures if name.search(figure.clause)]
    return found[0] if len(found) == 1 else None


def _balance(amounts: Sequence[Figure], balance: Balance) -> Iterator[Relation]:
    stated = _named(amounts, balance.stated)
    if stated is None:
        return
    others = [figure for figure in amounts if figure is not stated]
    members = [_named(others, name) for name, _ in balance.terms]
    found = [member for member in members if member is not None and member.depth == stated.depth]
    if len({member.start for member in found}) < len(balance.terms):
        return
    terms = [term(member, sign) for member, (_, sign) in zip(found, balance.terms, strict=True)]
    proposed = relation("A17", Shape.SUM, stated, terms, confidence=0.8)
    is_all = len(others) == len(terms)
    if balance.is_exact or holds(proposed):
        yield proposed
    else:
        yield hedge(proposed, MAY_MISS) if is_all else replace(proposed, missing=MAY_MISS)


def _even(amounts: Sequence[Figure]) -> Iterator[Relation]:
    """Read "总收入a，总支出b，收支平衡"."""
    income, expense = _named(amounts, INCOME), _named(amounts, EXPENSE)
    if income is None or expense is None or len(amounts) != 2:
        return
    claim = amounts[-1].tail
    if any(word in claim and f"基本{word}" not in claim for word in load_text_words().lists["even"]):
        yield relation("A17", Shape.EQUAL, expense, [term(income)], confidence=0.8)
