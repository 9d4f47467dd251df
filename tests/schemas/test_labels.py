from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuhe.schemas.errors import CatalogueError
from fuhe.schemas.labels import clean_label, marks_in_label, read_label_words, unit_in_label, year_in_label

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("年初预算数", "年初预算数"),
        ("年 初\u3000预算\n数", "年初预算数"),
        ("年\u00a0初\u200b预算数", "年初预算数"),
        ("年初预算数（万元）", "年初预算数"),
        ("年初预算数(单位：万元)", "年初预算数"),
        ("全年预算数（A）", "全年预算数"),
        ("执行率（B/A）", "执行率"),
        ("执行率(B／A×100％)", "执行率"),
        ("预算执行率%", "预算执行率"),
        ("得分(20分*执行率)", "得分"),
        ("产出指标\n(40 分)", "产出指标"),
        ("产出指标（40．5分）", "产出指标"),
        ("预算执行情况（万元）（20分）", "预算执行情况"),
        ("职责履行30分", "职责履行"),
        ("一、部门整体支出", "部门整体支出"),
        ("（一）其中：公车购置", "公车购置"),
        ("其中:本年财政拨款", "本年财政拨款"),
        ("其中基本支出", "基本支出"),
        ("加：年初结转和结余", "年初结转和结余"),
        ("减：结余分配", "结余分配"),
        ("①人员经费支出", "人员经费支出"),
        ("（1）人员经费", "人员经费"),
        ("1、公务用车购置和维护经费", "公务用车购置和维护经费"),
        ("1．本年收入", "本年收入"),
        ("1.2.3、差旅费", "差旅费"),
        ("*事业收入", "事业收入"),
        ("★主管部门", "主管部门"),
        ('“三公"经费：', "三公经费"),
        ("「三公」经费，", "三公经费"),
        ("3、专项资金（一个专项一行）", "专项资金"),
        ("实施单位 (盖章)", "实施单位"),
        ("2024年实际在职人数（人）", "实际在职人数"),
        ("2023年度预算数", "预算数"),
        ("2022决算数", "决算数"),
        ("二〇二四年决算数", "决算数"),
        ("2024年末资产总额", "年末资产总额"),
        ("2024年年初预算数", "年初预算数"),
        ("2024年中央补助", "中央补助"),
        ("楼堂馆所控制情况（2023 年完工项目）", "楼堂馆所控制情况"),
        ("⼀般公共预算", "一般公共预算"),
    ],
)
def test_trimmings_are_taken_off(printed: str, key: str) -> None:
    assert clean_label(printed) == key


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("上年决算数", "上年决算数"),
        ("本年收入", "本年收入"),
        ("因公出国（境）费", "因公出国(境)费"),
        ("部门（单位）名称", "部门(单位)名称"),
        ("一级指标", "一级指标"),
        ("1-9月执行数", "1-9月执行数"),
        ("1.5倍", "1.5倍"),
        ("应付账款（暂存款）率", "应付账款(暂存款)率"),
        ("资本性支出（基本建设）", "资本性支出(基本建设)"),
        ("其中：", "其中"),
        ("2024年度", "2024年度"),
        ("（万元）", "(万元)"),
        ("", ""),
    ],
)
def test_what_belongs_to_the_label_stays(printed: str, key: str) -> None:
    assert clean_label(printed) == key


_PIECES = [
    "其中：",
    "（万元）",
    "(20分)",
    "2024年",
    "一、",
    "1.",
    "①",
    "*",
    "：",
    "（B/A）",
    "%",
    "加",
    "三公",
    "\u3000",
    "“",
    "（",
    "）",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(_PIECES), max_size=8).map("".join)))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_label(clean_label(text)) == clean_label(text)


@pytest.mark.parametrize(
    ("printed", "marks"),
    [
        ("产出指标（40分）", "40"),
        ("产出指标\n(40 分)", "40"),
        ("投入（满分：12.5分）", "12.5"),
        ("预算执行情况（万元）（20分）", "20"),
        ("预算配置5分", "5"),
        ("产出指标", None),
        ("产出指标（40）", None),
        ("得分（20分*执行率）", None),
        ("得分70分", None),
        ("年初预算数（万元）", None),
    ],
)
def test_marks_are_read_from_brackets_and_ends(printed: str, marks: str | None) -> None:
    assert marks_in_label(printed) == (Decimal(marks) if marks else None)


@pytest.mark.parametrize(
    ("printed", "year"),
    [
        ("2023年决算数", 2023),
        ("2022决算数", 2022),
        ("（２０２４ 年度）", 2024),
        ("二〇二三年度", 2023),
        ("楼堂馆所控制情况（2023年完工项目）", 2023),
        ("上年决算数", None),
        ("2022年和2023年决算数", None),
        ("120245年", None),
        ("2024", None),
    ],
)
def test_only_one_explicit_year_counts(printed: str, year: int | None) -> None:
    assert year_in_label(printed) == year


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("年初预算数(万元)", "万元"),
        ("批复规模（㎡）", "㎡"),
        ("单位：万元", "万元"),
        ("金额单位：元", "元"),
        ("单位：人民币万元", "万元"),
        ("单位：人、万元", "万元"),
        ("金额（元）", "元"),
        ("经费控制情况(万元)", "万元"),
        ("全年预算数（A）（万元）", "万元"),
        ("填报单位：某某局 单位：亿元", "亿元"),
        ("编制数（人）", "人"),
        ("预算执行率%", "%"),
        ("占比（％）", "%"),
        ("人均支出（元/人）", "元/人"),
        ("实施单位：财政局", None),
        ("部门（单位）名称", None),
        ("年初预算数", None),
        ("产出指标（40分）", None),
        ("因公出国（境）费", None),
    ],
)
def test_unit_is_read_from_brackets_and_unit_lines(printed: str, unit: str | None) -> None:
    assert unit_in_label(printed) == unit


def test_faulty_pattern_is_named(tmp_path: Path) -> None:
    (tmp_path / "labels.yaml").write_text(
        'remarks: ["(盖章"]\nleading: [其中]\nguards: [率]\n', encoding="utf-8"
    )
    with pytest.raises(CatalogueError, match=r"labels\.yaml：顶层 的 remarks .*盖章"):
        read_label_words(tmp_path)
