"""Writes a report as .pdf with the same bytes every time: ruled tables, running head, page numbers."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

if TYPE_CHECKING:
    from .model import Block, Content, Grid, TableStyle

_FONT = "STSong-Light"
_MARGIN = 60
_WIDTH = A4[0] - 2 * _MARGIN
_LONG_TEXT = 14  # longer cell texts are set to the left, as forms do
_STYLES = {
    "title": (18, TA_CENTER, 0),
    "h1": (14, TA_LEFT, 28),
    "h2": (13, TA_LEFT, 26),
    "p": (12, TA_LEFT, 24),
    "annex": (12, TA_LEFT, 0),
    "caption": (15, TA_CENTER, 0),
    "unit": (10, TA_RIGHT, 0),
    "note": (10, TA_LEFT, 0),
    "sign": (12, TA_RIGHT, 0),
}


def write_pdf(content: Content) -> bytes:
    """Return the file's bytes."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    buffer = io.BytesIO()
    template = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=70,
        bottomMargin=60,
        title=content.name,
        invariant=1,
        pageCompression=0,
    )

    def decorate(canvas: Any, _: Any) -> None:
        canvas.setFont(_FONT, 9)
        if content.running_head:
            canvas.drawCentredString(A4[0] / 2, A4[1] - 45, content.running_head)
            canvas.line(_MARGIN, A4[1] - 50, A4[0] - _MARGIN, A4[1] - 50)
        if content.page_numbers:
            canvas.drawCentredString(A4[0] / 2, 35, f"— {canvas.getPageNumber()} —")

    flowables = [flowable for block in content.blocks for flowable in _flowables(block)]
    template.build(flowables, onFirstPage=decorate, onLaterPages=decorate)
    return buffer.getvalue()


def _flowables(block: Block) -> list[Flowable]:
    if block.kind == "break":
        return [PageBreak()]
    if block.grid is None:
        return [_paragraph(block.text, *_STYLES[block.kind])]
    table = [_table(block.grid, block.style), Spacer(1, 12)]
    if block.style.nested_in:  # the frame around a nested table is not drawn, its text stands above
        return [_paragraph(block.style.nested_in, *_STYLES["note"]), *table]
    return table


def _paragraph(text: str, size: float, alignment: int, indent: float) -> Paragraph:
    style = ParagraphStyle(
        f"{size}-{alignment}-{indent}",
        fontName=_FONT,
        fontSize=size,
        leading=size * 1.55,
        alignment=alignment,
        firstLineIndent=indent,
        wordWrap="CJK",
        spaceAfter=4,
    )
    return Paragraph(escape(text).replace("\n", "<br/>"), style)


def _cell(text: str, size: float) -> Paragraph:
    alignment = TA_LEFT if len(text.replace("\n", "")) > _LONG_TEXT else TA_CENTER
    style = ParagraphStyle(
        f"cell-{size}-{alignment}",
        fontName=_FONT,
        fontSize=size,
        leading=size * 1.3,
        alignment=alignment,
        wordWrap="CJK",
        rightIndent=size
        if alignment == TA_LEFT
        else 0,  # room for a punctuation mark that may not start a line
    )
    return Paragraph(escape(text).replace("\n", "<br/>"), style)


def _table(grid: Grid, style: TableStyle) -> Table:
    shares = style.widths or (1.0,) * grid.n_cols
    widths = [_WIDTH * share / sum(shares) for share in shares]
    rows: list[list[Any]] = [[""] * grid.n_cols for _ in range(grid.n_rows)]
    commands: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        *[(f"{side}PADDING", (0, 0), (-1, -1), 3) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")],
    ]
    for cell in grid.cells:
        rows[cell.row][cell.col] = _cell(cell.text, style.font_size) if cell.text else ""
        start, end = (cell.col, cell.row), (cell.col + cell.colspan - 1, cell.row + cell.rowspan - 1)
        if start != end:
            commands.append(("SPAN", start, end))
        commands.append(("BOX", start, end, 0.6, "black"))
    return Table(rows, colWidths=widths, style=commands, repeatRows=style.repeat)
