"""Builders of small files, one feature each."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from fuhe.extract import read
from fuhe.extract.older.office import find_program

if TYPE_CHECKING:
    from fuhe.schemas.records import Document

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)

WordFile = Callable[..., bytes]


def _zip(parts: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        for name, text in parts.items():
            container.writestr(name, text)
    return stream.getvalue()


def _word_file(body: str, **side: str) -> bytes:
    """A .docx with this body; `styles`, `numbering`, `footnotes` are the children of those parts' roots."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    for name, children in side.items():
        parts[f"word/{name}.xml"] = f"<w:{name} {_NAMESPACES}>{children}</w:{name}>"
    return _zip(parts)


@pytest.fixture
def zip_file() -> Callable[[dict[str, str | bytes]], bytes]:
    """Part names and contents in, container out."""
    return _zip


@pytest.fixture
def word_file() -> WordFile:
    """Markup of the body (and of side parts) in, bytes of a .docx out."""
    return _word_file


@pytest.fixture
def read_word() -> Callable[..., Document]:
    """Markup of the body (and of side parts) in, the Document that the reader makes of it out."""
    return lambda body, **side: read(_word_file(body, **side), "报告.docx")


Resave = Callable[[bytes, str, str], bytes]


@pytest.fixture(scope="session")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> Resave:
    """Saves a file in another format: resaved(data, "docx", "doc"); each once."""
    known: dict[tuple[bytes, str, str], bytes] = {}
    folder = tmp_path_factory.mktemp("office")

    def save(data: bytes, given: str, made: str) -> bytes:
        if (data, given, made) not in known:
            (folder / f"a.{given}").write_bytes(data)
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            command = [
                str(find_program()),
                profile,
                "--headless",
                "--convert-to",
                made,
                "--outdir",
                str(folder / "out"),
            ]
            for _ in range(3):  # the first start of a new profile may end before it has done anything
                subprocess.run([*command, str(folder / f"a.{given}")], check=False, capture_output=True)
                if (folder / "out" / f"a.{made}").exists():
                    break
            known[data, given, made] = (folder / "out" / f"a.{made}").read_bytes()
        return known[data, given, made]

    return save
