"""Reads web pages as documents: saved from a portal, or exported under the name of a Word or Excel file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Notice
from ..flow import Original, flow_document
from .html import read_html

if TYPE_CHECKING:
    from ...schemas.records import Document

_EMPTY = Notice("no-text", "全文", "网页中没有文字也没有表格，请确认网页已完整保存。", partial=True)


def read(data: bytes, name: str, source: str, kind: str) -> Document:
    """Return what a page shows; nothing that it links to is fetched, its pictures are not looked at.

    Args:
        data: Bytes of the file.
        name: File name without folder.
        source: Path as the caller gave it.
        kind: What sniff() says: html or mhtml.

    Raises:
        UnreadableDocument: A table claims more cells than a worker can hold.
    """
    body = read_html(data, name, with_title=True)
    notices = () if body else (_EMPTY,)
    return flow_document(Original.of(data, name, source, kind), body, notices=notices)
