"""What stands around a figure: the neighbours that it may be copied from, and blank cells."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from statistics import median_low
from typing import TYPE_CHECKING

from ..evaluate import relation_facts
from ..precision import base_value, dimension, scale
from .candidates import cost_of, digits, load_causes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...schemas.records import Cell, Fact, Kind, Source
    from ..context import ReportView
    from ..precision import Precision
    from ..relation import Relation
    from .candidates import Candidate

COPIED = "copied"
TELLING_DIGITS = 3  # a shorter figure is printed elsewhere by chance
LEAST_ALIKE = 5  # figures of one kind and unit that show how such figures are made
REACH = 2  # lines beyond the outermost figure of a sum where a blank may belong to it
HABIT = 0.25  # where more of two neighbouring lines agree, one more agreement tells nothing


class Surroundings:
    """The tables of a submission by cell; indexes are built when first asked for."""

    def __init__(self, reports: Sequence[ReportView], precision: Precision) -> None:
        self._reports = reports
        self.precision = precision

    @cached_property
    def _lines(self) -> Mapping[tuple[str, str, int, int], list[Fact]]:
        """Figures by (document, "row" or "column", table, number), in order."""
        lines: dict[tuple[str, str, int, int], list[Fact]] = defaultdict(list)
        for fact in (f for view in self._reports for f in view.facts):
            place = fact.source
            if place.table is not None and place.row is not None and place.column is not None:
                lines[(place.document, "row", place.table, place.row)].append(fact)
                lines[(place.document, "column", place.table, place.column)].append(fact)
        for (_, way, _, _), line in lines.items():
            line.sort(key=lambda f: (f.source.column if way == "row" else f.source.row) or 0)
        return lines

    @cached_property
    def _mentions(self) -> Mapping[tuple[str | None, Fraction], list[Fact]]:
        """Figures by what they amount to."""
        found: dict[tuple[str | None, Fraction], list[Fact]] = defaultdict(list)
        for fact in (f for view in self._reports for f in view.facts):
            found[(dimension(fact), base_value(fact))].append(fact)
        return found

    def weighed(self, candidate: Candidate, relation: Relation) -> Candidate:
        """Return a candidate with what other figures say for and against it.

        It may be copied from beside, above or below; the printed or the proposed figure may stand elsewhere.
        """
        fact, extra = candidate.term.fact, candidate.cost - cost_of(candidate.shape)
        is_copied = cost_of(COPIED) + extra < candidate.cost and self._is_copied(fact)
        shape = COPIED if is_copied else candidate.shape
        cost = cost_of(shape) + extra
        agreeing = Decimal(load_causes()["agreeing_mention"])
        if not is_copied and self._is_elsewhere(fact, fact.value, relation):
            cost += agreeing
        if self._is_elsewhere(fact, candidate.value, relation):
            cost -= agreeing
        cost -= Decimal(load_causes()["better_make"]) * self._better(fact, candidate.value)
        return replace(candidate, shape=shape, cost=cost)

    @cached_property
    def _makes(self) -> Mapping[tuple[str, Kind, str | None], tuple[int, int]]:
        """Usual size (power of ten) and usual decimals of figures by document, kind and unit."""
        found: dict[tuple[str, Kind, str | None], list[Fact]] = defaultdict(list)
        for fact in (f for view in self._reports for f in view.facts if f.value):
            found[(fact.source.document, fact.kind, fact.unit)].append(fact)
        return {
            key: (median_low(f.value.adjusted() for f in facts), median_low(f.decimals for f in facts))
            for key, facts in found.items()
            if len(facts) >= LEAST_ALIKE
        }

    def _better(self, fact: Fact, value: Decimal) -> int:
        """Return 1 where the proposed figure is made more like its kind than the printed one, -1 where less."""
        usual = self._makes.get((fact.source.document, fact.kind, fact.unit))
        if usual is None or not value or not fact.value:
            return 0
        size, decimals = usual
        gain = abs(fact.value.adjusted() - size) - abs(value.adjusted() - size)
        gain = gain or (fact.decimals != decimals >= -int(value.as_tuple().exponent))
        return (gain > 0) - (gain < 0)

    def _is_elsewhere(self, fact: Fact, value: Decimal, relation: Relation) -> bool:
        """Return whether a long figure is also printed where the relation does not look."""
        if digits(value) < TELLING_DIGITS:
            return False
        own = {f.source for f in relation_facts(relation)}
        found = self._mentions.get((dimension(fact), Fraction(value) * scale(fact)), ())
        return any(other.source not in own for other in found)

    def _is_copied(self, fact: Fact) -> bool:
        place = fact.source
        if not fact.value or place.table is None or place.row is None or place.column is None:
            return False
        row = self._lines[(place.document, "row", place.table, place.row)]
        column = self._lines[(place.document, "column", place.table, place.column)]
        return any(
            other.value == fact.value and not self._is_habit(fact, other)
            for line in (row, column)
            for other in _beside(line, fact)
        )

    def _is_habit(self, fact: Fact, other: Fact) -> bool:
        """Return whether the lines of two neighbours often agree elsewhere, or nothing tells."""
        pairs = [p for p in self._other_pairs(fact, other) if p[0].value or p[1].value]
        return not pairs or sum(a.value == b.value for a, b in pairs) > HABIT * len(pairs)

    def _other_pairs(self, fact: Fact, other: Fact) -> list[tuple[Fact, Fact]]:
        place, beside = fact.source, other.source
        is_in_row = place.row == beside.row
        way, one, two = (
            ("column", place.column, beside.column) if is_in_row else ("row", place.row, beside.row)
        )
        lines = [
            {
                self._across(f, is_in_row): f
                for f in self._lines[(place.document, way, place.table or 0, n or 0)]
            }
            for n in (one, two)
        ]
        own = self._across(fact, is_in_row)
        return [(lines[0][n], lines[1][n]) for n in lines[0].keys() & lines[1].keys() if n != own]

    @staticmethod
    def _across(fact: Fact, is_in_row: bool) -> int:  # noqa: FBT001 - private, says which coordinate
        return (fact.source.row if is_in_row else fact.source.column) or 0

    def blanks(self, facts: Sequence[Fact]) -> Iterator[Cell]:
        """Yield the empty cells between figures of one column or row of a table, or just beyond them."""
        places = [fact.source for fact in facts]
        table = places[0].table
        if table is None or any((p.document, p.table) != (places[0].document, table) for p in places):
            return
        rows, columns = {p.row or 0 for p in places}, {p.column or 0 for p in places}
        if len(rows) > 1 and len(columns) > 1:
            return
        is_down = len(rows) > 1
        way, lines = ("column", columns) if is_down else ("row", rows)
        for cell in self._blank_cells.get((places[0].document, way, table, min(lines)), ()):
            is_near = _is_near(cell.row, rows) and _is_near(cell.column, columns)
            if is_near and self._has_figures(cell.source, by_row=is_down):
                yield cell

    @cached_property
    def _blank_cells(self) -> Mapping[tuple[str, str, int, int], list[Cell]]:
        """Empty cells by (document, "row" or "column", table, number)."""
        found: dict[tuple[str, str, int, int], list[Cell]] = defaultdict(list)
        for view in self._reports:
            for table in view.report.document.tables:
                for cell in table.cells:
                    if not cell.text.strip():
                        document = view.report.document.id
                        found[(document, "row", table.number, cell.row)].append(cell)
                        found[(document, "column", table.number, cell.column)].append(cell)
        return found

    def _has_figures(self, place: Source, *, by_row: bool) -> bool:
        """Return whether the row (column) of a cell holds figures elsewhere, as a title or a note does not."""
        way, line = ("row", place.row) if by_row else ("column", place.column)
        return (place.document, way, place.table or 0, line or 0) in self._lines

    def label(self, cell: Cell) -> str:
        """Return the words left of a cell, the nearest ones."""
        view = next(v for v in self._reports if v.report.document.id == cell.source.document)
        left = [
            c
            for c in view.table(cell.source.table or 0).cells
            if c.row <= cell.row < c.row + c.rowspan and c.column < cell.column and c.text.strip()
        ]
        words = [c for c in left if any(letter.isalpha() for letter in c.text)] or left
        return "".join(words[-1].text.split()) if words else ""


def _is_near(line: int, lines: set[int]) -> bool:
    """Return whether a line is among others, or near the outermost of several."""
    beyond = REACH if len(lines) > 1 else 0
    return min(lines) - beyond <= line <= max(lines) + beyond


def _beside(line: Sequence[Fact], fact: Fact) -> list[Fact]:
    """Return the nearest figures on both sides that measure the same."""
    at = next(n for n, other in enumerate(line) if other.source == fact.source)
    near = [line[n] for n in (at - 1, at + 1) if 0 <= n < len(line)]
    return [other for other in near if (other.kind, other.unit) == (fact.kind, fact.unit)]
