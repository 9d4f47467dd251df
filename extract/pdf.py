"""Reader of PDF files with a text layer: paragraphs and ruled tables, each with page and box."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from ..schemas.errors import UnreadableDocument
from ..schemas.records import Document, Notice
from . import limits
from .collector import collector_paused
from .page_document import layouts_to_content, marks_to_layout
from .page_marks import UNMAPPED, NotOpenedError, PageTooLargeError, UnsureError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from .dispatch import Reader
    from .page_document import Layout
    from .page_marks import PageMarks

    OpenPage = AbstractContextManager[PageMarks]

# Readers look for the mark of the beginning in the first kilobyte (ISO 32000-1, annex H.3.4.1),
# and for that of the end in the last one; some mail servers add a few lines.
_HEAD_BYTES = 1024
_TAIL_BYTES = 4096
# A page is taken for a scan if a picture covers this much of it and it has hardly any text.
_SCAN_SHARE = 0.5
_SCAN_GLYPHS = 20
# Good files have no unmapped character at all; a few are dingbats.
_UNMAPPED_SHARE = 0.05
# Rows of three pieces happen in lines that are filled in, but hardly three such rows on end.
_UNRULED_PIECES = 3
_UNRULED_ROWS = 3


class _Trouble(NamedTuple):
    """Pages by what went wrong on them."""

    without_text: list[int]
    unmapped: list[int]
    recognised: list[int]
    aligned: list[int]
    unruled: list[int]
    too_large: list[int]
    unreadable: list[int]


def read(data: bytes, name: str, source: str = "", reader: Reader = "pdfium") -> Document:
    """Return what stands in a PDF file.

    Args:
        data: The bytes of the file.
        name: File name, for messages.
        source: Path as the caller gave it.
        reader: pdfium, or pdfplumber: slower, and there to compare with.

    Raises:
        UnreadableDocument: encrypted, truncated, not-a-document, too-large or no-text.
    """
    limits.check_size(len(data), name)
    if b"%PDF-" not in data[:_HEAD_BYTES]:
        raise UnreadableDocument(
            "not-a-document", f"{name}：内容不是 PDF，请核对扩展名，或从原程序重新导出后提交。"
        )
    with collector_paused():
        return _read(data, name, source, reader)


def _read(data: bytes, name: str, source: str, reader: Reader) -> Document:
    trouble = _Trouble([], [], [], [], [], [], [])
    layouts: list[Layout] = []
    count = 0
    unsure: list[int] = []
    with _opened(data, name, reader) as pages:
        for count, page in enumerate(pages, start=1):
            if count > limits.PAGES:
                raise UnreadableDocument("too-large", f"{name}：超过 {limits.PAGES} 页，请拆分后重新提交。")
            try:
                layouts += _layout(page, count, trouble)
            except UnsureError:
                unsure.append(count)
    if unsure:
        layouts += _read_again(data, name, unsure, trouble)
        layouts.sort(key=lambda layout: layout.number)
    if count == 0:
        raise _broken(data, name)
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
def _opened(data: bytes, name: str, reader: Reader) -> Iterator[Iterator[OpenPage]]:
    """Give the pages of a document, each of which is opened when it is asked for."""
    if reader == "pdfplumber":
        from . import plumber_pages as pages  # noqa: PLC0415 - a quarter of a second that the usual reader need not pay
    else:
        from . import pdfium_pages as pages  # type: ignore[no-redef]  # noqa: PLC0415 - loads the library
    with ExitStack() as stack:
        try:
            document = stack.enter_context(pages.opened(data))
        except NotOpenedError as error:
            if error.is_encrypted:
                raise UnreadableDocument(
                    "encrypted", f"{name}：文件有打开密码，请去除密码后重新提交。"
                ) from error
            raise _broken(data, name) from error
        yield pages.document_pages(document)


def _broken(data: bytes, name: str) -> UnreadableDocument:
    if not _has_end(data):
        return UnreadableDocument("truncated", f"{name}：文件不完整（缺少结尾），请重新上传或重新导出。")
    return UnreadableDocument(
        "not-a-document", f"{name}：PDF 结构已损坏，无法打开，请从原程序重新导出后提交。"
    )


def _has_end(data: bytes) -> bool:
    return b"%%EOF" in data[-_TAIL_BYTES:]


def _read_again(data: bytes, name: str, numbers: Sequence[int], trouble: _Trouble) -> list[Layout]:
    """Return the layouts of pages that PDFium is not sure about, read with pdfplumber."""
    layouts: list[Layout] = []
    wanted = set(numbers)
    with _opened(data, name, "pdfplumber") as pages:
        for number, page in zip(range(1, max(wanted) + 1), pages, strict=False):
            if number in wanted:
                wanted.discard(number)
                layouts += _layout(page, number, trouble)
    trouble.unreadable.extend(wanted)
    return layouts


def _layout(page: OpenPage, number: int, trouble: _Trouble) -> list[Layout]:
    """Return the layout of a page, or nothing with the page noted where it cannot be read."""
    try:
        with page as marks:
            layout = marks_to_layout(marks)
            _note_text(marks, trouble)
    except PageTooLargeError:
        trouble.too_large.append(number)
        return []
    except UnsureError:
        raise
    except Exception:  # noqa: BLE001 - readers raise anything; one bad page must not lose the document
        trouble.unreadable.append(number)
        return []
    if any(table.origin == "aligned" for table in layout.tables):
        trouble.aligned.append(number)
    if _has_aligned_rows(layout):
        trouble.unruled.append(number)
    if layout.is_too_complex:
        trouble.too_large.append(number)
    return [layout]


def _has_aligned_rows(layout: Layout) -> bool:
    """Say whether rows of several pieces follow each other outside the tables: a table without rulings."""
    rows = 0
    for line in layout.lines:
        rows = rows + 1 if line.pieces >= _UNRULED_PIECES else 0
        if rows == _UNRULED_ROWS:
            return True
    return False


def _note_text(marks: PageMarks, trouble: _Trouble) -> None:
    text = "".join("".join([glyph.text for glyph in marks.glyphs]).split())
    inked = len(text)
    has_scan = marks.picture_share >= _SCAN_SHARE and inked < _SCAN_GLYPHS
    if has_scan or (not inked and (marks.picture_share > 0 or marks.strokes)):
        trouble.without_text.append(marks.number)
    if inked and text.count(UNMAPPED) > _UNMAPPED_SHARE * inked:
        trouble.unmapped.append(marks.number)
    if marks.is_recognised:
        trouble.recognised.append(marks.number)


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
            "recognised-text",
            trouble.recognised,
            "是扫描图片，文字来自其隐藏的识别层，可能有误，表格未读取；请提交原始文件，或安装 OCR 组件后再处理。",
        ),
        (
            "aligned-table",
            trouble.aligned,
            "有没有框线的表格，行列按文字对齐推断，可能有误；请对照原文，或提交带框线的表格。",
        ),
        (
            "unruled-table",
            trouble.unruled,
            "有按列对齐而没有框线的内容，未作为表格读取；请对照原文，或提交带框线的表格。",
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
