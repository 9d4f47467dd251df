from __future__ import annotations

import json

from fuhe.review.looking import show
from fuhe.schemas.records import Cell, Document, Notice, Paragraph, Source, Table

D = "d" * 64


def cell(row: int, column: int, text: str, rowspan: int = 1, colspan: int = 1) -> Cell:
    return Cell(row, column, rowspan, colspan, text, Source(D, table=1, row=row, column=column))


TABLE = Table(
    1,
    (cell(0, 0, "项目\n<b>", 2), cell(0, 1, "金额", 1, 2), cell(1, 1, "1.0"), cell(1, 2, "\x1b[31m2")),
    n_rows=2,
    n_columns=3,
    caption="表一",
    unit_line="单位：万元",
    after_paragraph=1,
)
DOCUMENT = Document(
    D,
    "a&b.docx",
    "in/a&b.docx",
    "docx",
    1,
    None,
    (
        Paragraph(1, "一、前言", (), 1, Source(D, paragraph=1)),
        Paragraph(2, "后记 <script>", (), None, Source(D, paragraph=2)),
    ),
    (TABLE,),
    (Notice("n", "第1段", "看不清"),),
)


def test_text_keeps_the_order_and_shows_merged_cells() -> None:
    assert show(DOCUMENT, "text").splitlines() == [
        "a&b.docx（docx，2 段，1 个表）",
        "",
        "! 第1段：看不清",
        "[1] 一、前言",
        "",
        "表1  表一  单位：万元  2 行 × 3 列",
        "    0 | 项目 <b> ⟨2×1⟩ | 金额 ⟨1×2⟩",
        "    1 | 1.0 | [31m2",
        "",
        "[2] 后记 <script>",
    ]


def test_html_keeps_spans_and_escapes_what_the_file_says() -> None:
    html = show(DOCUMENT, "html")
    assert '<td rowspan="2">项目\n&lt;b&gt;</td><td colspan="2">金额</td>' in html
    assert "<tr><td>1.0</td><td>[31m2</td></tr>" in html
    assert "<script>" not in html
    assert "<title>a&amp;b.docx</title>" in html
    assert html.index("一、前言") < html.index("<table>") < html.index("后记")


def test_json_is_the_document() -> None:
    found = json.loads(show(DOCUMENT, "json"))
    assert found["tables"][0]["cells"][1]["colspan"] == 2
    assert found["tables"][0]["cells"][1]["source"]["row"] == 0
    assert found["paragraphs"][0]["source"]["paragraph"] == 1
