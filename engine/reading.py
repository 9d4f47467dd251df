"""The first task: a file is read, mapped and written; only its row travels back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ..lake import report_records, stage
from ..schemas.errors import UnreadableDocument
from ..schemas.parquet import SCHEMA_VERSION
from ..schemas.records import DocumentRow, Report, Status
from . import at_hand
from .archives import opened

if TYPE_CHECKING:
    from ..lake import Place
    from .failures import Failure
    from .inputs import InputFile
    from .options import RunOptions

# Of the time for a document; the rest is for loading the engine and for all that is not recognition.
RECOGNITION_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class ReadTask:
    """A file to be read.

    Attributes:
        file: The file.
        store: Folder of datasets to write to.
        options: How to read.
        read_key: Stamp of what the reading depends on.
        keep: Whether this process will check the report next.
    """

    file: InputFile
    store: Place
    options: RunOptions
    read_key: str
    keep: bool = False


def read_file(task: ReadTask) -> DocumentRow:
    """Read and map one file, write its datasets, and return its row; its submission is not known yet.

    The row is written last, so that a document that has one is whole.

    Raises:
        UnreadableDocument: No reader can turn it into a document.
    """
    from ..extract import Recognition, read  # noqa: PLC0415 - readers are heavy and only workers need them
    from ..extract.limits import check_size  # noqa: PLC0415
    from ..normalize import normalize  # noqa: PLC0415

    file = task.file
    if file.failure is not None:
        raise UnreadableDocument(file.failure.code, file.failure.reason)
    check_size(file.bytes, file.name)
    with opened(file.location) as stream:
        data = stream.read()
    options = task.options
    recognition = Recognition(options.ocr, options.timeout * RECOGNITION_SHARE)
    document = read(data, file.name, file.source, options.reader, recognition)
    report = normalize(document, mask=options.mask)
    row = replace(document_row(report), copies=file.copies, read_key=task.read_key)
    stage(task.store, row.document_id, {**report_records(report), "documents": [row]})
    if task.keep:
        at_hand.keep(report)
    return row


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


def failed_row(file: InputFile, failure: Failure, read_key: str = "") -> DocumentRow:
    """Return the row of a file that could not be read; without `read_key` it is tried again next time."""
    return DocumentRow(
        document_id=file.document_id,
        name=file.name,
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
        copies=file.copies,
        read_key=read_key,
    )
