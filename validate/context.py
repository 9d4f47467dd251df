"""What a rule may look at: the reports of one submission, indexed; it never sees a file."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..schemas.records import (
        Cell,
        Fact,
        Form,
        Report,
        ResultRow,
        ScoreRow,
        Source,
        Stage,
        Submission,
        Table,
    )
    from .registry import Parameters


class ReportView:
    """One report with its facts indexed by cell, table, row and indicator."""

    def __init__(self, report: Report) -> None:
        self.report = report

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All facts of the report."""
        return self.report.facts

    @cached_property
    def _by_cell(self) -> Mapping[tuple[int, int, int], list[Fact]]:
        index: dict[tuple[int, int, int], list[Fact]] = defaultdict(list)
        for fact in self.report.facts:
            place = fact.source
            if place.table is not None and place.row is not None and place.column is not None:
                index[(place.table, place.row, place.column)].append(fact)
        return index

    @cached_property
    def _by_row(self) -> Mapping[tuple[int, int], list[Fact]]:
        index: dict[tuple[int, int], list[Fact]] = defaultdict(list)
        for (table, row, _), facts in self._by_cell.items():
            index[(table, row)].extend(facts)
        return index

    @cached_property
    def _by_table(self) -> Mapping[int, list[Fact]]:
        index: dict[int, list[Fact]] = defaultdict(list)
        for (table, _, _), facts in self._by_cell.items():
            index[table].extend(facts)
        return index

    @cached_property
    def _by_paragraph(self) -> Mapping[int, list[Fact]]:
        index: dict[int, list[Fact]] = defaultdict(list)
        for fact in self.report.facts:
            if fact.source.paragraph is not None:
                index[fact.source.paragraph].append(fact)
        return index

    def in_cell(self, table: int, row: int, column: int) -> list[Fact]:
        """Return the facts of the cell whose top left corner is given."""
        return self._by_cell.get((table, row, column), [])

    def in_row(self, table: int, row: int, indicator: str | None = None) -> list[Fact]:
        """Return the facts of the cells that begin in a row, optionally only those of one indicator."""
        facts = self._by_row.get((table, row), [])
        return [f for f in facts if indicator is None or f.indicator == indicator]

    def in_table(self, table: int) -> list[Fact]:
        """Return the facts of a table."""
        return self._by_table.get(table, [])

    def in_paragraph(self, paragraph: int) -> list[Fact]:
        """Return the facts of a paragraph, in order."""
        return self._by_paragraph.get(paragraph, [])

    def find(self, indicator: str, stage: Stage | None = None, table: int | None = None) -> list[Fact]:
        """Return the facts of an indicator, optionally at one stage or in one table."""
        pool = self.report.facts if table is None else self.in_table(table)
        return [f for f in pool if f.indicator == indicator and stage in (None, f.stage)]

    def forms(self, *kinds: str) -> Iterator[Form]:
        """Yield the forms of the given kinds, all forms if none is given."""
        return (form for form in self.report.forms if not kinds or form.kind in kinds)

    def form_of(self, table: int) -> Form | None:
        """Return the form in a table."""
        return next((form for form in self.report.forms if form.table == table), None)

    def scores(self, table: int) -> list[ScoreRow]:
        """Return the indicator rows of a table."""
        return [row for row in self.report.scores if row.table == table]

    def results(self, table: int) -> list[ResultRow]:
        """Return the unit rows of a result notice's list."""
        return [row for row in self.report.results if row.table == table]

    def table(self, number: int) -> Table:
        """Return a table by its number."""
        return next(table for table in self.report.document.tables if table.number == number)

    def cell(self, table: int, row: int, column: int) -> Cell | None:
        """Return the cell whose top left corner is given; None if no cell begins there."""
        cells = self.table(table).cells
        return next((cell for cell in cells if (cell.row, cell.column) == (row, column)), None)

    def words_around(self, fact: Fact, reach: int) -> tuple[str, str]:
        """Return up to `reach` characters before and after a number, in its cell or paragraph."""
        place = fact.source
        text = ""
        if place.paragraph is not None:
            paragraphs = self.report.document.paragraphs
            text = next((p.text for p in paragraphs if p.number == place.paragraph), "")
        elif place.table is not None and (cell := self.cell(place.table, place.row or 0, place.column or 0)):
            text = cell.text
        start, end = place.start or 0, place.end or 0
        return text[max(0, start - reach) : start], text[end : end + reach]

    def field(self, form: Form, name: str) -> tuple[str, Source] | None:
        """Return (value, place) of a form's key-value cell, e.g. project_name."""
        return next(((value, place) for field, value, place in form.fields if field == name), None)


@dataclass(frozen=True)
class Context:
    """One submission as rules see it.

    Attributes:
        submission: The reports that are checked against each other.
        parameters: Thresholds and words of the rule that is being run (rules.yaml).
    """

    submission: Submission
    parameters: Parameters

    @cached_property
    def reports(self) -> tuple[ReportView, ...]:
        """The reports, indexed."""
        return tuple(ReportView(report) for report in self.submission.reports)

    def with_parameters(self, parameters: Parameters) -> Context:
        """Return the same submission for another rule; the indexes are shared, not built again."""
        other = Context(self.submission, parameters)
        other.__dict__["reports"] = self.reports
        return other
