"""`Document` in, `Report` out: forms recognised, every printed number a Fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..schemas.records import Report
from .facts import document_facts
from .forms import recognise
from .header import find_fiscal_year, find_organisation, find_report_date, find_title
from .privacy import mask_document
from .reading import TableReading
from .scores import result_rows, score_rows

if TYPE_CHECKING:
    from ..schemas.records import Document

__all__ = ["normalize"]


def normalize(document: Document, *, mask: bool = True) -> Report:
    """Map a document onto the catalogue.

    Args:
        document: What a reader found.
        mask: Star out names of fillers and phone numbers before anything else sees them.

    Returns:
        The report; a number whose label the catalogue does not know is a fact without indicator.
    """
    if mask:
        document = mask_document(document)
    title = find_title(document)
    fiscal_year = find_fiscal_year(document, title)
    readings = tuple(TableReading(table, fiscal_year) for table in document.tables)
    forms = tuple(recognise(reading) for reading in readings)
    facts, given_up = document_facts(document, readings, forms, fiscal_year)
    return Report(
        document=document,
        title=title,
        organisation=find_organisation(document, forms, title),
        fiscal_year=fiscal_year,
        report_date=find_report_date(document),
        forms=forms,
        facts=facts,
        scores=tuple(row for reading in readings for row in score_rows(reading)),
        results=tuple(row for reading in readings for row in result_rows(reading)),
        notices=(*document.notices, *given_up),
    )
