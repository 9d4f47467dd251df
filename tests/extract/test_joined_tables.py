from __future__ import annotations

import pytest

from fuhe.extract.pages.joined_tables import PartCell, Sheet, TablePart, join, repeated_rows, runs_on
from fuhe.schemas.records import Box

SHEET = Sheet(70, 770)
HEADER = ("指标", "年度指标值", "得分")


def part(page, rows, *, top=70.0, xs=(50.0, 150.0, 300.0, 400.0), height=20.0):
    """A table whose rows hold texts, or (text, rowspan, colspan); None is covered by a merged cell."""
    ys = tuple(top + height * i for i in range(len(rows) + 1))
    cells = []
    for r, row in enumerate(rows):
        for c, entry in enumerate(row):
            if entry is None:
                continue
            text, rowspan, colspan = entry if isinstance(entry, tuple) else (entry, 1, 1)
            box = Box(xs[c], ys[r], xs[c + colspan], ys[r + rowspan])
            widths = [10.0 * len(line) for line in text.split("\n")]
            cells.append(PartCell(r, c, rowspan, colspan, text, page, box, 10.0, widths[-1], max(widths)))
    return TablePart(page, page, xs, ys, tuple(cells), len(rows))


def full_page(rows, **options):
    """A first part that reaches the end of its page."""
    return part(1, rows, top=SHEET.bottom - 20 * len(rows), **options)


def grid(table):
    return [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in table.cells]


def test_part_with_the_same_columns_runs_on():
    assert runs_on(full_page([HEADER, ("甲", "1", "2")]), part(2, [("乙", "3", "4")]), SHEET, SHEET)


@pytest.mark.parametrize(
    "following",
    [
        part(2, [("乙", "3", "4")], xs=(50, 150, 300, 440)),
        part(2, [("乙", "3", "4")], xs=(50, 100, 220, 400)),
        part(3, [("乙", "3", "4")]),
        part(2, [("乙", "3", "4")], top=300),
    ],
    ids=["other edge", "other columns", "page between", "starts low"],
)
def test_other_tables_do_not_run_on(following):
    assert not runs_on(full_page([HEADER, ("甲", "1", "2")]), following, SHEET, SHEET)


def test_table_that_left_room_for_the_next_row_is_finished():
    first = part(1, [HEADER, ("甲", "1", "2")], top=500)
    assert not runs_on(first, part(2, [("乙", "3", "4")]), SHEET, SHEET)
    assert runs_on(first, part(2, [("乙", "3", "4")], height=250), SHEET, SHEET)


def test_mirrored_margins_need_the_same_columns():
    first = full_page([HEADER, ("甲", "1", "2")])
    assert runs_on(first, part(2, [("乙", "3", "4")], xs=(70, 170, 320, 420)), SHEET, SHEET)
    assert not runs_on(first, part(2, [("乙", "3", "4")], xs=(70, 180, 320, 420)), SHEET, SHEET)


def test_another_copy_of_a_form_is_not_the_same_table():
    def form(name):
        labels = [("主管部门", "", ""), ("实施单位", "", ""), ("项目资金", "", "")]
        return [(("自评表", 1, 3), None, None), ("项目名称", name, ""), *labels]

    assert not runs_on(full_page(form("甲项目")), part(2, form("乙项目")), SHEET, SHEET)


def test_repeated_header_is_dropped():
    rows = [(("指标", 2, 1), ("预算", 1, 2), None), (None, "年初", "全年")]
    first, second = full_page([*rows, ("甲", "1", "2")]), part(2, [*rows, ("乙", "3", "4")])
    assert repeated_rows(first, second) == 2
    table = join(first, second)
    assert table.n_rows == 4
    assert [c.text for c in table.cells] == ["指标", "预算", "年初", "全年", "甲", "1", "2", "乙", "3", "4"]
    assert [c.page for c in table.cells if c.row == 3] == [2, 2, 2]


def test_page_with_fewer_column_lines_keeps_to_the_columns():
    first = full_page([HEADER, ("甲", "1", "2")])
    second = part(2, [("合计", "9")], xs=(50, 300.8, 400))
    assert grid(join(first, second))[-2:] == [(2, 0, 1, 2, "合计"), (2, 2, 1, 1, "9")]


def test_page_with_more_column_lines_widens_what_came_before():
    first = full_page([("名称", "某项目")], xs=(50, 150, 400))
    second = part(2, [("甲", "1", "2")])
    assert grid(join(first, second))[:2] == [(0, 0, 1, 1, "名称"), (0, 1, 1, 2, "某项目")]


def test_merged_label_goes_on_over_the_break():
    first = full_page([HEADER, ("效益指标", "经济", "5")])
    second = part(2, [(("", 2, 1), "社会", "5"), (None, "生态", "5"), ("满意度", "群众", "10")])
    table = join(first, second)
    assert (1, 0, 3, 1, "效益指标") in grid(table)
    assert [c.text for c in table.cells if c.column == 0] == ["指标", "效益指标", "满意度"]
    assert table.n_rows == 5


def test_single_blank_cell_is_kept_where_the_table_has_such_blanks():
    first = full_page([HEADER, ("甲", "1", "2"), ("", "3", "4"), ("乙", "5", "6")])
    table = join(first, part(2, [("", "7", "8")]))
    assert grid(table)[-3:] == [(4, 0, 1, 1, ""), (4, 1, 1, 1, "7"), (4, 2, 1, 1, "8")]


def test_single_blank_cell_ends_a_merged_label():
    first = full_page([HEADER, (("产出指标", 2, 1), "数量", "5"), (None, "质量", "5")])
    table = join(first, part(2, [("", "时效", "5"), ("满意度", "群众", "10")]))
    assert (1, 0, 3, 1, "产出指标") in grid(table)


def test_row_that_the_break_cut_becomes_one():
    first = full_page([HEADER, ("绩效目标", "完成公车管理工作，为\n各单位用车出行出差提供服", "10")])
    second = part(2, [("", "务保障。", ""), ("乙", "3", "4")])
    table = join(first, second)
    assert grid(table)[3:] == [
        (1, 0, 1, 1, "绩效目标"),
        (1, 1, 1, 1, "完成公车管理工作，为\n各单位用车出行出差提供服务保障。"),
        (1, 2, 1, 1, "10"),
        (2, 0, 1, 1, "乙"),
        (2, 1, 1, 1, "3"),
        (2, 2, 1, 1, "4"),
    ]


def test_narrow_cell_with_room_for_no_further_character_is_cut():
    xs = (50.0, 150.0, 300.0, 346.0)
    first = full_page([HEADER, ("甲", "1", "受客观\n因素影")], xs=xs)
    assert grid(join(first, part(2, [("", "", "响推迟")], xs=xs)))[-1][4] == "受客观\n因素影响推迟"
    wide = full_page([HEADER, ("甲", "1", "受客观\n因素影")])
    assert join(wide, part(2, [("", "", "响推迟")])).n_rows == 3


def test_cut_row_below_a_merged_label_becomes_one():
    xs = (50.0, 90.0, 150.0, 190.0, 230.0)
    first = full_page([("绩效", "改造时间", "2023", "10"), ("产出", "时效指标", "≤12", "10")], xs=xs)
    second = part(2, [(("", 2, 1), "", "个月", ""), (None, "质量指标", "100%", "10")], xs=xs)
    table = join(first, second)
    assert grid(table)[4:] == [
        (1, 0, 2, 1, "产出"),
        (1, 1, 1, 1, "时效指标"),
        (1, 2, 1, 1, "≤12个月"),
        (1, 3, 1, 1, "10"),
        (2, 1, 1, 1, "质量指标"),
        (2, 2, 1, 1, "100%"),
        (2, 3, 1, 1, "10"),
    ]


def test_rest_of_a_label_joins_it_although_the_row_is_whole():
    first = full_page([HEADER, (("产出指标（40", 2, 1), "数量", "5"), (None, "质量", "5")])
    table = join(first, part(2, [(("分）", 2, 1), "时效", "5"), (None, "成本", "5")]))
    assert (1, 0, 4, 1, "产出指标（40分）") in grid(table)
    assert table.n_rows == 5


def test_blank_row_below_a_filled_one_is_its_rest():
    table = join(full_page([HEADER, ("甲", "1", "2")]), part(2, [("", "", ""), ("乙", "3", "4")]))
    assert [c.text for c in table.cells][3:] == ["甲", "1", "2", "乙", "3", "4"]


def test_row_with_a_label_and_figures_of_its_own_stays_apart():
    xs = (50.0, 94.0, 122.0, 150.0, 178.0)
    first = full_page([("财政拨款", "12", "10", "说明"), ("其他资金", "30", "28", "说明")], xs=xs)
    assert join(first, part(2, [("上年结转", "5", "", "")], xs=xs)).n_rows == 3


WORDS_AND_FIGURES = [("单位", "合计", "基本"), *[(f"第{n}单位", f"{n}50", f"{n}20") for n in range(1, 8)]]


@pytest.mark.parametrize(
    "following",
    [
        [("项目", "财政", "其他"), *[(f"{n}30", f"{n}10", "0.00") for n in range(1, 8)]],
        [("备注", "得分", "扣分"), *[("已完成", f"{n}", "0") for n in range(1, 8)]],
    ],
    ids=["figures alone", "header of its own"],
)
def test_further_columns_of_a_wide_sheet_do_not_run_on(following):
    assert not runs_on(full_page(WORDS_AND_FIGURES), part(2, following), SHEET, SHEET)


def test_row_without_rulings_at_the_break_is_cut():
    first = full_page([HEADER, ("甲", "完成。", "")])._replace(is_open=(False, True))
    second = part(2, [("", "另行安排。", "5"), ("乙", "3", "4")])._replace(is_open=(True, False))
    assert grid(join(first, second))[3:6] == [
        (1, 0, 1, 1, "甲"),
        (1, 1, 1, 1, "完成。\n另行安排。"),
        (1, 2, 1, 1, "5"),
    ]


def test_row_with_figures_of_its_own_is_not_a_cut_one():
    first = full_page([HEADER, ("甲", "完成公车管理工作，为\n各单位用车出行出差提供服", "10")])
    table = join(first, part(2, [("", "务保障。", "5")]))
    assert table.n_rows == 3


def test_table_over_three_pages():
    second = part(2, [HEADER, *[(f"行{i}", "1", "2") for i in range(34)]])
    table = join(full_page([HEADER, ("甲", "1", "2")]), second)
    third = part(3, [HEADER, ("末", "1", "2")])
    assert runs_on(table, third, SHEET, SHEET)
    joined = join(table, third)
    assert (joined.page, joined.page_last, joined.n_rows) == (1, 3, 37)
    assert joined.cells[-3].text == "末"


def test_label_that_opens_a_row_of_its_own_is_no_rest_of_the_one_above():
    xs = (50.0, 180.0, 300.0, 400.0)
    first = full_page([HEADER, ("归属少数股东的收益总额", "1.20", "2.30")], xs=xs)
    following = part(2, [("八、每股收益：", "", ""), ("（一）基本每股收益", "0.45", "0.51")], xs=xs)
    table = join(first, following)
    assert [text for *_, text in grid(table)[3:7]] == [
        "归属少数股东的收益总额",
        "1.20",
        "2.30",
        "八、每股收益：",
    ]
