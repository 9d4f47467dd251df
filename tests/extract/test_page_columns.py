"""Tables without rulings: figures below each other make one, and nothing else does."""

from __future__ import annotations

import pytest

from fuhe.extract.pages.joined_tables import on_same_columns
from fuhe.extract.pages.page_columns import rows_to_columns
from fuhe.extract.pages.page_marks import Glyph

SIZE = 10.0
COLUMNS = (60, 200, 290, 380)


def row(y, *pieces):
    """Glyphs of one line from (left end, text); figures are half as wide as ideographs."""
    return [
        Glyph(
            text, x, y, x + SIZE * sum(0.5 if char.isascii() else 1 for char in text), y + SIZE, y + 8.6, SIZE
        )
        for x, text in pieces
    ]


def page(*rows, columns=COLUMNS, pitch=18):
    return [
        row(100 + pitch * n, *((x, text) for x, text in zip(columns, texts, strict=False) if text))
        for n, texts in enumerate(rows)
    ]


def texts_of(table):
    return [(cell.row, cell.column, cell.colspan, cell.text) for cell in table.cells]


def test_columns_of_figures_beside_words_are_a_table():
    rows = page(
        ("指标", "上年", "本年", "增长率"),
        ("接待人次", "1,024", "1,180", "15.2%"),
        ("服务场次", "36", "", "16.7%"),
        ("满意度", "93.5%", "94.1%", "—"),
    )
    (table,), rest = rows_to_columns(rows, 1)
    assert not rest
    assert (table.n_rows, len(table.xs), table.origin) == (4, 5, "aligned")
    assert texts_of(table)[4:11] == [
        (1, 0, 1, "接待人次"),
        (1, 1, 1, "1,024"),
        (1, 2, 1, "1,180"),
        (1, 3, 1, "15.2%"),
        (2, 0, 1, "服务场次"),
        (2, 1, 1, "36"),
        (2, 3, 1, "16.7%"),
    ]


def test_heading_over_several_columns_spans_them():
    body = page(
        ("收入", "12.5", "13.0", "4%"), ("支出", "11.9", "12.8", "7.6%"), ("结余", "0.6", "0.2", "-66%")
    )
    (table,), _ = rows_to_columns([row(82, (60, "项目"), (215, "二〇二三年度预算和决算")), *body], 1)
    assert (0, 1, 2, "二〇二三年度预算和决算") in texts_of(table)


def test_headings_as_close_as_words_are_parted_by_the_columns_below():
    body = page(
        ("收入", "1,212.50", "1,313.00", "4%"), ("支出", "1,119.00", "1,262.80", "7%"), ("结余", "93.50", "50.20", "1%"),
        columns=(60, 160, 225, 300),
    )  # fmt: skip
    heading = row(82, (60, "项目"), (160, "年初预算数"), (214, "调整预算数"), (300, "比率"))
    (table,), _ = rows_to_columns([heading, *body], 1)
    assert texts_of(table)[:4] == [
        (0, 0, 1, "项目"),
        (0, 1, 1, "年初预算数"),
        (0, 2, 1, "调整预算数"),
        (0, 3, 1, "比率"),
    ]


def test_heading_set_to_the_middle_stands_over_figures_set_to_the_right():
    body = page(("收入", "12.5", "4%"), ("支出", "11.9", "7%"), ("结余", "0.6", "1%"), columns=(60, 200, 330))
    (table,), _ = rows_to_columns([row(82, (60, "项目"), (160, "金额"), (290, "比率")), *body], 1)
    assert (table.n_rows, len(table.xs) - 1) == (4, 3)


def test_caption_and_note_stay_outside():
    body = page(
        ("收入", "12.5", "13.0", "4%"), ("支出", "11.9", "12.8", "7.6%"), ("结余", "0.6", "0.2", "-66%")
    )
    caption, unit, note = (
        row(64, (200, "收支表")),
        row(82, (350, "单位：万元")),
        row(154, (60, "注：合计数含结转。")),
    )
    (table,), rest = rows_to_columns([caption, unit, *body, note], 1)
    assert table.n_rows == 3
    assert list(rest) == [caption, unit, note]


def test_caption_between_two_tables_parts_them():
    body = (("收入", "12.5", "13.0", "4%"), ("支出", "11.9", "12.8", "7.6%"), ("结余", "0.6", "0.2", "-66%"))
    other = (("场次", "7.5"), ("人次", "8.5"), ("满意度", "93%"))
    rows = [*page(*body), row(154, (200, "表二服务情况")), *page(*other, columns=(60, 300))]
    rows[4:] = [
        [glyph._replace(top=glyph.top + 72, bottom=glyph.bottom + 72) for glyph in one] for one in rows[4:]
    ]
    tables, rest = rows_to_columns(rows, 1)
    assert [(table.n_rows, len(table.xs) - 1) for table in tables] == [(3, 4), (3, 2)]
    assert len(rest) == 1


CONTENTS = (("一、部门概况", "1"), ("二、收支决算", "3"), ("三、绩效情况", "12"), ("四、名词解释", "15"))
NUMBERED_CONTENTS = tuple((str(n), *line) for n, line in enumerate(CONTENTS, start=1))
LEADERS = tuple((title + "……………", "1.5") for title, _ in CONTENTS)
FILLED_IN = (
    ("联系人：张三", "电话：12345678"),
    ("填报人：李四", "日期：3月1日"),
    ("审核：王五", "盖章："),
) * 2
NAMES = (("张三", "李四", "王五"), ("赵六", "钱七", "孙八"), ("周九", "吴十", "郑一"))
TWO_COLUMNS = (
    ("本年度支出较上年增加", "主要原因是项目增加，"),
    ("其中人员经费增加较多", "公用经费有所减少。"),
)
FIGURES_ALONE = (("0", "1.5", "2.5"), ("3", "4.5", "5.5"), ("6", "7.5", "8.5"))


@pytest.mark.parametrize(
    "lines",
    [CONTENTS, NUMBERED_CONTENTS, LEADERS, FILLED_IN, NAMES, 3 * TWO_COLUMNS, FIGURES_ALONE],
    ids=["contents", "numbered contents", "leaders", "filled in", "names", "two columns", "axis"],
)
def test_what_is_spread_out_without_being_a_table_is_left_alone(lines):
    rows = page(*lines)
    assert rows_to_columns(rows, 1) == ((), tuple(rows))


def test_parts_on_two_pages_share_their_columns():
    rows = [(name, "12.5", "13.0", "4%") for name in ("收入", "支出", "结余")]
    (first,), _ = rows_to_columns(page(*rows), 1)
    (second,), _ = rows_to_columns(page(*(("其中：" + name, *rest) for name, *rest in rows)), 2)
    assert second.xs != first.xs
    assert on_same_columns(first, second).xs == first.xs
