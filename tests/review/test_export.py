from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from fuhe.review.columns import COLUMNS
from fuhe.review.discrepancies import discrepancies
from fuhe.review.export import FORMATS, export, harmless
from fuhe.review.spreadsheet import workbook
from fuhe.review.terminal import findings_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from fuhe.lake import Lake


@pytest.mark.parametrize("form", FORMATS)
def test_same_lake_gives_the_same_bytes(lake: Lake, form: str) -> None:
    assert export(lake, discrepancies(lake), form) == export(lake, discrepancies(lake), form)


def test_json_has_the_columns_of_the_dataset_and_exact_figures(lake: Lake) -> None:
    found = json.loads(export(lake, discrepancies(lake), "json"))
    assert [item["finding_id"] for item in found] == ["f3", "f2", "f1", "f4"]
    first = found[2]
    assert (first["stated"], first["expected"], first["difference"]) == ("3.6", "3.2", "0.4")
    assert (first["name"], first["organisation"], first["place"]) == (
        "自评报告.docx",
        "甲单位",
        "表1 第3行“公务接待费”",
    )
    assert first["evidence"][2]["page"] == 3


def test_json_lines_hold_one_finding_each(lake: Lake) -> None:
    lines = export(lake, discrepancies(lake), "jsonl").decode().splitlines()
    assert [json.loads(line)["rule"] for line in lines] == ["B02", "B02", "A01", "A01"]


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_csv_opens_in_excel_and_starts_no_formula(lake: Lake) -> None:
    data = export(lake, discrepancies(lake), "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = read_csv(data)
    assert list(rows[0]) == [column.header for column in COLUMNS]
    assert [row["差额"] for row in rows] == ["1.5", "-9000", "0.4", "0.4"]
    assert {row["疑似原因"] for row in rows} == {"'=cmd|' /C calc'!A1"}
    assert rows[2]["处理建议"] == "核对[31m凭证"
    assert (rows[0]["复核人"], rows[0]["单位反馈"]) == ("", "")


@pytest.mark.parametrize("text", ["=1", "+1", "@a", "-cmd", "-1+2", "\ta", "\ra", "-"])
def test_cell_that_could_be_a_formula_is_marked_as_text(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["-1", "-12.50", "-3.1%", "1=1", "", "万元"])
def test_harmless_cell_stays(text: str) -> None:
    assert harmless(text) == text


def sheets(data: bytes) -> dict[str, Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {name: book[name] for name in book.sheetnames}


def test_workbook_holds_overview_and_list(lake: Lake) -> None:
    book = sheets(export(lake, discrepancies(lake), "xlsx"))
    assert list(book) == ["汇总", "差异清单"]
    found = [[cell.value for cell in row] for row in book["差异清单"].iter_rows()]
    assert found[0] == [column.header for column in COLUMNS]
    row = dict(zip(found[0], found[3], strict=True))
    assert (row["文中数值"], row["复算数"], row["差额"]) == (3.6, 3.2, 0.4)
    assert (row["严重程度"], row["单位名称"], row["年度"]) == ("预警", "甲单位", 2023)
    assert (row["疑似原因"], row["处理建议"]) == ("=cmd|' /C calc'!A1", "核对[31m凭证")


def test_workbook_can_be_worked_with(lake: Lake) -> None:
    sheet = sheets(export(lake, discrepancies(lake), "xlsx"))["差异清单"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{get_column_letter(len(COLUMNS))}5"
    header = {column.header: number for number, column in enumerate(COLUMNS, 1)}
    cause, difference = sheet.cell(4, header["疑似原因"]), sheet.cell(4, header["差额"])
    assert cause.data_type == "s"
    assert difference.number_format == "#,##0.0"
    colours = {sheet.cell(row, header["严重程度"]).fill.fgColor.rgb for row in (2, 4, 5)}
    assert len(colours) == 3


def test_overview_lists_files_that_were_not_read(lake: Lake) -> None:
    sheet = sheets(export(lake, discrepancies(lake), "xlsx"))["汇总"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    by_name = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    assert (by_name["坏.pdf"]["读取状态"], by_name["坏.pdf"]["说明"]) == ("未能读取", "文件不完整。")
    first = by_name["自评报告.docx"]
    assert (first["错误"], first["预警"], first["提示"], first["不符"]) == (2, 1, 0, 1)
    assert first["说明"] == "第3页：没有文字"


def test_text_too_long_and_number_too_exact_for_excel(lake: Lake) -> None:
    (row, *_) = discrepancies(lake)
    finding = replace(row.finding, message="长" * 40_000, stated=Decimal("1234567890123456.78"))
    sheet = sheets(workbook(lake, [replace(row, finding=finding)]))["差异清单"]
    header = {column.header: number for number, column in enumerate(COLUMNS, 1)}
    assert len(str(sheet.cell(2, header["问题"]).value)) == 32_767
    assert sheet.cell(2, header["文中数值"]).value == "1234567890123456.78"


def test_empty_list_is_a_workbook_too(lake: Lake) -> None:
    assert [c.value for c in sheets(workbook(lake, []))["差异清单"][1]] == [c.header for c in COLUMNS]


def test_markdown_row_stays_on_one_line(lake: Lake) -> None:
    lines = export(lake, discrepancies(lake), "md").decode().splitlines()
    assert len(lines) == 2 + 4
    assert lines[2].endswith("| 多 一 \\| 行 |")


def test_terminal_table_has_no_control_characters(lake: Lake) -> None:
    text = findings_text(discrepancies(lake))
    assert "第3行“公务接待费”" in text
    assert "\x1b" not in text
