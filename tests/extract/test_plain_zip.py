"""Containers are read as the library reads them, or left to the library."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuhe.extract.plain_zip import plain_entries
from fuhe.extract.word.package import Package

CORPUS = Path(__file__).parents[2] / "corpus"
PARTS = {
    "[Content_Types].xml": b"<Types/>",
    "word/document.xml": b"<a/>" * 99,
    "word/media/图片.png": b"\x89",
}


def container(
    parts: dict[str, bytes] = PARTS, method: int = zipfile.ZIP_DEFLATED, comment: bytes = b""
) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        made.comment = comment
        for name, data in parts.items():
            made.writestr(name, data)
    return stream.getvalue()


def as_the_library(data: bytes) -> list[tuple[object, ...]]:
    names = ("filename", "flag_bits", "compress_type", "CRC", "compress_size", "file_size", "header_offset")
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return [tuple(getattr(entry, name) for name in names) for entry in opened.infolist()]


def containers() -> list[Path]:
    folders = [CORPUS]
    if samples := os.environ.get("FUHE_SAMPLES"):
        folders += [Path(samples), Path(samples).parent / "robustness"]
    found = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return sorted(path for path in found if path.read_bytes()[:2] == b"PK")


@pytest.mark.parametrize("path", containers(), ids=lambda path: path.name)
def test_as_the_library_on_every_file(path: Path) -> None:
    data = path.read_bytes()
    entries = plain_entries(data)
    assert entries is None or [tuple(entry) for entry in entries] == as_the_library(data)


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_plain_containers_need_no_library(method: int) -> None:
    data = container(method=method)
    assert plain_entries(data) == as_the_library(data)


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9).filter(
    lambda name: "\0" not in name
)


@given(st.dictionaries(NAMES, st.binary(max_size=40), max_size=5))
def test_any_names(parts: dict[str, bytes]) -> None:
    data = container(parts)
    assert plain_entries(data) == as_the_library(data)


def with_extra_field() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        entry = zipfile.ZipInfo("word/document.xml")
        entry.extra = struct.pack("<HH", 0xCAFE, 0)
        made.writestr(entry, b"<a/>")
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        container(comment="备注".encode()),
        b"something before" + container(),
        container()[:-1],
        container() + b"\0",
        with_extra_field(),
        container().replace(b"PK\x01\x02", b"PK\x01\x03", 1),
        container().replace(b"word/document.xml", b"word/document.xm\0"),
        b"",
    ],
    ids=[
        "comment",
        "something before",
        "cut",
        "something behind",
        "extra field",
        "no entry",
        "zero in a name",
        "empty",
    ],
)
def test_what_is_out_of_the_ordinary_is_left_to_the_library(data: bytes) -> None:
    assert plain_entries(data) is None


@given(st.integers(0, len(container()) - 1), st.integers(0, 255))
def test_a_broken_byte_is_never_read_otherwise_than_the_library_reads_it(at: int, byte: int) -> None:
    data = bytearray(container())
    data[at] = byte
    entries = plain_entries(bytes(data))
    assert entries is None or [tuple(entry) for entry in entries] == as_the_library(bytes(data))


def test_a_package_is_read_in_either_way() -> None:
    parts = {"word/document.xml": b"<w:document/>"}
    for data in (container(parts), container(parts, comment=b"x"), container(parts, zipfile.ZIP_BZIP2)):
        with Package(data, "x.docx") as package:
            assert package.main_text() == b"<w:document/>"
