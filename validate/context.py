"""What a rule may look at: the reports of one submission, indexed; it never sees a file."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from ..schemas.records import Notice, Submission
from ..schemas.time_limit import UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    from ..schemas.profiles import Profile
    from ..schemas.records import (
        Cell,
        Fact,
        Form,
        Paragraph,
        Report,
        ResultRow,
        ScoreRow,
        Source,
        Stage,
        Table,
    )
    from .registry import Parameters

T = TypeVar("T")


class ReportView:
    """One report with its facts indexed by cell, table, row and indicator."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.notices: list[Notice] = []
        self._kept: dict[Hashable, object] = {}

    def give_up(self, place: str, text: str) -> None:
        """Say that something was not checked because it took too long."""
        self.notices.append(Notice(UNFINISHED, place, text, partial=True))

    def once(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """Return what is worked out about the report, the first time it is asked for under `key`."""
        if key not in self._kept:
            self._kept[key] = work_out()
        return cast("T", self._kept[key])

    @cached_property
    def _tables(self) -> Mapping[int, Table]:
        return {table.number: table for table in self.report.document.tables}

    @cached_property
    def _forms(self) -> Mapping[int, Form]:
        return {form.table: form for form in reversed(self.report.forms)}

    @cached_property
    def _cells(self) -> Mapping[tuple[int, int, int], Cell]:
        tables = self.report.document.tables
        return {(table.number, cell.row, cell.column): cell for table in tables for cell in table.cells}

    @cached_property
    def _paragraphs(self) -> Mapping[int, Paragraph]:
        return {paragraph.number: paragraph for paragraph in self.report.document.paragraphs}

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

    @cached_property
    def _by_indicator(self) -> Mapping[tuple[str | None, int | None], list[Fact]]:
        """Facts by indicator, and by indicator and table."""
        index: dict[tuple[str | None, int | None], list[Fact]] = defaultdict(list)
        for fact in self.report.facts:
            index[fact.indicator, None].append(fact)
        for table, facts in self._by_table.items():
            for fact in facts:
                index[fact.indicator, table].append(fact)
        return index

    @cached_property
    def _scores(self) -> Mapping[int, list[ScoreRow]]:
        index: dict[int, list[ScoreRow]] = defaultdict(list)
        for row in self.report.scores:
            index[row.table].append(row)
        return index

    @cached_property
    def has_recognised(self) -> bool:
        """Whether a figure was read from a picture, or mapped with doubt."""
        return any(fact.confidence < 1 for fact in self.report.facts)

    @cached_property
    def _by_start(self) -> Mapping[tuple[int, int | None], list[Fact]]:
        """Facts of running text by paragraph and first character."""
        index: dict[tuple[int, int | None], list[Fact]] = defaultdict(list)
        for paragraph, facts in self._by_paragraph.items():
            for fact in facts:
                index[paragraph, fact.source.start].append(fact)
        return index

    def at(self, source: Source) -> Sequence[Fact]:
        """Return the facts at a place: one, or all of a cell or paragraph that is named as a whole."""
        if source.table is not None and source.row is not None and source.column is not None:
            facts = self.in_cell(source.table, source.row, source.column)
            return [fact for fact in facts if source.start in (None, fact.source.start)]
        if source.paragraph is None:
            return ()
        if source.start is None:
            return self.in_paragraph(source.paragraph)
        return self._by_start.get((source.paragraph, source.start), ())

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
        return [f for f in self._by_indicator.get((indicator, table), ()) if stage in (None, f.stage)]

    def forms(self, *kinds: str) -> Iterator[Form]:
        """Yield the forms of the given kinds, all forms if none is given."""
        return (form for form in self.report.forms if not kinds or form.kind in kinds)

    def form_of(self, table: int) -> Form | None:
        """Return the form in a table."""
        return self._forms.get(table)

    def scores(self, table: int) -> list[ScoreRow]:
        """Return the indicator rows of a table."""
        return self._scores.get(table, [])

    def results(self, table: int) -> list[ResultRow]:
        """Return the unit rows of a result notice's list."""
        return [row for row in self.report.results if row.table == table]

    def table(self, number: int) -> Table:
        """Return a table by its number."""
        return self._tables[number]

    def cell(self, table: int, row: int, column: int) -> Cell | None:
        """Return the cell whose top left corner is given; None if no cell begins there."""
        return self._cells.get((table, row, column))

    def paragraph(self, number: int) -> Paragraph | None:
        """Return a paragraph by its number; None if there is none."""
        return self._paragraphs.get(number)

    def words_around(self, fact: Fact, reach: int) -> tuple[str, str]:
        """Return up to `reach` characters before and after a number, in its cell or paragraph."""
        place = fact.source
        text = ""
        if place.paragraph is not None:
            paragraph = self.paragraph(place.paragraph)
            text = paragraph.text if paragraph else ""
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
        profile: What the authority lays down; None for the usual.
    """

    submission: Submission
    parameters: Parameters
    profile: Profile | None = None
    _kept: dict[Hashable, object] = field(default_factory=dict)

    @cached_property
    def reports(self) -> tuple[ReportView, ...]:
        """The reports, indexed."""
        return tuple(ReportView(report) for report in self.submission.reports)

    @cached_property
    def neighbours(self) -> tuple[ReportView, ...]:
        """Reports from elsewhere in the lake, indexed; see `Submission`."""
        return tuple(ReportView(report) for report in self.submission.neighbours)

    def once(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """Return what is worked out about the submission, the first time it is asked for under `key`."""
        if key not in self._kept:
            self._kept[key] = work_out()
        return cast("T", self._kept[key])

    @property
    def last_year(self) -> int | None:
        """The year before the one reported on; None if the reports name none or several."""
        years = {view.report.fiscal_year for view in self.reports if view.report.fiscal_year}
        return years.pop() - 1 if len(years) == 1 else None

    def of_neighbours(self) -> Context:
        """Return the neighbours as if they were the submission, for what reads rows of forms."""
        return Context(
            Submission(self.submission.key, self.submission.neighbours), self.parameters, self.profile
        )

    def view_of(self, source: Source) -> ReportView:
        """Return the report that a place is in, be it a neighbour's."""
        views = (*self.reports, *self.neighbours)
        return next(view for view in views if view.report.document.id == source.document)

    def with_parameters(self, parameters: Parameters) -> Context:
        """Return the same submission for another rule; the indexes are shared, not built again."""
        other = Context(self.submission, parameters, self.profile, self._kept)
        other.__dict__["reports"] = self.reports
        other.__dict__["neighbours"] = self.neighbours
        return other
