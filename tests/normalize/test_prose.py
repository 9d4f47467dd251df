"""What the numbers of a sentence are about."""

from __future__ import annotations

import pytest

from fuhe.normalize.prose import ProseContext, prose_numbers
from fuhe.schemas.records import Kind, Stage

CONTEXT = ProseContext(fiscal_year=2023)


def measured(text):
    return [n for n in prose_numbers(text, CONTEXT) if n.printed.kind not in (Kind.DATE, Kind.ORDINAL)]


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        ("年初预算为370.8万元，支出决算为432.67万元", [Stage.INITIAL_BUDGET, Stage.ACTUAL]),
        (
            "年初预算100万元，年中追加50万元，调整后预算150万元",
            [Stage.INITIAL_BUDGET, Stage.ADDED_BUDGET, Stage.FULL_YEAR_BUDGET],
        ),
        ("全年预算数850万元，执行数820万元", [Stage.FULL_YEAR_BUDGET, Stage.ACTUAL]),
        ("三公经费预算4.75万元", [Stage.BUDGET]),
        ("一般公共预算拨款1200万元", [None]),
        ("修缮项目支出19.32万元", [Stage.ACTUAL]),
        ("年初预算133万元，其中：甲项目经费40万元", [Stage.INITIAL_BUDGET, Stage.INITIAL_BUDGET]),
        ("支出决算80万元，比上年增加5万元", [Stage.ACTUAL, None]),
        ("完成年初预算的98%", [None]),
    ],
)
def test_stage(text, stages):
    assert [n.stage for n in measured(text)] == stages


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("2022年“三公经费”预算5万元，2023年预算4.75万元", ["2022", "2023"]),
        ("支出80万元，比上年75万元增加5万元", ["2023", "2022", "2023"]),
        ("2022年收入10万元，支出9万元", ["2022", "2022"]),
        ("上年结转10万元，本年收入100万元", ["2023", "2023"]),
    ],
)
def test_period(text, periods):
    assert [n.period for n in measured(text)] == periods


def test_no_fiscal_year_and_no_year_in_the_words_leaves_the_period_open():
    (number,) = prose_numbers("支出80万元", ProseContext())
    assert number.period is None


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("基本支出年初预算498万元，支出决算586万元", ["基本支出", "基本支出"]),
        ("1.行政运行（项）。年初预算为370.8万元", ["行政运行（项）"]),
        ("其中：行政编17个，工勤编1个", ["行政编", "工勤编"]),
    ],
)
def test_label_is_carried_from_the_words_before(text, labels):
    assert [n.label for n in measured(text)] == labels


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("公务用车管理项目支出40万元，支出决算39万元", ["公务用车管理项目", "公务用车管理项目"]),
        ("财政拨款项目支出年初预算数为133万元", [None]),
        ("追加安排的财政拨款项目经费483.73万元", [None]),
        ("基本支出500万元", [None]),
    ],
)
def test_entity_is_the_project_named(text, entities):
    assert [n.entity for n in measured(text)] == entities


def test_indicator_needs_a_name_of_its_own_scope():
    (total,) = measured("基本支出586.77万元")
    assert total.indicator is not None
    (appropriated,) = measured("一般公共预算财政拨款基本支出586.77万元")
    assert appropriated.indicator != total.indicator


def test_an_increase_is_no_value_of_the_indicator():
    whole, rise = measured("基本支出586.77万元，增加20万元")
    assert whole.indicator is not None
    assert rise.indicator is None


def test_a_unit_printed_once_belongs_to_the_whole_list():
    assert [n.printed.unit for n in measured("编制分别为17、11、1人")] == ["人", "人", "人"]
