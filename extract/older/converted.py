"""Reads older Word and Excel files: converted with LibreOffice, then as their newer forms are read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...schemas.errors import UnreadableDocument
from ...schemas.records import Notice
from ..compound_file import is_cut_off
from ..flow import Original
from ..spreadsheets import excel
from ..word import docx
from .office import CONVERSIONS, convert

if TYPE_CHECKING:
    from ...schemas.records import Document

_READERS = {"docx": docx.read, "xlsx": excel.read}
_CONVERTED = Notice(
    "converted", "全文", "旧版格式，已由 LibreOffice 转换后读取；内容以原件为准，分页可能与原件不同。"
)


def read(data: bytes, name: str, source: str, kind: str) -> Document:
    """Return what stands in an older file; the document is known by the file as it was submitted.

    Args:
        data: Bytes of the file.
        name: File name without folder.
        source: Path as the caller gave it.
        kind: What sniff() says: a key of `CONVERSIONS`.

    Raises:
        UnreadableDocument: It was cut off, LibreOffice is missing or cannot convert it in time, or the result cannot be read.
    """
    if is_cut_off(data):  # LibreOffice would show what is left as if it were all
        raise UnreadableDocument("truncated", f"{name}：文件不完整，可能没有传完，请重新上传后提交。")
    original = Original.of(data, name, source, kind)
    reader = _READERS[CONVERSIONS[kind].target.suffix]
    document = reader(convert(data, kind, name), name, source, original)
    return replace(document, notices=(_CONVERTED, *document.notices))
