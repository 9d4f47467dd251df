from __future__ import annotations

import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from fuhe.engine import RunOptions, run
from fuhe.lake import Lake, open_lake, stage, transaction
from fuhe.review.web.app import application
from fuhe.review.web.desk import Desk
from fuhe.review.web.guard import Rules
from fuhe.schemas.records import (
    Cell,
    DocumentRow,
    Evidence,
    Finding,
    Paragraph,
    Severity,
    Source,
    Status,
    Table,
    TableRow,
)

CORPUS: Path = Path(__file__).parents[3] / "corpus" / "files"
KEY = "d" * 64
EVIL = "<script>document.title=\"broken\"</script>\"'&=cmd|' /C calc'!A1\x1b[31m\x00\u202e"


@pytest.fixture(scope="session")
def corpus_lake(tmp_path_factory):
    """Two reports as .docx and .pdf, read and checked from a copy of the corpus."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "in").mkdir()
    for name in ("qingchuan.docx", "qingchuan.pdf", "yunxi.pdf"):
        shutil.copy(CORPUS / name, folder / "in" / name)
    run([folder / "in"], folder / "lake", RunOptions(workers=1))
    return folder / "lake"


@pytest.fixture
def lake(corpus_lake, tmp_path) -> Lake:
    """A copy of it that a test may write decisions into."""
    shutil.copytree(corpus_lake, tmp_path / "lake")
    return open_lake(tmp_path / "lake")


@pytest.fixture
def client(lake) -> TestClient:
    return TestClient(application(Desk.open(lake), Rules(), "甲"), base_url="http://127.0.0.1")


def finding(key: str = "f1", **changed) -> Finding:
    place = Source(KEY, table=1, row=1, column=1, start=0, end=2)
    made = Finding(
        id=key,
        document=KEY,
        case=key,
        rule="A01",
        severity=Severity.ERROR,
        category="表内",
        confidence=0.5,
        message=f"总额 12万元 ≠ 10万元{EVIL}",
        stated=Decimal(12),
        expected=Decimal(10),
        difference=Decimal(2),
        unit="万元",
        cause=EVIL,
        suggestion=EVIL,
        impact=EVIL,
        evidence=(
            Evidence(EVIL, "12", place),
            Evidence("正文", EVIL, Source(KEY, paragraph=1)),
        ),
    )
    return replace(made, **changed)


def write(path: Path, *findings: Finding) -> Lake:
    """Write a lake with one document whose every text is hostile."""
    row = DocumentRow(
        KEY, f"{EVIL}.docx", f"/nowhere/{EVIL}.docx", "in", "docx", 1, None, Status.OK, None, None, EVIL, (),
        EVIL, 2023, None, (), 1, "0",
    )  # fmt: skip
    cells = [
        Cell(0, 0, 1, 2, EVIL, Source(KEY, table=1, row=0, column=0)),
        Cell(1, 0, 1, 1, "长" * 10_000, Source(KEY, table=1, row=1, column=0)),
        Cell(1, 1, 1, 1, f"12{EVIL}", Source(KEY, table=1, row=1, column=1)),
    ]
    with transaction(path) as work:
        records: dict[str, list[Any]] = {
            "documents": [row],
            "tables": [TableRow(KEY, Table(1, (), 2, 2, caption=EVIL), None, None)],
            "cells": cells,
            "paragraphs": [Paragraph(1, EVIL, (), None, Source(KEY, paragraph=1))],
            "findings": list(findings),
        }
        stage(work.staging, KEY, records)
        work.commit([KEY])
    return open_lake(path)
