"""Reader of PDF files with a text layer: paragraphs and ruled tables, each with page and box."""

from __future__ import annotations

import hashlib
import io
import logging
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from ..schemas.errors import UnreadableDocument
from ..schemas.records import Document, Notice
from . import limits
from .page_document import layouts_to_content, marks_to_layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pdfplumber.page import Page
    from pdfplumber.pdf import PDF

    from .page_document import Layout
    from .page_marks import PageMarks

# Readers look for the mark of the beginning in the first kilobyte (ISO 32000-1, annex H.3.4.1),
# and for that of the end in the last one; some mail servers add a few lines.
_HEAD_BYTES = 1024
_TAIL_BYTES = 4096
# A page is taken for a scan if a picture covers this much of it and it has hardly any text.
_SCAN_SHARE = 0.5
_SCAN_GLYPHS = 20
# Good files have no unmapped character at all; a few are dingbats.
_UNMAPPED_SHARE = 0.05


class _Trouble(NamedTuple):
    """Pages by what went wrong on them."""

    without_text: list[int]
    unmapped: list[int]
    too_large: list[int]
    unreadable: list[int]


def read(data: bytes, name: str, source: str = "") -> Document:
    """Return what stands in a PDF file.

    Args:
        data: The bytes of the file.
        name: File name, for messages.
        source: Path as the caller gave it.

    Raises:
        UnreadableDocument: encrypted, truncated, not-a-document, too-large or no-text.
    """
    limits.check_size(len(data), name)
    if b"%PDF-" not in data[:_HEAD_BYTES]:
        raise UnreadableDocument(
            "not-a-document", f"{name}：内容不是 PDF，请核对扩展名，或从原程序重新导出后提交。"
        )
    trouble = _Trouble([], [], [], [])
    with _quiet(), _opened(data, name) as pdf:
        count, layouts = _layouts(pdf, trouble)
    if count == 0:
        raise _broken(data, name)
    if count > limits.PAGES:
        raise UnreadableDocument("too-large", f"{name}：超过 {limits.PAGES} 页，请拆分后重新提交。")
    if not any(layout.lines or layout.tables for layout in layouts):
        raise _without_any_text(data, name, trouble)
    identity = hashlib.sha256(data).hexdigest()
    paragraphs, tables = layouts_to_content(layouts, identity)
    return Document(
        id=identity,
        name=name,
        source=source,
        format="pdf",
        bytes=len(data),
        pages=count,
        paragraphs=paragraphs,
        tables=tables,
        notices=tuple(_notices(data, trouble)),
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the remarks of pdfminer on slightly broken files away from the user's terminal."""
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[PDF]:
    import pdfplumber  # noqa: PLC0415 - a quarter of a second that other commands need not pay

    # The stream is all that is open: PDF.close() would only visit every page again.
    with io.BytesIO(data) as stream:
        try:
            pdf = pdfplumber.open(stream)
        except Exception as error:
            raise _not_opened(error, data, name) from error
        yield pdf


def _not_opened(error: Exception, data: bytes, name: str) -> UnreadableDocument:
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect  # noqa: PLC0415 - as above

    causes = (error, *error.args)
    if any(isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError) for cause in causes):
        return UnreadableDocument("encrypted", f"{name}：文件有打开密码，请去除密码后重新提交。")
    return _broken(data, name)


def _broken(data: bytes, name: str) -> UnreadableDocument:
    if not _has_end(data):
        return UnreadableDocument("truncated", f"{name}：文件不完整（缺少结尾），请重新上传或重新导出。")
    return UnreadableDocument(
        "not-a-document", f"{name}：PDF 结构已损坏，无法打开，请从原程序重新导出后提交。"
    )


def _has_end(data: bytes) -> bool:
    return b"%%EOF" in data[-_TAIL_BYTES:]


def _layouts(pdf: PDF, trouble: _Trouble) -> tuple[int, list[Layout]]:
    """Return the number of pages, and the layouts of those that can be read."""
    from .pdf_pages import document_pages  # noqa: PLC0415 - imports pdfminer

    count = 0
    layouts: list[Layout] = []
    for count, page in enumerate(document_pages(pdf), start=1):
        if count > limits.PAGES:
            break
        layout = None if page is None else _layout(page, trouble)
        if page is None:
            trouble.unreadable.append(count)
        elif layout is not None:
            layouts.append(layout)
    return count, layouts


def _layout(page: Page, trouble: _Trouble) -> Layout | None:
    """Return the layout of a page, or None with the page noted where it cannot be read."""
    from .pdf_pages import PageTooLargeError, page_to_marks  # noqa: PLC0415 - imports pdfminer

    try:
        marks = page_to_marks(page)
        layout = marks_to_layout(marks)
    except PageTooLargeError:
        trouble.too_large.append(page.page_number)
        return None
    except Exception:  # noqa: BLE001 - pdfminer raises anything; one bad page must not lose the document
        trouble.unreadable.append(page.page_number)
        return None
    _note_text(marks, trouble)
    if layout.is_too_complex:
        trouble.too_large.append(marks.number)
    return layout


def _note_text(marks: PageMarks, trouble: _Trouble) -> None:
    from .pdf_pages import UNMAPPED  # noqa: PLC0415 - imports pdfminer

    inked = [glyph.text for glyph in marks.glyphs if not glyph.text.isspace()]
    has_scan = marks.picture_share >= _SCAN_SHARE and len(inked) < _SCAN_GLYPHS
    if has_scan or (not inked and (marks.picture_share > 0 or marks.strokes)):
        trouble.without_text.append(marks.number)
    if inked and inked.count(UNMAPPED) > _UNMAPPED_SHARE * len(inked):
        trouble.unmapped.append(marks.number)


def _without_any_text(data: bytes, name: str, trouble: _Trouble) -> UnreadableDocument:
    if trouble.too_large:
        places = page_ranges(trouble.too_large)
        return UnreadableDocument(
            "too-large", f"{name}：{places}内容超出处理上限，请从原程序重新导出后提交。"
        )
    if trouble.unreadable or not _has_end(data):
        return _broken(data, name)
    return UnreadableDocument(
        "no-text",
        f"{name}：整份文件没有文字层，应为扫描件；请安装 OCR 组件后再处理，或改交可复制文字的 PDF 或 Word 文件。",
    )


def page_ranges(pages: Iterable[int]) -> str:
    """Return page numbers as people write them.

    Examples:
        >>> page_ranges([1, 3, 4, 5])
        '第1、3-5页'
    """
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return "第" + "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs) + "页"


def _notices(data: bytes, trouble: _Trouble) -> Iterator[Notice]:
    messages = (
        (
            "page-without-text",
            trouble.without_text,
            "没有文字层，应为扫描图片，未读取；请安装 OCR 组件后再处理。",
        ),
        (
            "no-unicode-map",
            trouble.unmapped,
            "的字体缺少文字对照表，部分文字无法识别；请重新导出为可复制文字的 PDF，或安装 OCR 组件。",
        ),
        (
            "page-too-large",
            trouble.too_large,
            "图形或文字数量超出上限，该页表格可能未读取；请从原程序重新导出。",
        ),
        ("page-unreadable", trouble.unreadable, "内容损坏，未能读取；请从原程序重新导出。"),
    )
    for code, pages, what in messages:
        if pages:
            place = page_ranges(pages)
            yield Notice(code, place, f"{place}{what}", partial=True)
    if not _has_end(data):
        yield Notice(
            "truncated", "文件末尾", "文件缺少结尾标记，可能不完整；请核对页数或重新导出。", partial=True
        )
