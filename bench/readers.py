"""The readers that bench/extract.py compares; one entry each, its libraries imported when it runs."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

# A cell: row, column, rowspan, colspan, text. A table: its cells.
Cell = tuple[int, int, int, int, str]
Tables = list[list[Cell]]


@dataclass(frozen=True)
class Contender:
    """A way to read files.

    Attributes:
        suffix: Of the files it reads.
        read: Returns the tables of a file; None if it reads text only.
        needs: Module that must be installed.
        is_reference: Others are measured against it.
    """

    suffix: str
    read: Callable[[bytes], Tables | None]
    needs: str = "fuhe"
    is_reference: bool = False

    @property
    def is_installed(self) -> bool:
        """Whether it can run here."""
        return find_spec(self.needs) is not None


def _fuhe(name: str, **options: Any) -> Callable[[bytes], Tables]:
    def read(data: bytes) -> Tables:
        from fuhe.extract import read as read_document

        tables = read_document(data, name, **options).tables
        return [[cell[:5] for cell in table.cells] for table in tables]

    return read


def _pdfplumber(data: bytes) -> Tables:
    import pdfplumber

    tables: Tables = []
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            tables += [_rows(rows) for rows in page.extract_tables()]
            page.extract_text()
            page.close()
    return tables


def _pdfium_text(data: bytes) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for index in range(len(document)):
        page = document[index]
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    document.close()


def _pymupdf(data: bytes) -> Tables:
    import pymupdf

    document = pymupdf.open(stream=data, filetype="pdf")
    tables = [_rows(table.extract()) for page in document for table in page.find_tables().tables]
    document.close()
    return tables


def _rows(rows: list[list[str | None]]) -> list[Cell]:
    """Return the cells of a plain list of rows, in which None is covered by a merged cell."""
    return [
        (r, c, 1, 1, text) for r, row in enumerate(rows) for c, text in enumerate(row) if text is not None
    ]


def _python_docx(data: bytes) -> Tables:
    """Read text and tables, a merged area again at each place it covers: the library knows no spans."""
    import docx

    document = docx.Document(io.BytesIO(data))
    for paragraph in document.paragraphs:
        paragraph.text  # noqa: B018 - the work of reading it is what is measured
    return [_rows([[cell.text for cell in row.cells] for row in table.rows]) for table in document.tables]


def _fuhe_walk(data: bytes) -> Tables:
    """Read by the walk alone, without the fast path beside it."""
    from fuhe.extract.word.blocks import Story
    from fuhe.extract.word.package import Package
    from fuhe.extract.word.tables import Grid

    with Package(data, "x.docx") as package:
        blocks = list(Story(package).blocks(package.body(package.main_text())))
    return [list(block.cells) for block in blocks if isinstance(block, Grid)]


def _lxml_parse(data: bytes) -> None:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as container:
        etree.fromstring(container.read("word/document.xml"))


CONTENDERS = {
    "fuhe (pdfium)": Contender(".pdf", _fuhe("x.pdf")),
    "fuhe (pdfplumber)": Contender(".pdf", _fuhe("x.pdf", reader="pdfplumber")),
    "pdfplumber tables + text": Contender(".pdf", _pdfplumber, "pdfplumber", is_reference=True),
    "pypdfium2 text only": Contender(".pdf", _pdfium_text, "pypdfium2"),
    "PyMuPDF find_tables": Contender(".pdf", _pymupdf, "pymupdf"),
    "fuhe": Contender(".docx", _fuhe("x.docx")),
    "fuhe, walk alone": Contender(".docx", _fuhe_walk),
    "python-docx rows, cells": Contender(".docx", _python_docx, "docx", is_reference=True),
    "unzip + lxml parse only": Contender(".docx", _lxml_parse, "lxml"),
}
