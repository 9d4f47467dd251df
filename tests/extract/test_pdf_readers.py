"""The two readers of PDF files find the same tables; pdfplumber is the one to compare with."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuhe.extract import read

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
