"""Pages that are pictures, recognised for real; without the extra only what is said of them is tried."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import docx
import numpy as np
import pypdf
import pytest
from docx.shared import Cm
from PIL import Image

from fuhe.corpus.write_scan import Scanner, scan_pages, write_scan
from fuhe.extract import Recognition, read
from fuhe.extract.scans import ocr
from fuhe.extract.scans.scan_upright import levelled, skew_angle
from fuhe.normalize import normalize
from fuhe.schemas.errors import UnreadableDocument

CORPUS = Path(__file__).parents[2] / "corpus"
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
NEVER = Recognition("never")
recognising = pytest.mark.skipif(
    not ocr.is_available(), reason="recognition is not installed: uv sync --extra ocr"
)
SCANNER = Scanner()


@cache
def report() -> bytes:
    return (CORPUS / "files" / "langu.pdf").read_bytes()


@cache
def scans() -> tuple[Image.Image, ...]:
    return tuple(scan_pages(report(), SCANNER))


def mixed(number: int) -> bytes:
    """The report with one page scanned."""
    writer, scanned = pypdf.PdfWriter(), pypdf.PdfReader(io.BytesIO(write_scan(scans(), SCANNER.resolution)))
    for index, page in enumerate(pypdf.PdfReader(io.BytesIO(report())).pages, start=1):
        writer.add_page(scanned.pages[index - 1] if index == number else page)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def numbers(document) -> list[Counter[str]]:
    return [
        Counter(word for cell in table.cells for word in NUMBER.findall("".join(cell.text.split())))
        for table in document.tables
    ]


def shape(document) -> list[list[tuple[int, int, int, int]]]:
    return [[cell[:4] for cell in table.cells] for table in document.tables]


@recognising
def test_scanned_page_among_others():
    document, native = read(mixed(2), "报告.pdf"), read(report(), "报告.pdf")
    assert [(n.code, n.place, n.partial) for n in document.notices] == [("recognised-page", "第2页", False)]
    assert shape(document) == shape(native)
    assert numbers(document) == numbers(native)
    here = [table for table in document.tables if table.page_first == 2]
    assert {table.origin for table in here} == {"ocr"}
    facts = [fact for fact in normalize(document).facts if fact.source.page == 2]
    assert facts
    assert all(0.5 < fact.confidence < 1 for fact in facts)
    assert all(f.confidence == 1 for f in normalize(document).facts if f.source.page == 1)


@recognising
def test_places_on_a_scanned_page():
    document, native = read(mixed(2), "报告.pdf"), read(report(), "报告.pdf")
    pairs = zip(document.tables[-1].cells, native.tables[-1].cells, strict=True)
    for cell, same in pairs:
        assert cell.source.box == pytest.approx(same.source.box, abs=8)  # points; the page lies askew


@recognising
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_picture_that_was_turned(turn):
    """A strip of a page in every direction: upright again it says the same."""
    page = scans()[1]
    strip = page.crop((0, 0, page.width, page.height // 2)).rotate(turn, expand=True)
    document = read(write_scan([strip], SCANNER.resolution, "PNG"), "扫描.png")
    expected = json.loads((CORPUS / "expected" / "langu.json").read_text("utf-8"))["tables"]
    known = {"".join(cell["text"].split()) for table in expected for cell in table["cells"]}
    found = ["".join(cell.text.split()) for table in document.tables for cell in table.cells if cell.text]
    assert document.format == "png"
    assert len(found) > 20
    assert sum(text in known for text in found) >= 0.9 * len(found)


@recognising
def test_frames_of_a_picture_are_pages():
    strips = [page.crop((0, 150, page.width, 500)) for page in scans()]
    document = read(write_scan(strips, SCANNER.resolution, "TIFF"), "扫描.tif")
    assert document.pages == 2
    assert {p.source.page for p in document.paragraphs} | {t.page_first for t in document.tables} == {1, 2}


@recognising
def test_time_that_does_not_suffice():
    document = read(mixed(2), "报告.pdf", recognition=Recognition(seconds=0))
    assert [(n.code, n.place, n.partial) for n in document.notices] == [
        ("page-without-text", "第2页", True),
        ("recognition-late", "第2页", True),
    ]


@recognising
def test_picture_without_text():
    blank = Image.new("L", (400, 300), 240)
    with pytest.raises(UnreadableDocument) as caught:
        read(write_scan([blank], 200, "PNG"), "空.png")
    assert caught.value.code == "no-text"


def test_scan_that_is_not_recognised_says_what_to_do():
    document = read(mixed(2), "报告.pdf", recognition=NEVER)
    assert [(n.code, n.place, n.partial) for n in document.notices] == [("page-without-text", "第2页", True)]
    assert "fuhe[ocr]" in document.notices[0].text
    with pytest.raises(UnreadableDocument, match=r"fuhe\[ocr\]"):
        read(write_scan(scans()[:1], SCANNER.resolution, "PNG"), "扫描.png", recognition=NEVER)


@pytest.mark.parametrize("keep", [0.1, 0.6])
def test_picture_cut_short(keep):
    data = write_scan(scans()[:1], SCANNER.resolution, "PNG")
    with pytest.raises(UnreadableDocument) as caught:
        read(data[: int(len(data) * keep)], "扫描.png")
    assert caught.value.code == "not-a-document"


def test_picture_of_too_many_pixels():
    huge = Image.new("1", (9000, 9000))
    with pytest.raises(UnreadableDocument) as caught:
        read(write_scan([huge], 300, "PNG"), "大.png")
    assert caught.value.code == "too-large"


@recognising
@pytest.mark.parametrize("angle", [-3.0, -0.4, 0.0, 1.7])
def test_skew(angle):
    page = np.asarray(scans()[1])
    straight = levelled(page, skew_angle(page))
    assert skew_angle(levelled(straight, -angle)) == pytest.approx(angle, abs=0.1)


def word_with_picture(picture: Image.Image, centimetres: float) -> bytes:
    document, buffer = docx.Document(), io.BytesIO()
    document.add_paragraph("附表如下。")
    document.add_picture(io.BytesIO(write_scan([picture], 200, "PNG")), width=Cm(centimetres))
    document.add_paragraph("以上。")
    document.save(buffer)
    return buffer.getvalue()


@recognising
def test_scan_of_a_table_in_a_word_file():
    page = scans()[1]
    data = word_with_picture(page.crop((0, 0, page.width, page.height // 2)), 15)
    document = read(data, "报告.docx")
    assert [notice.code for notice in document.notices] == ["recognised-picture"]
    assert {table.origin for table in document.tables} == {"ocr"}
    assert document.paragraphs[0].text == "附表如下。"
    assert document.paragraphs[-1].text == "以上。"
    figures = [cell for table in document.tables for cell in table.cells if NUMBER.fullmatch(cell.text)]
    assert figures
    assert all(cell.readings for cell in figures)
    unread = read(data, "报告.docx", recognition=NEVER)
    assert not unread.tables
    assert [notice.code for notice in unread.notices] == ["picture-not-read"]


@recognising
def test_recognition_asks_nobody():
    """Neither loading the engine nor using it opens a connection."""
    program = (
        "import socket, sys, numpy\n"
        "def refuse(*_): sys.exit('asked the network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from fuhe.extract.scans import ocr\n"
        "ocr.find_lines(numpy.full((64, 200, 3), 255, 'uint8'))\n"
        "ocr.read_line(numpy.full((48, 200, 3), 255, 'uint8'))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
