"""A document full of HTML, formulas, control characters and a huge cell harms no output."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import docx
import openpyxl
import pytest

import fuhe
from fuhe.review.letters.letter import Letter, write_letter
from fuhe.review.lists.discrepancies import Filters, discrepancies
from fuhe.review.lists.export import FORMATS, export
from fuhe.review.lists.terminal import findings_text
from fuhe.review.marking.annotate import annotate
from fuhe.schemas.records import Decision

if TYPE_CHECKING:
    from fuhe.lake import Lake

FORMULAS = ("=cmd|'/C calc'!A1", "+1+1", "-2+3", "@SUM(1)", '=HYPERLINK("http://x.example","y")')
HTML = "<script>alert(1)</script><img src=x onerror=alert(2)>"
TOTAL = "10.00"  # is 8.00
HUGE = "长" * 10_000
CONTROLS = "\u0085\u009b31m\u202e"  # those that XML 1.0 lets through


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """One report whose total does not foot, its labels hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    document = docx.Document()
    document.add_paragraph("某某市水利局")
    document.add_paragraph("2023年度部门整体支出绩效自评报告")
    document.add_paragraph(HTML)
    document.add_paragraph(
        f"“三公”经费支出{TOTAL}万元，其中：公务接待费3.00万元，公务用车运行维护费5.00万元。{HTML}"
    )
    document.add_paragraph(f"{CONTROLS}|单位：万元`*_[x](javascript:alert(1))")
    labels = [f"{HTML}甲", f"{FORMULAS[0]}乙", "丙", "丁", f"戊{HUGE}"]
    table = document.add_table(rows=len(labels) + 2, cols=4)
    lines = [("项目", "预算数", "决算数", "=备注")]
    lines += [(label, f"{n}1.25", f"{n}0.25", FORMULAS[n - 1]) for n, label in enumerate(labels, 1)]
    lines += [("合计", "156.25", "115.25", HUGE)]
    for row, texts in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(folder / "=1+1 <b>.docx"))
    fuhe.check([folder / "=1+1 <b>.docx"], out=folder / "lake")
    opened = fuhe.open_lake(folder / "lake")
    found = opened.records("findings")
    assert any(finding.stated == Decimal(TOTAL) for finding in found)
    opened.decide(
        [
            Decision(f.id, "confirmed", "", f"{FORMULAS[0]}{HTML}", "=王", "2024-05-01T09:00:00+08:00")
            for f in found
        ]
    )
    return opened


def exported(lake: Lake, form: str) -> bytes:
    return export(lake, discrepancies(lake), form)


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_carries_control_characters(lake: Lake, form: str) -> None:
    data = exported(lake, form)
    if form == "xlsx":
        with ZipFile(io.BytesIO(data)) as book:
            data = b"".join(book.read(name) for name in book.namelist())
    assert not {char for char in data.decode("utf-8-sig") if char in CONTROLS[:2] or char in "\x00\x1b\x07"}


def test_workbook_has_no_formula_and_no_link_outwards(lake: Lake) -> None:
    data = exported(lake, "xlsx")
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        links = [cell.hyperlink.target or "" for cell in cells if cell.hyperlink]
        assert not [target for target in links if target.startswith(("http", "javascript"))]
    with ZipFile(io.BytesIO(data)) as book:
        assert not [name for name in book.namelist() if b"<f>" in book.read(name)]
        for name in book.namelist():
            ET.fromstring(book.read(name))


def test_csv_starts_no_formula(lake: Lake) -> None:
    rows = list(csv.reader(io.StringIO(exported(lake, "csv").decode("utf-8-sig"))))
    starts = {cell[0] for row in rows for cell in row if cell} & set("=+@\t\r")
    assert not starts
    assert len({len(row) for row in rows}) == 1


def test_json_formats_parse(lake: Lake) -> None:
    assert json.loads(exported(lake, "json"))
    assert json.loads(exported(lake, "sarif"))
    for line in exported(lake, "jsonl").decode().split("\n")[:-1]:
        json.loads(line)


def test_markdown_has_no_html_and_no_link(lake: Lake) -> None:
    text = exported(lake, "md").decode()
    assert "<script" not in text.replace("\\<", "")
    assert "](javascript" not in text.replace("\\]", "")


def test_terminal_is_not_steered(lake: Lake) -> None:
    assert not set(findings_text(discrepancies(lake), to_file=True)) & set("\x1b\x9b\x85")


def test_word_outputs_hold_the_text_as_text(lake: Lake) -> None:
    (row, *_) = lake.records("documents")
    copy = docx.Document(io.BytesIO(annotate(lake, row.document_id).data))
    assert copy.tables[0].cell(2, 3).text == FORMULAS[1]
    assert list(copy.comments)
    (first, *_) = discrepancies(lake, Filters())
    letter = write_letter(lake, Letter(first.document.organisation or ""))
    assert letter.items
    assert docx.Document(io.BytesIO(letter.data)).paragraphs
