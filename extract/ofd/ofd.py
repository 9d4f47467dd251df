"""Reader of OFD files: paragraphs and ruled tables, each with page and box, as from a PDF file."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, NamedTuple

from ...schemas.errors import UnreadableDocument
from ...schemas.records import Document
from .. import limits
from ..collector import collector_paused
from ..pages.page_document import layouts_to_content, marks_to_layout
from ..pages.page_marks import PageTooLargeError
from ..pages.page_trouble import no_trouble, note, trouble_notices
from ..scans.ocr import DEFAULT
from ..scans.scanned_pages import recognise_all, recognition_notices
from .ofd_package import OfdPackage, child, children
from .ofd_page import contents_to_drawn, drawn_to_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

    from ..pages.page_document import Layout
    from ..pages.page_trouble import Trouble
    from ..scans.ocr import Picture, Recognition
    from .ofd_package import PagePart
    from .ofd_page import Image


class _Read(NamedTuple):
    """What the pages of a file gave: layouts by page, and the picture of each page that may be a scan."""

    layouts: dict[int, Layout]
    pictures: dict[int, Callable[[], tuple[Picture, float]]]
    trouble: Trouble


def read(data: bytes, name: str, source: str = "", recognition: Recognition = DEFAULT) -> Document:
    """Return what stands in an OFD file; the pages of all its documents are counted through.

    Args:
        data: The bytes of the file.
        name: File name, for messages.
        source: Path as the caller gave it.
        recognition: Which pages are recognised, and how long that may take.

    Raises:
        UnreadableDocument: encrypted, truncated, too-large or no-text.
    """
    limits.check_size(len(data), name)
    with collector_paused(), OfdPackage(data, name) as package:
        pages = list(_bounded(package))
        found = _Read({}, {}, no_trouble())
        for number, page in enumerate(pages, start=1):
            _read_page(package, page, number, found)
        wanted = found.trouble.to_recognise if recognition.mode != "always" else sorted(found.pictures)
        scans = [(number, found.pictures[number]) for number in wanted if number in found.pictures]
        recognised = recognise_all(scans if recognition.can_run() else (), recognition)
    layouts = {**found.layouts, **{layout.number: layout for layout in recognised.layouts}}
    trouble = found.trouble.without([layout.number for layout in recognised.layouts])
    if not any(layout.lines or layout.tables for layout in layouts.values()):
        raise UnreadableDocument("no-text", f"{name}：{_why(trouble)}，请提交 Word 或可复制文字的 PDF 文件。")
    identity = hashlib.sha256(data).hexdigest()
    paragraphs, tables = layouts_to_content([layouts[number] for number in sorted(layouts)], identity)
    return Document(
        id=identity,
        name=name,
        source=source,
        format="ofd",
        bytes=len(data),
        pages=len(pages),
        paragraphs=paragraphs,
        tables=tables,
        notices=(*trouble_notices(trouble), *recognition_notices(recognised)),
    )


def _why(trouble: Trouble) -> str:
    if trouble.too_large:
        return "页面内容超出处理上限"
    return "各页内容损坏" if trouble.unreadable else "整份文件没有可读取的文字，应为扫描件"


def _bounded(package: OfdPackage) -> Iterator[PagePart]:
    for number, page in enumerate(package.pages(), start=1):
        if number > limits.PAGES:
            raise UnreadableDocument(
                "too-large", f"{package.name}：超过 {limits.PAGES} 页，请拆分后重新提交。"
            )
        yield page


def _read_page(package: OfdPackage, page: PagePart, number: int, found: _Read) -> None:
    root = package.parse(page.part)
    if root is None:
        found.trouble.unreadable.append(number)
        return
    area = package.page_area(page, root)
    try:
        drawn = contents_to_drawn([*_behind(package, page, root), root], area)
    except PageTooLargeError:
        found.trouble.too_large.append(number)
        return
    marks = drawn_to_marks(drawn, number, area)
    found.layouts[number] = layout = marks_to_layout(marks)
    note(marks, layout, found.trouble)
    if drawn.images:
        largest = max(drawn.images, key=lambda image: image.box[2] - image.box[0])
        part = package.own_pictures(page, root).get(largest.resource)
        if part is not None:
            found.pictures[number] = lambda: _picture(package, part, largest)


def _behind(package: OfdPackage, page: PagePart, root: _Element) -> Iterator[_Element]:
    """Yield the templates that a page names, whatever lies on top."""
    for named in children(root, "Template"):
        part = page.templates.get(named.get("TemplateID", ""))
        template = None if part is None else package.parse(part)
        content = None if template is None else child(template, "Content")
        if content is not None:
            yield content


def _picture(package: OfdPackage, part: str, image: Image) -> tuple[Picture, float]:
    """Return the picture that a page consists of.

    Raises:
        ValueError: It is missing, or too large.
        OSError: It cannot be decoded.
    """
    import PIL.Image  # noqa: PLC0415 - only scans need it

    from ..scans.picture_file import picture_to_page  # noqa: PLC0415 - as above

    data = package.read(part)
    if data is None:
        raise ValueError
    with PIL.Image.open(io.BytesIO(data)) as picture:
        if picture.width * picture.height > limits.PICTURE_PIXELS:
            raise ValueError
        x0, top, x1, bottom = image.box
        return picture_to_page(picture, max(x1 - x0, bottom - top))
