"""Text typed onto a page: what counts as such, and pages that PDFium cannot make it part of."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from fuhe.extract import read

FILE = Path(__file__).parents[2] / "corpus" / "features" / "pdf" / "fields_filled_in.pdf"
PRINTED = "项目预算数执行数培训费12.50会议费3.20"


@pytest.fixture
def writer() -> PdfWriter:
    return PdfWriter(clone_from=PdfReader(FILE))


def fields(writer):
    notes = [entry.get_object() for entry in writer.pages[0]["/Annots"]]
    return [note for note in notes if note["/Subtype"] == "/Widget"]


def document(writer):
    buffer = io.BytesIO()
    writer.write(buffer)
    return read(buffer.getvalue(), "x.pdf")


def in_cells(found):
    return "".join(cell.text for cell in found.tables[0].cells)


def test_text_of_a_field_stands_where_it_is_seen(writer):
    found = document(writer)
    cell = next(cell for cell in found.tables[0].cells if cell.text == "11.80")
    assert (cell.row, cell.column, cell.source.page) == (1, 2, 1)
    assert cell.source.box.x0 == pytest.approx(300, abs=1)


def test_choice_is_read_as_it_is_drawn(writer):
    for field in fields(writer):
        field[NameObject("/V")] = NameObject("/Yes")
    assert "11.80" in in_cells(document(writer))


def test_seal_of_a_signature_is_no_text(writer):
    for field in fields(writer):
        field[NameObject("/V")] = writer._add_object(
            DictionaryObject({NameObject("/Type"): NameObject("/Sig")})
        )
    found = document(writer)
    assert in_cells(found) == PRINTED
    assert found.notices == ()


def test_button_without_a_value_is_no_text(writer):
    for field in fields(writer):
        del field["/V"]
    assert in_cells(document(writer)) == PRINTED


def test_remark_is_no_text(writer):
    for field in fields(writer):
        field[NameObject("/Subtype")] = NameObject("/Square")
        field[NameObject("/Contents")] = TextStringObject("请核对")
    assert in_cells(document(writer)) == PRINTED


def test_page_that_inherits_its_fonts_keeps_its_own_text(writer):
    page = writer.pages[0]
    page["/Parent"].get_object()[NameObject("/Resources")] = page.raw_get("/Resources")
    del page["/Resources"]
    found = document(writer)
    assert in_cells(found) == PRINTED
    assert [notice.code for notice in found.notices] == ["typed-text-missing"]
