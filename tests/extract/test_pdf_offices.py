"""What offices print around and inside their tables: seals, repeated titles, three-line tables, cut rows."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from fuhe.extract.pdf.pdf import read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fuhe.schemas.records import Document

FONT = "STSong-Light"
SIZE = 10.5
XS = (90.0, 210.0, 310.0, 410.0)
HEADER = ("项目", "预算数", "决算数")
Row = tuple[str, ...]


def drawn(*pages: Callable[[Canvas], object], size: tuple[float, float] = A4) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def up(canvas: Canvas, top: float) -> float:
    return float(canvas._pagesize[1]) - top


def write(canvas: Canvas, x: float, top: float, text: str, size: float = SIZE) -> None:
    canvas.setFont(FONT, size)
    canvas.drawString(x, up(canvas, top) - 0.86 * size, text)


def rule(canvas: Canvas, x0: float, top: float, x1: float, bottom: float) -> None:
    canvas.line(x0, up(canvas, top), x1, up(canvas, bottom))


def draw_table(
    canvas: Canvas, rows: Sequence[Row], top: float = 100.0, line: Callable[..., None] = rule
) -> float:
    """A table with rows of 20 points; returns where it ends."""
    end = top + 20 * len(rows)
    for n in range(len(rows) + 1):
        line(canvas, XS[0], top + 20 * n, XS[-1], top + 20 * n)
    for x in XS:
        line(canvas, x, top, x, end)
    draw_texts(canvas, rows, top)
    return end


def draw_texts(
    canvas: Canvas, rows: Sequence[Row], top: float = 100.0, xs: Sequence[float] = XS, pitch: float = 20.0
) -> None:
    for n, row in enumerate(rows):
        for x, text in zip(xs, row, strict=False):
            write(canvas, x + 4, top + pitch * n + 4, text)


def rows_from(first: int, count: int) -> list[Row]:
    return [(f"项目{n}类", f"{n},500.50", f"{n}.25") for n in range(first, first + count)]


def rows_of(document: Document, table: int = 0) -> list[Row]:
    found = document.tables[table]
    rows = [[""] * found.n_columns for _ in range(found.n_rows)]
    for cell in found.cells:
        rows[cell.row][cell.column] = cell.text
    return [tuple(row) for row in rows]


def texts_of(document: Document) -> list[str]:
    return ["".join(paragraph.text.split()) for paragraph in document.paragraphs]


ROWS = [HEADER, *rows_from(1, 6)]


def test_seal_over_a_table_adds_neither_columns_nor_text():
    def page(canvas: Canvas) -> None:
        draw_table(canvas, ROWS)
        canvas.circle(300, up(canvas, 180), 60)
        words = "某某市财政局专用章"
        for n, char in enumerate(words):
            angle = math.pi * (1.1 - 1.2 * n / (len(words) - 1))
            canvas.saveState()
            canvas.translate(300 + 47 * math.cos(angle), up(canvas, 180) + 47 * math.sin(angle))
            canvas.rotate(math.degrees(angle) - 90)
            canvas.setFont(FONT, 12)
            canvas.drawCentredString(0, -4, char)
            canvas.restoreState()

    document = read(drawn(page), "表.pdf")
    assert rows_of(document) == ROWS
    assert texts_of(document) == []


def test_upright_watermark_over_a_table_stays_out_of_its_cells():
    def page(canvas: Canvas) -> None:
        draw_table(canvas, ROWS)
        write(canvas, 110, 130, "样本草稿", 60)
        write(canvas, 90, 300, "本表按部门决算口径填列。")

    document = read(drawn(page), "表.pdf")
    assert rows_of(document) == ROWS
    assert sorted(texts_of(document)) == ["本表按部门决算口径填列。", "样本草稿"]


def test_borders_that_are_stretched_pictures():
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    dot = ImageReader(Image.new("L", (1, 1), 0))

    def line(canvas: Canvas, x0: float, top: float, x1: float, bottom: float) -> None:
        canvas.drawImage(dot, x0, up(canvas, bottom), max(x1 - x0, 0.5), max(bottom - top, 0.5))

    document = read(drawn(lambda canvas: draw_table(canvas, ROWS, line=line)), "表.pdf")
    assert rows_of(document) == ROWS
    assert document.tables[0].origin == "native"


def test_outer_table_of_four_cells_is_kept():
    def page(canvas: Canvas) -> None:
        for top in (90, 300, 340):
            rule(canvas, 40, top, 500, top)
        for x in (40, 80, 500):
            rule(canvas, x, 90, x, 340)
        draw_table(canvas, ROWS)
        write(canvas, 44, 150, "资金")
        write(canvas, 44, 310, "说明")

    document = read(drawn(page), "表.pdf")
    assert [rows_of(document, n) for n in range(2)] == [[("资金", ""), ("说明", "")], ROWS]


def test_borders_that_run_off_the_page_are_cut_there():
    def second(canvas: Canvas) -> None:
        draw_table(canvas, rows_from(35, 1), 70)
        for x in XS:  # the row that the next break cuts is drawn in full on both pages
            rule(canvas, x, 90, x, 900)
        rule(canvas, XS[0], 900, XS[-1], 900)
        draw_texts(canvas, rows_from(36, 1), 90)

    first = [HEADER, *rows_from(1, 34)]
    (table,) = read(drawn(lambda canvas: draw_table(canvas, first, 70), second), "表.pdf").tables
    assert (table.n_rows, table.page_last) == (37, 2)


WORDS = [("指标", "目标值", "完成情况"), *((f"指标{n}", "按期完成", "已经完成") for n in "一二三四")]


@pytest.mark.parametrize("ruled_after", [(0, 1, 5), (0, 1, 2, 3, 4, 5)], ids=["three lines", "every row"])
def test_table_of_words_with_horizontal_rules_alone(ruled_after: tuple[int, ...]):
    def page(canvas: Canvas) -> None:
        for n in ruled_after:
            rule(canvas, 88, 100 + 20 * n, 420, 100 + 20 * n)
        draw_texts(canvas, WORDS)
        write(canvas, 90, 210, "表下说明文字写在这里，与表格无关，不属于任何一列的内容。")

    document = read(drawn(page), "表.pdf")
    assert rows_of(document) == WORDS
    assert document.tables[0].origin == "aligned"
    assert [notice.code for notice in document.notices] == ["aligned-table"]
    assert len(document.paragraphs) == 1


def test_cells_that_wrap_between_horizontal_rules():
    def page(canvas: Canvas) -> None:
        for n in range(5):
            rule(canvas, 88, 100 + 40 * n, 420, 100 + 40 * n)
        draw_texts(canvas, [("指标", "标准", "结果")], 110, pitch=40)
        for n in range(3):
            draw_texts(canvas, [(f"指标{n}", "", "完成")], 150 + 40 * n)
            write(canvas, 214, 146 + 40 * n, "采取现场核查和")
            write(canvas, 214, 159 + 40 * n, "问卷调查方式")

    rows = rows_of(read(drawn(page), "表.pdf"))
    assert [tuple("".join(text.split()) for text in row) for row in rows] == [
        ("指标", "标准", "结果"),
        *((f"指标{n}", "采取现场核查和问卷调查方式", "完成") for n in range(3)),
    ]


def test_rules_above_and_below_prose_make_no_table():
    def page(canvas: Canvas) -> None:
        for n in range(4):
            rule(canvas, 88, 100 + 40 * n, 420, 100 + 40 * n)
            write(canvas, 90, 112 + 40 * n, "本单位严格按照有关规定执行预算管理制度各项支出合规")

    document = read(drawn(page), "文.pdf")
    assert not document.tables
    assert not document.notices


def test_rows_without_rulings_go_on_at_the_top_of_the_next_page():
    rows = [HEADER, *rows_from(1, 32)]

    def first(canvas: Canvas) -> None:
        draw_texts(canvas, rows, 70, pitch=22)

    document = read(drawn(first, lambda canvas: draw_texts(canvas, rows_from(33, 2), 70, pitch=22)), "表.pdf")
    assert rows_of(document) == [*rows, *rows_from(33, 2)]
    assert texts_of(document) == []


@pytest.mark.parametrize("mark", ["", "（续）"])
def test_title_that_is_repeated_above_the_rest_of_a_table(mark: str):
    def page(canvas: Canvas, title: str, rows: Sequence[Row]) -> None:
        write(canvas, 200, 60, title, 14)
        write(canvas, 340, 84, "单位：万元", 9)
        draw_table(canvas, rows, 100)

    rows = [HEADER, *rows_from(1, 33)]
    rest = rows_from(34, 4)
    document = read(
        drawn(
            lambda canvas: page(canvas, "支出决算表", rows),
            lambda canvas: page(canvas, f"支出决算表{mark}", [HEADER, *rest]),
        ),
        "表.pdf",
    )
    assert rows_of(document) == [*rows, *rest]
    assert texts_of(document) == ["支出决算表", "单位：万元"]


def test_running_head_of_pages_that_lie_on_their_side():
    def page(canvas: Canvas) -> None:
        write(canvas, 300, 38, "某某市教育局年度决算", 12)
        draw_table(canvas, ROWS, 90)

    document = read(drawn(page, page, page, size=landscape(A4)), "表.pdf")
    assert texts_of(document) == []
    assert len(document.tables) == 3


LEFT_WORDS, RIGHT_WORDS = "预算绩效管理是政府绩效管理的一部分", "各部门按照统一部署认真开展自评工作"


def test_prose_in_two_columns_is_read_column_by_column():
    def page(canvas: Canvas) -> None:
        write(canvas, 240, 60, "年度报告", 16)
        for n in range(8):
            write(canvas, 90, 100 + 16 * n, LEFT_WORDS if n < 7 else "到此为止。")
            write(canvas, 300, 103 + 16 * n, RIGHT_WORDS)
        write(canvas, 90, 240, "此后全文通栏排印，一行从左到右写满整个版心，不再分栏，也没有空白。")

    texts = texts_of(read(drawn(page), "文.pdf"))
    assert texts[:3] == ["年度报告", f"{LEFT_WORDS * 7}到此为止。", RIGHT_WORDS * 8]
    assert len(texts) == 4
