"""Workbooks as documents, written for real by xlsxwriter and, as .xls, by LibreOffice."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from fuhe.extract import limits, read
from fuhe.extract.older.office import find_program
from fuhe.normalize import normalize
from fuhe.schemas.errors import UnreadableDocument
from fuhe.schemas.records import Submission
from fuhe.validate import Options, validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from fuhe.schemas.records import Document

needs_office = pytest.mark.skipif(find_program() is None, reason="LibreOffice is not installed")


def workbook(fill: Callable[[Any], None]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        fill(book)
    return stream.getvalue()


def fund_table(book: Any, *, total: float = 300.5, name: str = "资金表") -> None:
    """Title, unit line, ruled table with number formats, merges and formulas, note; a second table below."""
    sheet = book.add_worksheet(name)
    ruled = book.add_format({"border": 1})
    money = book.add_format({"border": 1, "num_format": "#,##0.00"})
    rate = book.add_format({"border": 1, "num_format": "0.00%"})
    sheet.merge_range("A1:D1", "某局2023年度项目资金情况表", book.add_format({"bold": True}))
    sheet.write("A2", "填报单位：某局")
    sheet.write("D2", "单位：万元")
    sheet.write_row("A3", ["项目", "预算数", "执行数", "执行率"], ruled)
    for row, (label, budget, actual) in enumerate([("甲", 100, 93.1), ("乙", 1200.5, 1180)], start=3):
        sheet.write(row, 0, label, ruled)
        sheet.write(row, 1, budget, money)
        sheet.write(row, 2, actual, money)
        sheet.write_formula(row, 3, f"=C{row + 1}/B{row + 1}", rate, actual / budget)
    sheet.write("A6", "合计", ruled)
    sheet.write_formula("B6", "=SUM(B4:B5)", money, total)
    sheet.write_formula("C6", "=SUM(C4:C5)", money, 1273.1)
    sheet.write_formula("D6", "=ROUND(C6/B6,4)", rate, 1273.1 / 1300.5)
    sheet.write("A7", "注：数据来源于部门决算。")
    sheet.write("A10", "支付进度")
    sheet.write_row("A11", ["月份", "金额"], ruled)
    sheet.write_row("A12", ["1月", 5.5], ruled)


def texts(document: Document) -> list[list[list[str]]]:
    """Each table row by row, what a merged area covers left out."""
    return [
        [[cell.text for cell in table.cells if cell.row == row] for row in range(table.n_rows)]
        for table in document.tables
    ]


FUNDS = [
    [
        ["项目", "预算数", "执行数", "执行率"],
        ["甲", "100.00", "93.10", "93.10%"],
        ["乙", "1,200.50", "1,180.00", "98.29%"],
        ["合计", "1,300.50", "1,273.10", "97.89%"],
    ],
    [["月份", "金额"], ["1月", "5.5"]],
]


def check_funds(document: Document) -> None:
    assert texts(document) == FUNDS
    assert [p.text for p in document.paragraphs] == [
        "某局2023年度项目资金情况表",
        "填报单位：某局    单位：万元",
        "注：数据来源于部门决算。",
        "支付进度",
    ]
    first, second = document.tables
    assert (first.caption, first.unit_line, first.after_paragraph) == (
        "某局2023年度项目资金情况表",
        "单位：万元",
        2,
    )
    assert second.caption == "支付进度"
    assert all(cell.source.document == document.id for table in document.tables for cell in table.cells)


def test_sheet_reads_as_it_is_printed() -> None:
    document = read(workbook(lambda book: fund_table(book, total=1300.5)), "资金表.xlsx")
    check_funds(document)
    assert (document.format, document.pages, document.notices) == ("xlsx", None, ())


@needs_office
@pytest.mark.parametrize(("suffix", "notices"), [("xls", []), ("ods", ["converted"])])
def test_older_workbooks_read_the_same(
    suffix: str, notices: list[str], resaved: Callable[[bytes, str, str], bytes]
) -> None:
    data = resaved(workbook(lambda book: fund_table(book, total=1300.5)), "xlsx", suffix)
    document = read(data, "资金表.xlsx")
    check_funds(document)
    assert document.format == suffix
    assert [notice.code for notice in document.notices] == notices


def findings(data: bytes, *rules: str) -> list[tuple[str, float, float]]:
    report = normalize(read(data, "资金表.xlsx"))
    found = validate(Submission("甲", (report,)), Options(select=rules)).findings
    return [(f.rule, float(f.stated or 0), float(f.expected or 0)) for f in found]


def test_formula_that_was_not_computed_again_is_a_finding() -> None:
    assert findings(workbook(lambda book: fund_table(book, total=1300.5))) == []
    stale = workbook(lambda book: fund_table(book, total=1030.5))
    assert ("A22", 1030.5, 1300.5) in findings(stale, "A22")
    assert len([rule for rule, stated, _ in findings(stale) if stated == 1030.5]) == 1


def hidden_parts(book: Any) -> None:
    sheet = book.add_worksheet("表一")
    for row in range(4):
        sheet.write_row(row, 0, [f"{row}{column}" for column in "abcd"])
    sheet.merge_range("A2:A4", "竖")
    sheet.set_row(1, None, None, {"hidden": True})
    sheet.set_column("C:C", None, None, {"hidden": True})
    book.add_worksheet("表二").hide()


def check_hidden(document: Document) -> None:
    assert texts(document) == [[["0a", "0b", "0d"], ["竖", "2b", "2d"], ["3b", "3d"]]]
    assert [(notice.code, notice.place) for notice in document.notices] == [
        ("hidden-content", "全文"),
        ("hidden-content", "工作表“表一”"),
    ]
    assert "1 行、1 列" in document.notices[1].text


def test_hidden_rows_columns_and_sheets_are_left_out_and_said() -> None:
    check_hidden(read(workbook(hidden_parts), "a.xlsx"))


@needs_office
def test_hidden_parts_of_an_xls(resaved: Callable[[bytes, str, str], bytes]) -> None:
    check_hidden(read(resaved(workbook(hidden_parts), "xlsx", "xls"), "a.xls"))


def test_rows_without_text_inside_a_ruled_table_do_not_part_it() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("表")
        ruled = book.add_format({"border": 1})
        for row, values in enumerate([["项目", "金额"], ["甲", 1], ["", ""], ["合计", 1]]):
            sheet.write_row(row, 0, values, ruled)

    assert texts(read(workbook(fill), "a.xlsx")) == [[["项目", "金额"], ["甲", "1"], ["", ""], ["合计", "1"]]]


HEADING = "财政拨款“三公”经费"
TITLE = "“三公”经费支出决算表"


@pytest.mark.parametrize(
    ("rows", "n_ruled", "caption", "first"),
    [
        ([TITLE, "金额单位：万元", HEADING], 3, TITLE, HEADING),
        ([TITLE, HEADING], 3, TITLE, HEADING),
        ([TITLE, "单位：万元", HEADING], 0, TITLE, HEADING),
        ([TITLE, "单位：万元", HEADING], 5, TITLE, HEADING),
        ([TITLE], 3, TITLE, "合计"),
        ([HEADING], 3, HEADING, "合计"),
        (["附件2", TITLE], 3, TITLE, "合计"),
        ([TITLE, "（2023年度）"], 3, TITLE, "合计"),
        ([TITLE, "填报单位：某局"], 3, TITLE, "合计"),
        (["某局2023年部门决算", TITLE], 3, TITLE, "合计"),
        ([TITLE, HEADING], 0, TITLE, "合计"),
    ],
)
def test_row_over_all_columns_is_a_title_or_the_first_row_of_the_table(
    rows: list[str], n_ruled: int, caption: str, first: str
) -> None:
    """Rows of one merged cell above a row of labels and one of figures; the last rows of the sheet are ruled."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Sheet1")
        formats = [book.add_format()] * (len(rows) + 2 - n_ruled) + [book.add_format({"border": 1})] * n_ruled
        for row, text in enumerate(rows):
            sheet.merge_range(row, 0, row, 2, text, formats[row])
        sheet.write_row(len(rows), 0, ["合计", "因公出国（境）费", "公务接待费"], formats[-2])
        sheet.write_row(len(rows) + 1, 0, [3.5, 1.5, 2], formats[-1])

    [table] = read(workbook(fill), "a.xlsx").tables
    assert (table.caption, table.cells[0].text) == (caption, first)


def test_sheets_without_a_title_are_named_by_their_tabs() -> None:
    def fill(book: Any) -> None:
        for name in ("资产表", "Sheet2"):
            book.add_worksheet(name).write_row(0, 0, ["项目", "金额"])

    assert [table.caption for table in read(workbook(fill), "a.xlsx").tables] == ["资产表", None]


def test_formulas_without_results_are_said() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, ["项目", "金额"])
        sheet.write_row(1, 0, ["甲", 1])
        sheet.write("A3", "乙")
        sheet.write_formula("B3", "=B2+B2", None, "")

    data = workbook(fill)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(stream, "w") as made:
        for entry in given.infolist():
            part = given.read(entry)
            made.writestr(entry, part.replace(b"<v></v>", b""))
    notices = read(stream.getvalue(), "a.xlsx").notices
    assert [(notice.code, notice.partial) for notice in notices] == [("formula-without-value", True)]


def test_empty_workbook_is_said() -> None:
    (notice,) = read(workbook(lambda book: book.add_worksheet("空")), "a.xlsx").notices
    assert (notice.code, notice.partial) == ("no-text", True)


def test_a_lonely_cell_at_the_far_end_costs_nothing() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, ["项目", "金额"])
        sheet.write(1_048_575, 16_383, "远")

    document = read(workbook(fill), "a.xlsx")
    assert texts(document) == [[["项目", "金额"]]]
    assert [p.text for p in document.paragraphs] == ["远"]


def test_a_table_too_large_is_refused() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("表")
        for row in range(600):
            sheet.write(row, 0, row)
            sheet.write(row, 400 + row % 2, row)

    with pytest.raises(UnreadableDocument) as caught:
        read(workbook(fill), "大.xlsx")
    assert caught.value.code == "too-large"
    assert "大.xlsx" in caught.value.reason


def test_one_text_in_any_number_of_cells_is_bounded() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("表")
        for row in range(200):
            sheet.write(row, 0, "资金" * 16_000)

    with pytest.raises(UnreadableDocument) as caught:
        read(workbook(fill), "长.xlsx")
    assert caught.value.code == "too-large"


def test_a_declared_dimension_is_not_believed() -> None:
    stream = io.BytesIO()
    data = workbook(lambda book: book.add_worksheet("表").write_row(0, 0, ["项目", "金额"]))
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(stream, "w") as made:
        for entry in given.infolist():
            made.writestr(
                entry,
                given.read(entry).replace(b'<dimension ref="A1:B1"/>', b'<dimension ref="A1:XFD1048576"/>'),
            )
    assert texts(read(stream.getvalue(), "a.xlsx")) == [[["项目", "金额"]]]


def test_merged_areas_that_cover_everything() -> None:
    stream = io.BytesIO()
    data = workbook(lambda book: book.add_worksheet("表").merge_range("A1:B2", "合"))
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(stream, "w") as made:
        for entry in given.infolist():
            made.writestr(entry, given.read(entry).replace(b'ref="A1:B2"/>', b'ref="A1:XFD1048576"/>'))
    with pytest.raises(UnreadableDocument) as caught:
        read(stream.getvalue(), "a.xlsx")
    assert caught.value.code == "too-large"


def test_workbook_that_unpacks_to_too_much() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("[Content_Types].xml", b"")
        container.writestr("xl/worksheets/sheet1.xml", b" " * (limits.WORKBOOK_BYTES + 1))
    with pytest.raises(UnreadableDocument) as caught:
        read(stream.getvalue(), "a.xlsx")
    assert caught.value.code == "too-large"


def test_damaged_workbooks(zip_file: Callable[[dict[str, str]], bytes]) -> None:
    data = workbook(fund_table)
    for damaged in (data[: len(data) // 2], zip_file({"[Content_Types].xml": "", "xl/workbook.xml": "<a>"})):
        with pytest.raises(UnreadableDocument) as caught:
            read(damaged, "半截.xlsx")
        assert caught.value.code in {"truncated", "not-a-document"}


@needs_office
def test_damaged_xls(resaved: Callable[[bytes, str, str], bytes]) -> None:
    data = resaved(workbook(fund_table), "xlsx", "xls")
    with pytest.raises(UnreadableDocument) as caught:
        read(data[: len(data) // 2], "半截.xls")
    assert caught.value.code == "truncated"


@needs_office
def test_xls_with_a_password(resaved: Callable[[bytes, str, str], bytes]) -> None:
    """The record that says so stands among the first; another of its length gives its place."""
    data = resaved(workbook(fund_table), "xlsx", "xls")
    record = data.find(b"\x42\x00\x02\x00")  # CODEPAGE
    assert record > 0
    locked = data[:record] + b"\x2f\x00" + data[record + 2 :]
    with pytest.raises(UnreadableDocument) as caught:
        read(locked, "加密.xls")
    assert caught.value.code == "encrypted"


def test_sheets_beyond_the_bound_are_said_to_be_unread() -> None:
    """A county's workbook with one sheet for each unit is read; one with thousands of sheets is cut."""

    def fill(book: Any) -> None:
        for n in range(limits.WORKBOOK_SHEETS + 2):
            book.add_worksheet(f"单位{n}").write("A1", f"第{n}个单位")

    document = read(workbook(fill), "县.xlsx")
    assert len(document.tables) + len(document.paragraphs) == limits.WORKBOOK_SHEETS
    (notice,) = document.notices
    assert (notice.code, notice.partial) == ("too-many-sheets", True)
    assert "最后 2 个" in notice.text
