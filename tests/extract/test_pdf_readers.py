"""The two readers of PDF files find the same tables; pdfplumber is the one to compare with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fuhe.extract import read

# Its fonts are named only, not held.
UNEMBEDDED = Path(__file__).parents[2] / "corpus" / "variants" / "r26_unicode_not_embedded.pdf"
FOLDER = Path(__file__).parents[2] / "corpus" / "files"
FILES = sorted(FOLDER.rglob("*.pdf"))


def tables(data, reader):
    found = read(data, "x.pdf", reader=reader).tables
    return [
        [(c.row, c.column, c.rowspan, c.colspan, "".join(c.text.split()), c.source.page) for c in table.cells]
        for table in found
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_readers_agree(file):
    data = file.read_bytes()
    assert tables(data, "pdfium") == tables(data, "pdfplumber")


_DRAW = """
import sys, hashlib, pypdfium2
from fuhe.extract import read
data = sys.stdin.buffer.read()
if "read" in sys.argv:
    read(data, "x.pdf")
print(hashlib.sha256(pypdfium2.PdfDocument(data)[0].render(scale=1).to_pil().tobytes()).hexdigest())
"""


def test_reading_does_not_change_how_pages_are_drawn_afterwards():
    drawn = [
        subprocess.run(
            [sys.executable, "-c", _DRAW, *words],
            input=UNEMBEDDED.read_bytes(),
            capture_output=True,
            check=True,
        )
        for words in ([], ["read"])
    ]
    assert drawn[0].stdout == drawn[1].stdout != b""
