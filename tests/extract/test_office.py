"""Older Word and Excel files, converted for real by LibreOffice."""

from __future__ import annotations

import http.server
import io
import struct
import threading
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import docx as python_docx
import pytest

from fuhe.extract import read
from fuhe.extract.older.office import PROFILE, _profile, convert, find_program
from fuhe.normalize import normalize
from fuhe.schemas.errors import UnreadableDocument
from fuhe.schemas.records import Submission
from fuhe.validate import validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fuhe.schemas.records import Document

CORPUS = Path(__file__).parents[2] / "corpus"
needs_office = pytest.mark.skipif(find_program() is None, reason="LibreOffice is not installed")


def report(name: str) -> bytes:
    """A report of the corpus, with a last paragraph: LibreOffice loses a table that ends a .doc."""
    document = python_docx.Document(str(CORPUS / "files" / f"{name}.docx"))
    document.add_paragraph("（完）")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def grids(document: Document) -> list[list[tuple[int, int, int, int, str]]]:
    return [[cell[:5] for cell in table.cells] for table in document.tables]


def findings(document: Document) -> list[tuple[object, ...]]:
    found = validate(Submission("甲", (normalize(document),))).findings
    return sorted((f.rule, f.severity, f.message, f.stated, f.expected) for f in found)


def reason_of(data: bytes, name: str) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        read(data, name)
    return caught.value


@needs_office
@pytest.mark.parametrize("name", ["haina", "mianhu", "nanzhu", "yunxi"])
def test_printed_report_reads_as_its_docx(name: str, resaved: Callable[[bytes, str, str], bytes]) -> None:
    data = (CORPUS / "files" / f"{name}.docx").read_bytes()
    printed, written = read(resaved(data, "docx", "pdf"), "a.pdf"), read(data, "a.docx")
    said = [
        [[(*place, "".join(text.split())) for *place, text in table] for table in grids(document)]
        for document in (printed, written)
    ]
    assert said[0] == said[1]
    assert findings(printed) == findings(written)


@needs_office
@pytest.mark.parametrize(("name", "suffix"), [("yunxi", "doc"), ("nanzhu", "doc"), ("yunxi", "odt")])
def test_report_reads_as_its_docx(
    name: str, suffix: str, resaved: Callable[[bytes, str, str], bytes]
) -> None:
    """Grids, captions, units, automatic numbers and every finding."""
    data = report(name)
    older = resaved(data, "docx", suffix)
    expected, document = read(data, "a.docx"), read(older, f"a.{suffix}")
    assert grids(document) == grids(expected)
    assert [(t.caption, t.unit_line, t.heading) for t in document.tables] == [
        (t.caption, t.unit_line, t.heading) for t in expected.tables
    ]
    assert [p.text for p in document.paragraphs] == [p.text for p in expected.paragraphs]
    assert findings(document) == findings(expected)
    assert findings(expected)


@needs_office
def test_document_is_known_by_the_file_that_was_submitted(
    resaved: Callable[[bytes, str, str], bytes],
) -> None:
    import hashlib

    data = resaved(report("yunxi"), "docx", "doc")
    document = read(data, "自评报告.docx", "甲/自评报告.docx")  # the suffix lies
    digest = hashlib.sha256(data).hexdigest()
    assert (document.id, document.format, document.bytes) == (digest, "doc", len(data))
    assert (document.name, document.source) == ("自评报告.docx", "甲/自评报告.docx")
    places = {p.source.document for p in document.paragraphs}
    places |= {cell.source.document for table in document.tables for cell in table.cells}
    assert places == {digest}
    assert [notice.code for notice in document.notices if not notice.partial] == ["converted"]


@needs_office
@pytest.mark.parametrize("name", ["text_box", "merged_cells", "numbering"])
def test_what_a_word_file_shows_survives_in_a_doc(
    name: str, resaved: Callable[[bytes, str, str], bytes]
) -> None:
    data = {"text_box": text_box(), "merged_cells": merged(), "numbering": numbered()}[name]
    expected = read(data, "a.docx")
    document = read(resaved(data, "docx", "doc"), "a.doc")
    assert sorted(p.text for p in document.paragraphs) == sorted(p.text for p in expected.paragraphs)
    assert grids(document) == grids(expected)


def text_box() -> bytes:
    """A paragraph with a text box, as Word 2007 writes it."""
    document = python_docx.Document()
    paragraph = document.add_paragraph("框外的一段")
    box = (
        '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape type="#_x0000_t202" '
        'style="position:absolute;width:200pt;height:60pt"><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>框内：结余12.50万元</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    from lxml import etree

    paragraph._p.append(etree.fromstring(box))
    document.add_paragraph("完")
    return saved(document)


def merged() -> bytes:
    document = python_docx.Document()
    table = document.add_table(3, 3, style="Table Grid")
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = str(number)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "横"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "竖"
    document.add_paragraph("完")
    return saved(document)


def numbered() -> bytes:
    document = python_docx.Document()
    for text in ("甲", "乙", "丙"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("完")
    return saved(document)


def saved(document: python_docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def rich_text(body: str) -> bytes:
    """An .rtf in the code page of mainland Windows."""
    head = (
        r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}"
        r"{\*\listtable{\list\listtemplateid1{\listlevel\levelnfc39\leveljc0\levelfollow2\levelstartat1"
        r"{\leveltext\'02\'00\u12289 ?;}{\levelnumbers\'01;}}\listid1}}"
        r"{\*\listoverridetable{\listoverride\listid1\listoverridecount0\ls1}}"
    )
    escaped = "".join(
        char if char.isascii() else "".join(rf"\'{byte:02x}" for byte in char.encode("gb18030"))
        for char in body
    )
    return f"{head}{escaped}\\pard \\par}}".encode()


@needs_office
def test_rtf_with_numbers_and_merged_cells() -> None:
    document = read(
        rich_text(
            r"\pard\ls1\ilvl0\f0 部门基本情况\par\pard\ls1\ilvl0\f0 支出情况\par\pard"
            r"\trowd\clmgf\cellx2000\clmrg\cellx4000\cellx6000\intbl 合并\cell\cell 金额\cell\row"
            r"\trowd\cellx2000\cellx4000\cellx6000\intbl 甲\cell 乙\cell 12.50\cell\row"
        ),
        "a.doc",
    )
    assert document.format == "rtf"
    assert [p.text for p in document.paragraphs] == ["一、部门基本情况", "二、支出情况"]
    assert grids(document) == [
        [
            (0, 0, 1, 2, "合并"),
            (0, 2, 1, 1, "金额"),
            (1, 0, 1, 1, "甲"),
            (1, 1, 1, 1, "乙"),
            (1, 2, 1, 1, "12.50"),
        ]
    ]


@needs_office
def test_older_word_xml() -> None:
    space = "http://schemas.microsoft.com/office/word/2003/wordml"
    text = (
        f'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="{space}">'
        "<w:body><w:p><w:r><w:t>执行率93.10%</w:t></w:r></w:p></w:body></w:wordDocument>"
    )
    document = read(text.encode(), "a.xml")
    assert (document.format, [p.text for p in document.paragraphs]) == ("word-xml", ["执行率93.10%"])


@needs_office
def test_conversion_ends_at_its_limit() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        convert(rich_text("甲"), "rtf", "慢.rtf", seconds=0.05)
    assert caught.value.code == "timeout"
    assert caught.value.reason.startswith("慢.rtf：")
    profile = _profile(PROFILE).as_uri().encode()
    running = [path for path in Path("/proc").glob("[0-9]*/cmdline") if profile in _content(path)]
    assert running == []


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


@needs_office
def test_cut_off_doc_is_refused(resaved: Callable[[bytes, str, str], bytes]) -> None:
    data = resaved(report("yunxi"), "docx", "doc")
    assert reason_of(data[: len(data) // 2], "半截.doc").code == "truncated"


@needs_office
def test_doc_with_a_password_is_not_tried(resaved: Callable[[bytes, str, str], bytes]) -> None:
    data = bytearray(resaved(report("yunxi"), "docx", "doc"))
    header = data.find(struct.pack("<H", 0xA5EC), 512)
    flags = struct.unpack_from("<H", data, header + 10)[0]
    struct.pack_into("<H", data, header + 10, flags | 0x0100)
    assert reason_of(bytes(data), "加密.doc").code == "encrypted"


def test_without_libreoffice_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    reason = reason_of(rich_text("甲"), "a.doc")
    assert reason.code == "needs-libreoffice"
    assert "libreoffice-writer" in reason.reason


# ------------------------------------------------------------------ nothing leaves the machine


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """Address of a server on this machine, and the paths it was asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            asked.append(self.rfile.readline().decode("ascii", "replace").split()[1])
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}", asked
        running.shutdown()


def linking_rtf(address: str) -> bytes:
    return rich_text(
        rf"{{\*\template {address}/template.dotm}}"
        rf'{{\field{{\*\fldinst INCLUDEPICTURE "{address}/picture.png" \\d}}{{\fldrslt 甲}}}}\par'
        rf'{{\field{{\*\fldinst INCLUDETEXT "{address}/text.docx"}}{{\fldrslt 乙}}}}\par'
    )


def linking_odt(address: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"'
        for name, kind in [
            ("office", "office"),
            ("text", "text"),
            ("draw", "drawing"),
            ("svg", "svg-compatible"),
        ]
    )
    frame = '<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">'
    body = (
        f'<text:p>甲{frame}<draw:image xlink:href="{address}/picture.png" xlink:type="simple" '
        f'xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>'
        f'<text:section text:name="s"><text:section-source xlink:href="{address}/section.odt"/>'
        "<text:p>乙</text:p></text:section>"
    )
    content = (
        f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as container:
        container.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        container.writestr("content.xml", content)
        container.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.text"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
        )
    return stream.getvalue()


@needs_office
@pytest.mark.parametrize("kind", ["rtf", "odt", "doc"])
def test_no_request_leaves(
    kind: str, server: tuple[str, list[str]], resaved: Callable[[bytes, str, str], bytes]
) -> None:
    address, asked = server
    data = linking_rtf(address) if kind == "rtf" else linking_odt(address)
    if kind == "doc":
        data = resaved(data, "odt", "doc")
        asked.clear()  # whoever saved it may have looked
        assert address.encode("utf-16-le") in data or address.encode() in data
    document = read(data, f"a.{kind}")
    assert any("甲" in p.text for p in document.paragraphs)
    assert asked == []


@needs_office
def test_the_same_file_does_make_requests_with_the_usual_settings(server: tuple[str, list[str]]) -> None:
    """Proves that the test above can fail."""
    address, asked = server
    convert(linking_odt(address), "odt", "a.odt", profile=None)
    assert "/picture.png" in asked
