"""The first task: a file is read, mapped and staged; only a digest travels back."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ..lake import report_records, stage
from ..schemas.errors import UnreadableDocument
from ..schemas.parquet import SCHEMA_VERSION
from ..schemas.records import DocumentRow, Report, Status
from .copies import Digest, digest

if TYPE_CHECKING:
    from ..extract import Reader
    from .guard import Failure
    from .inputs import InputFile

MOST_BYTES = 200 * 1024 * 1024  # a larger file would not fit into a worker's memory with its tables


@dataclass(frozen=True, slots=True)
class ReadTask:
    """A file to be read into a staging folder."""

    file: InputFile
    staging: Path
    mask: bool
    reader: Reader = "pdfium"


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What came of a file.

    Attributes:
        row: Its row, submission not yet known.
        digest: What copies are recognised by.
        facts: How many numbers it prints.
    """

    row: DocumentRow
    digest: Digest
    facts: int


def read_file(task: ReadTask) -> ReadResult:
    """Read, map and stage one file.

    Raises:
        UnreadableDocument: No reader can turn it into a document.
    """
    from ..extract import read  # noqa: PLC0415 - readers are heavy and only workers need them
    from ..normalize import normalize  # noqa: PLC0415

    if task.file.bytes > MOST_BYTES:
        size = task.file.bytes // (1024 * 1024)
        raise UnreadableDocument(
            "too-large", f"文件有 {size} MB，超过 200 MB 的上限，请压缩图片或拆分后重试。"
        )
    document = read(task.file.path.read_bytes(), task.file.path.name, task.file.source, task.reader)
    report = normalize(document, mask=task.mask)
    row = document_row(report)
    stage(task.staging, document.id, {"documents": [row], **report_records(report)})
    return ReadResult(row, digest(report), len(report.facts))


def document_row(report: Report) -> DocumentRow:
    """Return the row of a report that was read; its submission is not known yet."""
    document = report.document
    return DocumentRow(
        document_id=document.id,
        name=document.name,
        source=document.source,
        submission=None,
        format=document.format,
        bytes=document.bytes,
        pages=document.pages,
        status=Status.PARTIAL if any(notice.partial for notice in report.notices) else Status.OK,
        error_code=None,
        error=None,
        title=report.title,
        forms=tuple(form.kind for form in report.forms),
        organisation=report.organisation,
        fiscal_year=report.fiscal_year,
        report_date=report.report_date,
        notices=report.notices,
        schema_version=SCHEMA_VERSION,
        fuhe_version=version("fuhe"),
    )


def failed_row(file: InputFile, failure: Failure) -> DocumentRow:
    """Return the row of a file that could not be read."""
    return DocumentRow(
        document_id=file.document_id,
        name=file.path.name,
        source=file.source,
        submission=None,
        format=PurePosixPath(file.source).suffix.lower().removeprefix("."),
        bytes=file.bytes,
        pages=None,
        status=Status.FAILED,
        error_code=failure.code,
        error=failure.reason,
        title=None,
        forms=(),
        organisation=None,
        fiscal_year=None,
        report_date=None,
        notices=(),
        schema_version=SCHEMA_VERSION,
        fuhe_version=version("fuhe"),
    )
