"""Score forms as the rules on marks and scores see them: rows, groups, execution row, total row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ...schemas.labels import clean_label
from ...schemas.layouts import load_layouts
from ...schemas.records import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...schemas.records import Cell, Fact, Form, ScoreRow
    from ..context import Context, ReportView

SELF_EVALUATIONS = ("project_self_evaluation", "department_self_evaluation")
SHEETS = ("score_deduction", "score_sheet")
NOT_APPLICABLE = re.compile(r"[\s/／—–\-－*＊.…无]*(?:不适用|无此项)?[\s/／—–\-－*＊.…无]*")
EXECUTION = re.compile(r"(?:预算|资金)执行|执行率")
HEAD_SCORE = re.compile("自评总?得?分|自评分数|总得?分|自评总评分")
BARE_MARKS = re.compile(r"[（(]?\d+(?:\.\d+)?\s*分?[)）]?")


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """One indicator row with its figures.

    Attributes:
        row: What normalize read.
        marks: Its own marks; None if blank, no number, or merged with the row above.
        score: Its own score, likewise.
        lacks_marks: The cell of its marks is its own and blank.
        lacks_score: The cell of its score is its own and blank.
    """

    row: ScoreRow
    marks: Fact | None
    score: Fact | None
    lacks_marks: bool
    lacks_score: bool

    def lacks(self, role: str) -> bool:
        """Return whether the row's own cell of marks or score is blank."""
        return self.lacks_marks if role == "marks" else self.lacks_score

    @property
    def name(self) -> str:
        """Name of the indicator on one line."""
        return "".join(self.row.level3.split()) or clean_label(_innermost(self.row))


@dataclass(frozen=True, slots=True)
class Group:
    """A first or second level indicator with the rows below it.

    Attributes:
        name: Cleaned label.
        level: 1 or 2.
        marks: Marks printed with it; None if none or several different ones are.
        rows: Its rows.
    """

    name: str
    level: int
    marks: Fact | None
    rows: tuple[MarkedRow, ...]


class ScoreForm:
    """One table with an indicator block."""

    def __init__(self, view: ReportView, form: Form) -> None:
        self.view = view
        self.form = form
        self.table = view.table(form.table)
        self._at: dict[tuple[int, int], Cell] = {
            (row, column): cell
            for cell in self.table.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        }
        self.header_row = 0
        rows = [row for row in view.scores(form.table) if not NOT_APPLICABLE.fullmatch(_innermost(row))]
        self.columns = self._header_columns(min((row.row for row in rows), default=0))
        self.rows = tuple(self._marked(row) for row in rows)
        self.first_row = min((row.row for row in rows), default=0)
        self.last_row = max((row.row for row in rows), default=0)

    # ------------------------------------------------------------ cells

    def cell_at(self, row: int, column: int | None) -> Cell | None:
        """Return the cell that covers a place, merged or not; None where there is none."""
        return None if column is None else self._at.get((row, column))

    def text_at(self, row: int, role: str) -> str | None:
        """Return what a row prints in the column of a role; None if the form has no such column."""
        cell = self.cell_at(row, self.columns.get(role))
        return cell.text.strip() if cell else ("" if role in self.columns else None)

    def _header_columns(self, first: int) -> Mapping[str, int]:
        """Column by role, the rightmost of each, from the header row above the first indicator."""
        for header in range(first - 1, -1, -1):
            cells = {
                id(c): c for (row, _), c in self._at.items() if header <= row < first and c.row <= header + 1
            }
            columns = {c.column: role for c in cells.values() if (role := _role(c))}
            if {"level3", "level2"} & set(columns.values()):
                self.header_row = header
                return {role: column for column, role in sorted(columns.items())}
        return {}

    def _marked(self, row: ScoreRow) -> MarkedRow:
        marks, lacks_marks = self._figure(row.row, "marks", "se_indicator_marks")
        score, lacks_score = self._figure(row.row, "score", "se_indicator_score")
        return MarkedRow(row, marks, score, lacks_marks, lacks_score)

    def _figure(self, row: int, role: str, indicator: str) -> tuple[Fact | None, bool]:
        """Return (the only figure of a row's cell, whether the cell is blank)."""
        column = self.columns.get(role)
        cell = self.cell_at(row, column)
        if column is None or (cell is not None and cell.row != row):
            return None, False
        if cell is None or not cell.text.strip():
            return None, True
        facts = [f for f in self.view.in_cell(self.table.number, row, column) if f.indicator == indicator]
        return (facts[0] if len(facts) == 1 else None), False

    # ------------------------------------------------------------ parts of the form

    def figures(self, role: str) -> list[Fact]:
        """Return all marks or scores of the indicator rows, merged ones once."""
        return [
            fact
            for fact in self.view.find(f"se_indicator_{role}", table=self.table.number)
            if fact.source.column == self.columns.get(role)
            and self.first_row <= (fact.source.row or 0) <= self.last_row
        ]

    @cached_property
    def total_row(self) -> int | None:
        """Row of the total that closes the indicators; None if the form has none."""
        is_total = load_layouts().is_total_label
        rows = [c.row for c in self.table.cells if c.row > self.last_row and is_total(c.text)]
        return min(rows, default=None)

    def total(self, role: str) -> Fact | None:
        """Return the marks or the score of the total row; None if blank or not to be told."""
        row = self.total_row
        facts = [] if row is None else self.view.in_row(self.table.number, row, f"se_total_{role}")
        own = [fact for fact in facts if fact.source.column == self.columns.get(role)] or facts
        return own[0] if len(own) == 1 else None

    def head_score(self) -> Fact | None:
        """Return the score printed in the head of the form ("自评总分 | 97.6"); None if none or several are."""
        found = [
            fact
            for cell in self.table.cells
            if cell.row < self.header_row and HEAD_SCORE.fullmatch(clean_label(cell.text))
            for fact in self.view.in_cell(self.table.number, cell.row, cell.column + cell.colspan)
        ]
        return found[0] if len(found) == 1 else None

    def execution(self, role: str) -> list[list[Fact]]:
        """Return the figures that may be the execution row's marks or score, the likeliest choice first."""
        found = self.view.find(f"budget_execution_{role}", table=self.table.number)
        found = found or self._under_header_above(role)
        totals = {f.source.row for f in self.view.find("annual_fund_total", table=self.table.number)}
        choices = [[f for f in found if f.source.row in totals], found]
        if role == "marks" and not found:
            labelled = self.labelled_execution_marks()
            choices = [labelled if len(labelled) == 1 else []]
        return [choice for n, choice in enumerate(choices) if choice and choice not in choices[:n]]

    def scored_besides(self, role: str) -> list[Fact]:
        """Return the marks or scores of a part above the indicators that is not the execution row: 资金管理情况."""
        taken = {fact.source for choice in self.execution(role) for fact in choice}
        rows = [fact.source.row or 0 for choice in self.execution(role) for fact in choice]
        return [
            fact
            for header in self.headers_above(role)
            if rows and header.row > max(rows)
            for row in range(header.row + header.rowspan, self.header_row)
            for fact in self.view.in_cell(self.table.number, row, header.column)
            if fact.source not in taken and fact.kind in (Kind.SCORE, Kind.NUMBER)
        ]

    def has_figures_above(self, role: str) -> bool:
        """Return whether something above the indicators is scored: a rate, or figures under marks or scores."""
        return self.has_execution_rate() or any(
            cell.column == header.column and any(letter.isdigit() for letter in cell.text)
            for header in self.headers_above(role)
            for row in range(header.row + header.rowspan, self.header_row)
            if (cell := self.cell_at(row, header.column)) is not None
        )

    def headers_above(self, role: str) -> list[Cell]:
        """Return the headers of marks or scores that stand above the indicators."""
        return [cell for cell in self.table.cells if cell.row < self.header_row and _role(cell) == role]

    def _under_header_above(self, role: str) -> list[Fact]:
        """The only figure below a header of marks or scores that stands above the indicators."""
        facts = [
            fact
            for header in self.headers_above(role)
            for row in range(header.row + header.rowspan, self.header_row)
            for column in range(header.column, header.column + header.colspan)
            for fact in self.view.in_cell(self.table.number, row, column)
        ]
        return facts if len(facts) == 1 else []

    def labelled_execution_marks(self) -> list[Fact]:
        """Return the different marks printed with side labels: "预算执行情况（20分）", "得分（20分×执行率）"."""
        found: dict[object, Fact] = {}
        for cell in self.table.cells:
            if cell.row < self.first_row and EXECUTION.search(cell.text) and len(cell.text) < 30:
                for fact in self.view.in_cell(self.table.number, cell.row, cell.column):
                    if fact.kind is Kind.SCORE:
                        found.setdefault(fact.value, fact)
        return list(found.values())

    def has_execution_rate(self) -> bool:
        """Return whether the form prints an execution rate outside of its indicator rows."""
        return bool(self.view.find("budget_execution_rate", table=self.table.number))

    def has_execution_indicator(self) -> bool:
        """Return whether the execution rate is one of the indicators, or a group of them."""
        return any(
            EXECUTION.search(f"{r.row.level1}{r.row.level2}{r.row.level3}".replace("\n", ""))
            for r in self.rows
        )

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The first and second level groups, in order."""
        return tuple(self._groups())

    def _groups(self) -> Iterator[Group]:
        for level in (1, 2):
            members: dict[tuple[str, ...], list[MarkedRow]] = {}
            for row in self.rows:
                key = (clean_label(row.row.level1), clean_label(row.row.level2))[:level]
                members.setdefault(key, []).append(row)
            for key, rows in members.items():
                if key[-1] and any(row.row.level3 for row in rows):
                    yield Group(key[-1], level, self._group_marks(rows, level), tuple(rows))

    def _group_marks(self, rows: Sequence[MarkedRow], level: int) -> Fact | None:
        found: dict[object, Fact] = {}
        for row in rows:
            text = row.row.level1 if level == 1 else row.row.level2
            cell = self.cell_at(row.row.row, self.columns.get(f"level{level}"))
            if cell is None or cell.text.strip() != text:
                continue
            for fact in self._marks_beside(cell):
                found.setdefault(fact.value, fact)
        return next(iter(found.values())) if len(found) == 1 else None

    def _marks_beside(self, cell: Cell) -> list[Fact]:
        """Marks in the group's own cell, or in a marks column of its own to the right of it."""
        own = self.view.in_cell(self.table.number, cell.row, cell.column)
        if own:
            rest = BARE_MARKS.sub("", cell.text)
            is_marks = (
                len(own) == 1 and not re.search(r"\d", rest) and own[0].kind in (Kind.SCORE, Kind.NUMBER)
            )
            return list(own) if is_marks else []
        right = cell.column + cell.colspan
        beside = self.cell_at(cell.row, right)
        marks = self.columns.get("marks")
        if beside is None or marks is None or right >= marks or beside.rowspan != cell.rowspan:
            return []
        return [f for f in self.view.in_cell(self.table.number, beside.row, right) if f.kind is Kind.SCORE]


def _innermost(row: ScoreRow) -> str:
    """Return the name of an indicator; a row such as "预算执行率" may stand at the first level only."""
    return row.level3 or row.level2 or row.level1


def _role(cell: Cell) -> str | None:
    column = load_layouts().column(cell.text) if 0 < len(cell.text) <= 40 else None
    return column.role if column else None


def score_forms(context: Context, *kinds: str) -> tuple[ScoreForm, ...]:
    """Return the forms of the given kinds that hold indicator rows with marks or scores."""
    return context.once((score_forms, kinds), lambda: tuple(_scored(context, kinds)))


def _scored(context: Context, kinds: tuple[str, ...]) -> Iterator[ScoreForm]:
    for view in context.reports:
        for form in view.forms(*(kinds or (*SELF_EVALUATIONS, *SHEETS))):
            if any(row.weight is not None or row.score is not None for row in view.scores(form.table)):
                yield _form_of(view, form)


def _form_of(view: ReportView, form: Form) -> ScoreForm:
    """Return a form, read once: every rule on scores asks for it."""
    return view.once((ScoreForm, form.table), lambda: ScoreForm(view, form))


def is_scored(form: ScoreForm) -> bool:
    """Return whether scores were given: a goal declaration or a monitoring form has none."""
    return any(row.score for row in form.rows)


def is_continued(form: ScoreForm) -> bool:
    """Return whether the next table is the nameless rest of this one, which its reader did not join."""
    return _is_rest(form.view, form.table.number + 1)


def is_rest(form: ScoreForm) -> bool:
    """Return whether this table is the nameless rest of the table before, which ends without a total."""
    before = form.view.form_of(form.table.number - 1)
    if before is None or not form.view.scores(before.table) or not _is_rest(form.view, form.table.number):
        return False
    return _form_of(form.view, before).total_row is None


def _is_rest(view: ReportView, number: int) -> bool:
    form = view.form_of(number)
    if form is None or form.name or view.table(number).caption:
        return False
    labels = load_layouts().is_total_label
    return bool(view.scores(number)) or any(labels(cell.text) for cell in view.table(number).cells)
