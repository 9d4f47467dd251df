"""Reader of PDF files: paragraphs and ruled tables, each with page and box; pages that are pictures are recognised."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from ...schemas.errors import UnreadableDocument
from ...schemas.records import Document, Notice
from .. import limits
from ..collector import collector_paused
from ..pages.page_document import layouts_to_content, marks_to_layout
from ..pages.page_marks import NotOpenedError, PageTooLargeError, UnsureError
from ..pages.page_trouble import no_trouble, note, trouble_notices
from ..scans.ocr import DEFAULT, REMEDY
from ..scans.scanned_pages import page_ranges, recognise_pages, recognition_notices

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

    from ..dispatch import Reader
    from ..pages.page_document import Layout
    from ..pages.page_marks import PageMarks
    from ..pages.page_trouble import Trouble
    from ..scans.ocr import Recognition

    OpenPage = AbstractContextManager[PageMarks]

# Readers look for the mark of the beginning in the first kilobyte (ISO 32000-1, annex H.3.4.1),
# and for that of the end in the last one; some mail servers add a few lines.
_HEAD_BYTES = 1024
_TAIL_BYTES = 4096


def read(
    data: bytes,
    name: str,
    source: str = "",
    reader: Reader = "pdfium",
    recognition: Recognition = DEFAULT,
) -> Document:
    """Return what stands in a PDF file.

    Args:
        data: The bytes of the file.
        name: File name, for messages.
        source: Path as the caller gave it.
        reader: pdfium, or pdfplumber: slower, and there to compare with.
        recognition: Which pages are recognised, and how long that may take.

    Raises:
        UnreadableDocument: encrypted, truncated, not-a-document, too-large or no-text.
    """
    limits.check_size(len(data), name)
    if b"%PDF-" not in data[:_HEAD_BYTES]:
        raise UnreadableDocument(
            "not-a-document", f"{name}：内容不是 PDF，请核对扩展名，或从原程序重新导出后提交。"
        )
    with collector_paused():
        return _document(data, name, source, _read(data, name, reader, recognition))


class _Content(NamedTuple):
    """What the pages of a file gave."""

    layouts: list[Layout]
    pages: int
    notices: list[Notice]


def _document(data: bytes, name: str, source: str, content: _Content) -> Document:
    identity = hashlib.sha256(data).hexdigest()
    paragraphs, tables = layouts_to_content(content.layouts, identity)
    return Document(
        id=identity,
        name=name,
        source=source,
        format="pdf",
        bytes=len(data),
        pages=content.pages,
        paragraphs=paragraphs,
        tables=tables,
        notices=tuple(content.notices),
    )


def _read(data: bytes, name: str, reader: Reader, recognition: Recognition) -> _Content:
    trouble = no_trouble()
    layouts: list[Layout] = []
    count = 0
    unsure: list[int] = []
    with _opened(data, name, reader) as pages:
        for count, page in enumerate(pages, start=1):
            if count > limits.PAGES:
                raise UnreadableDocument("too-large", f"{name}：超过 {limits.PAGES} 页，请拆分后重新提交。")
            try:
                layouts += _layout(page, count, trouble)
            except UnsureError as error:
                unsure.append(count)
                if error.has_typed_text:
                    trouble.typed.append(count)
    unsure = _without_blank(data, unsure)
    if unsure:
        layouts += _read_again(data, name, unsure, trouble)
        layouts.sort(key=lambda layout: layout.number)
    if count == 0:
        raise _broken(data, name)
    said: list[Notice] = []
    wanted = trouble.to_recognise if recognition.mode != "always" else list(range(1, count + 1))
    if wanted and recognition.can_run():
        found = recognise_pages(data, wanted, recognition)
        layouts = _replaced(layouts, found.layouts)
        said = list(recognition_notices(found))
        trouble = trouble.without([layout.number for layout in found.layouts])
    if not any(layout.lines or layout.tables for layout in layouts):
        raise _without_any_text(data, name, trouble)
    return _Content(layouts, count, [*_notices(data, trouble), *said])


def _replaced(layouts: Sequence[Layout], recognised: Sequence[Layout]) -> list[Layout]:
    """Return the layouts of all pages, in order; what was recognised stands for what was read."""
    pages = {layout.number: layout for layout in (*layouts, *recognised)}
    return [pages[number] for number in sorted(pages)]


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


def _without_blank(data: bytes, unsure: Sequence[int]) -> list[int]:
    """Return the pages on which there is something to read, or may be."""
    if not unsure:
        return []
    from .page_contents import blank_pages  # noqa: PLC0415 - as heavy as the rest of the reader

    blank = blank_pages(data, unsure)
    return [number for number in unsure if number not in blank]


def _read_again(data: bytes, name: str, numbers: Sequence[int], trouble: Trouble) -> list[Layout]:
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


def _layout(page: OpenPage, number: int, trouble: Trouble) -> list[Layout]:
    """Return the layout of a page, or nothing with the page noted where it cannot be read."""
    try:
        with page as marks:
            layout = marks_to_layout(marks)
            note(marks, layout, trouble)
    except PageTooLargeError:
        trouble.too_large.append(number)
        return []
    except UnsureError:
        raise
    except Exception:  # noqa: BLE001 - readers raise anything; one bad page must not lose the document
        trouble.unreadable.append(number)
        return []
    return [layout]


def _without_any_text(data: bytes, name: str, trouble: Trouble) -> UnreadableDocument:
    if trouble.too_large:
        places = page_ranges(trouble.too_large)
        return UnreadableDocument(
            "too-large", f"{name}：{places}内容超出处理上限，请从原程序重新导出后提交。"
        )
    if trouble.unreadable or not _has_end(data):
        return _broken(data, name)
    return UnreadableDocument(
        "no-text",
        f"{name}：整份文件没有文字层，应为扫描件；请{REMEDY}，或改交可复制文字的 PDF 或 Word 文件。",
    )


def _notices(data: bytes, trouble: Trouble) -> Iterator[Notice]:
    yield from trouble_notices(trouble)
    if not _has_end(data):
        yield Notice(
            "truncated", "文件末尾", "文件缺少结尾标记，可能不完整；请核对页数或重新导出。", partial=True
        )
