"""Text typed onto a finished page: form fields that a unit filled in, and free text over a printed table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFObjectReference,
    PDFString,
    xObjectName,
)

from fuhe.corpus.pdf_sheet import PADDING, ROW, SIZE, PdfFeature
from fuhe.corpus.word_markup import grid

if TYPE_CHECKING:
    from fuhe.corpus.pdf_sheet import Rows, Sheet

_XS = (60.0, 200.0, 300.0, 400.0)
_TOP = 120.0
_PRINTED: Rows = [["项目", "预算数", "执行数"], ["培训费", "12.50", ""], ["会议费", "3.20", ""]]
_FILLED: Rows = [["项目", "预算数", "执行数"], ["培训费", "12.50", "11.80"], ["会议费", "3.20", "3.05"]]
# fpdf_annot.h and ISO 32000-1, table 165: printed with the page.
_PRINTS = 4


def _typed(
    sheet: Sheet, name: str, place: tuple[float, float, float, float], text: str, **entries: object
) -> None:
    """Lay text over a box; a drawing of it is added unless `entries` say that there is none."""
    x0, top, x1, bottom = place
    rect = (x0, sheet.height - bottom, x1, sheet.height - top)
    entries = {"Type": PDFName("Annot"), "F": _PRINTS, "Rect": PDFArray(rect), **entries}
    if entries.pop("drawn", True):
        sheet.canvas.beginForm(name, 0, 0, x1 - x0, bottom - top)
        sheet.canvas.rect(0.5, 0.5, x1 - x0 - 1, bottom - top - 1)
        sheet.canvas.setFont("STSong-Light", SIZE)
        sheet.canvas.drawString(PADDING - 1, 5, text)
        sheet.canvas.endForm()
        entries["AP"] = PDFDictionary({"N": PDFObjectReference(xObjectName(name))})
    sheet.canvas._addAnnotation(PDFDictionary(entries))  # noqa: SLF001 - reportlab's own forms know no Chinese


def _field(sheet: Sheet, name: str, row: int, text: str, *, drawn: bool = True) -> None:
    """Fill in the last cell of a row."""
    top = _TOP + ROW * row
    kind = {"Subtype": PDFName("Widget"), "FT": PDFName("Tx"), "T": PDFString(name), "V": PDFString(text)}
    _typed(sheet, name, (_XS[2] + 1, top + 1, _XS[3] - 1, top + ROW - 1), text, drawn=drawn, **kind)


def _filled_in(sheet: Sheet) -> None:
    sheet.table(_PRINTED, _XS, _TOP)
    _field(sheet, "actual1", 1, "11.80")
    _field(sheet, "actual2", 2, "3.05")
    place = (60.0, 80.0, 260.0, 100.0)
    words = "填报单位：某某市水务局"
    _typed(sheet, "unit", place, words, Subtype=PDFName("FreeText"), Contents=PDFString(words))


def _left_to_the_viewer(sheet: Sheet) -> None:
    """One of the fields has a value, but no drawing: each program that shows it makes its own."""
    sheet.table(_PRINTED, _XS, _TOP)
    _field(sheet, "actual1", 1, "11.80")
    _field(sheet, "actual2", 2, "3.05", drawn=False)


TYPED = {
    "fields_filled_in": PdfFeature((_filled_in,), ("填报单位：某某市水务局",), (grid(_FILLED),)),
    "field_without_a_drawing": PdfFeature(
        (_left_to_the_viewer,), tables=(grid([*_FILLED[:2], _PRINTED[2]]),), notices=("typed-text-missing",)
    ),
}
