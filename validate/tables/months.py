"""Figures by month or quarter in a table, whichever way these run, with the total that they should give."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...schemas.labels import clean_label
from ...schemas.records import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...schemas.records import Fact, Table

FEWEST_NAMED = 2  # months or quarters that make a table one of them
CHINESE = {word: n for n, word in enumerate(("", *"一二三四五六七八九十", "十一", "十二"))}


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a table divides the year: the word after the number, and what names one part."""

    word: str
    pattern: re.Pattern[str]

    def part_of(self, text: str) -> int | None:
        """Return the month or quarter that a label names; None if it names none.

        >>> MONTHS.part_of("1月"), MONTHS.part_of("十二月份"), MONTHS.part_of("1-6月")
        (1, 12, None)
        >>> QUARTERS.part_of("第三季度")
        3
        """
        if self.word[0] not in text:
            return None
        found = self.pattern.fullmatch("".join(text.split()))
        return None if found is None else CHINESE.get(found[1]) or int(found[1])


MONTHS = Calendar("月", re.compile(r"(?:20\d\d年)?(1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?"))
QUARTERS = Calendar("季度", re.compile(r"(?:20\d\d年)?第?([1-4一二三四])季度"))


@dataclass(frozen=True, slots=True)
class MonthStrip:
    """One measure by month or quarter, in order, with the only total printed for it."""

    label: str
    months: tuple[tuple[int, Fact], ...]
    total: Fact


def month_strips(
    table: Table, facts: Sequence[Fact], totals: frozenset[str], calendar: Calendar = MONTHS
) -> Iterator[MonthStrip]:
    """Yield the measures of a table that are printed by month, or by quarter, with one total."""
    named = (cell for cell in table.cells if calendar.part_of(cell.text) is not None)
    if sum(cell.rowspan * cell.colspan for cell in named) < FEWEST_NAMED:
        return
    texts = _texts(table)
    months: dict[object, list[tuple[int, Fact]]] = defaultdict(list)
    sums: dict[object, list[tuple[str, Fact]]] = defaultdict(list)
    for fact in facts:
        if fact.kind in (Kind.DATE, Kind.ORDINAL) or fact.source.row is None or fact.source.column is None:
            continue
        above = _above(texts, fact.source.row, fact.source.column, calendar)
        left = _left(texts, fact.source.row, fact.source.column, calendar)
        if (month := calendar.part_of(above)) is not None and clean_label(left) not in totals:
            months[left].append((month, fact))
        elif (month := calendar.part_of(left)) is not None:
            months[fact.source.column].append((month, fact))
        elif clean_label(above) in totals:
            sums[left].append((left or above, fact))
        elif clean_label(left) in totals:
            sums[fact.source.column].append((left, fact))
            sums[None].append((left, fact))
    for measure, found in months.items():
        told = sums[measure] or (sums[None] if len(months) == 1 else [])
        if len(told) == 1:
            yield MonthStrip(told[0][0], tuple(sorted(found, key=lambda item: item[0])), told[0][1])


def _texts(table: Table) -> dict[tuple[int, int], str]:
    return {
        (row, column): "".join(cell.text.split())
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    }


def _above(texts: Mapping[tuple[int, int], str], row: int, column: int, calendar: Calendar) -> str:
    """The nearest cell above that holds a month or words."""
    above = (texts.get((r, column), "") for r in range(row - 1, -1, -1))
    return next((text for text in above if _is_label(text, calendar)), "")


def _left(texts: Mapping[tuple[int, int], str], row: int, column: int, calendar: Calendar) -> str:
    left = (texts.get((row, c), "") for c in range(column - 1, -1, -1))
    return next((text for text in left if _is_label(text, calendar)), "")


def _is_label(text: str, calendar: Calendar) -> bool:
    is_word = bool(clean_label(text)) and not any(c.isdigit() for c in text)
    return is_word or calendar.part_of(text) is not None
