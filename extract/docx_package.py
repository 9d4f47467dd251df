"""The parts of a Word container that the reader needs, opened within bounds."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from ..schemas.errors import UnreadableDocument
from .limits import check_zip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# ISO/IEC 29500 "Strict" files use other namespace names for the same elements.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(wordprocessingml|drawingml|officeDocument)/(\w+)")
_STRICT_HINT = b"purl.oclc.org/ooxml"
_SIDE_PARTS = ("styles", "numbering", "footnotes", "endnotes")
_UNZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Parts:
    """Parsed parts of a Word file.

    Attributes:
        body: Element w:body of the main part.
        side: Roots of styles, numbering, footnotes and endnotes, as far as the file has them.
        broken: Names of side parts that could not be parsed.
    """

    body: _Element
    side: Mapping[str, _Element]
    broken: tuple[str, ...]


def open_parts(data: bytes, name: str) -> Parts:
    """Return the parsed parts of a Word file.

    Raises:
        UnreadableDocument: Not a ZIP container, cut short, encrypted, too large, or without a main part.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            return _read_parts(_Container(container, name), name)
    except NotImplementedError as error:
        raise UnreadableDocument(
            "unsupported", f"{name}：压缩方式不受支持，请用 Word 或 WPS 另存为 .docx 后重新提交。"
        ) from error
    except _UNZIP_ERRORS as error:
        raise _cut_short(name, "压缩容器不完整") from error


class _Container:
    """An open ZIP container whose part names are matched without regard to case."""

    def __init__(self, container: zipfile.ZipFile, name: str) -> None:
        entries = container.infolist()
        check_zip(entries, name)
        self._container = container
        self._entries = {_normal(entry.filename): entry for entry in entries}
        self._name = name

    def parse(self, part: str) -> _Element | None:
        """Return the root of a part, or None if the container has no such part."""
        entry = self._entries.get(_normal(part))
        if entry is None:
            return None
        if entry.flag_bits & 0x1:
            raise UnreadableDocument("encrypted", f"{self._name}：文件带密码，请取消密码后重新提交。")
        return _parse_xml(self._container.read(entry))


def _parse_xml(text: bytes) -> _Element:
    """Return the root of an XML part: no entity, no network access, no oversized node."""
    if _STRICT_HINT in text[:4096]:
        text = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", text)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(text, parser)


def _read_parts(container: _Container, name: str) -> Parts:
    main = "word/document.xml"
    try:
        main = _targets(container, "").get("officeDocument", main)
        root = container.parse(main)
        if root is None:
            root = container.parse("word/document.xml")
    except etree.XMLSyntaxError as error:
        raise _cut_short(name, "正文部件不是完整的 XML") from error
    body = None if root is None or root.tag != f"{W}document" else root.find(f"{W}body")
    if body is None:
        raise UnreadableDocument(
            "not-a-document", f"{name}：容器内没有 Word 正文，请确认文件是用 Word 或 WPS 保存的 .docx。"
        )
    side, broken = _side_parts(container, main)
    return Parts(body, side, broken)


def _side_parts(container: _Container, main: str) -> tuple[dict[str, _Element], tuple[str, ...]]:
    """Return styles, numbering and notes; a broken one costs its content, not the document."""
    try:
        targets = _targets(container, main)
    except etree.XMLSyntaxError:
        targets = {}
    side: dict[str, _Element] = {}
    broken: list[str] = []
    for kind in _SIDE_PARTS:
        try:
            root = container.parse(targets.get(kind, f"word/{kind}.xml"))
        except (etree.XMLSyntaxError, *_UNZIP_ERRORS):
            broken.append(kind)
            continue
        if root is not None:
            side[kind] = root
    return side, tuple(broken)


def _targets(container: _Container, part: str) -> dict[str, str]:
    """Return the parts that a part refers to, by the last word of the relationship type."""
    folder, base = posixpath.split(part)
    root = container.parse(posixpath.join(folder, "_rels", f"{base}.rels"))
    if root is None:
        return {}
    return {
        relation.get("Type", "").rsplit("/", 1)[-1]: posixpath.join("/", folder, relation.get("Target", ""))
        for relation in root.iter(_RELATIONSHIP)
        if relation.get("TargetMode") != "External"
    }


def _normal(part: str) -> str:
    return posixpath.normpath("/" + part.replace("\\", "/")).lstrip("/").lower()


def _cut_short(name: str, what: str) -> UnreadableDocument:
    return UnreadableDocument(
        "truncated", f"{name}：{what}，文件可能没有传完或已损坏，请用 Word 或 WPS 打开另存后重新提交。"
    )
