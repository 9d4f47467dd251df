"""One organisation and year: its files, scores, open items, what was checked and what was not read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ...schemas.catalogue import load_catalogue
from ...schemas.records import Outcome, Status
from ...schemas.words import STATUS_WORDS
from ..lists.copies import first_copies
from ..workbook.sheet_rows import TOTAL_SCORE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from ...lake import Lake
    from ...schemas.records import Check, DocumentRow, TableRow
    from .index import Index
    from .shelf import Shelf


_UNITS = """
SELECT unit, year, count(*) AS findings, count(*) FILTER (severity = 'error') AS errors,
       count(*) FILTER (list_contains(['open', 'reopened'], state)) AS unsettled, sum(money) AS money
FROM items GROUP BY unit, year ORDER BY errors DESC, unsettled DESC, unit, year
"""


@dataclass(frozen=True, slots=True)
class FormScore:
    """Total score of one form, as claimed and as recomputed from its rows.

    Attributes:
        document: File name.
        form: Title of its table.
        subject: Project or unit that the form is about; empty if it names none.
        claimed: Printed total.
        recomputed: Sum of its rows.
        claimed_grade: Grade of the printed total by the national bands; empty if it falls in none.
        recomputed_grade: Grade of the recomputed total.
        holds: The two agree within the printed digits.
    """

    document: str
    form: str
    subject: str
    claimed: Decimal | None
    recomputed: Decimal | None
    claimed_grade: str
    recomputed_grade: str
    holds: bool


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file with how it was read: its row, status in Chinese, numbers printed and numbers checked."""

    row: DocumentRow
    status: str
    facts: int
    checked: int


@dataclass(frozen=True, slots=True)
class UnitView:
    """What the page of a unit shows: its files, and the scores of its reports, those of copies once."""

    files: Sequence[ReadFile]
    scores: Sequence[FormScore]


def unit_rows(index: Index) -> list[dict[str, Any]]:
    """Return one row per organisation and year with findings: counts and money in 元, worst first."""
    return index.query(_UNITS)


def unit_view(lake: Lake, shelf: Shelf, unit: str, year: int) -> UnitView:
    """Return the files of an organisation and year; year 0 stands for an unknown one."""
    rows = _documents(lake, shelf, unit, year)
    first = first_copies(rows)
    files = [_read_file(shelf, row) for row in rows]
    reports = [row for row in rows if first[row.document_id] == row.document_id]
    return UnitView(files, _told_once([_form_scores(shelf, row) for row in reports]))


def _documents(lake: Lake, shelf: Shelf, unit: str, year: int) -> list[DocumentRow]:
    keys = lake.query(
        f"SELECT document_id FROM documents WHERE coalesce(organisation, '') = {_quoted(unit)} "  # noqa: S608 - quoted
        f"AND coalesce(fiscal_year, 0) = {int(year)} ORDER BY source, document_id"
    )["document_id"].to_pylist()
    return [row for key in keys for row in [shelf.document(key)] if row]


def _told_once(reports: Sequence[Sequence[FormScore]]) -> list[FormScore]:
    """Return the scores of reports, without a report that says the same as another: a copy lying elsewhere."""
    told = {tuple(replace(score, document="") for score in scores): scores for scores in reversed(reports)}
    return [score for scores in reversed(told.values()) for score in scores]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _read_file(shelf: Shelf, row: DocumentRow) -> ReadFile:
    decided = (check for check in shelf.checks(row.document_id) if check.outcome is not Outcome.DEFERRED)
    checked = {fact for check in decided for fact in check.facts}
    return ReadFile(row, STATUS_WORDS[Status(row.status)], len(shelf.facts(row.document_id)), len(checked))


def _form_scores(shelf: Shelf, row: DocumentRow) -> list[FormScore]:
    totals = [check for check in shelf.checks(row.document_id) if check.rule == TOTAL_SCORE]
    if not totals:
        return []
    place_of = {fact.number: fact.source.table for fact in shelf.facts(row.document_id)}
    tables = {table.table.number: table for table in shelf.tables(row.document_id)}
    return [
        _form_score(row, check, tables.get(place_of.get(check.facts[0]) or 0))
        for check in totals
        if check.facts and check.stated is not None
    ]


def _form_score(row: DocumentRow, check: Check, table: TableRow | None) -> FormScore:
    return FormScore(
        document=row.name,
        form=(table.table.caption if table else None) or (f"表{table.table.number}" if table else ""),
        subject=(table.form.name or "") if table and table.form else "",
        claimed=check.stated,
        recomputed=check.expected,
        claimed_grade=_grade(check.stated),
        recomputed_grade=_grade(check.expected),
        holds=check.outcome in {Outcome.HOLDS, Outcome.ROUNDING},
    )


def _grade(score: Decimal | None) -> str:
    band = load_catalogue().default_grades.band(score) if score is not None else None
    return band.word if band else ""
