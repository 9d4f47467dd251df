"""Highlights and notes on the figures of a submitted PDF."""

from __future__ import annotations

import io
from dataclasses import replace
from math import cos, radians, sin
from typing import TYPE_CHECKING

from ...extract.pages.page_marks import NotOpenedError
from .annotate import AUTHOR, Annotated
from .figure_boxes import Operand, figure_boxes
from .originals import OriginalError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pypdf import PageObject, PdfWriter

    from ...lake import Lake
    from ...schemas.records import Box, DocumentRow, Evidence, Source
    from .annotate import Remark

    Corner = tuple[float, float]

STATED_COLOUR, OTHER_COLOUR = "ffb3ab", "fff2a8"


def write_highlights(lake: Lake, row: DocumentRow, data: bytes, remarks: Sequence[Remark]) -> Annotated:
    """Return a PDF with its remarks as notes on highlighted figures; pages and their text stay as they are.

    Args:
        lake: The lake that the remarks are from.
        row: The document.
        data: Bytes of its file.
        remarks: What to write.

    Raises:
        OriginalError: The file cannot be opened for writing.
    """
    writer = _opened(data, row.name)
    texts, corners = _texts(lake, row.document_id), _first_cells(lake, row.document_id)
    by_page: dict[int, list[tuple[Remark, Operand]]] = {}
    for remark in remarks:
        item = _boxed(remark.item, corners)
        place = item.source
        if place.page is not None and place.box is not None and place.page <= len(writer.pages):
            operand = Operand(item, texts.get(_key(place), ""))
            by_page.setdefault(place.page, []).append((remark, operand))
    operands = {page: [operand for _, operand in found] for page, found in by_page.items()}
    try:
        figures = figure_boxes(data, operands)
    except NotOpenedError as error:
        raise _not_writable(row.name) from error
    for number, found in by_page.items():
        page = writer.pages[number - 1]
        for (remark, _), boxes in zip(found, figures[number].boxes, strict=True):
            _highlight(writer, number - 1, remark, [_on_page(box, page) for box in boxes])
    buffer = io.BytesIO()
    writer.write(buffer)
    placed = sum(map(len, by_page.values()))
    return Annotated(buffer.getvalue(), row.source, placed, len(remarks) - placed)


def _opened(data: bytes, name: str) -> PdfWriter:
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - heavy
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        return PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _not_writable(name) from error


def _not_writable(name: str) -> OriginalError:
    return OriginalError(
        f"“{name}”能读取但不能写入批注（加密或结构有误）。请用 PDF 阅读器另存一份，重新运行 fuhe check。"
    )


def _key(place: Source) -> tuple[int | None, ...]:
    return place.table, place.row, place.column, place.paragraph


def _texts(lake: Lake, document_id: str) -> Mapping[tuple[int | None, ...], str]:
    records = [*lake.records("cells", [document_id]), *lake.records("paragraphs", [document_id])]
    return {_key(record.source): record.text for record in records}


def _first_cells(lake: Lake, document_id: str) -> Mapping[int | None, Source]:
    """Return the place of the first cell of each table."""
    cells: dict[int | None, Source] = {}
    for cell in lake.records("cells", [document_id]):
        cells.setdefault(cell.source.table, cell.source)
    return cells


def _boxed(item: Evidence, corners: Mapping[int | None, Source]) -> Evidence:
    """Return an operand with a box: a table as a whole is marked at its first cell."""
    if item.source.box is not None or item.source.table not in corners:
        return item
    return replace(item, source=corners[item.source.table])


def _highlight(writer: PdfWriter, page: int, remark: Remark, quads: Sequence[Sequence[Corner]]) -> None:
    from pypdf.annotations import Highlight  # noqa: PLC0415
    from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject  # noqa: PLC0415

    xs = [x for quad in quads for x, _ in quad]
    ys = [y for quad in quads for _, y in quad]
    note = Highlight(
        rect=(min(xs), min(ys), max(xs), max(ys)),
        quad_points=ArrayObject(
            [FloatObject(round(n, 2)) for quad in quads for corner in quad for n in corner]
        ),
        highlight_color=STATED_COLOUR if remark.is_stated else OTHER_COLOUR,
        printing=True,
        title_bar=AUTHOR,
    )
    note[NameObject("/Contents")] = TextStringObject(remark.text)
    writer.add_annotation(page, note)


def _on_page(box: Box, page: PageObject) -> list[Corner]:
    """Return the corners of a box in the page's own coordinates: upper left and right, lower left and right.

    Args:
        box: In points from the top left corner of the page as it is shown.
        page: The page, which may be shown turned to the right.

    Source:
        PDF 32000-1, 12.5.6.10, in the order of corners that readers expect.
    """
    left, bottom, right, top = (float(value) for value in page.cropbox)
    along, up = round(cos(radians(page.rotation))), round(sin(radians(page.rotation)))
    turned = [(x * along + y * up, y * along - x * up) for x in (left, right) for y in (bottom, top)]
    west, north = min(x for x, _ in turned), max(y for _, y in turned)
    corners = [(x, y) for y in (box.top, box.bottom) for x in (box.x0, box.x1)]
    upright = [(west + x, north - y) for x, y in corners]
    return [(x * along - y * up, x * up + y * along) for x, y in upright]
