from __future__ import annotations

from itertools import chain

import pytest

from fuhe.extract.pages.line_paragraphs import document_setting, lines_to_paragraphs
from fuhe.extract.pages.page_furniture import PageLines, without_furniture
from fuhe.extract.pages.page_gutters import Half
from fuhe.extract.pages.page_lines import Line, glyphs_to_rows, joined_text, row_text, rows_to_lines
from fuhe.extract.pages.page_marks import Glyph, fold_ideographs

SIZE = 16.0
LEFT, RIGHT = 90.0, 506.0


def glyphs(text, x, baseline, size=SIZE, gaps=None):
    """Characters one after the other: full-width ones a size wide, the others half of it."""
    made = []
    for index, char in enumerate(text):
        x += (gaps or {}).get(index, 0.0)
        width = size / 2 if char.isascii() else size
        made.append(Glyph(char, x, baseline - 0.88 * size, x + width, baseline + 0.12 * size, baseline, size))
        x += width
    return made


def texts(marks):
    return [line.text for line in rows_to_lines(map(Half, glyphs_to_rows(marks)), 1)]


# ---------------------------------------------------------------- glyphs to lines


def test_lines_run_from_top_to_bottom_and_left_to_right():
    marks = glyphs("第二行", 90, 128) + glyphs("一行", 106, 100) + glyphs("第", 90, 100)
    assert texts(marks) == ["第一行", "第二行"]


def test_characters_with_other_font_boxes_stay_on_their_base_line():
    low = [glyph._replace(top=glyph.top + 6, bottom=glyph.bottom + 6) for glyph in glyphs("(", 106, 100)]
    assert texts(glyphs("区", 90, 100) + low + glyphs("园", 114, 100)) == ["区(园"]


def test_raised_figure_stays_in_its_line():
    assert texts(glyphs("米", 90, 100) + glyphs("2", 106, 94, size=8)) == ["米2"]


@pytest.mark.parametrize(
    ("text", "gaps", "read"),
    [
        ("2023年度", {4: 4.0}, "2023年度"),
        ("预算 执行", None, "预算 执行"),
        ("GDP and", None, "GDP and"),
        ("usefunds", {3: 5.0}, "use funds"),
        ("1040", {2: 6.0}, "10 40"),
        ("单位日期", {2: 40.0}, "单位 日期"),
    ],
    ids=["no blank beside figures", "printed blank", "Latin", "Latin by gap", "two figures", "tabulator"],
)
def test_blanks(text, gaps, read):
    assert texts(glyphs(text, 90, 100, gaps=gaps)) == [read]


def test_columns_of_vertical_print_are_read_from_right_to_left():
    column = [glyphs(char, 120, 100 + 16 * index) for index, char in enumerate("项目资金")]
    left = [glyphs(char, 96, 100 + 16 * index) for index, char in enumerate("情况")]
    assert [row_text(row) for row in glyphs_to_rows(chain(*column, *left))] == ["项目资金", "情况"]


def test_short_lines_of_ordinary_print_are_no_columns():
    assert texts(glyphs("年 度", 90, 100) + glyphs("总 体", 90, 124)) == ["年 度", "总 体"]


def test_opening_is_what_cannot_be_broken():
    def opening(text):
        return rows_to_lines([Half(glyphs(text, 90, 100))], 1)[0].opening

    assert opening("万元，占") == 16
    assert opening("元，占") == 32
    assert opening("（含）—") == 64
    assert opening("99.88%；厅级") == 64
    assert opening("8.74 万元") == 32


def test_double_print_is_dropped_but_double_letters_are_not():
    once = glyphs("合计11", 90, 100)
    again = [glyph._replace(x0=glyph.x0 + 0.6, x1=glyph.x1 + 0.6) for glyph in once]
    assert texts(once + again) == ["合计11"]


def test_only_radicals_and_compatibility_ideographs_are_folded():
    assert fold_ideographs("⼈⺠⻚\uf900％１（：\u200b") == "人民页豈％１（："


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["支出1,203.", "5万元"], "支出1,203.5万元"),
        (["使用", "情况"], "使用情况"),
        (["the use", "of funds"], "the use of funds"),
        (["项目A", "预算"], "项目A预算"),
    ],
)
def test_joined_text(lines, text):
    assert joined_text(lines) == text


# ---------------------------------------------------------------- lines to paragraphs


def line(text, x0=LEFT, y=100.0, page=1, size=SIZE):
    (made,) = rows_to_lines([Half(glyphs(text, x0, y, size))], page)
    return made


FULL = "本单位严格按照有关规定执行预算管理制度各项支出合规"
FULL_LINE = f"{FULL}情"  # 26 characters: exactly the width of the text
FIRST_LINE = FULL_LINE[:24]


def filler():
    """A page of ordinary text that shows where the margins are."""
    made = []
    for index in range(6):
        made += [line(FIRST_LINE, LEFT + 32, 100 + 84 * index), line(FULL_LINE, LEFT, 128 + 84 * index)]
        made.append(line("如下。", LEFT, 156 + 84 * index))
    return made


def paragraphs(*given, width=595.0, page=2):
    lines = [one._replace(page=one.page + page - 1) for one in given]
    by_page: dict[int, list[Line]] = {}
    for one in lines:
        by_page.setdefault(one.page, []).append(one)
    setting = document_setting([(595.0, filler()), *((width, found) for found in by_page.values())])
    return [joined_text([one.text for one in block]) for block in lines_to_paragraphs(lines, setting)]


def test_full_line_runs_on():
    lines = (line(FIRST_LINE, LEFT + 32), line(FULL_LINE, y=128), line("末行。", y=156))
    assert paragraphs(*lines) == [f"{FIRST_LINE}{FULL_LINE}末行。"]


def test_short_line_ends_the_paragraph():
    assert paragraphs(line("第一段。"), line("第二段。", y=128)) == ["第一段。", "第二段。"]


def test_line_is_full_when_the_next_figure_would_not_fit():
    short = line(FULL_LINE[:23])
    assert paragraphs(short, line("1,203.50万元", y=128)) == [f"{FULL_LINE[:23]}1,203.50万元"]
    assert len(paragraphs(short, line("万元", y=128))) == 2


def test_bracket_may_take_the_figure_after_it_to_the_next_line():
    first, short = line(FIRST_LINE, LEFT + 32), line(FULL_LINE[:20], y=128)
    assert len(paragraphs(first, short, line("（类）1133.83万元。", y=156))) == 1
    assert len(paragraphs(first, short, line("另有1133.83万元。", y=156))) == 2


def test_indent_starts_a_paragraph_even_after_a_full_line():
    assert len(paragraphs(line(FULL_LINE), line("新的一段。", LEFT + 32, 128))) == 2


def test_two_indented_full_lines_are_two_paragraphs():
    assert len(paragraphs(line(FIRST_LINE, LEFT + 32), line(FIRST_LINE, LEFT + 32, 128))) == 2


def test_empty_line_parts_paragraphs():
    assert len(paragraphs(line(FULL_LINE), line("新的一段。", y=156))) == 2


def test_other_size_parts_paragraphs():
    assert len(paragraphs(line(FULL_LINE), line("注：另见附件。", y=122, size=10))) == 2


def test_line_of_contents_does_not_run_on():
    contents = line(f"一、基本情况{'.' * 38}3 ")
    assert len(paragraphs(contents, line("二、绩效情况", y=128))) == 2


def test_list_with_a_hanging_indent_runs_on():
    items = [line(f"2、{FULL_LINE[:24]}"), line("末行。", LEFT + 24, 128), line("3、另一项。", y=156)]
    assert paragraphs(*items) == [f"2、{FULL_LINE[:24]}末行。", "3、另一项。"]


def test_signature_to_the_right_stays_alone():
    assert len(paragraphs(line("某某县财政局", RIGHT - 96), line("附件材料", y=128))) == 2


def test_two_centred_lines_are_one_title():
    title = [
        line("关于某县二○二三年度部门整体", 144, 100, size=22),
        line("支出绩效的报告", 221, 136, size=22),
    ]
    assert paragraphs(*title) == ["关于某县二○二三年度部门整体支出绩效的报告"]


def test_title_and_its_longer_subtitle_are_two():
    title = [line("某县财政局", 243, 100, size=22), line("部门整体支出绩效自评报告", 166, 136, size=22)]
    assert len(paragraphs(*title)) == 2


def test_paragraph_goes_on_over_a_page_break():
    last, first = line(FULL_LINE, y=740), line("末行。", y=90, page=2)
    assert paragraphs(last, first) == [f"{FULL_LINE}末行。"]
    assert len(paragraphs(last, line("新的一段。", LEFT + 32, 90, page=2))) == 2


def test_text_without_indents_runs_on_at_the_margin():
    lines = [line(FULL_LINE, y=100 + 28 * index) for index in range(3)] + [line("末行。", y=184)]
    setting = document_setting([(595.0, lines)])
    assert [len(block) for block in lines_to_paragraphs(lines, setting)] == [4]


# ---------------------------------------------------------------- running heads and page numbers


def page(number, *lines, tables=(842.0, 0.0)):
    return PageLines(number, 842.0, 842.0, tuple(one._replace(page=number) for one in lines), *tables)


def kept(*pages, body=SIZE):
    return [[one.text for one in lines] for lines in without_furniture(pages, body)]


@pytest.mark.parametrize(
    "text", ["- 3 -", "—3—", "第 3 页", "第3页 共9页", "第三页", "3", "3/9", "· 3 ·", "Page 3 of 9", "iii"]
)
def test_page_number(text):
    assert kept(page(3, line("正文。"), line(text, 290, 810, size=9))) == [["正文。"]]


@pytest.mark.parametrize("text", ["3.5", "2023", "第3页脚注说明", "得分3"])
def test_what_is_no_page_number(text):
    assert kept(page(3, line("正文。"), line(text, 290, 810, size=9))) == [["正文。", text]]


def test_number_in_the_text_area_is_kept():
    assert kept(page(3, line("正文。"), line("3", 290, 600))) == [["正文。", "3"]]


def test_running_head_with_a_page_number_in_it():
    pages = [page(n, line(f"某县财政局 {n}", 240, 50, size=9), line(f"正文{n}甲。")) for n in (1, 2, 3)]
    assert kept(*pages) == [["正文1甲。"], ["正文2甲。"], ["正文3甲。"]]


def test_title_that_every_form_repeats_is_kept():
    pages = [page(n, line("附件", 42, 66, size=14), line("项目支出绩效自评表", 225, 88)) for n in (1, 2, 3)]
    assert kept(*pages, body=9) == [["附件", "项目支出绩效自评表"]] * 3


def test_line_below_a_kept_one_is_kept():
    pages = [page(n, line("自评表", 225, 70), line("单位：万元", 400, 95, size=9)) for n in (1, 2, 3)]
    assert kept(*pages, body=9) == [["自评表", "单位：万元"]] * 3


def test_line_is_a_plain_tuple():
    made = line("（一）")
    assert made == Line(1, "（一）", 90, made.top, 138, made.bottom, 16, 48, 16, is_spread=False)
