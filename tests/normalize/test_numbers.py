"""Every form in which reports print numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuhe.normalize.numbers import find_numbers, is_numeric
from fuhe.schemas.records import Kind
from fuhe.schemas.units import load_units

# text, then (printed value, unit, kind, sign) of each number in it
CASES = [
    ("1203.5", [("1203.5", None, "number", None)]),
    ("4.30", [("4.30", None, "number", None)]),
    ("1,203.50万元", [("1203.50", "万元", "amount", None)]),
    ("1，203.50万元", [("1203.50", "万元", "amount", None)]),
    ("１２０３．５万元", [("1203.5", "万元", "amount", None)]),
    ("行政17人，工勤1人", [("17", "人", "count", None), ("1", "人", "count", None)]),
    ("-5", [("-5", None, "number", None)]),
    ("－5.2万元", [("-5.2", "万元", "amount", None)]),
    ("▼1.70%", [("-1.70", "%", "percent", None)]),
    ("(5.2)", [("-5.2", None, "number", None)]),
    ("-￥7,500.00", [("-7500.00", None, "number", None)]),
    ("¥-7,500.00元", [("-7500.00", "元", "amount", None)]),
    ("(￥7,500.00)", [("-7500.00", None, "number", None)]),
    ("单价￥35", [("35", None, "number", None)]),
    ("（12.5%）", [("-12.5", "%", "percent", None)]),
    ("（1）", [("1", None, "ordinal", None)]),
    ("变动率为-5%", [("-5", "%", "percent", None)]),
    ("80-90分", [("80", None, "number", None), ("90", "分", "score", None)]),
    ("-30%—-20%", [("-30", "%", "percent", None), ("-20", "%", "percent", None)]),
    ("19.32万", [("19.32", "万元", "amount", None)]),
    ("支出119.8万余元", [("119.8", "万元", "amount", None)]),
    ("60万人", [("60", "万人", "count", None)]),
    ("办证面积78.41万。", [("78.41", "万", "number", None)]),
    ("2.3亿元", [("2.3", "亿元", "amount", None)]),
    ("48.76％", [("48.76", "%", "percent", None)]),
    ("0.5个百分点", [("0.5", "百分点", "percent", None)]),
    ("3.2‰", [("3.2", "‰", "percent", None)]),
    ("86㎡", [("86", "平方米", "area", None)]),
    ("101.28万平方米", [("101.28", "万平方米", "area", None)]),
    ("50m2，20", [("50", "平方米", "area", None), ("20", None, "number", None)]),
    ("12.5公里", [("12.5", "公里", "number", None)]),
    ("满分10分", [("10", "分", "score", None)]),
    ("5分别为3分", [("5", None, "number", None), ("3", "分", "score", None)]),
    ("第3分局", [("3", None, "ordinal", None)]),
    ("≥95%", [("95", "%", "percent", "≥")]),
    ("＞=95%", [("95", "%", "percent", "≥")]),
    ("≦3次", [("3", "次", "count", "≤")]),
    ("=100%", [("100", "%", "percent", "=")]),
    ("不低于95%", [("95", "%", "percent", "≥")]),
    ("达到95%以上", [("95", "%", "percent", "≥")]),
    ("2023年12月31日前", [("2023", None, "date", None)]),
    ("2024.4.3", [("2024", None, "date", None)]),
    ("2023-12-31", [("2023", None, "date", None)]),
    ("2023/12/31", [("2023", None, "date", None)]),
    ("2023年度", [("2023", None, "date", None)]),
    ("2022决算数", [("2022", None, "date", None)]),
    ("1-9月份", [("1", None, "date", None)]),
    ("9月", [("9", None, "date", None)]),
    ("2021—2023年", [("2021", None, "date", None)]),
    ("12个月", [("12", "月", "number", None)]),
    ("30日内", [("30", "天", "number", None)]),
    ("2023.12", [("2023.12", None, "number", None)]),
    ("1、公务用车", [("1", None, "ordinal", None)]),
    ("1．指导", [("1", None, "ordinal", None)]),
    (
        "1.2023年“三公”经费5万元",
        [("1", None, "ordinal", None), ("2023", None, "date", None), ("5", "万元", "amount", None)],
    ),
    ("职责是：2.负责", [("2", None, "ordinal", None)]),
    ("第108项", [("108", None, "ordinal", None)]),
    ("7号楼", [("7", None, "ordinal", None)]),
    ("财预〔2020〕10号", [("2020", None, "ordinal", None), ("10", None, "ordinal", None)]),
    ("附件1", [("1", None, "ordinal", None)]),
    ("2.1 项目概况", [("2", None, "ordinal", None)]),
    ("1.1.2 建设内容", [("1", None, "ordinal", None)]),
    ("2130101", [("2130101", None, "ordinal", None)]),
    ("2130101行政运行", [("2130101", None, "ordinal", None)]),
    ("12345678", [("12345678", None, "ordinal", None)]),
    ("12345678.90", [("12345678.90", None, "number", None)]),
    ("12345678元", [("12345678", "元", "amount", None)]),
    ("联系电话：8569821", [("8569821", None, "ordinal", None)]),
    ("0734-8569821", [("734", None, "ordinal", None)]),
    ("PM2.5", [("2", None, "ordinal", None)]),
    ("G318国道", [("318", None, "ordinal", None)]),
    ("175,027.6\n2", [("175027.62", None, "number", None)]),
    ("175,02\n7.62", [("175027.62", None, "number", None)]),
    ("10\n20", [("10", None, "number", None), ("20", None, "number", None)]),
    ("40.50\n17.25", [("40.50", None, "number", None), ("17.25", None, "number", None)]),
    ("12 345.6", [("12", None, "number", None), ("345.6", None, "number", None)]),
    ("产出指标（40分）", [("40", "分", "score", None)]),
    ("——", []),
    ("/", []),
    ("无", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[repr(text) for text, _ in CASES])
def test_printed_form(text, expected):
    found = [(str(n.value), n.unit, n.kind.value, n.sign) for n in find_numbers(text)]
    named = [(value, unit and load_units()[unit].name, kind, sign) for value, unit, kind, sign in expected]
    assert found == named


@pytest.mark.parametrize(
    ("text", "printed", "decimals"),
    [("≥95%以上", "≥95%", 0), ("支出1，203.50万元。", "1，203.50万元", 2), ("约3000多辆", "3000多辆", 0)],
)
def test_text_is_as_printed_with_sign_and_unit(text, printed, decimals):
    (number,) = find_numbers(text)
    assert (number.text, number.decimals) == (printed, decimals)
    assert text[number.start : number.end] == printed


def test_wrapped_figure_keeps_its_place_in_the_printed_text():
    text = "合计\n175,027.6\n2\n上年90"
    first, second = find_numbers(text)
    assert text[first.start : first.end] == "175,027.6\n2"
    assert first.text == "175,027.62"
    assert text[second.start : second.end] == "90"


@pytest.mark.parametrize("text", ["1,203.5", "≥95%", "40万", " 12 ", "(5.2)"])
def test_a_value_alone_is_numeric(text):
    assert is_numeric(text)


@pytest.mark.parametrize("text", ["2023年", "——", "29个编制", "", "1、", "10 20", "附件1"])
def test_a_label_is_not_numeric(text):
    assert not is_numeric(text)


AMOUNTS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(9_999_999), places=2)


@given(AMOUNTS)
def test_a_printed_amount_is_found_again_exactly(value):
    text = f"支出决算为{value}万元，"
    (number,) = find_numbers(text)
    assert (number.value, number.decimals, number.unit) == (value, 2, "万元")
    assert text[number.start : number.end] == f"{value}万元"


@given(AMOUNTS)
def test_thousands_separators_do_not_change_a_figure(value):
    for text in (f"{value:,}元", f"{value:,}元".replace(",", "，")):
        assert [n.value for n in find_numbers(text)] == [value]


@given(st.lists(st.tuples(AMOUNTS, st.sampled_from(["万元", "%", "人", "个"])), max_size=8))
def test_every_number_of_a_list_is_found_in_its_place(items):
    text = "、".join(f"甲{value}{unit}" for value, unit in items)
    found = find_numbers(text)
    assert [n.value for n in found] == [value for value, _ in items]
    assert [text[n.start : n.end] for n in found] == [f"{value}{unit}" for value, unit in items]


@given(st.text(alphabet="0123456789.,，-()（）%万元年月日号\n ≥一二：、", max_size=60))
def test_spans_hold_digits_and_never_overlap(text):
    end = 0
    for number in find_numbers(text):
        assert end <= number.start < number.end <= len(text)
        assert any(c.isdigit() for c in text[number.start : number.end])
        assert (
            number.kind in (Kind.DATE, Kind.ORDINAL)
            or number.value == number.value.copy_abs()
            or "-" in number.text
            or number.text.startswith(("(", "（", "▼"))
        )
        end = number.end
