"""Wrapped text in rows that are too low for it, as printed from spreadsheets: whose cell a line belongs to."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from fuhe.extract.pdf.pdf import read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fuhe.schemas.records import Document

FONT, SIZE, STEP, HEIGHT = "STSong-Light", 8.0, 11.0, 10.5
PAGE, LEFT, TOP, WIDTH = (500.0, 300.0), 50.0, 100.0, 60.0
SINGLE = {
    (0, 0): "项目", (0, 1): "预算数", (0, 2): "决算数",
    (1, 0): "栏次", (1, 1): "1",
    (2, 0): "合计", (2, 1): "500.50", (2, 2): "3",
    (3, 0): "其他", (3, 1): "200.25", (3, 2): "4",
}  # fmt: skip
WRAPPED = ("国有资本经营预", "算财政拨款")  # the first line fills the column
Drawn = tuple[int, float, str]  # column, how far below the top of the table its middle stands, words


def lines_of(row: int, column: int, words: Iterable[str], lower: float = 0.7) -> list[Drawn]:
    """Lines of a cell, about the middle of its row."""
    lines = list(words)
    first = (row + 0.5) * HEIGHT + lower - (len(lines) - 1) / 2 * STEP
    return [(column, first + n * STEP, text) for n, text in enumerate(lines)]


def singles(cells: dict[tuple[int, int], str]) -> list[Drawn]:
    return [line for (row, column), text in cells.items() for line in lines_of(row, column, [text])]


def read_drawn(lines: Iterable[Drawn], rows: int = 4) -> Document:
    """Read a table of three columns whose text is drawn in the order given."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=PAGE)
    end = TOP + rows * HEIGHT
    for n in range(rows + 1):
        canvas.line(LEFT, PAGE[1] - TOP - n * HEIGHT, LEFT + 3 * WIDTH, PAGE[1] - TOP - n * HEIGHT)
    for n in range(4):
        canvas.line(LEFT + n * WIDTH, PAGE[1] - TOP, LEFT + n * WIDTH, PAGE[1] - end)
    canvas.setFont(FONT, SIZE)
    for column, middle, text in lines:
        canvas.drawString(LEFT + column * WIDTH + 1.5, PAGE[1] - TOP - middle - 0.35 * SIZE, text)
    canvas.save()
    return read(buffer.getvalue(), "表.pdf")


def texts_of(document: Document) -> dict[tuple[int, int], str]:
    (table,) = document.tables
    return {(cell.row, cell.column): cell.text for cell in table.cells if cell.text}


def codes_of(document: Document) -> list[str]:
    return [notice.code for notice in document.notices]


@pytest.mark.parametrize("before", [0, 5, len(SINGLE)], ids=["first", "in its row", "last"])
def test_line_goes_back_to_the_cell_that_it_was_drawn_with(before: int):
    others = singles(SINGLE)
    document = read_drawn([*others[:before], *lines_of(1, 2, WRAPPED), *others[before:]])
    assert texts_of(document) == SINGLE | {(1, 2): "".join(WRAPPED)}
    assert codes_of(document) == ["text-over-ruling"]


@pytest.mark.parametrize("lower", [-0.7, 2.0], ids=["over the upper ruling", "ink alone touches a ruling"])
def test_line_goes_back_wherever_its_text_stands_in_the_row(lower: float):
    document = read_drawn([*singles(SINGLE), *lines_of(1, 2, WRAPPED, lower)])
    assert texts_of(document) == SINGLE | {(1, 2): "".join(WRAPPED)}


def test_wrapped_text_in_one_row_after_another_is_printed_over_itself():
    cells = {place: text for place, text in SINGLE.items() if place != (2, 2)}
    lines = [*singles(cells), *lines_of(1, 2, WRAPPED), *lines_of(2, 2, ("对附属单位补助", "的支出"))]
    assert texts_of(read_drawn(lines)) == cells | {(1, 2): "".join(WRAPPED), (2, 2): "对附属单位补助的支出"}


def test_line_of_the_last_row_that_stands_below_the_table():
    cells = {place: text for place, text in SINGLE.items() if place != (3, 2)}
    document = read_drawn([*singles(cells), *lines_of(3, 2, WRAPPED)])
    assert texts_of(document) == cells | {(3, 2): "".join(WRAPPED)}
    assert document.paragraphs == ()


def test_line_that_was_drawn_apart_stays_where_it_stands():
    first, second = lines_of(1, 2, WRAPPED)
    document = read_drawn([first, *singles(SINGLE), second])
    assert texts_of(document)[1, 2] == WRAPPED[0]


def test_line_in_a_cell_without_other_text_stays_where_it_stands():
    cells = {place: text for place, text in SINGLE.items() if place != (2, 2)}
    document = read_drawn([*singles(cells), *lines_of(1, 2, WRAPPED)])
    assert texts_of(document) == cells | {(1, 2): WRAPPED[0], (2, 2): WRAPPED[1]}


def test_line_that_broke_with_room_left_stays_where_it_stands():
    first, second = lines_of(1, 2, ("预算数", "万元"))
    document = read_drawn([*singles(SINGLE), first, second])
    assert texts_of(document)[1, 2] == "预算数"


def test_column_that_was_drawn_from_top_to_bottom_keeps_its_cells():
    column = {(row, 2): f"国有资本经营{n}" for row, n in enumerate("甲乙丙丁")}
    others = {place: text for place, text in SINGLE.items() if place[1] < 2}
    lines = [(column, middle + 3, text) for column, middle, text in singles(column)]  # low in their cells
    assert texts_of(read_drawn([*singles(others), *lines])) == others | column
