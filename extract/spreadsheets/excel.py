"""Reads workbooks as documents: what each visible sheet prints, its hidden parts left out and said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Notice
from .. import limits
from ..flow import Original, flow_document
from .old_workbook import open_old_workbook
from .sheets import sheet_to_blocks
from .workbook import open_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Document
    from .sheets import Sheet
    from .workbook import Workbook


def read(data: bytes, name: str, source: str, original: Original | None = None) -> Document:
    """Return what stands in an .xlsx or .xlsm.

    Args:
        data: Bytes of the file.
        name: File name without folder.
        source: Path as the caller gave it.
        original: The file that these bytes were converted from; None if they are the file.

    Raises:
        UnreadableDocument: Not a workbook, cut short or too large.
    """
    return _document(open_workbook(data, name), original or Original.of(data, name, source, "xlsx"))


def read_old(data: bytes, name: str, source: str) -> Document:
    """Return what stands in an .xls.

    Args:
        data: Bytes of the file.
        name: File name without folder.
        source: Path as the caller gave it.

    Raises:
        UnreadableDocument: It has a password, is cut short or too large.
    """
    return _document(open_old_workbook(data, name), Original.of(data, name, source, "xls"))


def _document(book: Workbook, original: Original) -> Document:
    limits.check_characters(
        sum(len(text) for sheet in book.sheets for text in sheet.texts.values()), original.name
    )
    is_alone = len(book.sheets) == 1
    body = [
        block for sheet in book.sheets for block in sheet_to_blocks(sheet, original.name, is_alone=is_alone)
    ]
    return flow_document(original, body, notices=tuple(_notices(book, has_text=bool(body))))


def _notices(book: Workbook, *, has_text: bool) -> Iterator[Notice]:
    if book.hidden:
        names = "、".join(book.hidden)
        text = f"有 {len(book.hidden)} 个隐藏的工作表（{names}），未读取；如需复核，请取消隐藏后重新提交。"
        yield Notice("hidden-content", "全文", text)
    if book.unread:
        text = f"工作表过多，最后 {book.unread} 个未读取，请将工作簿拆分后重新提交。"
        yield Notice("too-many-sheets", "全文", text, partial=True)
    for sheet in book.sheets:
        place = f"工作表“{sheet.name}”"
        if hidden := _hidden(sheet):
            text = f"有隐藏的 {hidden}，未读取；合计数可能含隐藏的数，如需复核，请取消隐藏后重新提交。"
            yield Notice("hidden-content", place, text)
        if sheet.uncomputed:
            text = f"有 {sheet.uncomputed} 个公式没有保存计算结果，请用 Excel 或 WPS 打开并保存后重新提交。"
            yield Notice("formula-without-value", place, text, partial=True)
    if not has_text:
        yield Notice("no-text", "全文", "可见的工作表都是空的，请确认提交的文件。", partial=True)


def _hidden(sheet: Sheet) -> str:
    """Return how many rows and columns with content are hidden, for people; empty if none."""
    rows = len({row for row, _ in sheet.texts} & sheet.hidden_rows)
    columns = len({column for _, column in sheet.texts} & sheet.hidden_columns)
    return "、".join([f"{rows} 行"] * bool(rows) + [f"{columns} 列"] * bool(columns))
