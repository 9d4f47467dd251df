"""Outline levels by text, heading paths, captions and unit lines."""

from __future__ import annotations

import pytest

from fuhe.extract.captions import caption_and_unit, find_unit
from fuhe.extract.outline import fold_headings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、部门基本情况", 1),
        ("十二、其他需要说明的问题", 1),
        ("第一部分 部门概况", 1),
        ("附件2", 1),
        ("附件3：部门整体支出绩效自评表", 1),
        ("（一）项目实施单位基本情况。", 2),
        ("(二) 项目支出情况：", 2),
        ("（三）目标设定10分", 2),
        ("1.基本支出", 3),
        ("2、项目支出", 3),
        ("3．政府采购", 3),
        ("1. 2023年预算安排", 3),
        ("（1）数量指标", 4),
        ("1.1 预算编制", 4),
        ("①会议费", 5),
        ("1.5万元", None),
        ("2023年度", None),
        ("（2023年度）", None),
        ("一般公共预算支出", None),
        ("一、概况。内设科室6个", None),
        ("（一）支出100万元。", None),
        ("1.在职人员控制率：定编29人，在职27人", None),
        ("2.其他支出1.72万元。", None),
        ("一、部门基本情况........3", None),
        ("一、部门基本情况\t3", None),
        ("一、" + "很长的一段话" * 8, None),
        ("1.", None),
        ("附件管理办法", None),
    ],
)
def test_level_of_a_typed_number(text: str, expected: int | None) -> None:
    assert fold_headings([(text, None)])[0].level == expected


def test_headings_by_typed_numbers() -> None:
    typed = ["标题", "一、甲", "正文。", "（一）乙", "1.丙", "正文。", "（二）丁", "二、戊", "正文。"]
    placed = fold_headings((text, None) for text in typed)
    assert [(place.level, place.heading) for place in placed] == [
        (None, ()),
        (1, ()),
        (None, ("一、甲",)),
        (2, ("一、甲",)),
        (3, ("一、甲", "（一）乙")),
        (None, ("一、甲", "（一）乙", "1.丙")),
        (2, ("一、甲",)),
        (1, ()),
        (None, ("二、戊",)),
    ]
    assert placed[6].below == ("一、甲", "（二）丁")


def test_parts_stand_above_typed_numbers() -> None:
    placed = fold_headings(
        (text, None) for text in ["第一部分 概况", "一、职责", "第二部分 决算", "一、收入"]
    )
    assert [place.below for place in placed][1::2] == [
        ("第一部分 概况", "一、职责"),
        ("第二部分 决算", "一、收入"),
    ]


def test_styles_set_the_level_of_typed_numbers() -> None:
    placed = fold_headings([("报告", 1), ("一、甲", 2), ("（一）乙", None), ("二、丙", None)])
    assert [place.level for place in placed] == [1, 2, 3, 2]


def test_heading_style_on_a_long_paragraph_is_ignored() -> None:
    assert fold_headings([("一段话" * 40, 1)])[0].level is None


def test_line_break_in_a_heading_is_joined() -> None:
    assert fold_headings([("一、部门整体\n支出情况", None)])[0].below == ("一、部门整体支出情况",)


CAPTIONS = {
    "caption and unit": (["部门收支总表", "单位：万元"], "部门收支总表", "单位：万元"),
    "unit beside the unit's name": (
        ["附件2", "部门整体支出绩效自评表", "（2023年度）", "填报单位（盖章）：某局     单位：万元"],
        "部门整体支出绩效自评表",
        "单位：万元",
    ),
    "unit in the caption": (["项目支出明细表（金额单位：元）"], "项目支出明细表", "金额单位：元"),
    "unit alone in brackets": (["支出表", "（万元）"], "支出表", "（万元）"),
    "several units": (["资产情况表", "单位：万元、平方米"], "资产情况表", "单位：万元、平方米"),
    "sentence above": (["收支情况如下：", "单位：元"], None, "单位：元"),
    "nothing beyond a sentence": (["基础数据表", "说明到此为止。", "单位：元"], None, "单位：元"),
    "a title that names no table": (["正文结束。", "人员构成"], "人员构成", None),
    "the line that names a table goes first": (
        ["附表1 预算执行情况表", "某某市某局"],
        "附表1 预算执行情况表",
        None,
    ),
    "a unit that is an organisation": (["自评表", "填报单位：某局"], "自评表", None),
    "date between": (["资产负债表", "2023年12月31日"], "资产负债表", None),
    "caption over two lines": (["2023年度综合评价\n结果表"], "2023年度综合评价结果表", None),
    "number of the form below its title": (
        ["收入支出决算总表", "公开01表", "部门：某局　　金额单位：万元"],
        "收入支出决算总表",
        "金额单位：万元",
    ),
    "number of the form above its title": (["财决公开02-1表", "收入决算表"], "收入决算表", None),
    "nothing": ([], None, None),
}


@pytest.mark.parametrize(("above", "caption", "unit"), CAPTIONS.values(), ids=CAPTIONS.keys())
def test_caption_and_unit(above: list[str], caption: str | None, unit: str | None) -> None:
    assert caption_and_unit(above) == (caption, unit)


def test_prose_states_no_unit() -> None:
    assert find_unit("本年支出以单位：万元计" + "，其余从略" * 30) is None
