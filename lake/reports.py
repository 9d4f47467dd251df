"""A report as the records of its datasets, and back."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..schemas.errors import LakeError
from ..schemas.records import Document, Kind, Report, TableRow
from .files import record_file, records_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..schemas.records import Cell, DocumentRow, Fact, Table
    from .remote import Place


def report_records(report: Report) -> dict[str, Sequence[Any]]:
    """Return the records of every dataset that a report fills, `documents` and the checks excepted."""
    document = report.document
    return {
        "tables": _table_rows(report),
        "cells": [cell for table in document.tables for cell in table.cells],
        "paragraphs": document.paragraphs,
        "facts": report.facts,
        "scores": report.scores,
        "results": report.results,
    }


def _table_rows(report: Report) -> list[TableRow]:
    forms = {form.table: form for form in report.forms}
    units = _table_units(report.facts)
    return [
        TableRow(
            document_id=report.document.id,
            table=replace(table, cells=()),
            unit=units.get(table.number),
            form=forms.get(table.number),
        )
        for table in report.document.tables
    ]


def _table_units(facts: Iterable[Fact]) -> dict[int, str]:
    """Return the commonest unit of each table's amounts; of two equally common ones the first."""
    seen: dict[int, Counter[str]] = {}
    for fact in facts:
        if fact.source.table is not None and fact.unit is not None and fact.kind is Kind.AMOUNT:
            seen.setdefault(fact.source.table, Counter())[fact.unit] += 1
    return {table: units.most_common(1)[0][0] for table, units in seen.items()}


def read_report(roots: Sequence[Place], document_id: str) -> Report:
    """Return a report as its datasets tell it; the document's notices are those of the report.

    Args:
        roots: Lake folders; the first that knows the document is used, so a staging folder comes first.
        document_id: The document.

    Raises:
        LakeError: No root knows the document.
    """
    root = next((r for r in roots if record_file(r, "documents", document_id).exists()), None)
    if root is None:
        raise LakeError(f"结果文件夹中没有文件 {document_id}，请重新运行 fuhe check。")

    def records(dataset: str) -> list[Any]:
        return records_of(root, dataset, document_id)

    row: DocumentRow = records("documents")[0]
    tables: list[TableRow] = records("tables")
    return Report(
        document=_document(row, tables, records("cells"), records("paragraphs")),
        title=row.title,
        organisation=row.organisation,
        fiscal_year=row.fiscal_year,
        report_date=row.report_date,
        forms=tuple(table.form for table in tables if table.form),
        facts=tuple(records("facts")),
        scores=tuple(records("scores")),
        results=tuple(records("results")),
        notices=row.notices,
    )


def _document(row: DocumentRow, tables: list[TableRow], cells: list[Cell], paragraphs: list[Any]) -> Document:
    by_table: dict[int | None, list[Cell]] = {}
    for cell in cells:
        by_table.setdefault(cell.source.table, []).append(cell)
    filled: tuple[Table, ...] = tuple(
        replace(entry.table, cells=tuple(by_table.get(entry.table.number, ()))) for entry in tables
    )
    return Document(
        id=row.document_id,
        name=row.name,
        source=row.source,
        format=row.format,
        bytes=row.bytes,
        pages=row.pages,
        paragraphs=tuple(paragraphs),
        tables=filled,
        notices=row.notices,
    )
