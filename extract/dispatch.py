"""Chooses the reader of a file by its content, and says what to do about files that have none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ..schemas.errors import UnreadableDocument
from .limits import check_size
from .older.office import CONVERSIONS
from .scans.ocr import DEFAULT
from .sniff import ARCHIVES, sniff

if TYPE_CHECKING:
    from ..schemas.records import Document
    from .scans.ocr import Recognition

# What reads PDF files.
Reader = Literal["pdfium", "pdfplumber"]

_RESAVE = "请用 Word 或 WPS 另存为 .docx 后重新提交"
_ORIGINAL = "请提交 Word 或 PDF 原件"
# What sniff() says: (error code, what the file is, remedy).
_UNREADABLE = {
    "empty": ("empty", "文件是空的", "请重新导出或重新上传后提交"),
    "encrypted": ("encrypted", "文件带打开密码", "请取消密码后重新提交"),
    "ppt": ("unsupported", "内容是旧版演示文稿（.ppt）", _ORIGINAL),
    "ole": ("unsupported", "内容是旧版 Office 复合文件，其中没有 Word 正文", _RESAVE),
    "pptx": ("unsupported", "内容是演示文稿（.pptx）", _ORIGINAL),
    "opendocument": ("unsupported", "内容是 OpenDocument 演示或图形文件", _ORIGINAL),
    "archive": ("unsupported", "内容是压缩包", "请用 fuhe check 读取，或解压后逐个提交"),
    "broken-ole": ("truncated", "Office 文件不完整", "文件可能没有传完，请重新上传后提交"),
    "broken-zip": ("truncated", "压缩容器不完整", "文件可能没有传完，请重新导出后提交"),
    "unknown": ("not-a-document", "内容不是 Word 或 PDF 文件", _ORIGINAL),
}
PICTURES = frozenset({"png", "jpeg", "gif", "tiff", "bmp", "webp"})


def read(
    data: bytes,
    name: str,
    source: str = "",
    reader: Reader = "pdfium",
    recognition: Recognition = DEFAULT,
) -> Document:
    """Return what stands in a file; the reader is chosen by its content, whatever its suffix says.

    Args:
        data: Bytes of the file.
        name: File name without folder, for messages and the records.
        source: Path as the caller gave it.
        reader: What reads PDF files; pdfplumber is slower, and there to compare with.
        recognition: Which pages that are pictures are recognised, and how long that may take.

    Raises:
        UnreadableDocument: Empty, encrypted, cut short, too large, or no format that can be read;
            its reason names the file and the remedy.
    """
    check_size(len(data), name)
    kind = sniff(data)
    if kind == "docx":
        from .word import docx  # noqa: PLC0415 - each reader brings its own libraries, loaded when needed

        return docx.read(data, name, source, recognition=recognition)
    if kind in {"xlsx", "xls"}:
        from .spreadsheets import excel  # noqa: PLC0415

        return (excel.read if kind == "xlsx" else excel.read_old)(data, name, source)
    if kind in {"html", "mhtml"}:
        from .web import web_page  # noqa: PLC0415

        return web_page.read(data, name, source, kind)
    if kind in CONVERSIONS:
        from .older import converted  # noqa: PLC0415

        return converted.read(data, name, source, kind)
    if kind == "pdf":
        from .pdf import pdf  # noqa: PLC0415

        return pdf.read(data, name, source, reader, recognition)
    return _read_placed(data, name, source, kind, recognition)


def _read_placed(data: bytes, name: str, source: str, kind: str, recognition: Recognition) -> Document:
    if kind == "ofd":
        from .ofd import ofd  # noqa: PLC0415

        return ofd.read(data, name, source, recognition)
    if kind in PICTURES:
        from .scans import picture_file  # noqa: PLC0415

        return picture_file.read(data, name, source, kind, recognition)
    raise _unreadable(kind, name)


def _unreadable(kind: str, name: str) -> UnreadableDocument:
    code, what, remedy = _UNREADABLE["archive" if kind in ARCHIVES else kind]
    return UnreadableDocument(code, f"{name}：{what}，{remedy}。")
