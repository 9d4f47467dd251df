"""Web pages as documents, whatever they are called."""

from __future__ import annotations

from fuhe.extract import read

PAGE = """<html><head><title>某县2023年度绩效自评结果公开_某县人民政府</title>
<link rel="stylesheet" href="http://127.0.0.1:9/a.css"></head><body>
<h1>一、项目绩效自评情况</h1><p>全年预算<b>586.77</b>万元。</p><h2>（一）资金使用</h2>
<p>项目资金情况表</p><p>单位：万元</p>
<table><tr><th rowspan=2>项目<th colspan=2>金额</tr><tr><th>预算<th>执行</tr>
<tr><td>甲<td>1,203.50<td>93.10%</table><img src="http://127.0.0.1:9/a.png"></body></html>"""
ARCHIVE = (
    "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}\r\n--b\r\n"
    "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n"
)


def test_page_named_as_an_excel_file() -> None:
    document = read(PAGE.encode("gb18030"), "自评结果.xls", "甲/自评结果.xls")
    assert (document.format, document.source, document.notices) == ("html", "甲/自评结果.xls", ())
    assert [(p.level, p.text) for p in document.paragraphs] == [
        (None, "某县2023年度绩效自评结果公开_某县人民政府"),
        (1, "一、项目绩效自评情况"),
        (None, "全年预算586.77万元。"),
        (2, "（一）资金使用"),
        (None, "项目资金情况表"),
        (None, "单位：万元"),
    ]
    (table,) = document.tables
    assert (table.caption, table.unit_line) == ("项目资金情况表", "单位：万元")
    assert table.heading == ("一、项目绩效自评情况", "（一）资金使用")
    assert [cell[:5] for cell in table.cells][:3] == [
        (0, 0, 2, 1, "项目"),
        (0, 1, 1, 2, "金额"),
        (1, 1, 1, 1, "预算"),
    ]
    assert all(cell.source.document == document.id for cell in table.cells)


def test_archive_of_a_page() -> None:
    document = read(ARCHIVE.format(page=PAGE).encode(), "自评结果.mht")
    assert document.format == "mhtml"
    assert [table.n_rows for table in document.tables] == [3]


def test_title_that_the_page_shows_is_not_said_twice() -> None:
    page = "<html><head><title>某局2023年度自评报告 - 某局</title></head><body><h1>某局2023年度自评报告</h1>"
    assert [p.text for p in read(page.encode(), "a.html").paragraphs] == ["某局2023年度自评报告"]


def test_empty_page_is_said() -> None:
    (notice,) = read(b"<html><body><script>x()</script></body></html>", "a.html").notices
    assert (notice.code, notice.partial) == ("no-text", True)


def test_nesting_without_end_is_survived() -> None:
    document = read(b"<html>" + b"<div>" * 100_000 + "深".encode(), "a.html")
    assert document.tables == ()


def test_page_that_was_cut_off_gives_what_is_left() -> None:
    text = PAGE.encode()
    assert read(text[: text.index(b"1,203.50")], "a.html").tables[0].cells[0].text == "项目"
