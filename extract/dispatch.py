"""Chooses the reader of a file by its content, and says what to do about files that have none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ..schemas.errors import UnreadableDocument
from .limits import check_size
from .sniff import sniff

if TYPE_CHECKING:
    from ..schemas.records import Document

# What reads PDF files.
Reader = Literal["pdfium", "pdfplumber"]

_RESAVE = "请用 Word 或 WPS 另存为 .docx 后重新提交"
_ORIGINAL = "请提交 Word 或 PDF 原件"
# What sniff() says: (error code, what the file is, remedy).
_UNREADABLE = {
    "empty": ("empty", "文件是空的", "请重新导出或重新上传后提交"),
    "encrypted": ("encrypted", "文件带打开密码", "请取消密码后重新提交"),
    "doc": ("unsupported", "内容是旧版 Word 文件（.doc 或 .wps）", _RESAVE),
    "xls": ("unsupported", "内容是旧版 Excel 表格（.xls）", "请提交 Word 或 PDF 版的报告"),
    "ppt": ("unsupported", "内容是旧版演示文稿（.ppt）", _ORIGINAL),
    "ole": ("unsupported", "内容是旧版 Office 复合文件，其中没有 Word 正文", _RESAVE),
    "xlsx": ("unsupported", "内容是 Excel 表格（.xlsx）", "请提交 Word 或 PDF 版的报告"),
    "pptx": ("unsupported", "内容是演示文稿（.pptx）", _ORIGINAL),
    "ofd": ("unsupported", "内容是 OFD 版式文件", "请另存为 PDF 或提交 Word 原件"),
    "odt": ("unsupported", "内容是 OpenDocument 文本", _RESAVE),
    "zip": ("unsupported", "内容是压缩包", "请解压后逐个提交，或把文件夹交给程序"),
    "broken-zip": ("truncated", "压缩容器不完整", "文件可能没有传完，请重新导出后提交"),
    "rtf": ("unsupported", "内容是 RTF 文件", _RESAVE),
    "html": ("unsupported", "内容是网页（HTML）", _RESAVE),
    "mhtml": ("unsupported", "内容是单个网页文件（MHTML）", _RESAVE),
    "word-xml": ("unsupported", "内容是 Word XML 文件", _RESAVE),
    "unknown": ("not-a-document", "内容不是 Word 或 PDF 文件", _ORIGINAL),
}
_PICTURES = {"png", "jpeg", "gif", "tiff", "bmp", "webp"}


def read(data: bytes, name: str, source: str = "", reader: Reader = "pdfium") -> Document:
    """Return what stands in a file; the reader is chosen by its content, whatever its suffix says.

    Args:
        data: Bytes of the file.
        name: File name without folder, for messages and the records.
        source: Path as the caller gave it.
        reader: What reads PDF files; pdfplumber is slower, and there to compare with.

    Raises:
        UnreadableDocument: Empty, encrypted, cut short, too large, or no format that can be read;
            its reason names the file and the remedy.
    """
    check_size(len(data), name)
    kind = sniff(data)
    if kind == "docx":
        from . import docx  # noqa: PLC0415 - each reader brings its own libraries, loaded when needed

        return docx.read(data, name, source)
    if kind == "pdf":
        from . import pdf  # noqa: PLC0415

        return pdf.read(data, name, source, reader)
    raise _unreadable(kind, name)


def _unreadable(kind: str, name: str) -> UnreadableDocument:
    if kind in _PICTURES:
        what = f"内容是 {kind.upper()} 图片，不是文档"
        return UnreadableDocument("not-a-document", f"{name}：{what}，{_ORIGINAL}。")
    code, what, remedy = _UNREADABLE[kind]
    return UnreadableDocument(code, f"{name}：{what}，{remedy}。")
