"""What the datasets hold besides the records of the stages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from .documents import Notice, Table
    from .reports import Form


class Status(StrEnum):
    """How far a document was read."""

    OK = "ok"
    PARTIAL = "partial"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One row of the documents dataset: an input file, read or not."""

    document_id: str
    name: str
    source: str
    submission: str | None
    format: str
    bytes: int
    pages: int | None
    status: Status
    error_code: str | None
    error: str | None
    title: str | None
    forms: tuple[str, ...]
    organisation: str | None
    fiscal_year: int | None
    report_date: date | None
    notices: tuple[Notice, ...]
    schema_version: int
    fuhe_version: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of the tables dataset: a table without its cells, which have a dataset of their own.

    Attributes:
        document_id: SHA-256 of the file's bytes.
        table: The table, its `cells` empty.
        unit: Unit of most of its amounts; None if it holds no amount with a known unit.
        form: The form that it holds; None if none was recognised.
    """

    document_id: str
    table: Table
    unit: str | None
    form: Form | None


@dataclass(frozen=True, slots=True)
class Decision:
    """A reviewer's word on a finding; it survives a re-run because finding ids do."""

    finding_id: str
    decision: str
    reason: str
    note: str
    reviewer: str
    decided_at: str
