"""Totals of a table that no catalogue knows: which rows and columns its own labels say add up.

Hypotheses come from labels and layout only (合计, codes, outline numbers, 其中), so that a total that
fails is still seen; the figures then say how sure a hypothesis is. Where the layout leaves a choice
nothing is proposed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ...schemas.labels import clean_label
from ..precision import base_value
from .outline import OUTLINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from ...schemas.records import Fact
    from .panels import Line, Panel

PLAIN_LEVEL = 10
PART = re.compile(r"[（(]?其中|^#")
LESS = re.compile("(?<![（(])减[：:]")
OPENING = re.compile("[：:]$")  # of a row without figures: those below it are its own
SUBTOTAL = re.compile(r"小计$|(?<=..)[合总]计$")
YEAR_TOTAL = re.compile("本年(?:收入|支出)合计$")
CARRIED = re.compile("结转|结余|弥补")  # what final accounts add to the income or expenditure of the year


class Nature(StrEnum):
    """What makes rows add up."""

    FLAT = "flat"  # 合计 over plain rows
    BALANCE = "balance"  # 总计 over 本年收入合计 and what was carried over
    NESTED = "nested"  # 合计 over the outermost of rows that have children
    PARENT = "parent"  # a numbered or coded row over its children
    CROSS = "cross"  # a 合计 column over the columns beside it


@dataclass(frozen=True, slots=True)
class Footing:
    """A total with what should make it up, as figures, and the place they share."""

    nature: Nature
    column: int
    label: str
    total: Fact
    details: tuple[tuple[str, Fact], ...]

    @property
    def is_exact(self) -> bool:
        """The details add exactly to the total."""
        return base_value(self.total) == sum(self.addends)

    @property
    def addends(self) -> tuple[Fraction, ...]:
        """The details in base units, each with the sign it is added with."""
        return tuple(weight_of(label, fact) * base_value(fact) for label, fact in self.details)

    @property
    def is_blank(self) -> bool:
        """Nothing but zeros: neither for nor against the hypothesis."""
        return not self.total.value and not any(fact.value for _, fact in self.details)


def weight_of(label: str, fact: Fact) -> int:
    """Return -1 for a figure that its label takes off ("减：库存股") and that is printed without a sign, else 1."""
    return -1 if LESS.search(label) and fact.value > 0 else 1


def is_total(label: str, totals: frozenset[str]) -> bool:
    """Return whether a row or column label is a grand total: 合计, 总 计."""
    return clean_label(label) in totals


def is_subtotal(label: str) -> bool:
    """Return whether a label is a total of some rows: 小计, 本年支出合计."""
    return SUBTOTAL.search(clean_label(label)) is not None


def level(line: Line) -> int:
    """Return how deep a row is nested, by its code or outline number; PLAIN_LEVEL if it has neither."""
    if line.code:
        return len(line.code)
    return next((n for n, mark in enumerate(OUTLINE) if mark.match(line.label)), PLAIN_LEVEL)


def row_footings(panel: Panel, columns: Sequence[int], totals: frozenset[str]) -> Iterator[Footing]:
    """Yield what the row labels of a panel say, once per column."""
    for nature, total, details in _row_hypotheses(panel.lines, totals):
        for column in columns:
            figures = tuple((line.label, line.figures[column]) for line in details if column in line.figures)
            if column in total.figures and figures:
                yield Footing(nature, column, total.label, total.figures[column], figures)


def _row_hypotheses(
    lines: Sequence[Line], totals: frozenset[str]
) -> Iterator[tuple[Nature, Line, Sequence[Line]]]:
    kinds = [_kind(line, totals) for line in lines]
    for at, line in enumerate(lines):
        if kinds[at] == "total":
            nature, details = _grand(lines, kinds, at)
        elif kinds[at] == "subtotal":
            nature, details = _subtotal(lines, kinds, at)
        else:
            nature, details = Nature.PARENT, _children(lines, kinds, at)
        if len(details) > 1:
            yield nature, line, details


def _kind(line: Line, totals: frozenset[str]) -> str:
    labels = [stub for stub in line.stubs if stub]
    if any(is_total(label, totals) and not clean_label(label).endswith("小计") for label in labels):
        return "total"
    return "subtotal" if any(is_subtotal(label) for label in labels) else ""


def _grand(lines: Sequence[Line], kinds: Sequence[str], at: int) -> tuple[Nature, Sequence[Line]]:
    """The rows of a grand total: all above it, or all below where it comes first."""
    others = [n for n, kind in enumerate(kinds) if kind == "total" and n != at]
    above = range(max([n for n in others if n < at], default=-1) + 1, at)
    below = range(at + 1, min([n for n in others if n > at], default=len(lines)))
    if len(above) > 0 and len(below) > 0:
        return Nature.FLAT, ()
    pool = above or below
    subtotals = [n for n in pool if kinds[n] == "subtotal"]
    if not subtotals:
        return _outermost([lines[n] for n in pool])
    if above and subtotals[0] != pool[0]:
        return _over_subtotals(lines, subtotals, range(subtotals[-1] + 1, at))
    return Nature.NESTED, [lines[n] for n in subtotals] if below and subtotals[0] == pool[0] else ()


def _over_subtotals(
    lines: Sequence[Line], subtotals: Sequence[int], rest: range
) -> tuple[Nature, Sequence[Line]]:
    """The subtotals above a grand total and the rows after the last of them, which belong to none.

    本年收入合计 with what was carried over makes the 总计 of every final account.
    """
    after = [lines[n] for n in rest]
    if not after:
        return Nature.NESTED, [lines[n] for n in subtotals]
    found = [lines[n] for n in subtotals] + list(_outermost(after)[1])
    is_balance = len(subtotals) == 1 and YEAR_TOTAL.match(clean_label(lines[subtotals[0]].label))
    is_carried = all(CARRIED.search(line.label) and level(line) == PLAIN_LEVEL for line in after)
    return (Nature.BALANCE if is_balance and is_carried else Nature.NESTED), found


def _subtotal(lines: Sequence[Line], kinds: Sequence[str], at: int) -> tuple[Nature, Sequence[Line]]:
    """The rows above a subtotal, back to the total or subtotal before it, or to where a part of the table opens."""
    start = max([n for n in range(at) if kinds[n]], default=-1) + 1
    start = max([start, *(n for n in range(start, at) if OPENING.search(lines[n].opening))])
    nature, details = _outermost(lines[start:at])
    return (Nature.NESTED if start and nature is Nature.FLAT else nature), details


def _outermost(pool: Sequence[Line]) -> tuple[Nature, Sequence[Line]]:
    """Leave out children: deeper numbers, and 其中 rows; rows after a 其中 may be either, so then none."""
    levels = {level(line) for line in pool}
    parts = [n for n, line in enumerate(pool) if PART.match(line.label)]
    if len(levels) > 1 and all(line.code for line in pool):
        return Nature.FLAT, _outermost_codes(pool)
    if len(levels) > 1:
        shallow = min(levels)
        is_mixed = PLAIN_LEVEL in levels and shallow >= len(OUTLINE) and not pool[0].code
        kept = [line for line in pool if level(line) == shallow and not PART.match(line.label)]
        return Nature.NESTED, [] if is_mixed else kept
    if not parts:
        return Nature.FLAT, pool
    is_open = any(n + 1 < len(pool) and n + 1 not in parts for n in parts) and levels == {PLAIN_LEVEL}
    return Nature.NESTED, [] if is_open else [line for n, line in enumerate(pool) if n not in parts]


def _outermost_codes(pool: Sequence[Line]) -> Sequence[Line]:
    """The rows of the shortest codes; none if some row is no part of them."""
    shallow = min(map(level, pool))
    outer = [line for line in pool if level(line) == shallow]
    tops = {line.code for line in outer}
    return outer if all(line.code[:shallow] in tops for line in pool) else ()


def _children(lines: Sequence[Line], kinds: Sequence[str], at: int) -> Sequence[Line]:
    """The direct children right below a coded or numbered row."""
    parent = level(lines[at])
    if parent == PLAIN_LEVEL or kinds[at]:
        return ()
    found: list[Line] = []
    for n in range(at + 1, len(lines)):
        if level(lines[n]) <= parent or kinds[n]:
            break
        found.append(lines[n])
    if lines[at].code:
        found = [line for line in found if line.code.startswith(lines[at].code)]
    shallow = min((level(line) for line in found), default=PLAIN_LEVEL)
    if shallow == PLAIN_LEVEL or level(found[0]) != shallow or PART.match(found[0].label):
        return ()
    return [line for line in found if level(line) == shallow]


def column_footings(panel: Panel, columns: Sequence[int], totals: frozenset[str]) -> Iterator[list[Footing]]:
    """Yield, for every 合计 column, its rows over the columns beside it; readings of one column in turn."""
    heads = [c for c in columns if any(panel.headers[c].endswith(word) for word in totals)]
    for head in heads:
        right = [c for c in columns if c > head]
        left = [c for c in columns if c < head]
        for run in (_until(right, heads), _until(left[::-1], heads), right, left):
            beside = _without_parts(run, panel)
            if len(beside) > 1:
                yield [f for line in panel.lines if (f := _crossing(line, head, beside, panel)) is not None]


def _until(columns: Sequence[int], heads: Sequence[int]) -> list[int]:
    found: list[int] = []
    for column in columns:
        if column in heads:
            break
        found.append(column)
    return sorted(found)


def _without_parts(columns: Sequence[int], panel: Panel) -> list[int]:
    """Leave out 其中 columns, unless 其中 stands over all of them."""
    kept = [column for column in columns if "其中" not in panel.headers[column]]
    return kept or list(columns)


def _crossing(line: Line, head: int, beside: Sequence[int], panel: Panel) -> Footing | None:
    figures = tuple((panel.headers[c][-12:], line.figures[c]) for c in beside if c in line.figures)
    if head not in line.figures or len(figures) < 2:
        return None
    return Footing(Nature.CROSS, head, f"{line.label}{panel.headers[head][-8:]}", line.figures[head], figures)
