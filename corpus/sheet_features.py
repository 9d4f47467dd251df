"""Workbooks and web pages, one for each thing that their readers miss, with what a person reads in it."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import xlsxwriter

from fuhe.corpus.compound_files import old_workbook
from fuhe.corpus.word_markup import grid

if TYPE_CHECKING:
    from collections.abc import Callable

_MADE = datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None)


class SheetFeature(NamedTuple):
    """A file and what a person reads in it: paragraphs and tables in reading order, codes of the notices."""

    data: bytes
    paragraphs: tuple[str, ...] = ()
    tables: tuple[dict[str, Any], ...] = ()
    notices: tuple[str, ...] = ()


def sheet_feature_files() -> dict[str, bytes]:
    """Return path below features/sheets/ and bytes of every file."""
    made: dict[str, bytes] = {}
    for name, feature in sorted(_features().items()):
        made[name] = feature.data
        said = {"paragraphs": feature.paragraphs, "tables": feature.tables, "notices": feature.notices}
        made[f"{name}.json"] = (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
    return made


def workbook(fill: Callable[[Any], None]) -> bytes:
    """Return the .xlsx that is filled so."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": _MADE})
        fill(book)
    return stream.getvalue()


def _features() -> dict[str, SheetFeature]:
    plain = [["项目", "金额"], ["培训费", "3.20"]]
    return {
        "number_formats.xlsx": SheetFeature(
            workbook(_number_formats),
            tables=(grid([[text, text] for _, _, text in _FORMATS]),),
        ),
        "fund_table.xlsx": SheetFeature(
            workbook(_fund_table),
            (
                "某局2023年度项目资金情况表",
                "填报单位：某局    单位：万元",
                "注：数据来源于部门决算。",
                "支付进度",
            ),
            (
                grid(
                    [
                        ["项目", "资金", None, "执行率"],
                        [None, "预算数", "执行数", None],
                        ["甲", "100.00", "93.10", "93.10%"],
                        ["", "", "", ""],
                        ["合计", "100.00", "93.10", "93.10%"],
                    ],
                    caption="某局2023年度项目资金情况表",
                    spans={(0, 0): (2, 1), (0, 1): (1, 2), (0, 3): (2, 1)},
                ),
                grid([["月份", "金额"], ["1月", "5.5"]], caption="支付进度"),
            ),
        ),
        "hidden_parts.xlsx": SheetFeature(
            workbook(_hidden_parts),
            tables=(
                grid([["甲0", "丙0"], ["甲2", "丙2"]], caption="可见表"),
                grid([["另一", "表"]], caption="第二表"),
            ),
            notices=("hidden-content", "hidden-content"),
        ),
        "old.xls": SheetFeature(old_workbook(plain), tables=(grid([["项目", "金额"], ["培训费", "3.2"]]),)),
        "page_named_as_sheet.xls": SheetFeature(
            _PAGE.encode("gb18030"),
            ("一、资金情况", "单位：万元"),
            (_PAGE_TABLE,),
        ),
        "web_archive.mht": SheetFeature(
            _ARCHIVE.encode(),
            ("一、资金情况", "单位：万元"),
            (_PAGE_TABLE,),
        ),
    }


# Value, number format, and what Excel prints.
_FORMATS: tuple[tuple[float, str, str], ...] = (
    (12.5, "General", "12.5"),
    (12.5, "0", "13"),
    (12.5, "0.00", "12.50"),
    (1234567, "#,##0", "1,234,567"),
    (1203.5, "#,##0.00", "1,203.50"),
    (0.931, "0%", "93%"),
    (0.931, "0.00%", "93.10%"),
    (-1203.5, "#,##0.00_);(#,##0.00)", "(1,203.50)"),
    (1203.5, "[$¥-804]#,##0.00", "¥1,203.50"),
    (12.5, '0.00"万元"', "12.50万元"),
    (12345, '0!.0,"万元"', "1.2万元"),
    (45291, 'yyyy"年"m"月"d"日"', "2023年12月31日"),
    (45291, "yyyy-mm-dd", "2023-12-31"),
)


def _number_formats(book: Any) -> None:
    """Each value beside the text that it should show."""
    sheet = book.add_worksheet("Sheet1")
    for row, (value, code, text) in enumerate(_FORMATS):
        sheet.write(row, 0, value, book.add_format({"num_format": code}))
        sheet.write_string(row, 1, text)


def _fund_table(book: Any) -> None:
    sheet = book.add_worksheet("资金表")
    ruled = book.add_format({"border": 1})
    money = book.add_format({"border": 1, "num_format": "#,##0.00"})
    rate = book.add_format({"border": 1, "num_format": "0.00%"})
    sheet.merge_range("A1:D1", "某局2023年度项目资金情况表", book.add_format({"bold": True}))
    sheet.write("A2", "填报单位：某局")
    sheet.write("D2", "单位：万元")
    sheet.merge_range("A3:A4", "项目", ruled)
    sheet.merge_range("B3:C3", "资金", ruled)
    sheet.write_row("B4", ["预算数", "执行数"], ruled)
    sheet.merge_range("D3:D4", "执行率", ruled)
    sheet.write("A5", "甲", ruled)
    sheet.write_row("B5", [100, 93.1], money)
    sheet.write_formula("D5", "=C5/B5", rate, 0.931)
    sheet.write_row("A6", [""] * 4, ruled)
    sheet.write("A7", "合计", ruled)
    sheet.write_formula("B7", "=SUM(B5:B6)", money, 100)
    sheet.write_formula("C7", "=SUM(C5:C6)", money, 93.1)
    sheet.write_formula("D7", "=ROUND(C7/B7,4)", rate, 0.931)
    sheet.write("A8", "注：数据来源于部门决算。")
    sheet.write("A11", "支付进度")
    sheet.write_row("A12", ["月份", "金额"])
    sheet.write_row("A13", ["1月", 5.5])


def _hidden_parts(book: Any) -> None:
    sheet = book.add_worksheet("可见表")
    for row in range(3):
        sheet.write_row(row, 0, [f"{letter}{row}" for letter in "甲乙丙"])
    sheet.set_row(1, None, None, {"hidden": True})
    sheet.set_column("B:B", None, None, {"hidden": True})
    book.add_worksheet("隐藏表").hide()
    book.add_worksheet("第二表").write_row(0, 0, ["另一", "表"])


_PAGE = (
    '<html><head><meta charset="gb2312"><title>资金情况</title></head><body><h1>一、资金情况</h1><p>单位：万元</p>'
    "<table><tr><td>项目<td colspan=2>金额</tr><tr><td>甲<td>1,203.50<td>93.10%</tr></table></body></html>"
)
_PAGE_TABLE = grid(
    [["项目", "金额", None], ["甲", "1,203.50", "93.10%"]], caption="一、资金情况", spans={(0, 1): (1, 2)}
)
_ARCHIVE = (
    "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    f"{_PAGE.replace('gb2312', 'utf-8')}\r\n--b--\r\n"
)
