"""The container of an OFD file (GB/T 33190-2016, chapter 7): its documents, their pages, templates and pictures."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING, NamedTuple, Self

from lxml import etree

from ...schemas.errors import UnreadableDocument
from .. import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_MAIN = "OFD.xml"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
_UNZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
# Lists of files and keys that only encrypted packages have (GM/T 0099-2020).
_ENCRYPTED = ("encryptions.xml", "decryptseed.dat")

# x, y, width and height in millimetres.
Area = tuple[float, float, float, float]
_A4: Area = (0.0, 0.0, 210.0, 297.0)


class PagePart(NamedTuple):
    """A page.

    Attributes:
        part: Name of the part that holds its content.
        templates: Name of the part of each template of its document, by its identifier.
        area: What it shows.
        pictures: Name of the part of each picture, by its identifier.
    """

    part: str
    templates: dict[str, str]
    area: Area
    pictures: dict[str, str]


class OfdPackage:
    """An open OFD file."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open a container.

        Raises:
            UnreadableDocument: Not a ZIP container, cut short, encrypted, or too large.
        """
        self.name = name
        try:
            self._container = zipfile.ZipFile(io.BytesIO(data))
        except _UNZIP_ERRORS as error:
            raise UnreadableDocument(
                "truncated", f"{name}：OFD 文件不完整，请重新上传或重新导出后提交。"
            ) from error
        entries = self._container.infolist()
        limits.check_zip(entries, name)
        self._entries = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}
        if any(entry.flag_bits & 1 for entry in entries) or any(
            part.rsplit("/", 1)[-1] in _ENCRYPTED for part in self._entries
        ):
            raise UnreadableDocument("encrypted", f"{name}：OFD 文件已加密，请去除密码后重新提交。")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._container.close()

    def read(self, part: str) -> bytes | None:
        """Return a part, or None if it is missing, damaged or too large."""
        entry = self._entries.get(part.lstrip("/").lower())
        if entry is None or entry.file_size > limits.PAGE_CONTENT_BYTES:
            return None
        try:
            return self._container.read(entry)
        except _UNZIP_ERRORS:
            return None

    def parse(self, part: str) -> _Element | None:
        """Return the root of a part, or None if it is missing, damaged or too large."""
        text = self.read(part)
        try:
            return None if text is None else etree.fromstring(text, _PARSER)
        except etree.XMLSyntaxError:
            return None

    def pages(self) -> Iterator[PagePart]:
        """Yield the pages of all documents of the file, in order.

        Raises:
            UnreadableDocument: It names no document that could be read.
        """
        main = self.parse(_MAIN)
        roots = (
            []
            if main is None
            else [root for body in children(main, "DocBody") for root in texts(body, "DocRoot")]
        )
        documents = [(part, found) for part in roots if (found := self.parse(part)) is not None]
        if not documents:
            raise UnreadableDocument(
                "truncated", f"{self.name}：OFD 文件中没有完整的文档，请重新导出后提交。"
            )
        for part, document in documents:
            yield from self._document_pages(part, document)

    def _document_pages(self, part: str, document: _Element) -> Iterator[PagePart]:
        common = child(document, "CommonData")
        area = _A4 if common is None else _area(child(common, "PageArea")) or _A4
        shared = (
            []
            if common is None
            else [place for kind in ("PublicRes", "DocumentRes") for place in texts(common, kind)]
        )
        pictures = self._pictures([joined(part, place) for place in shared])
        behind = [] if common is None else children(common, "TemplatePage")
        templates = {item.get("ID", ""): joined(part, item.get("BaseLoc", "")) for item in behind}
        listed = child(document, "Pages")
        for page in () if listed is None else children(listed, "Page"):
            yield PagePart(joined(part, page.get("BaseLoc", "")), templates, area, pictures)

    def _pictures(self, resources: list[str]) -> dict[str, str]:
        """Return the part of each picture that resource lists name, by its identifier."""
        found: dict[str, str] = {}
        for part in resources:
            root = self.parse(part)
            base = "" if root is None else root.get("BaseLoc", "")
            for group in () if root is None else children(root, "MultiMedias"):
                for medium in children(group, "MultiMedia"):
                    for file in texts(medium, "MediaFile"):
                        found[medium.get("ID", "")] = joined(part, posixpath.join(base, file))
        return found

    def page_area(self, page: PagePart, root: _Element) -> Area:
        """Return what a page shows: its own area, or that of its document."""
        return _area(child(root, "Area")) or page.area

    def own_pictures(self, page: PagePart, root: _Element) -> dict[str, str]:
        """Return the pictures of a page, those of its document included."""
        return {
            **page.pictures,
            **self._pictures([joined(page.part, place) for place in texts(root, "PageRes")]),
        }


def joined(part: str, place: str) -> str:
    """Return the part that a place named in another part stands for.

    Examples:
        >>> joined("Doc_0/Document.xml", "Pages/Page_0/Content.xml"), joined("Doc_0/Document.xml", "/Doc_1/a.xml")
        ('Doc_0/Pages/Page_0/Content.xml', 'Doc_1/a.xml')
    """
    place = place.strip().replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), place)).lstrip("/")


def local_name(element: _Element) -> str:
    """Return the name of an element without its namespace, which writers spell in several ways."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: _Element, name: str) -> list[_Element]:
    """Return the children of that name."""
    return [item for item in element if local_name(item) == name]


def child(element: _Element, name: str) -> _Element | None:
    """Return the first child of that name."""
    return next(iter(children(element, name)), None)


def texts(element: _Element, name: str) -> list[str]:
    """Return what the children of that name say."""
    return [text for item in children(element, name) if (text := (item.text or "").strip())]


def numbers(text: str | None) -> list[float]:
    """Return the numbers of an array; none if one of them is no number."""
    try:
        return [float(word) for word in (text or "").split()]
    except ValueError:
        return []


def _area(element: _Element | None) -> Area | None:
    """Return the printed area of a page; None if it names none that can be."""
    for text in () if element is None else texts(element, "PhysicalBox"):
        values = numbers(text)
        if len(values) == 4 and values[2] > 0 and values[3] > 0:
            return values[0], values[1], values[2], values[3]
    return None
