"""Masks personal data of the people who filled in a form, before anything else sees the text.

Every masked character is replaced by one asterisk, so that places of other numbers stay right.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..schemas.records import Cell, Document, Paragraph, Table

NAME_LABELS = (
    "填表人|填报人|经办人|联系人|制表人|复核人|审核人|单位负责人|财务负责人|项目负责人|负责人|法定代表人"
)
NAME = re.compile(
    rf"(?:{NAME_LABELS})(?:员|姓名|（?签字）?|（?签章）?|（?签名）?)?[\s　]*[：:][\s　]*([一-龥·]{{2,4}})(?=[\s　,，;；、（(\d]|$)"
)
NAME_LABEL_CELL = re.compile(
    rf"^[\s　]*(?:{NAME_LABELS})(?:姓名|（签字）|\(签字\)|签字|（签章）)?[\s　]*[：:]?[\s　]*$"
)
NAME_CELL = re.compile(r"^[\s　]*([一-龥·][一-龥·\s　]{1,5})[\s　]*$")
PHONE_LABELS = (
    r"(?:(?:联系|联络|办公|值班|移动)?电话|手机|联系方式|手机号码?|传真)(?:号码?)?[\s　]*[：:]?[\s　]*"
)
PHONE_LABEL_CELL = re.compile(rf"^[\s　]*(?:联系人)?{PHONE_LABELS}$")
PHONE_CELL = re.compile(r"^[\s　]*(\d[\d\-－—\s]{4,18}\d)[\s　]*$")
PHONE_AFTER_LABEL = re.compile(PHONE_LABELS + r"((?:\(?0\d{2,3}\)?[-－—\s]?)?\d{5,11}(?:[-－]\d{1,5})?)")
PHONE = re.compile(r"(?<![\d.])(1[3-9]\d{9}|0\d{2,3}[-－]\d{7,8})(?![\d.])")
IDENTITY = re.compile(r"(?<!\d)(\d{17}[\dXx])(?!\d)")
MAILBOX = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})@(?=[\w-]{1,63}\.)", re.ASCII)
PATTERNS = (NAME, PHONE_AFTER_LABEL, PHONE, IDENTITY, MAILBOX)
LABELLED = ((NAME_LABEL_CELL, NAME_CELL), (PHONE_LABEL_CELL, PHONE_CELL))


def mask_text(text: str) -> str:
    """Return the text with names of fillers, phone and identity numbers starred out.

    >>> mask_text("填表人：李小明 联系电话：8561234")
    '填表人：*** 联系电话：*******'
    """
    for pattern in PATTERNS:
        text = pattern.sub(_star_group, text)
    return text


def mask_document(document: Document) -> Document:
    """Return the document with personal data masked in every paragraph, cell, caption and heading."""
    return replace(
        document,
        paragraphs=tuple(_mask_paragraph(paragraph) for paragraph in document.paragraphs),
        tables=tuple(_mask_table(table) for table in document.tables),
    )


def _mask_paragraph(paragraph: Paragraph) -> Paragraph:
    heading = tuple(mask_text(text) for text in paragraph.heading)
    return replace(paragraph, text=mask_text(paragraph.text), heading=heading)


def _mask_table(table: Table) -> Table:
    """Mask what a cell says by itself, and what the label on its left says that it is."""
    named = {
        (cell.row, cell.column + cell.colspan): value
        for label, value in LABELLED
        for cell in table.cells
        if label.match(cell.text)
    }
    cells = tuple(_mask_cell(cell, named.get((cell.row, cell.column))) for cell in table.cells)
    caption = mask_text(table.caption) if table.caption else table.caption
    return replace(table, cells=cells, caption=caption)


def _mask_cell(cell: Cell, value: re.Pattern[str] | None) -> Cell:
    text = value.sub(_star_group, cell.text) if value else cell.text
    masked = mask_text(text)
    return cell if masked == cell.text else cell._replace(text=masked)


def _star_group(match: re.Match[str]) -> str:
    start, end = match.start(1) - match.start(), match.end(1) - match.start()
    whole = match.group()
    return whole[:start] + "*" * (end - start) + whole[end:]
