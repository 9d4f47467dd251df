from __future__ import annotations

import io
import os
import subprocess
import sys
import zlib
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from fuhe.extract import Recognition, limits
from fuhe.extract.pdf import pdf
from fuhe.extract.scans.scanned_pages import page_ranges
from fuhe.schemas.errors import UnreadableDocument

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fuhe.schemas.records import Document, Table

# What is in pictures is tried in test_scans.py.
read = partial(pdf.read, recognition=Recognition("never"))

FONT = "STSong-Light"
WIDTH, HEIGHT = A4
LEFT, RIGHT = 90.0, 90.0 + 26 * 16

# (row, column, rowspan, colspan, text) of a small form.
FORM = (
    (0, 0, 2, 1, "项目资金"),
    (0, 1, 1, 1, "年初预算数"),
    (0, 2, 1, 1, "全年执行数"),
    (1, 1, 1, 1, "1,203.50"),
    (1, 2, 1, 1, "980.4"),
    (2, 0, 1, 3, "总分 100"),
)
FORM_XS = (100.0, 180.0, 280.0, 380.0)
FORM_YS = (200.0, 224.0, 248.0, 272.0)

Rule = tuple[float, float, float, float]


def drawn(*pages: Callable[[Canvas], None]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for page in pages:
        canvas.setFont(FONT, 10.5)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def write(canvas: Canvas, x: float, top: float, text: str, size: float = 10.5) -> None:
    canvas.setFont(FONT, size)
    canvas.drawString(x, HEIGHT - top - 0.88 * size, text)


def write_lines(canvas: Canvas, lines: Sequence[tuple[float, str]], top: float = 100.0) -> None:
    for index, (x, text) in enumerate(lines):
        write(canvas, x, top + 28 * index, text, 16)


def form_rules(cells: Sequence[tuple[int, int, int, int, str]], xs: Sequence[float], ys: Sequence[float]):
    """Every side of every cell once, as x0, top, x1, bottom."""
    rules: set[Rule] = set()
    for row, column, rowspan, colspan, _ in cells:
        x0, top, x1, bottom = xs[column], ys[row], xs[column + colspan], ys[row + rowspan]
        rules |= {(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)}
    return sorted(rules)


def draw_lines(canvas: Canvas, rules: Sequence[Rule]) -> None:
    for x0, top, x1, bottom in rules:
        canvas.line(x0, HEIGHT - top, x1, HEIGHT - bottom)


def draw_rectangles(canvas: Canvas, rules: Sequence[Rule]) -> None:
    for x0, top, x1, bottom in rules:
        width, height = max(x1 - x0, 0.48), max(bottom - top, 0.48)
        canvas.rect(x0, HEIGHT - top - height, width, height, stroke=0, fill=1)


def draw_dashes(canvas: Canvas, rules: Sequence[Rule]) -> None:
    for x0, top, x1, bottom in rules:
        steps = max(int(max(x1 - x0, bottom - top) // 5), 1)
        dx, dy = (x1 - x0) / steps, (bottom - top) / steps
        draw_rectangles(
            canvas,
            [(x0 + i * dx, top + i * dy, x0 + (i + 0.5) * dx, top + (i + 0.5) * dy) for i in range(steps)],
        )


def draw_dots(canvas: Canvas, rules: Sequence[Rule]) -> None:
    for x0, top, x1, bottom in rules:
        steps = int(max(x1 - x0, bottom - top) // 2)
        dots = [(x0 + (x1 - x0) * i / steps, top + (bottom - top) * i / steps) for i in range(steps + 1)]
        draw_rectangles(canvas, [(x, y, x, y) for x, y in dots])


def draw_double(canvas: Canvas, rules: Sequence[Rule]) -> None:
    draw_lines(canvas, [(a - 1.5, b - 1.5, c - 1.5, d - 1.5) for a, b, c, d in rules])
    draw_lines(canvas, [(a + 1.5, b + 1.5, c + 1.5, d + 1.5) for a, b, c, d in rules])


def draw_without_sides(canvas: Canvas, rules: Sequence[Rule]) -> None:
    outer = (FORM_XS[0], FORM_XS[-1])
    draw_lines(canvas, [rule for rule in rules if rule[0] != rule[2] or rule[0] not in outer])


def draw_boxes(canvas: Canvas, rules: Sequence[Rule]) -> None:
    for row, column, rowspan, colspan, _ in FORM:
        x0, x1 = FORM_XS[column], FORM_XS[column + colspan]
        top, bottom = FORM_YS[row], FORM_YS[row + rowspan]
        canvas.rect(x0, HEIGHT - bottom, x1 - x0, bottom - top, stroke=1, fill=0)


def draw_form(canvas: Canvas, pen: Callable[[Canvas, Sequence[Rule]], None] = draw_lines) -> None:
    pen(canvas, form_rules(FORM, FORM_XS, FORM_YS))
    for row, column, _, _, text in FORM:
        write(canvas, FORM_XS[column] + 5, FORM_YS[row] + 6, text)


def draw_rows(canvas: Canvas, rows: Sequence[Sequence[str]], top: float, height: float = 20.0) -> None:
    """A plain table of three columns."""
    cells = [(r, c, 1, 1, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    ys = [top + height * i for i in range(len(rows) + 1)]
    draw_lines(canvas, form_rules(cells, FORM_XS, ys))
    for row, column, _, _, text in cells:
        write(canvas, FORM_XS[column] + 5, ys[row] + 4, text)


def cells_of(table: Table) -> tuple[tuple[int, int, int, int, str], ...]:
    return tuple((c.row, c.column, c.rowspan, c.colspan, c.text) for c in table.cells)


def texts_of(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize(
    "pen",
    [draw_lines, draw_rectangles, draw_dashes, draw_dots, draw_double, draw_without_sides, draw_boxes],
)
def test_merged_cells_are_read_however_borders_are_drawn(pen):
    document = read(drawn(lambda canvas: draw_form(canvas, pen)), "表.pdf", "in/表.pdf")
    assert [cells_of(table) for table in document.tables] == [FORM]
    assert (document.format, document.pages, document.source) == ("pdf", 1, "in/表.pdf")


def test_every_cell_has_page_and_box():
    cell = read(drawn(draw_form), "表.pdf").tables[0].cells[3]
    assert cell.source.page == 1
    assert (cell.source.table, cell.source.row, cell.source.column) == (1, 1, 1)
    box = cell.source.box
    assert box is not None
    assert (box.x0, box.top, box.x1, box.bottom) == pytest.approx((180, 224, 280, 248), abs=0.5)


def test_number_that_wraps_in_a_cell_keeps_its_line_break():
    def page(canvas):
        draw_rows(canvas, [("金额", "", ""), ("甲", "乙", "丙")], 200, 40)
        write(canvas, 185, 204, "175,027.6")
        write(canvas, 185, 218, "2")

    assert read(drawn(page), "表.pdf").tables[0].cells[1].text == "175,027.6\n2"


def test_line_that_broke_for_want_of_room_runs_on_in_a_cell():
    def page(canvas: Canvas) -> None:
        draw_lines(canvas, form_rules(FORM, FORM_XS, FORM_YS))
        for x, top, text in (
            (106, 202, "项目估算"),  # 80 points wide, 6 of padding: no room for another character
            (106, 213, "总投资"),
            (186, 202, "年初"),  # ended on purpose: the line below would have fitted
            (186, 213, "预算数"),
            (286, 205, "全年执行数"),
        ):
            write(canvas, x, top, text, 16 if x == 106 else 10.5)

    texts = [cell.text for cell in read(drawn(page), "x.pdf").tables[0].cells]
    assert texts[:3] == ["项目估算总投资", "年初\n预算数", "全年执行数"]


def test_page_turned_by_the_viewer_reads_as_shown():
    def page(canvas):
        canvas.setPageRotation(90)
        canvas.translate(0, 0)
        canvas.rotate(90)
        canvas.translate(0, -HEIGHT)
        draw_form(canvas)

    document = read(drawn(page), "表.pdf")
    assert [cells_of(table) for table in document.tables] == [FORM]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_form_lying_on_its_side_is_read_and_placed_as_shown(turn):
    def page(canvas):
        canvas.setPageSize((HEIGHT, WIDTH) if turn != 180 else A4)
        canvas.translate(*{90: (HEIGHT, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[turn])
        canvas.rotate({90: 90, 180: 180, 270: -90}[turn])
        draw_form(canvas)

    (table,) = read(drawn(page), "表.pdf").tables
    assert cells_of(table) == FORM
    box = table.cells[3].source.box
    assert box is not None
    # The cell stands at 180 … 280 from the left and 224 … 248 from the top of the upright form.
    shown = {
        90: (224, WIDTH - 280, 248, WIDTH - 180),
        180: (WIDTH - 280, HEIGHT - 248, WIDTH - 180, HEIGHT - 224),
        270: (HEIGHT - 248, 180, HEIGHT - 224, 280),
    }
    assert (box.x0, box.top, box.x1, box.bottom) == pytest.approx(shown[turn], abs=0.5)


def test_text_printed_twice_is_read_once():
    def page(canvas):
        write_lines(canvas, [(LEFT, "部门整体支出"), (LEFT, "得分 11.22 分")])
        for shift in (0.3, 0.6):
            canvas.saveState()
            canvas.translate(shift, 0)
            write_lines(canvas, [(LEFT, "部门整体支出"), (LEFT, "得分 11.22 分")])
            canvas.restoreState()

    assert texts_of(read(drawn(page), "文.pdf")) == ["部门整体支出", "得分 11.22 分"]


def test_watermark_across_the_page_is_left_out():
    def page(canvas):
        write_lines(canvas, [(LEFT, "本年支出合计一千元。")])
        canvas.translate(200, 400)
        canvas.rotate(45)
        write(canvas, 0, HEIGHT, "内部资料", 40)

    assert texts_of(read(drawn(page), "文.pdf")) == ["本年支出合计一千元。"]


HEADER = ("指标", "分值", "得分")


def rows_from(first: int, count: int) -> list[tuple[str, str, str]]:
    return [(f"指标{number}甲", "10", str(number)) for number in range(first, first + count)]


@pytest.mark.parametrize("repeated", [True, False])
def test_table_over_two_pages_is_one(repeated):
    def first(canvas):
        draw_rows(canvas, [HEADER, *rows_from(1, 30)], 140)
        write(canvas, 290, 800, "- 1 -")

    def second(canvas):
        draw_rows(canvas, [*([HEADER] if repeated else []), *rows_from(31, 5)], 80)
        write(canvas, 290, 800, "- 2 -")

    document = read(drawn(first, second), "表.pdf")
    assert len(document.tables) == 1
    table = document.tables[0]
    assert (table.n_rows, table.n_columns, table.page_first, table.page_last) == (36, 3, 1, 2)
    assert [cell.text for cell in table.cells if cell.column == 2][-1] == "35"
    assert table.cells[-1].source.page == 2
    assert texts_of(document) == []


def test_two_forms_on_consecutive_pages_stay_two():
    def form(number):
        def page(canvas):
            write(canvas, 220, 70, "项目支出绩效自评表", 16)
            draw_rows(canvas, [("项目名称", f"项目{number}", ""), *rows_from(1, 33)], 100)

        return page

    document = read(drawn(form(1), form(2)), "表.pdf")
    assert [table.cells[1].text for table in document.tables] == ["项目1", "项目2"]
    assert [table.caption for table in document.tables] == ["项目支出绩效自评表"] * 2
    assert [table.after_paragraph for table in document.tables] == [1, 2]


def test_table_that_ends_high_on_its_page_is_not_continued():
    document = read(
        drawn(
            lambda canvas: draw_rows(canvas, [HEADER, *rows_from(1, 5)], 80),
            lambda canvas: draw_rows(canvas, [("单位", "人数", "备注"), *rows_from(6, 5)], 80),
        ),
        "表.pdf",
    )
    assert [table.n_rows for table in document.tables] == [6, 6]


def test_unit_line_and_heading_of_a_table():
    def page(canvas):
        write_lines(canvas, [(LEFT + 32, "一、资金情况")])
        write(canvas, 180, 150, "项目资金情况表", 16)
        write(canvas, 320, 180, "单位：万元")
        draw_form(canvas)

    table = read(drawn(page), "表.pdf").tables[0]
    assert (table.caption, table.unit_line, table.heading) == (
        "项目资金情况表",
        "单位：万元",
        ("一、资金情况",),
    )
    assert table.after_paragraph == 3


FULL = "本单位严格按照有关规定执行预算管理制度各项支出合规"  # 25 characters
PROSE = [
    (LEFT + 32, FULL[:24]),
    (LEFT, f"{FULL}基"),
    (LEFT, "本支出1,203.5万元。"),
    (LEFT + 32, "另一段话从这里开始。"),
]


def test_soft_line_ends_are_joined_and_paragraphs_parted():
    document = read(drawn(lambda canvas: write_lines(canvas, PROSE)), "文.pdf")
    assert texts_of(document) == [f"{FULL[:24]}{FULL}基本支出1,203.5万元。", "另一段话从这里开始。"]
    source = document.paragraphs[0].source
    assert (source.page, source.paragraph) == (1, 1)
    assert source.box is not None
    assert (source.box.x0, source.box.x1) == pytest.approx((LEFT, RIGHT), abs=1)


def test_line_that_ends_short_of_the_margin_joins_an_indented_paragraph():
    """Programs keep a comma and the figure after it together, and so leave room for two characters."""
    end = "考核结果分为四档九十分以上为优"
    lines = [
        (LEFT + 32, "本局共考核市直单位六十八个，各单位按时报"),
        (LEFT, "送了材料。本次考核由市财政局牵头组织实施，历时"),
        (LEFT, "三个月。" + end),
        (LEFT, "秀，80分以上为良好，其余为合格。"),
        (LEFT + 32, "考核结果已经公开，并与下一年预算挂钩，有关单位"),
        (LEFT, "应当按时整改。"),
    ]
    paragraphs = texts_of(read(drawn(lambda canvas: write_lines(canvas, lines)), "文.pdf"))
    assert [text[:4] for text in paragraphs] == ["本局共考", "考核结果"]
    assert end + "秀，80分" in paragraphs[0]


def test_paragraph_goes_on_over_the_page_break():
    def first(canvas):
        write_lines(canvas, PROSE[:2], 720)
        write(canvas, 285, 800, "1")

    def second(canvas):
        write_lines(canvas, PROSE[2:], 80)
        write(canvas, 285, 800, "2")

    document = read(drawn(first, second), "文.pdf")
    assert texts_of(document) == [f"{FULL[:24]}{FULL}基本支出1,203.5万元。", "另一段话从这里开始。"]
    assert [p.source.page for p in document.paragraphs] == [1, 2]


@pytest.mark.parametrize(
    "number", ["- {} -", "— {} —", "第 {} 页", "第{}页 共3页", "{}", "{}/3", "Page {} of 3"]
)
def test_running_head_and_page_number_are_left_out(number):
    def page(index):
        def draw(canvas):
            write(canvas, 240, 42, "某县财政局文件", 9)
            write_lines(canvas, [(LEFT + 32, f"第{'一二三'[index]}部分说明内容。")])
            write(canvas, 280, 800, number.format(index + 1), 9)

        return draw

    document = read(drawn(page(0), page(1), page(2)), "文.pdf")
    assert texts_of(document) == ["第一部分说明内容。", "第二部分说明内容。", "第三部分说明内容。"]


def test_headings_give_level_and_path():
    lines = [(LEFT + 32, "一、基本情况"), (LEFT + 32, "（一）单位职能"), (LEFT + 32, "负责机关事务。")]
    document = read(drawn(lambda canvas: write_lines(canvas, lines)), "文.pdf")
    assert [(p.level, p.heading) for p in document.paragraphs] == [
        (1, ()),
        (2, ("一、基本情况",)),
        (None, ("一、基本情况", "（一）单位职能")),
    ]


def draw_picture(canvas: Canvas) -> None:
    from PIL import Image

    canvas.drawInlineImage(Image.new("L", (40, 40), 200), 0, 0, WIDTH, HEIGHT)


def test_page_that_is_a_picture_is_named():
    document = read(drawn(lambda canvas: write_lines(canvas, PROSE), draw_picture, draw_picture), "文.pdf")
    assert [(n.code, n.place, n.partial) for n in document.notices] == [
        ("page-without-text", "第2-3页", True)
    ]


def code_of(data: bytes) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read(data, "某.pdf")
    assert caught.value.reason.startswith("某.pdf：")
    return caught.value.code


def test_document_of_pictures_has_no_text():
    assert code_of(drawn(draw_picture)) == "no-text"


def test_cut_file_is_truncated():
    data = drawn(draw_form)
    assert code_of(data[: len(data) // 10]) == "truncated"


def test_file_that_lacks_only_its_end_is_read_with_a_notice():
    data = drawn(draw_form)
    document = read(data[: data.rindex(b"startxref")], "表.pdf")
    assert [notice.code for notice in document.notices] == ["truncated"]
    assert len(document.tables) == 1


def test_encrypted_file():
    from reportlab.lib.pdfencrypt import StandardEncryption

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, encrypt=StandardEncryption("secret", strength=128))
    canvas.drawString(100, 100, "x")
    canvas.save()
    assert code_of(buffer.getvalue()) == "encrypted"


def test_other_content_is_no_document():
    assert code_of(b"<html>...</html>") == "not-a-document"
    assert code_of(b"%PDF-1.4\nnothing in here\n%%EOF\n") == "not-a-document"


def assembled(*objects: bytes) -> bytes:
    """A PDF of numbered objects without a table of them, which readers rebuild."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, text) for number, text in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer\n<</Root 1 0 R>>\n%%EOF\n"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def one_page(content: bytes, *further: bytes, entries: bytes = b"") -> bytes:
    return assembled(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<"
        b"/Font<</F 5 0 R>>/XObject<</X6 6 0 R>>>>>>",
        stream(content, entries),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *further,
    )


# The library ends the process rather than unpack without end; the engine reads every file in a process of its own.
_READ_ALONE = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (700 * 2**20,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from fuhe.extract import read
read(sys.stdin.buffer.read(), "x.pdf")
"""


def drawing_that_calls_itself() -> bytes:
    levels = [
        stream(
            b"/X%d Do " % (number + 1) * 12,
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X%d %d 0 R>>>>"
            % (number + 1, number + 1),
        )
        for number in range(6, 13)
    ]
    last = stream(b"0 0 m 9 9 l S", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    return one_page(b"/X6 Do", *levels, last)


def page_that_unpacks_without_end() -> bytes:
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(b" " * 2**20) for _ in range(900)) + packer.flush()
    return one_page(bomb, entries=b"/Filter/FlateDecode")


@pytest.mark.parametrize("hostile", [drawing_that_calls_itself, page_that_unpacks_without_end])
def test_what_would_never_end_takes_its_process_down_within_seconds(hostile):
    alone = [sys.executable, "-c", _READ_ALONE]
    done = subprocess.run(alone, input=hostile(), capture_output=True, timeout=60, check=False)
    assert done.returncode != 0


def test_page_with_too_many_characters_is_stopped():
    text = b"BT /F 1 Tf " + b"(%s) Tj " % (b"ab" * 500) * (limits.PAGE_GLYPHS // 1000 + 1) + b"ET"
    assert code_of(one_page(zlib.compress(text), entries=b"/Filter/FlateDecode")) == "too-large"


def test_text_without_ink_is_left_out():
    document = read(one_page(b"BT /F 12 Tf 100 700 Td (Shown) Tj 0 -40 Td 3 Tr (Hidden) Tj ET"), "文.pdf")
    assert texts_of(document) == ["Shown"]


def test_text_outside_its_clip_is_left_out():
    cell = b"q 100 690 50 20 re W n BT /F 10 Tf 104 695 Td (Total 123456789) Tj ET Q "
    gone = b"q 300 690 50 20 re W n BT /F 10 Tf 100 500 Td (Cropped) Tj ET Q "
    shown = b"q 20 20 550 800 re W n BT /F 10 Tf 100 600 Td (Shown) Tj ET Q"
    document = read(one_page(cell + gone + shown), "文.pdf")
    assert texts_of(document) == ["Total 1234", "Shown"]


def test_position_that_nothing_closes_is_no_cell():
    def page(canvas):
        cells = [
            (0, 0, 1, 1, "一月"),
            (0, 1, 1, 1, "二月"),
            (0, 2, 1, 1, "三月"),
            (1, 1, 1, 1, "合计"),
            (1, 2, 1, 1, "9"),
        ]
        ys = (200.0, 224.0, 248.0)
        draw_lines(canvas, form_rules(cells, FORM_XS, ys))
        for row, column, _, _, text in cells:
            write(canvas, FORM_XS[column] + 5, ys[row] + 6, text)

    (table,) = read(drawn(page), "表.pdf").tables
    assert [(cell.row, cell.column) for cell in table.cells] == [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2)]


def test_columns_without_rulings_are_noticed():
    def page(canvas):
        for row, words in enumerate(
            (("指标", "目标值", "完成值"), ("清淤", "36", "38"), ("护岸", "4.2", "4.2"))
        ):
            for column, text in enumerate(words):
                write(canvas, 100 + 120 * column, 200 + 24 * row, text)

    assert [(n.code, n.partial) for n in read(drawn(page), "表.pdf").notices] == [("unruled-table", True)]


def test_broken_page_does_not_lose_the_others():
    good = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F 6 0 R>>>>>>"
    data = assembled(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
        good,
        good.replace(b"5 0 R", b"7 0 R"),
        stream(b"BT /F 12 Tf 100 700 Td (Total 100) Tj ET"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        stream(b"\xff\x00\x9c packed", b"/Filter/NoSuchFilter"),
    )
    document = read(data, "文.pdf")
    assert texts_of(document) == ["Total 100"]
    assert [(n.code, n.place) for n in document.notices] == [("page-unreadable", "第2页")]


@pytest.mark.parametrize(
    "content", [b"", b"0.1 w q 0 0 595 842 re W* n Q", b"BT /F 12 Tf 100 700 Td (  ) Tj ET"]
)
def test_blank_page_needs_no_second_reader(content: bytes, monkeypatch: pytest.MonkeyPatch):
    from fuhe.extract.pdf import plumber_pages

    monkeypatch.setattr(plumber_pages, "document_pages", None)  # calling it fails
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F 6 0 R>>>>>>"
    data = assembled(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
        page % 5,
        page % 7,
        stream(b"BT /F 12 Tf 100 700 Td (Total 100) Tj ET"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        stream(content),
    )
    document = read(data, "文.pdf")
    assert (document.pages, texts_of(document), document.notices) == (2, ["Total 100"], ())


def test_negative_font_size_is_upright_text_on_a_turned_matrix():
    document = read(one_page(b"BT /F -12 Tf -1 0 0 -1 100 700 Tm (Total) Tj ET"), "文.pdf")
    box = document.paragraphs[0].source.box
    assert texts_of(document) == ["Total"]
    assert box is not None
    assert (box.x0, box.bottom) == pytest.approx((100, 142), abs=4)


def test_font_without_unicode_map_is_noticed_and_invents_no_figures():
    data = assembled(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        stream(b"BT /F 12 Tf 100 700 Td <000100020003> Tj ET"),
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor 7 0 R/DW 1000>>",
        b"<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 1000 1000]/Ascent 900/Descent -100>>",
    )
    document = read(data, "文.pdf")
    assert texts_of(document) == ["\ufffd\ufffd\ufffd"]
    assert [notice.code for notice in document.notices] == ["no-unicode-map"]


def test_characters_beyond_sixteen_bits_are_read_and_halves_of_them_are_none():
    """A family name such as 𠀀 is one character; a map to half of one says nothing."""
    document = read(
        assembled(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            stream(b"BT /F 12 Tf 100 700 Td (CAD) Tj 0 -60 Td (CBD) Tj ET"),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
            stream(
                b"1 begincodespacerange<00><FF>endcodespacerange 4 beginbfchar"
                b"<41><D840DC00><42><D835><43><4E00><44><4E8C> endbfchar"
            ),
        ),
        "文.pdf",
    )
    assert texts_of(document) == ["一𠀀二", "一\ufffd二"]


def test_replaced_text_in_a_scaled_drawing_keeps_its_place():
    text = b"BT /F 24 Tf 200 1400 Td (A) Tj /Span<</ActualText<FEFF76EE>>> BDC 24 0 Td (B) Tj EMC ET"
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 2000 2000]/Resources<</Font<</F 5 0 R>>>>"
    document = read(one_page(b".5 0 0 .5 0 0 cm /X6 Do", stream(text, entries)), "文.pdf")
    assert texts_of(document) == ["A目"]
    box = document.paragraphs[0].source.box
    assert box is not None
    assert (box.x0, box.x1, box.bottom) == pytest.approx((100, 124, 144), abs=3)


@pytest.mark.parametrize(
    ("pages", "words"), [([4], "第4页"), ([1, 2, 3], "第1-3页"), ([1, 3, 4, 9], "第1、3-4、9页")]
)
def test_page_ranges(pages, words):
    assert page_ranges(pages) == words


@cache
def sample_folder() -> Path:
    folder = os.environ.get("FUHE_SAMPLES")
    if not folder or not (Path(folder) / "pdf").is_dir():
        pytest.skip("FUHE_SAMPLES names no folder with pdf/ in it")
    return Path(folder) / "pdf"


def test_every_sample_page_is_read():
    for path in sorted(sample_folder().glob("*.pdf")):
        document = read(path.read_bytes(), path.name)
        assert not [notice for notice in document.notices if notice.partial], path.name
