"""The report that corpus/drawing_variants.py draws in many ways: prose, a form, a list over two pages."""

from __future__ import annotations

from typing import NamedTuple

WIDTH, HEIGHT = 595.0, 842.0
SIZE = 10.0
ROW = 22.0


class Area(NamedTuple):
    """A cell, merged or not."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str


class Drawn(NamedTuple):
    """A table on a page; its rows are equally high."""

    page: int
    top: float
    xs: tuple[float, ...]
    areas: tuple[Area, ...]

    @property
    def n_rows(self) -> int:
        return max(area.row + area.rowspan for area in self.areas)

    def box(self, area: Area) -> tuple[float, float, float, float]:
        """Return x0, top, x1, bottom."""
        return (
            self.xs[area.column],
            self.top + ROW * area.row,
            self.xs[area.column + area.colspan],
            self.top + ROW * (area.row + area.rowspan),
        )


# x, top, size, text, page
PROSE = (
    (178.0, 60.0, 18.0, "部门整体支出绩效自评报告", 1),
    (80.0, 100.0, 12.0, "一、预算执行情况", 1),
    (80.0, 124.0, 12.0, "全年预算数为1,286.40万元，全年执行数为1,247.81万元，执行率为97%。", 1),
    (200.0, 156.0, 14.0, "项目支出绩效自评表", 1),
    (452.0, 178.0, 10.0, "单位：万元", 1),
    (80.0, 440.0, 12.0, "二、指标完成情况", 1),
    (80.0, 464.0, 12.0, "各项指标完成情况见下表。", 1),
    (80.0, 300.0, 12.0, "三、改进措施", 2),
    (80.0, 324.0, 12.0, "加强预算编制，提高执行的均衡性。", 2),
)

_FORM = """
0 0 1 1 项目名称|0 1 1 5 河道清淤工程
1 0 4 1 项目资金|1 1 1 1 资金来源|1 2 1 1 年初预算数|1 3 1 1 全年预算数|1 4 1 1 全年执行数|1 5 1 1 得分
2 1 1 1 年度资金总额|2 2 1 1 1,250.00|2 3 1 1 1,286.40|2 4 1 1 1,247.81|2 5 1 1 9.7
3 1 1 1 其中：财政拨款|3 2 1 1 1,250.00|3 3 1 1 1,268.90|3 4 1 1 1,230.31|3 5 1 1
4 1 1 1 其他资金|4 2 1 1 0|4 3 1 1 17.50|4 4 1 1 17.50|4 5 1 1
5 0 2 1 年度目标|5 1 1 3 预期目标|5 4 1 2 实际完成情况
6 1 1 3 清淤河道36公里，验收合格|6 4 1 2 清淤38公里
7 0 2 1 绩效指标|7 1 1 1 一级指标|7 2 1 2 三级指标|7 4 1 1 指标值|7 5 1 1 完成值
8 1 1 1 产出指标|8 2 1 2 清淤长度|8 4 1 1 ≥36公里|8 5 1 1 38公里
9 0 1 4 总分|9 4 1 2 98.7
"""
_HEAD = ("序号", "三级指标", "年度指标值", "实际完成值", "分值")
_INDICATORS = (
    ("清淤河道长度", "36公里", "38公里", "10"),
    ("新建护岸长度", "4.2公里", "4.2公里", "10"),
    ("巡查次数", "≥48次", "52次", "5"),
    ("工程验收合格率", "100%", "100%", "10"),
    ("完成时间", "12月31日", "12月20日", "10"),
    ("单位成本", "≤35万元", "33.4万元", "10"),
    ("受益人口", "2.6万人", "2.6万人", "10"),
    ("水质达标率", "≥90%", "92%", "10"),
    ("设施运行年限", "≥5年", "5年", "10"),
    ("群众满意度", "≥95%", "96%", "10"),
    ("资金支付及时率", "100%", "100%", "5"),
    ("档案完整率", "100%", "100%", "5"),
    ("投诉处理率", "100%", "100%", "5"),
    ("培训人次", "120人次", "126人次", "5"),
    ("公开及时率", "100%", "100%", "5"),
    ("安全事故", "0起", "0起", "5"),
)
_ON_FIRST_PAGE = 12
_FORM_XS = (60.0, 122.0, 212.0, 290.0, 370.0, 455.0, 535.0)
_LIST_XS = (60.0, 110.0, 250.0, 350.0, 450.0, 535.0)


def _form() -> tuple[Area, ...]:
    areas = []
    for entry in "|".join(_FORM.strip().splitlines()).split("|"):
        row, column, rowspan, colspan, *text = entry.split(" ", 4)
        areas.append(Area(int(row), int(column), int(rowspan), int(colspan), "".join(text)))
    return tuple(areas)


def _list(first: int, last: int) -> tuple[Area, ...]:
    rows = [_HEAD, *((str(i + 1), *_INDICATORS[i]) for i in range(first, last))]
    return tuple(Area(r, c, 1, 1, text) for r, row in enumerate(rows) for c, text in enumerate(row))


def drawn_tables() -> tuple[Drawn, ...]:
    """Return the tables as they stand on the two pages; the list runs over the page end, its header repeated."""
    split = _ON_FIRST_PAGE
    return (
        Drawn(1, 196.0, _FORM_XS, _form()),
        Drawn(1, 492.0, _LIST_XS, _list(0, split)),
        Drawn(2, 72.0, _LIST_XS, _list(split, len(_INDICATORS))),
    )


def expected_tables() -> list[tuple[Area, ...]]:
    """Return the tables as they read."""
    return [_form(), _list(0, len(_INDICATORS))]
