"""What a file really is, and what is said about files that cannot be read."""

from __future__ import annotations

import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from fuhe.extract import limits, read
from fuhe.extract.sniff import sniff
from fuhe.schemas.errors import UnreadableDocument

Zip = Callable[[dict[str, str]], bytes]


def ole(*streams: str, header: bytes = b"") -> bytes:
    """An OLE file of 512-byte sectors: header, one directory sector, then the first stream."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", head, 30, 9)
    entries = b""
    for name in streams:
        entry = bytearray(128)
        encoded = (name + "\x00").encode("utf-16-le")
        entry[: len(encoded)] = encoded
        struct.pack_into("<I", entry, 116, 1)
        entries += bytes(entry)
    return bytes(head) + entries.ljust(512, b"\x00") + header.ljust(512, b"\x00")


FIB = struct.pack("<H8xH", 0xA5EC, 0x0000)
FIB_ENCRYPTED = struct.pack("<H8xH", 0xA5EC, 0x0100)
TYPES = "[Content_Types].xml"

PLAIN = {
    "empty": (b"", "empty", "empty"),
    "blank": (b"\r\n \x00" * 600, "empty", "empty"),
    "doc with a password": (ole("WordDocument", header=FIB_ENCRYPTED), "encrypted", "encrypted"),
    "docx with a password": (ole("EncryptionInfo", "EncryptedPackage"), "encrypted", "encrypted"),
    "other compound file": (ole("Contents"), "ole", "unsupported"),
    "png": (b"\x89PNG\r\n\x1a\n123", "png", "not-a-document"),
    "jpeg": (b"\xff\xd8\xff\xe0123", "jpeg", "not-a-document"),
    "gif": (b"GIF89a", "gif", "not-a-document"),
    "tiff": (b"II*\x00123", "tiff", "not-a-document"),
    "bmp": (b"BM\x10\x00\x00\x00\x00\x00\x00\x00", "bmp", "not-a-document"),
    "text": ("绩效自评".encode(), "unknown", "not-a-document"),
}


@pytest.mark.parametrize(("data", "kind", "code"), PLAIN.values(), ids=PLAIN.keys())
def test_file_without_reader(data: bytes, kind: str, code: str) -> None:
    assert sniff(data) == kind
    with pytest.raises(UnreadableDocument) as caught:
        read(data, "报告.docx")
    assert caught.value.code == code
    assert caught.value.reason.startswith("报告.docx：")
    assert "请" in caught.value.reason


READ = {
    "doc": (ole("WordDocument", header=FIB), "doc"),
    "xls": (ole("Workbook"), "xls"),
    "xls of Excel 95": (ole("Book"), "xls"),
    "rtf": (b"{\\rtf1\\ansi }", "rtf"),
    "html": (b"\xef\xbb\xbf <!DOCTYPE html><html></html>", "html"),
    "html table": (b"<table><tr><td>1</td></tr></table>", "html"),
    "mhtml": (b"MIME-Version: 1.0\r\n", "mhtml"),
    "word xml": (b"<?xml version='1.0'?><w:wordDocument>", "word-xml"),
    "page saved by a browser": (b"From: <Saved by Blink>\r\n", "mhtml"),
    "excel xml": (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook>', "excel-xml"),
    "page that Excel exported": (b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>', "html"),
    "rar": (b"Rar!\x1a\x07\x01\x00", "rar"),
    "7z": (b"7z\xbc\xaf\x27\x1c", "7z"),
    "gzip": (b"\x1f\x8b\x08", "gzip"),
    "tar": (bytes(257).replace(b"\x00", b"a") + b"ustar\x0000", "tar"),
}


@pytest.mark.parametrize(("data", "kind"), READ.values(), ids=READ.keys())
def test_file_with_a_reader_of_its_own(data: bytes, kind: str) -> None:
    assert sniff(data) == kind


@pytest.mark.parametrize(
    ("suffix", "kind"), [("text", "odt"), ("spreadsheet", "ods"), ("presentation", "opendocument")]
)
def test_open_document(zip_file: Zip, suffix: str, kind: str) -> None:
    assert (
        sniff(zip_file({"mimetype": f"application/vnd.oasis.opendocument.{suffix}", "content.xml": ""}))
        == kind
    )


def test_workbook_in_binary_parts(zip_file: Zip) -> None:
    assert sniff(zip_file({TYPES: "", "xl/workbook.bin": ""})) == "xlsb"


CONTAINERS = {
    "xlsx without a workbook": ({TYPES: "", "xl/workbook.xml": ""}, "xlsx", "truncated"),
    "pptx": ({TYPES: "", "ppt/presentation.xml": ""}, "pptx", "unsupported"),
    "ofd": ({"OFD.xml": "", "Doc_0/Document.xml": ""}, "ofd", "truncated"),
    "OpenDocument of another kind": ({"mimetype": "", "content.xml": ""}, "opendocument", "unsupported"),
    "OpenDocument with a password": (
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": "",
            "META-INF/manifest.xml": '<m:manifest><m:encryption-data m:checksum="x"/></m:manifest>',
        },
        "encrypted",
        "encrypted",
    ),
    "archive": ({"a/报告.docx": ""}, "zip", "unsupported"),
    "docx without text": ({TYPES: "", "word/styles.xml": ""}, "docx", "not-a-document"),
    "docx with another root": ({TYPES: "", "word/document.xml": "<a/>"}, "docx", "not-a-document"),
    "docx with cut XML": ({TYPES: "", "word/document.xml": "<a><b>"}, "docx", "truncated"),
    "docx that points outside": ({TYPES: "", "word/../../x.xml": ""}, "docx", "not-a-document"),
    "docx with an absolute name": ({TYPES: "", "word/a.xml": "", "/etc/x": ""}, "docx", "not-a-document"),
}


@pytest.mark.parametrize(("parts", "kind", "code"), CONTAINERS.values(), ids=CONTAINERS.keys())
def test_container(zip_file: Zip, parts: dict[str, str], kind: str, code: str) -> None:
    data = zip_file(parts)
    assert sniff(data) == kind
    with pytest.raises(UnreadableDocument) as caught:
        read(data, "报告.docx")
    assert caught.value.code == code


def test_picture_that_is_damaged() -> None:
    with pytest.raises(UnreadableDocument, match="图片已损坏"):
        read(b"\xff\xd8\xff\xe0123", "报告.docx")


def test_suffix_does_not_matter(word_file: Callable[..., bytes]) -> None:
    document = read(word_file("<w:p><w:r><w:t>正文</w:t></w:r></w:p>"), "报告.pdf")
    assert (document.format, document.paragraphs[0].text) == ("docx", "正文")


def test_pdf_is_told_after_leading_rubbish() -> None:
    assert sniff(b"\r\n\r\n%PDF-1.7") == "pdf"


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9])
def test_docx_cut_short(word_file: Callable[..., bytes], keep: float) -> None:
    data = word_file("<w:p/>" * 2000)
    with pytest.raises(UnreadableDocument) as caught:
        read(data[: int(len(data) * keep)], "报告.docx")
    assert caught.value.code == "truncated"


def test_damaged_part(word_file: Callable[..., bytes]) -> None:
    data = bytearray(
        word_file("".join(f"<w:p><w:r><w:t>{i * 7919 % 1000}</w:t></w:r></w:p>" for i in range(500)))
    )
    middle = len(data) // 2
    data[middle : middle + 20] = b"\x00" * 20
    with pytest.raises(UnreadableDocument) as caught:
        read(bytes(data), "报告.docx")
    assert caught.value.code == "truncated"


def test_bomb(zip_file: Zip) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read(zip_file({TYPES: "", "word/document.xml": " " * (20 * limits.MEGABYTE)}), "报告.docx")
    assert caught.value.code == "too-large"


def test_repetitive_but_small_part_passes(read_word: Callable[..., object]) -> None:
    assert read_word("<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 50_000)


def test_encrypted_entry(zip_file: Zip) -> None:
    data = bytearray(zip_file({TYPES: "", "word/document.xml": "<a/>"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(signature)
        while start != -1:
            data[start + offset] |= 1
            start = data.find(signature, start + 4)
    with pytest.raises(UnreadableDocument) as caught:
        read(bytes(data), "报告.docx")
    assert caught.value.code == "encrypted"


def entry(name: str, size: int, packed: int) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.file_size, made.compress_size = size, packed
    return made


@pytest.mark.parametrize(
    "entries",
    [
        [entry("word/document.xml", 201 * limits.MEGABYTE, 200 * limits.MEGABYTE)],
        [entry(f"word/media/{i}.bmp", 150 * limits.MEGABYTE, 140 * limits.MEGABYTE) for i in range(4)],
        [entry(f"word/{i}.xml", 1, 1) for i in range(limits.ZIP_ENTRIES + 1)],
        [entry("word/document.xml", 100 * limits.MEGABYTE, 100_000)],
    ],
    ids=["part", "total", "entries", "ratio"],
)
def test_container_claims_too_much(entries: list[zipfile.ZipInfo]) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        limits.check_zip(entries, "报告.docx")
    assert caught.value.code == "too-large"


def test_file_size_limit() -> None:
    limits.check_size(limits.FILE_BYTES, "报告.docx")
    with pytest.raises(UnreadableDocument) as caught:
        limits.check_size(limits.FILE_BYTES + 1, "报告.docx")
    assert caught.value.code == "too-large"


def outcome(path: Path) -> str:
    """The format that was read, or the code of the reason why not."""
    try:
        return read(path.read_bytes(), path.name).format
    except UnreadableDocument as error:
        return error.code


def test_odd_files_give_a_document_or_a_reason() -> None:
    folder = os.environ.get("FUHE_SAMPLES")
    if not folder:
        pytest.skip("set FUHE_SAMPLES to a folder of odd Word files to run this")
    files = [path for path in sorted(Path(folder).rglob("*.doc*")) if path.is_file()]
    assert files, f"no Word files in {folder}"
    outcomes = {path: outcome(path) for path in files}
    assert {name for name in outcomes.values() if name != "docx"} <= {
        "encrypted", "unsupported", "truncated", "not-a-document", "too-large", "empty",
    }  # fmt: skip
