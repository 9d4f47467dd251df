"""Workbooks and web pages of one feature each: read as a person reads them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fuhe.extract import read

FOLDER = Path(__file__).parents[2] / "corpus" / "features" / "sheets"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


@pytest.mark.parametrize("name", NAMES)
def test_feature_is_read(name: str) -> None:
    expected = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    document = read((FOLDER / name).read_bytes(), name)
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
