"""Word and PDF files, workbooks and web pages of one feature each: read as a person reads them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fuhe.extract import read

FOLDER = Path(__file__).parents[2] / "corpus" / "features"
# What is expected of a file stands beside it: x.json of x.docx, x.xls.json of x.xls.
EXPECTED = (
    {path.with_suffix(".docx"): path for path in sorted((FOLDER / "word").glob("*.json"))}
    | {path.with_suffix(".pdf"): path for path in sorted((FOLDER / "pdf").glob("*.json"))}
    | {path.with_suffix(""): path for path in sorted((FOLDER / "sheets").glob("*.json"))}
)


@pytest.mark.parametrize(("file", "said"), EXPECTED.items(), ids=[path.name for path in EXPECTED])
def test_feature_is_read(file: Path, said: Path) -> None:
    expected = json.loads(said.read_text(encoding="utf-8"))
    document = read(file.read_bytes(), file.name)
    assert [paragraph.text for paragraph in document.paragraphs] == expected["paragraphs"]
    assert [
        {
            "origin": table.origin,
            "caption": table.caption,
            "n_rows": table.n_rows,
            "n_cols": table.n_columns,
            "cells": [
                {"text": c.text, "row": c.row, "col": c.column, "rowspan": c.rowspan, "colspan": c.colspan}
                for c in table.cells
            ],
        }
        for table in document.tables
    ] == expected["tables"]
    assert [notice.code for notice in document.notices] == expected["notices"]
