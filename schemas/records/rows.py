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
    """One row of the documents dataset: an input file, read or not.

    Attributes:
        copies: Sources of further files with the same bytes.
        read_key: Stamp of what its reading depended on beside its bytes; empty if it must be tried again.
        check_key: Stamps of the rules and of the submission that it was checked with, joined by a
            hyphen; empty if it was not checked.
    """

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
    copies: tuple[str, ...] = ()
    read_key: str = ""
    check_key: str = ""


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
    """A reviewer's word on a finding; it survives a re-run because finding ids do.

    Attributes:
        finding_id: The finding.
        decision: confirmed, dismissed, explained or extraction-error; open takes the last word back.
        reason: Chosen from a list.
        note: Free text.
        reviewer: Who decided.
        decided_at: ISO 8601.
        figures: Digest of the figures decided on; the lake fills it in, and compares it after a re-run.
    """

    finding_id: str
    decision: str
    reason: str
    note: str
    reviewer: str
    decided_at: str
    figures: str = ""
