"""What the sheets of the workbook list besides the findings: units, checks, score rows, projects, files."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ...schemas.records import Outcome, Severity, Status
from ...schemas.words import OUTCOME_WORDS, STATUS_WORDS
from ..lists.copies import first_copies
from ..lists.discrepancies import rule_titles
from ..lists.places import CellNames

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from ...lake import Lake
    from ...schemas.records import Check, DocumentRow, Fact, ScoreRow, Source, TableRow
    from ..lists.columns import Value
    from ..lists.discrepancies import Discrepancy

    Row = list[Value]
    # Document, table, row, and the score printed there.
    ScoreSpot = tuple[str, int | None, int | None, Decimal | None]

TOTAL_SCORE = "S04"  # total of a form against the sum of its rows
# Scores worked out from a rate: of the execution, of a target, of a limit, of a value to be met exactly.
ROW_SCORES = ("S01", "S06", "S07", "S08")
SCORE_FAMILIES = ("S", "G")  # scores and grades
DEPARTMENT_FORM = "department_self_evaluation"


@dataclass(frozen=True)
class Contents:
    """What a lake holds, each report once however many copies of it there are.

    Attributes:
        lake: The lake.
        findings: The findings that are listed.
    """

    lake: Lake
    findings: Sequence[Discrepancy]

    @cached_property
    def documents(self) -> list[DocumentRow]:
        """Return all files, by source."""
        rows: list[DocumentRow] = self.lake.records("documents")
        return sorted(rows, key=lambda row: row.source)

    @cached_property
    def reports(self) -> dict[str, DocumentRow]:
        """Return the files that stand for a report, by id."""
        first = first_copies(self.documents)
        return {row.document_id: row for row in self.documents if first[row.document_id] == row.document_id}

    @cached_property
    def units(self) -> list[list[DocumentRow]]:
        """Return the files of each organisation and year, those that name none last."""
        groups: dict[tuple[str, int], list[DocumentRow]] = defaultdict(list)
        for row in self.documents:
            groups[row.organisation or "\uffff", row.fiscal_year or 0].append(row)
        return [rows for _, rows in sorted(groups.items())]

    @cached_property
    def checks(self) -> list[Check]:
        """Return the relations that were tried, by source and number."""
        found: list[Check] = self.lake.records("checks", self.reports)
        return found

    @cached_property
    def facts(self) -> dict[tuple[str, int], Fact]:
        """Return the printed numbers by document and number."""
        return {
            (fact.source.document, fact.number): fact for fact in self.lake.records("facts", self.reports)
        }

    @cached_property
    def tables(self) -> dict[tuple[str, int], TableRow]:
        """Return the tables by document and number."""
        rows: list[TableRow] = self.lake.records("tables", self.reports)
        return {(row.document_id, row.table.number): row for row in rows}

    @cached_property
    def names(self) -> CellNames:
        """Return the labels of rows and columns."""
        return CellNames.of(self.lake.records("cells", self.reports))

    def place(self, check: Check) -> Source | None:
        """Return where the figure in question of a check stands; None if it names no figure."""
        fact = self.facts.get((check.document, check.facts[0])) if check.facts else None
        return fact.source if fact else None

    def subject(self, place: Source | None) -> str:
        """Return the project or unit that the table of a place is about; empty if it names none."""
        table = self.tables.get((place.document, place.table or 0)) if place else None
        return table.form.name or "" if table and table.form else ""


def unit_rows(contents: Contents) -> Iterator[Row]:
    """Yield one row per unit and year: files, claimed and recomputed score, what is open."""
    severities = Counter((row.document.document_id, row.finding.severity) for row in contents.findings)
    decided = Counter(row.document.document_id for row in contents.findings if row.is_settled)
    deferred = Counter(check.document for check in contents.checks if check.outcome is Outcome.DEFERRED)
    totals = _totals(contents)
    for rows in contents.units:
        keys = [row.document_id for row in rows]
        found = [sum(severities[key, severity] for key in keys) for severity in Severity]
        settled = sum(decided[key] for key in keys)
        claimed, recomputed = _unit_total([totals[key] for key in keys if key in totals])
        yield [
            rows[0].organisation,
            rows[0].fiscal_year,
            len(rows),
            sum(row.status is not Status.OK for row in rows),
            sum(len(contents.reports[key].forms) for key in keys if key in contents.reports),
            claimed,
            recomputed,
            claimed - recomputed if claimed is not None and recomputed is not None else None,
            *found,
            sum(deferred[key] for key in keys),
            settled,
            sum(found) - settled,
        ]


def _totals(contents: Contents) -> Mapping[str, list[tuple[str, Check]]]:
    """Return the checks of total scores by document, each with the kind of its form."""
    totals: dict[str, list[tuple[str, Check]]] = defaultdict(list)
    for check in contents.checks:
        place = contents.place(check)
        if check.rule == TOTAL_SCORE and place is not None:
            table = contents.tables.get((check.document, place.table or 0))
            totals[check.document].append((table.form.kind if table and table.form else "", check))
    return totals


def _unit_total(totals: Sequence[Sequence[tuple[str, Check]]]) -> tuple[Decimal | None, Decimal | None]:
    """Return claimed and recomputed score of a unit's own form, or of its only form; None if there are several."""
    forms = [entry for found in totals for entry in found]
    own = [check for kind, check in forms if kind == DEPARTMENT_FORM] or [check for _, check in forms]
    return (own[0].stated, own[0].expected) if len(own) == 1 else (None, None)


def deferred_rows(contents: Contents) -> Iterator[Row]:
    """Yield one row per relation that could not be decided, with the reason."""
    titles = rule_titles()
    for check in contents.checks:
        if check.outcome is Outcome.DEFERRED:
            document, place = contents.reports[check.document], contents.place(check)
            yield [
                document.organisation,
                document.fiscal_year,
                document.name,
                contents.names.place(place) if place else None,
                check.rule,
                titles.get(check.rule, check.rule),
                check.relation,
                check.stated,
                check.unit,
                check.note,
            ]


def score_rows(contents: Contents) -> Iterator[Row]:
    """Yield one row per indicator of a score form, with its recomputed score where a rule gives one."""
    recomputed = _recomputed(contents)
    rows: list[ScoreRow] = contents.lake.records("scores", contents.reports)
    for row in rows:
        document = contents.reports[row.source.document]
        check = recomputed.get((document.document_id, row.table, row.row, row.score))
        yield [
            document.organisation,
            document.fiscal_year,
            document.name,
            contents.subject(row.source),
            row.source.page,
            row.table,
            row.row + 1,
            *(_line(text) for text in (row.level1, row.level2, row.level3, row.target_text, row.actual_text)),
            row.weight,
            row.score,
            row.deduction,
            check.expected if check else None,
            OUTCOME_WORDS[check.outcome] if check else None,
            row.reason,
        ]


def _recomputed(contents: Contents) -> Mapping[ScoreSpot, Check]:
    """Return the checks that work out a score, by its row and the printed score."""
    found: dict[ScoreSpot, Check] = {}
    for check in contents.checks:
        place = contents.place(check)
        is_score = check.rule in ROW_SCORES
        if is_score and place is not None and place.table is not None and check.stated is not None:
            found.setdefault((check.document, place.table, place.row, check.stated), check)
    return found


def _line(text: str) -> str:
    return " ".join(text.split())


def score_check_rows(contents: Contents) -> Iterator[Row]:
    """Yield one row per relation about scores and grades, with the arithmetic and what came of it."""
    titles = rule_titles()
    for check in contents.checks:
        if not check.rule.startswith(SCORE_FAMILIES):
            continue
        document, place = contents.reports[check.document], contents.place(check)
        yield [
            document.organisation,
            document.fiscal_year,
            document.name,
            contents.subject(place),
            contents.names.place(place) if place else None,
            check.rule,
            titles.get(check.rule, check.rule),
            OUTCOME_WORDS[check.outcome],
            check.relation,
            check.stated,
            check.expected,
            check.difference,
            check.note,
        ]


def operand_rows(contents: Contents) -> Iterator[Row]:
    """Yield one row per operand of a finding, in the order of the list."""
    documents = {row.document_id: row for row in contents.documents}
    for row in contents.findings:
        for item in row.finding.evidence:
            document = documents.get(item.source.document, row.document)
            yield [
                row.number,
                row.finding.id,
                item.role,
                item.text,
                document.name,
                item.source.page,
                item.source.table,
                item.source.row + 1 if item.source.row is not None else None,
                item.source.column + 1 if item.source.column is not None else None,
                item.source.paragraph,
                contents.names.place(item.source),
                document.source,
            ]


def file_rows(contents: Contents) -> Iterator[Row]:
    """Yield one row per file of the lake: what was found, what was checked, what went wrong."""
    severities = Counter((row.document.document_id, row.finding.severity) for row in contents.findings)
    outcomes = Counter((check.document, check.outcome) for check in contents.lake.records("checks"))
    for document in contents.documents:
        checks = [outcomes[document.document_id, outcome] for outcome in Outcome]
        notices = (f"{notice.place}：{notice.text}" for notice in document.notices)
        yield [
            document.name,
            document.organisation,
            document.fiscal_year,
            STATUS_WORDS[document.status],
            *(severities[document.document_id, severity] for severity in Severity),
            sum(checks),
            *checks,
            "；".join(text for text in (document.error or "", *notices) if text),
        ]
