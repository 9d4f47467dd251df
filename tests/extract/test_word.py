"""The Word reader on files made for one feature each."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable
from pathlib import Path

import docx as python_docx
import pytest

from fuhe.extract import read
from fuhe.schemas.errors import UnreadableDocument
from fuhe.schemas.records import Document, Table

Reader = Callable[..., Document]


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def controlled(markup: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{markup}</w:sdtContent></w:sdt>"


def texts(document: Document) -> list[str]:
    return [found.text for found in document.paragraphs]


def grid(found: Table) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in found.cells]


def codes(document: Document) -> list[tuple[str, str, bool]]:
    return [(notice.code, notice.place, notice.partial) for notice in document.notices]


# ---------------------------------------------------------------- paragraphs

RUNS = {
    "insertion kept, deletion dropped": (
        (
            "<w:r><w:t>预算</w:t></w:r><w:ins><w:r><w:t>586.77</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText>500</w:delText></w:r></w:del><w:r><w:t>万元</w:t></w:r>"
        ),
        "预算586.77万元",
    ),
    "moved text once": (
        "<w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新处</w:t></w:r></w:moveTo>",
        "新处",
    ),
    "content control": (
        "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>2023</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>年</w:t></w:r>",
        "2023年",
    ),
    "hyperlink, smart tag, simple field": (
        (
            "<w:hyperlink><w:r><w:t>甲</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>乙</w:t></w:r></w:smartTag>"
            "<w:fldSimple w:instr='=SUM(ABOVE)'><w:r><w:t>12.5</w:t></w:r></w:fldSimple>"
        ),
        "甲乙12.5",
    ),
    "field result without its instruction": (
        (
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>=SUM(</w:instrText></w:r>"
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>"
            "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>inner</w:t></w:r>"
            "<w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>"
            "<w:r><w:t>30</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:t>元</w:t></w:r>"
        ),
        "30元",
    ),
    "signs": (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:br w:type='page'/></w:r>",
        "a\tb\nc-d",
    ),
    "symbols by their font": (
        (
            "<w:r><w:sym w:font='Symbol' w:char='F0B3'/><w:t>95%</w:t><w:sym w:font='Wingdings 2' w:char='F052'/></w:r>"
            "<w:r><w:rPr><w:rFonts w:ascii='Wingdings 2'/></w:rPr><w:t>R</w:t></w:r>"
        ),
        "≥95%☑☑",
    ),
    "hidden text": (
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>明</w:t></w:r>",
        "明",
    ),
    "formula": (
        "<m:oMath><m:f><m:num><m:r><m:t>27</m:t></m:r></m:num><m:den><m:r><m:t>29</m:t></m:r></m:den></m:f></m:oMath>",
        "27/29",
    ),
    "reading aid above characters": (
        "<w:r><w:ruby><w:rt><w:r><w:t>heng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>衡</w:t></w:r></w:rubyBase></w:ruby></w:r>",
        "衡",
    ),
    "tick box of a form": (
        (
            "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>"
            "<w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:t>是</w:t></w:r>"
        ),
        "☑是",
    ),
    "characters without width": ("<w:r><w:t>1\u200b203.5</w:t></w:r>", "1203.5"),
}


@pytest.mark.parametrize(("markup", "expected"), RUNS.values(), ids=RUNS.keys())
def test_text_of_a_paragraph(read_word: Reader, markup: str, expected: str) -> None:
    assert texts(read_word(f"<w:p>{markup}</w:p>")) == [expected]


def test_paragraphs_are_numbered_without_the_empty_ones(read_word: Reader) -> None:
    document = read_word(paragraph("甲") + paragraph("  ") + "<w:p/>" + paragraph("乙"))
    assert [(p.number, p.text, p.source.paragraph) for p in document.paragraphs] == [
        (1, "甲", 1),
        (2, "乙", 2),
    ]


def test_block_wrappers_are_seen_through(read_word: Reader) -> None:
    body = (
        f"<w:sdt><w:sdtContent>{paragraph('控件')}</w:sdtContent></w:sdt>"
        f"<mc:AlternateContent><mc:Choice>{paragraph('新')}</mc:Choice><mc:Fallback>{paragraph('旧')}</mc:Fallback>"
        f"</mc:AlternateContent><w:customXml>{paragraph('标记')}</w:customXml>"
    )
    assert texts(read_word(body)) == ["控件", "新", "标记"]


def test_text_runs_on_over_a_deleted_paragraph_end(read_word: Reader) -> None:
    body = paragraph("支出", "<w:rPr><w:del/></w:rPr>") + paragraph("合计")
    assert texts(read_word(body)) == ["支出合计"]


def test_text_box_follows_its_anchor_once(read_word: Reader) -> None:
    box = f"<w:txbxContent>{paragraph('框内')}</w:txbxContent>"
    drawing = (
        f"<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = f"<w:p><w:r><w:t>锚</w:t></w:r><w:r>{drawing}</w:r></w:p>" + paragraph("后")
    assert texts(read_word(body)) == ["锚", "框内", "后"]


def test_footnotes_come_last_and_under_no_heading(read_word: Reader) -> None:
    notes = f"<w:footnote w:type='separator'>{paragraph('----')}</w:footnote><w:footnote w:id='1'>{paragraph('注文')}</w:footnote>"
    document = read_word(paragraph("一、概况") + paragraph("正文"), footnotes=notes)
    assert [(p.text, p.heading) for p in document.paragraphs] == [
        ("一、概况", ()),
        ("正文", ("一、概况",)),
        ("注文", ()),
    ]


def test_headings_by_style_and_by_number(read_word: Reader) -> None:
    styles = (
        "<w:style w:type='paragraph' w:styleId='7'><w:name w:val='heading 1'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='8'><w:name w:val='mine'/><w:basedOn w:val='7'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='9'><w:name w:val='x'/><w:pPr><w:outlineLvl w:val='1'/></w:pPr></w:style>"
    )
    body = (
        paragraph("总述", "<w:pStyle w:val='8'/>")
        + paragraph("一、概况", "<w:pStyle w:val='9'/>")
        + paragraph("（一）机构")
        + paragraph("内设科室6个。")
        + paragraph("附言", "<w:pStyle w:val='8'/><w:outlineLvl w:val='9'/>")
    )
    found = [(p.text, p.level, p.heading) for p in read_word(body, styles=styles).paragraphs]
    assert found == [
        ("总述", 1, ()),
        ("一、概况", 2, ("总述",)),
        ("（一）机构", 3, ("总述", "一、概况")),
        ("内设科室6个。", None, ("总述", "一、概况", "（一）机构")),
        ("附言", None, ("总述", "一、概况", "（一）机构")),
    ]


def test_hidden_style_hides_its_text(read_word: Reader) -> None:
    styles = (
        "<w:style w:type='paragraph' w:styleId='h'><w:name w:val='h'/><w:rPr><w:vanish/></w:rPr></w:style>"
    )
    assert texts(read_word(paragraph("暗", "<w:pStyle w:val='h'/>") + paragraph("明"), styles=styles)) == [
        "明"
    ]


# ---------------------------------------------------------------- tables

GRIDS = {
    "spans": (
        table(row(cell("甲", "<w:gridSpan w:val='2'/>"), cell("乙")), row(cell("1"), cell("2"), cell("3"))),
        [(0, 0, 1, 2, "甲"), (0, 2, 1, 1, "乙"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "2"), (1, 2, 1, 1, "3")],
    ),
    "merged downwards": (
        table(
            row(cell("甲", "<w:vMerge w:val='restart'/>"), cell("1")),
            row(cell("", "<w:vMerge/>"), cell("2")),
            row(cell("", "<w:vMerge w:val='continue'/>"), cell("3")),
            row(cell("乙", "<w:vMerge w:val='restart'/>"), cell("4")),
        ),
        [
            (0, 0, 3, 1, "甲"),
            (0, 1, 1, 1, "1"),
            (1, 1, 1, 1, "2"),
            (2, 1, 1, 1, "3"),
            (3, 0, 1, 1, "乙"),
            (3, 1, 1, 1, "4"),
        ],
    ),
    "a row that only continues keeps its number": (
        table(
            row(cell("甲", "<w:vMerge w:val='restart'/>"), cell("乙", "<w:vMerge w:val='restart'/>")),
            row(cell("", "<w:vMerge/>"), cell("", "<w:vMerge/>")),
            row(cell("1"), cell("2")),
        ),
        [(0, 0, 2, 1, "甲"), (0, 1, 2, 1, "乙"), (2, 0, 1, 1, "1"), (2, 1, 1, 1, "2")],
    ),
    "continuing nothing": (
        table(row(cell("甲"), cell("1")), row(cell("乙", "<w:vMerge/>"), cell("2"))),
        [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "2")],
    ),
    "continuing an area of another width": (
        table(
            row(cell("甲", "<w:gridSpan w:val='2'/><w:vMerge w:val='restart'/>"), cell("x")),
            row(cell("乙", "<w:vMerge/>"), cell("1"), cell("y")),
        ),
        [(0, 0, 1, 2, "甲"), (0, 2, 1, 1, "x"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "1"), (1, 2, 1, 1, "y")],
    ),
    "merged sideways the old way": (
        table(
            row(
                cell("甲", "<w:hMerge w:val='restart'/>"),
                cell("", "<w:hMerge w:val='continue'/>"),
                cell("乙"),
            ),
            row(cell("1"), cell("2"), cell("3")),
        ),
        [(0, 0, 1, 2, "甲"), (0, 2, 1, 1, "乙"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "2"), (1, 2, 1, 1, "3")],
    ),
    "a row that starts late": (
        table(row(cell("甲"), cell("乙")), row(cell("2"), properties="<w:gridBefore w:val='1'/>")),
        [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 1, 1, 1, "2")],
    ),
    "a row that ends early": (
        table(row(cell("甲"), cell("乙")), row(cell("1"), properties="<w:gridAfter w:val='1'/>")),
        [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "1")],
    ),
    "grid lines that no cell uses": (
        table(
            row(cell("甲", "<w:gridSpan w:val='3'/>"), cell("乙", "<w:gridSpan w:val='2'/>")),
            row(cell("1", "<w:gridSpan w:val='3'/>"), cell("2", "<w:gridSpan w:val='2'/>")),
        ),
        [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "2")],
    ),
    "rows and cells in content controls": (
        table(controlled(row(cell("甲"), controlled(cell("乙"))))),
        [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")],
    ),
    "deleted and hidden rows": (
        table(
            row(cell("甲")),
            row(cell("删"), properties="<w:del/>"),
            row(cell("隐"), properties="<w:hidden/>"),
            row(cell("乙")),
        ),
        [(0, 0, 1, 1, "甲"), (1, 0, 1, 1, "乙")],
    ),
    "lines of a cell": (
        table(
            row(
                f"<w:tc>{paragraph('上')}<w:p/><w:p><w:r><w:t>中</w:t><w:br/><w:t>下</w:t></w:r></w:p></w:tc>",
                cell("旁"),
            )
        ),
        [(0, 0, 1, 1, "上\n中\n下"), (0, 1, 1, 1, "旁")],
    ),
}


@pytest.mark.parametrize(("markup", "expected"), GRIDS.values(), ids=GRIDS.keys())
def test_grid_of_a_table(
    read_word: Reader, markup: str, expected: list[tuple[int, int, int, int, str]]
) -> None:
    (found,) = read_word(markup).tables
    assert grid(found) == expected
    assert found.n_rows == max(r + rowspan for r, _, rowspan, _, _ in expected)
    assert found.n_columns == max(c + colspan for _, c, _, colspan, _ in expected)


def test_trailing_row_that_only_continues_is_counted(read_word: Reader) -> None:
    (found,) = read_word(
        table(
            row(cell("甲", "<w:vMerge w:val='restart'/>"), cell("乙", "<w:vMerge w:val='restart'/>")),
            row(cell("", "<w:vMerge/>"), cell("", "<w:vMerge/>")),
        )
    ).tables
    assert (found.n_rows, grid(found)) == (2, [(0, 0, 2, 1, "甲"), (0, 1, 2, 1, "乙")])


def test_nested_table_follows_the_outer_one(read_word: Reader) -> None:
    inner = table(row(cell("内"), cell("1")))
    document = read_word(
        table(row(f"<w:tc>{paragraph('外')}{inner}<w:p/></w:tc>", cell("旁")))
        + "<w:p/>"
        + table(row(cell("后"), cell("2")))
    )
    assert [(t.number, [c.text for c in t.cells]) for t in document.tables] == [
        (1, ["外", "旁"]),
        (2, ["内", "1"]),
        (3, ["后", "2"]),
    ]
    assert codes(document) == [("nested-table", "表1", False)]


def test_cells_know_their_place(read_word: Reader) -> None:
    document = read_word(table(row(cell("x"), cell("y"))) + "<w:p/>" + table(row(cell("甲"), cell("乙"))))
    source = document.tables[1].cells[1].source
    assert (source.document, source.table, source.row, source.column) == (document.id, 2, 0, 1)
    assert (source.page, source.box) == (None, None)


def test_caption_unit_heading_and_place_of_a_table(read_word: Reader) -> None:
    body = (
        paragraph("一、收支情况")
        + paragraph("收支情况见下表。")
        + paragraph("部门收支总表")
        + paragraph("单位：万元")
        + table(row(cell("1"), cell("2")))
        + "<w:p/>"
        + table(row(cell("3"), cell("4")))
    )
    first, second = read_word(body).tables
    assert (first.caption, first.unit_line, first.heading) == (
        "部门收支总表",
        "单位：万元",
        ("一、收支情况",),
    )
    assert (second.caption, second.unit_line, second.heading) == (None, None, ("一、收支情况",))
    assert (first.after_paragraph, second.after_paragraph) == (4, 4)


def test_same_cells_as_python_docx() -> None:
    source = python_docx.Document()
    made = source.add_table(rows=4, cols=3)
    for index, found in enumerate(made._cells):
        found.text = f"{index}.5"
    made.cell(0, 0).merge(made.cell(1, 1)).text = "合并"
    stream = io.BytesIO()
    source.save(stream)
    (ours,) = read(stream.getvalue(), "报告.docx").tables
    covered = {
        (r, c): area.text
        for area in ours.cells
        for r in range(area.row, area.row + area.rowspan)
        for c in range(area.column, area.column + area.colspan)
    }
    assert covered == {(r, c): made.cell(r, c).text for r in range(4) for c in range(3)}


def test_frame_around_one_cell_is_running_text(read_word: Reader) -> None:
    inner = table(row(cell("内"), cell("1")))
    document = read_word(table(row(f"<w:tc>{paragraph('封面')}{inner}{paragraph('日期')}</w:tc>")))
    assert texts(document) == ["封面", "日期"]
    assert [(t.after_paragraph, [c.text for c in t.cells]) for t in document.tables] == [(1, ["内", "1"])]


COLUMNS = "<w:tblGrid><w:gridCol w:w='{}'/><w:gridCol w:w='{}'/></w:tblGrid>"


@pytest.mark.parametrize(
    ("first", "second", "between", "shapes"),
    [
        ((100, 200), (100, 200), "", [(3, 2)]),
        ((100, 200), (200, 100), "", [(1, 2), (2, 2)]),
        ((100, 200), (100, 200), "<w:p/>", [(1, 2), (2, 2)]),
        ((100, 200), (100, 200), "<w:bookmarkStart w:id='1'/>", [(3, 2)]),
    ],
)
def test_tables_without_a_paragraph_between(
    read_word: Reader,
    first: tuple[int, int],
    second: tuple[int, int],
    between: str,
    shapes: list[tuple[int, int]],
) -> None:
    upper = table(COLUMNS.format(*first), row(cell("1"), cell("甲", "<w:vMerge w:val='restart'/>")))
    lower = table(
        COLUMNS.format(*second), row(cell("2"), cell("乙", "<w:vMerge/>")), row(cell("3"), cell("丙"))
    )
    tables = read_word(upper + between + lower).tables
    assert [(found.n_rows, found.n_columns) for found in tables] == shapes
    assert [c.text for found in tables for c in found.cells] == ["1", "甲", "2", "乙", "3", "丙"]


# ---------------------------------------------------------------- notices


def picture(centimetres: float) -> str:
    side = int(centimetres * 360_000)
    return (
        f"<w:r><w:drawing><wp:inline><wp:extent cx='{side}' cy='{side}'/><a:graphic><a:blip/></a:graphic></wp:inline>"
        "</w:drawing></w:r>"
    )


def test_pictures_are_said_to_be_unread(read_word: Reader) -> None:
    body = (
        f"<w:p><w:r><w:t>盖章</w:t></w:r>{picture(4)}</w:p><w:p><w:r><w:t>附图</w:t></w:r>{picture(12)}</w:p>"
    )
    assert codes(read_word(body)) == [
        ("picture-not-read", "第1段", False),
        ("picture-not-read", "第2段", True),
    ]


def test_small_picture_alone_leaves_the_document_partial(read_word: Reader) -> None:
    assert codes(read_word(f"<w:p>{picture(4)}</w:p>")) == [
        ("picture-not-read", "篇首", True),
        ("no-text", "全文", True),
    ]


def test_picture_in_a_cell_is_placed_in_its_table(read_word: Reader) -> None:
    assert codes(read_word(table(row(f"<w:tc><w:p>{picture(12)}</w:p></w:tc>", cell("旁"))))) == [
        ("picture-not-read", "表1", True)
    ]


@pytest.mark.parametrize(
    ("markup", "code", "is_partial"),
    [
        ("<w:p><w:r><w:drawing><c:chart/></w:drawing><w:t>图</w:t></w:r></w:p>", "chart-not-read", True),
        (
            "<w:p><w:r><w:object><v:shape><v:imagedata/></v:shape><o:OLEObject/></w:object><w:t>表</w:t></w:r></w:p>",
            "object-not-read",
            True,
        ),
        ("<w:p><w:ins><w:r><w:t>增</w:t></w:r></w:ins></w:p>", "tracked-changes", False),
        ("<w:p><w:r><w:t>上</w:t></w:r></w:p><w:altChunk/>", "part-not-read", True),
    ],
)
def test_what_is_not_plain_text_is_said(
    read_word: Reader, markup: str, code: str, *, is_partial: bool
) -> None:
    assert [(notice.code, notice.partial) for notice in read_word(markup).notices] == [(code, is_partial)]


def test_revised_rows_are_said(read_word: Reader) -> None:
    document = read_word(table(row(cell("甲"), cell("乙")), row(cell("删"), properties="<w:del/>")))
    assert codes(document) == [("tracked-changes", "表1", False)]


def test_broken_numbering_costs_only_the_numbers(zip_file: Callable[[dict[str, str]], bytes]) -> None:
    namespace = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
    numbered = paragraph("正文", "<w:numPr><w:numId w:val='1'/></w:numPr>")
    parts = {
        "word/document.xml": f"<w:document {namespace}><w:body>{numbered}</w:body></w:document>",
        "word/numbering.xml": "<w:numbering",
    }
    document = read(zip_file(parts | {"[Content_Types].xml": "<Types/>"}), "报告.docx")
    assert texts(document) == ["正文"]
    assert codes(document) == [("part-not-read", "全文", True)]


def test_document_record(word_file: Callable[..., bytes]) -> None:
    data = word_file(paragraph("正文"))
    document = read(data, "报告.docx", "提交/报告.docx")
    assert document.id == hashlib.sha256(data).hexdigest()
    assert (document.name, document.source, document.format) == ("报告.docx", "提交/报告.docx", "docx")
    assert (document.bytes, document.pages, document.notices) == (len(data), None, ())


# ---------------------------------------------------------------- hostile and odd containers


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        (table(row(cell("1", "<w:gridSpan w:val='30000000'/>"))), "too-large"),
        (table(row(cell("1"), properties="<w:gridBefore w:val='30000000'/>")), "too-large"),
        ("<w:tbl><w:tr><w:tc>" * 45 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 45, "too-large"),
        ("<w:p>" + "<w:smartTag>" * 60 + "</w:smartTag>" * 60 + "</w:p>", "too-large"),
        ("<w:p>", "truncated"),
    ],
    ids=["column span", "late start", "nested tables", "nested tags", "malformed"],
)
def test_hostile_markup(read_word: Reader, markup: str, code: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_word(markup)
    assert caught.value.code == code
    assert caught.value.reason.startswith("报告.docx：")


def test_too_many_rows_and_columns(read_word: Reader) -> None:
    wide = "".join(row(*[cell("", "<w:gridSpan w:val='100'/>")] * 2) for _ in range(3))
    narrow = row(*["<w:tc/>"] * 200) * 1001
    assert read_word(table(wide)).tables[0].n_columns == 2
    with pytest.raises(UnreadableDocument) as caught:
        read_word(table(narrow))
    assert caught.value.code == "too-large"


def test_entities_are_not_expanded(zip_file: Callable[[dict[str, str]], bytes]) -> None:
    document = (
        "<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
        "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
        "<w:body><w:p><w:r><w:t>甲&e;</w:t></w:r></w:p></w:body></w:document>"
    )
    found = read(zip_file({"[Content_Types].xml": "<Types/>", "word/document.xml": document}), "报告.docx")
    assert texts(found) == ["甲"]


def test_strict_file_and_main_part_of_another_name(zip_file: Callable[[dict[str, str]], bytes]) -> None:
    relations = (
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='1' "
        "Type='http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument' Target='/word/main2.xml'/></Relationships>"
    )
    document = (
        "<w:document xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main'>"
        "<w:body><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:body></w:document>"
    )
    parts = {"[Content_Types].xml": "<Types/>", "_rels/.rels": relations, "word/main2.xml": document}
    assert texts(read(zip_file(parts), "报告.docx")) == ["甲"]


def outcome(path: Path) -> str:
    """How reading a file ends: with content, partial for a said reason, or the code of the refusal."""
    try:
        document = read(path.read_bytes(), path.name)
    except UnreadableDocument as error:
        return error.code
    if any(notice.partial for notice in document.notices):
        return "partial"
    return "ok" if document.paragraphs or document.tables else "silent"


def test_every_odd_file_ends_with_content_or_a_code() -> None:
    if not (samples := os.environ.get("FUHE_SAMPLES")):
        pytest.skip("FUHE_SAMPLES names no folder")
    found = {path.name: outcome(path) for path in (Path(samples).parent / "robustness").glob("*.doc*")}
    assert found
    known = {"ok", "partial", "encrypted", "not-a-document", "too-large", "truncated", "unsupported"}
    assert {name: end for name, end in found.items() if end not in known} == {}


STYLE = "<w:style w:type='paragraph' w:styleId='h'><w:rPr><w:vanish/></w:rPr></w:style>"


def directory_entry(data: bytearray, part: str) -> int:
    """Where the entry of a part begins in the directory at the end of a container."""
    return data.rindex(b"PK\x01\x02", 0, data.rindex(part.encode()))


@pytest.mark.parametrize("field", [16, 24], ids=["another checksum", "another size"])
def test_part_that_is_not_what_the_container_says_costs_itself(
    word_file: Callable[..., bytes], field: int
) -> None:
    data = bytearray(word_file(paragraph("明"), styles=STYLE))
    at = directory_entry(data, "word/styles.xml") + field
    number = int.from_bytes(data[at : at + 4], "little")
    data[at : at + 4] = (number - 1).to_bytes(4, "little")
    document = read(bytes(data), "x.docx")
    assert texts(document) == ["明"]
    assert [notice.code for notice in document.notices] == ["part-not-read"]
