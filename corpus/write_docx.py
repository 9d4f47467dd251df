"""Writes a report as .docx with the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

if TYPE_CHECKING:
    from .model import Block, Cell, Content, Grid, TableStyle

_FIXED = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
_ZIP_DATE = (2024, 1, 2, 3, 4, 4)
_WIDTH_TWIPS = 9000
_LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"))
_LIST_ID = 77
_CENTERED = {"title", "caption"}
_RIGHT = {"unit", "sign"}
_HEADINGS = {"h1": 0, "h2": 1}


def write_docx(content: Content) -> bytes:
    """Return the file's bytes."""
    document = docx.Document()
    _set_font(document)
    if content.numbered:
        _add_numbering(document)
    for block in content.blocks:
        if block.grid is not None:
            _add_table(document, block)
        else:
            _add_paragraph(document, block, numbered=content.numbered)
    if content.running_head:
        document.sections[0].header.paragraphs[0].text = content.running_head
    properties = document.core_properties
    properties.author, properties.created, properties.modified = "", _FIXED, _FIXED
    buffer = io.BytesIO()
    document.save(buffer)
    return _fix_dates(buffer.getvalue())


def _set_font(document: Any) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")


def _fix_dates(data: bytes) -> bytes:
    """Rewrite the zip with one fixed date, so that equal content gives equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(name))
    return buffer.getvalue()


# ------------------------------------------------------------------ paragraphs


def _add_paragraph(document: Any, block: Block, *, numbered: bool) -> None:
    if block.kind == "break":
        document.add_page_break()
        return
    level = _HEADINGS.get(block.kind)
    if level is not None:
        paragraph = document.add_heading("", level=level + 1)
        if numbered:
            _number(paragraph, level)
            paragraph.add_run(block.text.split("、" if level == 0 else "）", 1)[1])
            return
    else:
        paragraph = document.add_paragraph()
    _add_lines(paragraph, block.text)
    if block.kind in _CENTERED:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif block.kind in _RIGHT:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif block.kind == "p":
        paragraph.paragraph_format.first_line_indent = Pt(24)
    if block.kind == "title":
        paragraph.runs[0].font.size = Pt(18)


def _add_lines(paragraph: Any, text: str) -> None:
    for number, line in enumerate(text.split("\n")):
        run = paragraph.add_run()
        if number:
            run.add_break()
        run.add_text(line)


def _add_numbering(document: Any) -> None:
    """Add a two-level Chinese list: 一、 and （一）."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for level, (form, text) in enumerate(_LEVELS)
    )
    numbering = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_LIST_ID}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    numbering.insert(0, abstract)
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{_LIST_ID}"><w:abstractNumId w:val="{_LIST_ID}"/></w:num>')
    )


def _number(paragraph: Any, level: int) -> None:
    paragraph._p.get_or_add_pPr().append(  # noqa: SLF001 - python-docx has no public way to number
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{_LIST_ID}"/></w:numPr>')
    )


# ------------------------------------------------------------------ tables


def _add_table(document: Any, block: Block) -> None:
    assert block.grid is not None
    table = _table_element(block.grid, block.style)
    body = document.element.body
    if block.style.nested_in:
        frame = _table_element_of_frame(block.style.nested_in, table)
        body.insert(len(body) - 1, frame)
    else:
        body.insert(len(body) - 1, table)
    document.add_paragraph()


def _table_element_of_frame(text: str, inner: Any) -> Any:
    frame = parse_xml(_table_xml([_WIDTH_TWIPS]))
    row, cell = OxmlElement("w:tr"), OxmlElement("w:tc")
    cell.append(_paragraph_element(text))
    cell.append(inner)
    cell.append(OxmlElement("w:p"))
    row.append(cell)
    frame.append(row)
    return frame


def _table_xml(widths: list[int]) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{sides}</w:tblBorders></w:tblPr><w:tblGrid>{columns}</w:tblGrid></w:tbl>"
    )


def _table_element(grid: Grid, style: TableStyle) -> Any:
    shares = style.widths or (1.0,) * grid.n_cols
    widths = [int(_WIDTH_TWIPS * share / sum(shares)) for share in shares]
    table = parse_xml(_table_xml(widths))
    cover = {
        (r, c): cell
        for cell in grid.cells
        for r in range(cell.row, cell.row + cell.rowspan)
        for c in range(cell.col, cell.col + cell.colspan)
    }
    for row in range(grid.n_rows):
        table.append(_row_element(row, grid, cover, repeat=row < style.repeat))
    return table


def _row_element(row: int, grid: Grid, cover: dict[tuple[int, int], Cell], *, repeat: bool) -> Any:
    element = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    first = next(c for c in range(grid.n_cols) if (row, c) in cover)
    last = max(c for c in range(grid.n_cols) if (row, c) in cover)
    _append_value(properties, "w:gridBefore", first)
    _append_value(properties, "w:gridAfter", grid.n_cols - 1 - last)
    if repeat:
        properties.append(OxmlElement("w:tblHeader"))
    if len(properties):
        element.append(properties)
    col = first
    while col <= last:
        cell = cover[row, col]
        element.append(_cell_element(cell, restart=cell.row == row))
        col += cell.colspan
    return element


def _append_value(parent: Any, name: str, value: int) -> None:
    if value:
        child = OxmlElement(name)
        child.set(qn("w:val"), str(value))
        parent.append(child)


def _cell_element(cell: Cell, *, restart: bool) -> Any:
    element, properties = OxmlElement("w:tc"), OxmlElement("w:tcPr")
    _append_value(properties, "w:gridSpan", cell.colspan if cell.colspan > 1 else 0)
    if cell.rowspan > 1:
        merge = OxmlElement("w:vMerge")
        if restart:
            merge.set(qn("w:val"), "restart")
        properties.append(merge)
    element.append(properties)
    element.append(_paragraph_element(cell.text if restart else ""))
    return element


def _paragraph_element(text: str) -> Any:
    paragraph = OxmlElement("w:p")
    if not text:
        return paragraph
    run = OxmlElement("w:r")
    for number, line in enumerate(text.split("\n")):
        if number:
            run.append(OxmlElement("w:br"))
        part = OxmlElement("w:t")
        part.text = line
        part.set(qn("xml:space"), "preserve")
        run.append(part)
    paragraph.append(run)
    return paragraph
