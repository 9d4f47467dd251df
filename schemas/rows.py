"""Each record as one flat row of its dataset, and back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from .records import (
    Box,
    Cell,
    Check,
    Coverage,
    Decision,
    DocumentRow,
    Evidence,
    Fact,
    Finding,
    Form,
    Formula,
    Kind,
    Notice,
    Origin,
    Outcome,
    Paragraph,
    ResultRow,
    ScoreRow,
    Severity,
    Source,
    Stage,
    Status,
    Table,
    TableRow,
    Unchecked,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Row = dict[str, Any]

DECIMALS = 10  # of decimal128(38, 10)
SCALE = Decimal(1).scaleb(-DECIMALS)
LIMIT = Decimal(10) ** 28
WIDE = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Codec:
    """How one record type becomes a row of its dataset, and back."""

    write: Callable[[Any], Row]
    read: Callable[[Row], Any]


def amount(value: Decimal | None) -> Decimal | None:
    """Return `value` rounded to 10 decimals; None if decimal(38,10) cannot hold it.

    >>> amount(Decimal("0.33333333333")), amount(Decimal("1E+30"))
    (Decimal('0.3333333333'), None)
    """
    if value is None or not value.is_finite():
        return None
    rounded = value.quantize(SCALE, context=WIDE) if abs(value) < LIMIT else LIMIT
    return rounded if abs(rounded) < LIMIT else None


class Names:
    """Names of two or more attributes of a record that are also those of its columns."""

    def __init__(self, names: str) -> None:
        self._names = tuple(names.split())
        self._of_record = attrgetter(*self._names)
        self._of_row = itemgetter(*self._names)

    def of_record(self, record: Any) -> Row:
        """Return what a record says."""
        return dict(zip(self._names, self._of_record(record), strict=True))

    def of_row(self, row: Row) -> Row:
        """Return what a row says, as the record's constructor takes it."""
        return dict(zip(self._names, self._of_row(row), strict=True))

    def amounts(self, record: Any) -> Row:
        """Return figures of a record as a column can hold them."""
        return {name: amount(value) for name, value in self.of_record(record).items()}

    def figures(self, row: Row) -> Row:
        """Return stored figures without the zeros that the width of the column adds: 82.4, not 82.4000000000."""
        return {name: _shortest(value) for name, value in self.of_row(row).items()}


def _shortest(value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    plain = value.normalize(WIDE)
    return plain.quantize(Decimal(1), context=WIDE) if plain == plain.to_integral_value() else plain


def _printed(value: Decimal, decimals: int) -> Decimal:
    """Return a stored value with the trailing zeros that were printed."""
    printed = value.quantize(Decimal(1).scaleb(-decimals), context=WIDE)
    return printed if printed == value else value


# ------------------------------------------------------------------ places


# The columns of a `Source`, in its order, its box as four.
PLACE = (
    "document_id",
    "page",
    "table",
    "row",
    "col",
    "paragraph",
    "start",
    "end",
    "x0",
    "top",
    "x1",
    "bottom",
)
NO_BOX = (None, None, None, None)


def _place(source: Source) -> Row:
    return dict(zip(PLACE, (*source[:-1], *(source.box or NO_BOX)), strict=True))


def _source(row: Row) -> Source:
    """Return the place that a row names; place columns that its dataset lacks are None."""
    *place, x0, top, x1, bottom = map(row.get, PLACE)
    return Source._make((*place, None if x0 is None else Box._make((x0, top, x1, bottom))))


# ------------------------------------------------------------------ documents, tables, cells, paragraphs

DOCUMENT = Names(
    "document_id name source submission format bytes pages error_code error title organisation "
    "fiscal_year report_date schema_version fuhe_version read_key check_key"
)
NOTICE = Names("code place text partial")


def _write_document(record: DocumentRow) -> Row:
    notices = [NOTICE.of_record(notice) for notice in record.notices]
    return DOCUMENT.of_record(record) | {
        "status": record.status,
        "forms": list(record.forms),
        "notices": notices,
        "copies": list(record.copies),
    }


def _read_document(row: Row) -> DocumentRow:
    notices = tuple(Notice(**notice) for notice in row["notices"])
    values = DOCUMENT.of_row(row)
    forms, copies = tuple(row["forms"]), tuple(row["copies"] or ())
    values |= {name: row[name] or "" for name in ("read_key", "check_key")}  # null in an older lake
    return DocumentRow(**values, forms=forms, copies=copies, status=Status(row["status"]), notices=notices)


TABLE = Names("caption unit_line n_rows after_paragraph page_first page_last origin")


def _write_table(record: TableRow) -> Row:
    table, form = record.table, record.form
    pairs = form.fields if form else ()
    fields = [{"field": name, "value": value, **_place(source)} for name, value, source in pairs]
    own = {"document_id": record.document_id, "table": table.number, "heading": list(table.heading)}
    shape = {"n_cols": table.n_columns, "unit": record.unit}
    formulas = [_write_formula(formula) for formula in table.formulas]
    held = {
        "form": form and form.kind,
        "form_name": form and form.name,
        "fields": fields,
        "formulas": formulas,
    }
    return TABLE.of_record(table) | own | shape | held


def _read_table(row: Row) -> TableRow:
    heading, values = tuple(row["heading"]), TABLE.of_row(row)
    formulas = tuple(map(_read_formula, row["formulas"] or ()))  # null in lakes of before formulas were read
    shape = {"number": row["table"], "n_columns": row["n_cols"]}
    table = Table(cells=(), heading=heading, formulas=formulas, **shape, **values)
    form = None
    if row["form"] is not None:
        fields = tuple((field["field"], field["value"], _source(field)) for field in row["fields"])
        form = Form(row["form"], row["table"], row["form_name"], fields)
    return TableRow(row["document_id"], table, row["unit"], form)


FORMULA = Names("row text operator")


def _write_formula(record: Formula) -> Row:
    operands = [{"row": row, "col": column, "weight": weight} for row, column, weight in record.operands]
    return FORMULA.of_record(record) | {"col": record.column, "operands": operands}


def _read_formula(row: Row) -> Formula:
    operands = tuple((item["row"], item["col"], item["weight"]) for item in row["operands"])
    return Formula(column=row["col"], operands=operands, **FORMULA.of_row(row))


CELL = Names("rowspan colspan text")


def _write_cell(record: Cell) -> Row:
    row = _place(record.source)
    row |= CELL.of_record(record)
    row["row"], row["col"] = record.row, record.column
    return row


def _read_cell(row: Row) -> Cell:
    return Cell(row=row["row"], column=row["col"], source=_source(row), **CELL.of_row(row))


PARAGRAPH = Names("text level")


def _write_paragraph(record: Paragraph) -> Row:
    row = _place(record.source)
    row |= PARAGRAPH.of_record(record)
    row["paragraph"], row["heading"] = record.number, record.heading
    return row


def _read_paragraph(row: Row) -> Paragraph:
    values = PARAGRAPH.of_row(row)
    return Paragraph(number=row["paragraph"], heading=tuple(row["heading"]), source=_source(row), **values)


# ------------------------------------------------------------------ facts, scores, results

FACT = Names("text unit decimals kind indicator label entity period stage confidence")


def _write_fact(record: Fact) -> Row:
    value = amount(record.value)
    fits = value == record.value and record.decimals <= DECIMALS
    exact = None if fits else str(record.value)
    row = _place(record.source)
    row |= FACT.of_record(record)
    row["fact"], row["value"], row["value_exact"] = record.number, None if exact else value, exact
    return row


def _read_fact(row: Row) -> Fact:
    exact = row["value_exact"]
    return Fact(
        number=row["fact"],
        value=_printed(row["value"], row["decimals"]) if exact is None else Decimal(exact),
        source=_source(row),
        **FACT.of_row(row)
        | {"kind": Kind(row["kind"]), "stage": None if row["stage"] is None else Stage(row["stage"])},
    )


SCORE_TEXT = Names("table row level1 level2 level3 target_text actual_text reason")
SCORE_FIGURES = Names("weight score deduction")
RESULT_TEXT = Names("table row unit grade remark")
RESULT_FIGURES = Names("rank score")


def _write_row(record: ScoreRow | ResultRow, texts: Names, figures: Names) -> Row:
    """Return a row of a form; its place is kept whole, as a merged cell may start above the row."""
    amounts = figures.amounts(record)
    place = _place(record.source)
    return texts.of_record(record) | amounts | {"document_id": record.source.document, "place": place}


def _write_score(record: ScoreRow) -> Row:
    return _write_row(record, SCORE_TEXT, SCORE_FIGURES)


def _read_score(row: Row) -> ScoreRow:
    return ScoreRow(**SCORE_TEXT.of_row(row), **SCORE_FIGURES.figures(row), source=_source(row["place"]))


def _write_result(record: ResultRow) -> Row:
    return _write_row(record, RESULT_TEXT, RESULT_FIGURES)


def _read_result(row: Row) -> ResultRow:
    return ResultRow(**RESULT_TEXT.of_row(row), **RESULT_FIGURES.figures(row), source=_source(row["place"]))


# ------------------------------------------------------------------ checks, findings, decisions

CHECK = Names("rule relation unit note")
CHECK_FIGURES = Names("stated expected expected_low expected_high difference")


def _write_check(record: Check) -> Row:
    figures = CHECK_FIGURES.amounts(record)
    own = {"document_id": record.document, "check": record.number, "facts": list(record.facts)}
    return CHECK.of_record(record) | figures | own | {"origin": record.origin, "outcome": record.outcome}


def _read_check(row: Row) -> Check:
    return Check(
        number=row["check"],
        document=row["document_id"],
        origin=Origin(row["origin"]),
        outcome=Outcome(row["outcome"]),
        facts=tuple(row["facts"]),
        **CHECK.of_row(row),
        **CHECK_FIGURES.figures(row),
    )


FINDING = Names("case rule category confidence message unit cause suggestion impact")
FINDING_FIGURES = Names("stated expected difference")
EVIDENCE = Names("role text")


def _write_finding(record: Finding) -> Row:
    figures = FINDING_FIGURES.amounts(record)
    evidence = [EVIDENCE.of_record(item) | _place(item.source) for item in record.evidence]
    own = {"finding_id": record.id, "document_id": record.document, "severity": record.severity}
    return FINDING.of_record(record) | figures | own | {"evidence": evidence}


def _read_finding(row: Row) -> Finding:
    return Finding(
        id=row["finding_id"],
        document=row["document_id"],
        severity=Severity(row["severity"]),
        evidence=tuple(Evidence(item["role"], item["text"], _source(item)) for item in row["evidence"]),
        **FINDING.of_row(row),
        **FINDING_FIGURES.figures(row),
    )


UNCHECKED = Names("fact reason")


def _write_unchecked(record: Unchecked) -> Row:
    own = {"document_id": record.document, "state": record.state}
    return UNCHECKED.of_record(record) | own


def _read_unchecked(row: Row) -> Unchecked:
    return Unchecked(row["document_id"], row["fact"], Coverage(row["state"]), row["reason"])


DECISION = Names("finding_id decision reason note reviewer decided_at figures")


def _write_decision(record: Decision) -> Row:
    return DECISION.of_record(record)


def _read_decision(row: Row) -> Decision:
    return Decision(**DECISION.of_row(row))


CODECS = {
    "documents": Codec(_write_document, _read_document),
    "tables": Codec(_write_table, _read_table),
    "cells": Codec(_write_cell, _read_cell),
    "paragraphs": Codec(_write_paragraph, _read_paragraph),
    "facts": Codec(_write_fact, _read_fact),
    "scores": Codec(_write_score, _read_score),
    "results": Codec(_write_result, _read_result),
    "checks": Codec(_write_check, _read_check),
    "findings": Codec(_write_finding, _read_finding),
    "unchecked": Codec(_write_unchecked, _read_unchecked),
    "decisions": Codec(_write_decision, _read_decision),
}
