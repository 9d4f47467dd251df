"""The container of a Word file: its parts, opened within bounds, what they refer to, and pieces cut from them."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple, Self

from lxml import etree

from ...schemas.errors import UnreadableDocument
from ..limits import check_zip
from ..plain_zip import COMMON_BYTES, COMMON_PARTS, plain_entries, unpacked
from ..scans.ocr import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element

    from ..plain_zip import Entry
    from ..scans.ocr import Recognition

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MAIN = "word/document.xml"
# ISO/IEC 29500 "Strict" files use other namespace names for the same elements.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(wordprocessingml|drawingml|officeDocument)/(\w+)")
_STRICT_HINT = b"purl.oclc.org/ooxml"
_UNZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
_ONLY_W = frozenset({b"w"})
_NAMESPACE = f'xmlns:w="{W[1:-1]}"'.encode()
_DECLARATION = re.compile(rb"""xmlns:([\w.-]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_ENCODING = re.compile(rb'(?:%b)?<\?xml [^>]*encoding="(?!(?i:utf-8)")' % _BYTE_ORDER_MARK)


class Relation(NamedTuple):
    """What a part refers to: the last word of the type, and the part, None if it lies outside the file."""

    kind: str
    part: str | None


class Package:
    """An open Word file; part names are matched without regard to case.

    Attributes:
        name: File name, for complaints.
        recognition: How pictures in it may be recognised.
        main: Name of the main part.
        broken: Kinds of side parts that were asked for and could not be parsed.
    """

    def __init__(self, data: bytes, name: str, recognition: Recognition = DEFAULT) -> None:
        """Open a container.

        Raises:
            UnreadableDocument: Not a ZIP container, cut short, or too large.
        """
        self.name = name
        self.recognition = recognition
        self.broken: list[str] = []
        self._data = data
        self._relations: dict[str, Mapping[str, Relation]] = {}
        entries: Sequence[Entry | zipfile.ZipInfo] | None = plain_entries(data)
        try:
            entries = self._library.infolist() if entries is None else entries
        except _UNZIP_ERRORS as error:
            raise _cut_short(name, "压缩容器不完整") from error
        check_zip(entries, name)
        self._entries = {_normal(entry.filename): entry for entry in entries}
        self.main = self._find_main()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if "_library" in self.__dict__:
            self._library.close()

    @cached_property
    def _library(self) -> zipfile.ZipFile:
        """The container as the library opens it, for what is out of the ordinary."""
        return zipfile.ZipFile(io.BytesIO(self._data))

    def _find_main(self) -> str:
        named = (
            relation.part for relation in self.relations("").values() if relation.kind == "officeDocument"
        )
        found = next((part for part in named if part and _normal(part) in self._entries), _MAIN)
        return found.lstrip("/")

    def main_text(self) -> bytes:
        """Return the XML of the main part, "Strict" names replaced.

        Raises:
            UnreadableDocument: Encrypted, damaged, or there is none.
        """
        try:
            text = self._read(self.main)
        except NotImplementedError as error:
            raise UnreadableDocument(
                "unsupported", f"{self.name}：压缩方式不受支持，请用 Word 或 WPS 另存为 .docx 后重新提交。"
            ) from error
        except _UNZIP_ERRORS as error:
            raise _cut_short(self.name, "压缩容器不完整") from error
        if text is None:
            raise _not_word(self.name)
        return _transitional(text)

    def body(self, text: bytes) -> _Element:
        """Return the element w:body of the main part.

        Raises:
            UnreadableDocument: No complete XML, or no Word document.
        """
        try:
            root = parse_xml(text)
        except etree.XMLSyntaxError as error:
            raise _cut_short(self.name, "正文部件不是完整的 XML") from error
        body = root.find(f"{W}body") if root.tag == f"{W}document" else None
        if body is None:
            raise _not_word(self.name)
        return body

    def read(self, part: str | None, *, is_common: bool = False) -> bytes | None:
        """Return a part, or None if it is missing or damaged.

        Args:
            part: Its name, None for none.
            is_common: Other documents are likely to have the same.
        """
        try:
            return None if part is None else self._read(part, is_common=is_common)
        except _UNZIP_ERRORS:
            return None

    def parse(self, part: str | None) -> _Element | None:
        """Return the root of a part, or None if it is missing or damaged."""
        text = self.read(part)
        try:
            return None if text is None else parse_xml(_transitional(text))
        except etree.XMLSyntaxError:
            return None

    def side(self, kind: str) -> bytes | None:
        """Return the XML of styles, numbering, footnotes or endnotes; None if the file has none."""
        part = self.side_name(kind)
        if _normal(part) not in self._entries:
            return None
        text = self.read(part, is_common=kind == "styles")
        if text is None:
            self.broken.append(kind)
        return None if text is None else _transitional(text)

    def side_root(self, kind: str) -> _Element | None:
        """Return the root of such a part; a broken one costs its content, not the document."""
        text = self.side(kind)
        try:
            return None if text is None else parse_xml(text)
        except etree.XMLSyntaxError:
            self.broken.append(kind)
            return None

    def side_name(self, kind: str) -> str:
        """Return the name under which the file has such a part, or would have it."""
        named = (relation.part for relation in self.relations(self.main).values() if relation.kind == kind)
        return next((part for part in named if part), f"word/{kind}.xml")

    def relations(self, part: str) -> Mapping[str, Relation]:
        """Return what a part refers to, by identifier; nothing if that list is damaged."""
        if part not in self._relations:
            folder, base = posixpath.split(part)
            text = self.read(posixpath.join(folder, "_rels", f"{base}.rels")) or b""
            read = _common_relations if len(text) <= COMMON_BYTES else _relations
            self._relations[part] = read(text, folder)
        return self._relations[part]

    def _read(self, part: str, *, is_common: bool = False) -> bytes | None:
        entry = self._entries.get(_normal(part))
        if entry is None:
            return None
        if entry.flag_bits & 0x1:
            raise UnreadableDocument("encrypted", f"{self.name}：文件带密码，请取消密码后重新提交。")
        found = unpacked(self._data, entry, is_common=is_common)
        return self._library.read(entry.filename) if found is None else found


# No entity, no network access, no oversized node.
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
)


def parse_xml(text: bytes) -> _Element:
    """Return the root of an XML part."""
    return etree.fromstring(text, _PARSER)


class Wrap:
    """The root element of a part: what it declares, and where in the part its content starts."""

    def __init__(self, tag: bytes, content: int = 0) -> None:
        self.tag = tag
        self.content = content
        self._declared = {found[1]: found[0] for found in _DECLARATION.finditer(tag)}
        self._tags: dict[frozenset[bytes], bytes] = {}

    def around(self, markup: bytes) -> bytes:
        """Return a piece of markup inside an element that declares the namespaces it uses.

        Word declares some thirty; to parse them all takes longer than to parse a paragraph.
        """
        if markup.count(b":") == markup.count(b"w:"):  # of most markup
            used = _ONLY_W
        else:
            used = frozenset(prefix for prefix in self._declared if prefix + b":" in markup)
        if used not in self._tags:
            declared = b" ".join(found for prefix, found in self._declared.items() if prefix in used)
            self._tags[used] = b"<x %b>" % declared
        return b"%b%b</x>" % (self._tags[used], markup)


def plain_root(text: bytes, name: bytes) -> Wrap | None:
    """Return the root of a part, None if the part must be parsed as a whole.

    Text can be cut only if tags are tags: no comments, sections or document type, and UTF-8.
    """
    start = text.find(b"<%b " % name, 0, 1024)
    end = text.find(b">", start) + 1
    if start < 0 or not end or text[end - 2 : end] == b"/>" or _ENCODING.match(text):
        return None
    tag = text[start:end]
    # A single byte is found ten times faster than two.
    is_plain = (
        text.startswith((b"<", _BYTE_ORDER_MARK + b"<"))
        and tag.count(_NAMESPACE) == 1
        and b"xmlns=" not in tag
        and text[-64:].rstrip().endswith(b"</%b>" % name)
        and (text.find(b"!") < 0 or text.find(b"<!") < 0)
        and (text.find(b"?", end) < 0 or text.find(b"<?", end) < 0)
    )
    return Wrap(tag, end) if is_plain else None


def _relations(text: bytes, folder: str) -> Mapping[str, Relation]:
    """Return what a list of relationships says of the parts of a folder; nothing if it is damaged."""
    try:
        root = parse_xml(_transitional(text))
    except etree.XMLSyntaxError:
        return {}
    return {element.get("Id", ""): _relation(element, folder) for element in root.iter(_RELATIONSHIP)}


_common_relations = lru_cache(COMMON_PARTS)(_relations)


def _relation(element: _Element, folder: str) -> Relation:
    kind = element.get("Type", "").rsplit("/", 1)[-1]
    if element.get("TargetMode") == "External":
        return Relation(kind, None)
    return Relation(kind, posixpath.join("/", folder, element.get("Target", "")))


def _transitional(text: bytes) -> bytes:
    if text.find(_STRICT_HINT, 0, 4096) >= 0:
        return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", text)
    return text


@lru_cache(256)  # the same parts in all documents
def _normal(part: str) -> str:
    return posixpath.normpath("/" + part.replace("\\", "/")).lstrip("/").lower()


def _not_word(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        "not-a-document", f"{name}：容器内没有 Word 正文，请确认文件是用 Word 或 WPS 保存的 .docx。"
    )


def _cut_short(name: str, what: str) -> UnreadableDocument:
    return UnreadableDocument(
        "truncated", f"{name}：{what}，文件可能没有传完或已损坏，请用 Word 或 WPS 打开另存后重新提交。"
    )
