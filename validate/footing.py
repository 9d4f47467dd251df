"""Totals of a table that no catalogue knows: which rows and columns its own labels say add up.

Hypotheses come from labels and layout only (合计, outline numbers, 其中), so that a total that
fails is still seen; figures then say how sure a hypothesis is. A row or column whose label does not
clearly belong to the sum is never added, and where the layout leaves a choice nothing is proposed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..schemas.labels import clean_label
from ..schemas.records import Kind
from .precision import base_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..schemas.records import Cell, Fact, Table

ADDED_KINDS = frozenset({Kind.AMOUNT, Kind.NUMBER, Kind.COUNT, Kind.AREA})
# Outline marks by depth: 一、 is outside （一）, which is outside 1. and （1）.
OUTLINE = (
    re.compile(r"^[一二三四五六七八九十]{1,3}[、.．]"),
    re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"^\d{1,2}[、.．](?!\d)"),
    re.compile(r"^[（(]\d{1,2}[）)]"),
    re.compile(r"^[①-⑳]"),
)
PLAIN_LEVEL = len(OUTLINE)


@dataclass(frozen=True, slots=True)
class FootingWords:
    """The words that tell totals, parts and what is never added; from rules.yaml."""

    totals: frozenset[str]
    parts: tuple[str, ...]
    not_added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its label as printed and its figures by grid column."""

    row: int
    label: str
    figures: Mapping[int, Fact] = field(default_factory=dict)
    is_total: bool = False
    is_subtotal: bool = False
    is_part: bool = False

    @property
    def level(self) -> int:
        """Depth of the outline number in the label; the deepest if it has none."""
        text = "".join(self.label.split())
        return next((n for n, mark in enumerate(OUTLINE) if mark.match(text)), PLAIN_LEVEL)


@dataclass(frozen=True, slots=True)
class Footing:
    """One total row with the rows that should make it up, and how sure that is."""

    total: Line
    details: tuple[Line, ...]


def table_lines(table: Table, facts: Sequence[Fact], words: FootingWords) -> tuple[Line, ...]:
    """Return the rows of a table with their labels and the figures that may be added."""
    by_row: dict[int, dict[int, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        if fact.kind in ADDED_KINDS and fact.source.row is not None and fact.source.column is not None:
            by_row[fact.source.row][fact.source.column].append(fact)
    cells: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        cells[cell.row].append(cell)
    return tuple(_line(row, cells[row], by_row[row], words) for row in sorted(cells))


def _line(row: int, cells: Sequence[Cell], found: Mapping[int, list[Fact]], words: FootingWords) -> Line:
    figures = {
        column: facts[0]
        for column, facts in found.items()
        if len(facts) == 1 and _is_bare(next((c.text for c in cells if c.column == column), ""), facts[0])
    }
    first = min(figures, default=max((c.column for c in cells), default=0) + 1)
    stubs = [cell.text for cell in cells if cell.column < first and clean_label(cell.text)]
    label = "".join((stubs[-1] if stubs else "").split())
    key = "".join(clean_label(stub) for stub in stubs[-1:])
    is_total = any(clean_label(stub) in words.totals for stub in stubs)
    is_subtotal = is_total and any(clean_label(stub) == "小计" for stub in stubs)
    is_subtotal = is_subtotal or (not is_total and len(key) > 2 and key.endswith(("合计", "小计")))
    is_part = any(word in label[:4] for word in words.parts)
    return Line(row, label, figures, is_total and not is_subtotal, is_subtotal, is_part)


def _is_bare(text: str, fact: Fact) -> bool:
    """Return whether a cell holds the figure and nothing else: a number inside words is no entry."""
    rest = "".join(text.split()).replace("".join(fact.text.split()), "", 1)
    return len(rest) <= 1


def amount_columns(lines: Sequence[Line], headers: Mapping[int, str], words: FootingWords) -> tuple[int, ...]:
    """Return the columns whose figures may be added: two or more of them, no rate, rank, code or price."""
    counts: dict[int, int] = defaultdict(int)
    for line in lines:
        for column in line.figures:
            counts[column] += 1
    return tuple(
        column
        for column, count in sorted(counts.items())
        if count >= 2 and not any(word in headers.get(column, "") for word in words.not_added)
    )


def column_headers(table: Table, lines: Sequence[Line]) -> dict[int, str]:
    """Return for every column the words of the header cells above its first figure, outermost first."""
    first = min((line.row for line in lines if line.figures), default=0)
    headers: dict[int, str] = {}
    for column in range(table.n_columns):
        above = [c for c in table.cells if c.row < first and c.column <= column < c.column + c.colspan]
        headers[column] = "".join("".join(c.text.split()) for c in above if c.colspan < table.n_columns)
    return headers


def footings(lines: Sequence[Line]) -> Iterator[Footing]:
    """Yield what the labels say: grand totals over their details, subtotals over theirs."""
    body = [line for line in lines if line.figures]
    for at, line in enumerate(body):
        if line.is_subtotal:
            details = _own_details(body, at)
        elif line.is_total:
            details = _grand_details(body, at)
        else:
            continue
        if len(details) >= 2:
            yield Footing(line, tuple(details))
    yield from _outline_footings(body)


def _own_details(body: Sequence[Line], at: int) -> list[Line]:
    """The rows above a subtotal, back to the total or subtotal before it."""
    details: list[Line] = []
    for line in reversed(body[:at]):
        if line.is_total or line.is_subtotal:
            break
        details.insert(0, line)
    return _outermost(details)


def _grand_details(body: Sequence[Line], at: int) -> list[Line]:
    """The rows of a grand total: all above it, or all below where it comes first."""
    others = [n for n, line in enumerate(body) if line.is_total and n != at]
    above = body[max([n for n in others if n < at], default=-1) + 1 : at]
    below = body[at + 1 : min([n for n in others if n > at], default=len(body))]
    if above and below:
        return []
    pool = above or below
    subtotals = [line for line in pool if line.is_subtotal]
    if not subtotals:
        return _outermost(pool)
    is_closed = pool[-1].is_subtotal if above else pool[0].is_subtotal
    return subtotals if is_closed else []


def _outermost(pool: Sequence[Line]) -> list[Line]:
    """Leave out children: 其中 rows with the rows that continue them, and deeper outline numbers."""
    level = min((line.level for line in pool), default=PLAIN_LEVEL)
    if level < PLAIN_LEVEL:
        return [line for line in pool if line.level == level and not line.is_part]
    kept: list[Line] = []
    is_inside = False
    for line in pool:
        is_inside = is_inside or line.is_part
        if not is_inside:
            kept.append(line)
    return [] if is_inside and pool[-1] is not pool[0] and _has_open_part(pool) else kept


def _has_open_part(pool: Sequence[Line]) -> bool:
    """A 其中 without an end: the rows after it may be children or not, so nothing is sure."""
    parts = [n for n, line in enumerate(pool) if line.is_part]
    return any(n + 1 < len(pool) and not pool[n + 1].is_part for n in parts)


def _outline_footings(body: Sequence[Line]) -> Iterator[Footing]:
    """Yield parents with numbered children right below: 一、 over （一）（二）, （一） over 1. 2."""
    for at, line in enumerate(body):
        if line.level >= PLAIN_LEVEL - 1 or line.is_total or line.is_subtotal:
            continue
        children: list[Line] = []
        for below in body[at + 1 :]:
            if below.level <= line.level or below.is_total or below.is_subtotal:
                break
            children.append(below)
        level = min((child.level for child in children), default=PLAIN_LEVEL)
        direct = [child for child in children if child.level == level and not child.is_part]
        if len(direct) >= 2 and level < PLAIN_LEVEL and children[0].level == level:
            yield Footing(line, tuple(direct))


def adds_up(footing: Footing, column: int) -> bool | None:
    """Return whether a column's figures add exactly; None if the total or all details are blank or zero."""
    total = footing.total.figures.get(column)
    details = [line.figures[column] for line in footing.details if column in line.figures]
    if total is None or not details or not any(fact.value for fact in (total, *details)):
        return None
    return base_value(total) == sum(base_value(fact) for fact in details)
