from __future__ import annotations

import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

import fuhe.schemas
from fuhe.schemas.catalogue import Catalogue, load_catalogue, read_catalogue
from fuhe.schemas.errors import CatalogueError
from fuhe.schemas.labels import clean_label

PACKAGED = Path(fuhe.schemas.__file__).parent
FILES = ("indicators.yaml", "weights.yaml", "grades.yaml", "units.yaml", "labels.yaml")


@pytest.fixture
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(PACKAGED / name, tmp_path)
    return tmp_path


# ------------------------------------------------------------------ the packaged data


def test_catalogue_is_complete(catalogue: Catalogue) -> None:
    assert len(catalogue.indicators) >= 355


def test_every_printed_label_finds_its_indicator(catalogue: Catalogue) -> None:
    for indicator in catalogue.indicators.values():
        for printed in indicator.printed_labels:
            assert indicator in catalogue.by_label(printed), (indicator.id, printed)
            assert catalogue.by_label(printed, indicator.section)[0].section == indicator.section


def test_no_indicator_lists_a_label_twice(catalogue: Catalogue) -> None:
    for indicator in catalogue.indicators.values():
        keys = [clean_label(printed) for printed in indicator.printed_labels]
        assert len(keys) == len(set(keys)), (indicator.id, keys)


def test_labels_are_labels_not_values(catalogue: Catalogue) -> None:
    for indicator in catalogue.indicators.values():
        for printed in indicator.printed_labels:
            assert len(printed) <= 30, (indicator.id, printed)
            assert not printed[0].isdigit() or "月" in printed, (indicator.id, printed)


def test_figures_have_a_meaning(catalogue: Catalogue) -> None:
    figures = [each for each in catalogue.indicators.values() if each.kind in ("amount", "ratio", "count")]
    explained = [each for each in figures if each.meaning]
    assert len(explained) >= 120
    assert all(re.fullmatch(r".{4,60}。", each.meaning or "") for each in explained)


def test_ratios_are_in_percent_and_text_has_no_unit(catalogue: Catalogue) -> None:
    for indicator in catalogue.indicators.values():
        if indicator.kind == "text":
            assert indicator.unit is None, indicator.id
        if indicator.kind == "ratio":
            assert indicator.unit in ("%", None), indicator.id


def test_weights_sum_to_a_hundred(catalogue: Catalogue) -> None:
    assert catalogue.weights["national_standard"].weights["产出指标"] == 50
    assert {sum(scheme.weights.values()) for scheme in catalogue.weights.values()} == {100}


@pytest.mark.parametrize(
    ("scheme", "score", "word"),
    [
        ("national_four_grades", "90", "优"),
        ("national_four_grades", "89.99", "良"),
        ("national_four_grades", "59.9", "差"),
        ("county_floor_seventy", "70", "较差"),
        ("third_party", "59", "较差"),
    ],
)
def test_bands_include_their_lower_bound(catalogue: Catalogue, scheme: str, score: str, word: str) -> None:
    band = catalogue.grades[scheme].band(Decimal(score))
    assert band is not None
    assert band.word == word


def test_no_band_holds_a_negative_score(catalogue: Catalogue) -> None:
    assert catalogue.default_grades.id == "national_four_grades"
    assert catalogue.default_grades.band(Decimal(-1)) is None


@pytest.mark.parametrize(
    ("spelled", "name", "factor"),
    [
        ("万元", "万元", "10000"),
        ("人民币万元", "万元", "10000"),
        ("％", "%", "1"),
        ("‰", "‰", "0.1"),
        ("平方米", "㎡", "1"),
        ("万 ㎡", "万平方米", "10000"),
    ],
)
def test_units_are_found_by_every_spelling(
    catalogue: Catalogue, spelled: str, name: str, factor: str
) -> None:
    unit = catalogue.unit(spelled)
    assert unit is not None
    assert (unit.name, unit.factor) == (name, Decimal(factor))


def test_only_bare_powers_of_ten_are_scales(catalogue: Catalogue) -> None:
    assert {unit.name for unit in catalogue.units.values() if unit.scale} == {"万", "亿"}
    assert catalogue.unit("银两") is None


# ------------------------------------------------------------------ labels


@pytest.mark.parametrize(
    ("label", "section", "first"),
    [
        ("控制率", None, "staffing_control_rate"),
        ("1、公务用车购置和维护经费", None, "vehicle_purchase_and_operation"),
        ("2024年实际在职人数", None, "staff_on_post"),
        ("其中：财政拨款（万元）", None, "current_year_fiscal_appropriation"),
        ("调整后预算数（万元）", None, "full_year_budget"),
        ("预算执行率", "framework_10_project", "exec_rate_framework10"),
        ("预算执行率", "fund_block", "budget_execution_rate"),
        ("得分", "selfeval_form_tree", "se_indicator_score"),
        ("得分", "score_and_result", "ev_score"),
        ("成本指标（20分）", "selfeval_form_tree", "se_cost"),
        ("因公出国(境)费", "fund_block", "overseas_travel"),
    ],
)
def test_section_decides_between_equal_labels(
    catalogue: Catalogue, label: str, section: str | None, first: str
) -> None:
    assert catalogue.by_label(label, section)[0].id == first


def test_ambiguous_label_gives_all(catalogue: Catalogue) -> None:
    assert {found.id for found in catalogue.by_label("管理制度健全性")} >= {
        "mgmt_system_soundness",
        "f10_system_sound",
    }
    assert catalogue.by_label("某某专项行动") == ()


def test_slip_of_the_pen_is_forgiven(catalogue: Catalogue) -> None:
    near = catalogue.nearest("授予中小企企业合同金额")
    assert near is not None
    assert near[0].id == "sme_procurement_amount"
    assert 90 <= near[1] < 100


@pytest.mark.parametrize(
    "label",
    [
        "政府采购节约率",
        "一般公共预算财政拨款控制率",
        "上年一般公共预算财政拨款",
        "单价500万元以上通用设备数",
        "某某专项行动",
        "",
    ],
)
def test_telling_words_forbid_a_near_match(catalogue: Catalogue, label: str) -> None:
    assert catalogue.nearest(label) is None


def test_near_match_of_an_ambiguous_label_needs_the_section(catalogue: Catalogue) -> None:
    label = "社会公众或服务对象满意意度"
    assert catalogue.nearest(label) is None
    near = catalogue.nearest(label, "framework_53_project")
    assert near is not None
    assert near[0].id == "proj_satisfaction"


# ------------------------------------------------------------------ complaints


ENTRY = "label: 某数\n      kind: amount\n"
BROKEN = {
    "unknown kind": ("label: 某数\n      kind: money\n", "kind 应为以下之一：amount.*“money”"),
    "missing kind": ("label: 某数\n", "kind 应为非空文字，现为没有这个键"),
    "unknown unit": (ENTRY + "      unit: 两\n", "unit 应为以下之一"),
    "unknown key": (ENTRY + "      alias: [数]\n", "alias 应为以下之一（键名有误）"),
    "aliases no list": (ENTRY + "      aliases: 数\n", "aliases 应为文字的列表，现为“数”"),
    "alias twice": (ENTRY + "      aliases: [数, 数]\n", "aliases 应为不重复的文字的列表"),
    "unknown parent": (ENTRY + "      level: 2\n      parent: nowhere\n", "parent 应为目录中已有的指标编号"),
    "own parent": (ENTRY + "      level: 2\n      parent: broken_one\n", "parent 应为级次更高的指标编号"),
    "unknown id in formula": (ENTRY + "      formula: nowhere + 1\n", "formula 应为.*没有 nowhere"),
    "unreadable formula": (ENTRY + "      formula: staff_quota ÷ 2\n", "formula 应为.*第12个字符"),
    "unknown facet in formula": (ENTRY + "      formula: staff_quota[next.actual]\n", "formula 应为"),
    "unknown facet set": (ENTRY + "      facets: all\n", "facets 应为以下之一"),
    "marks no number": (ENTRY + "      typical_full_marks: [五]\n", "typical_full_marks 应为数字"),
    "label taken": ("label: 编制数\n      kind: count\n", "label 应与其他指标不同"),
    "level four": (ENTRY + "      level: 4\n", "level 应为以下之一"),
    "no mapping": ("[某数]\n", "broken_one 应为映射"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_broken_entry_is_named_with_its_key(folder: Path, fault: str) -> None:
    entry, message = BROKEN[fault]
    with (folder / "indicators.yaml").open("a", encoding="utf-8") as file:
        lead = "" if entry.startswith("[") else "\n      "
        file.write(f"  broken:\n    broken_one: {lead}{entry}")
    with pytest.raises(CatalogueError, match=rf"^indicators\.yaml：.*{message}") as raised:
        read_catalogue(folder)
    assert "broken" in str(raised.value)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "indicators.yaml",
            "facet_sets: {}\nindicators:\n  a:\n    x: {label: 甲, kind: text}\n  b:\n    x: {label: 乙, kind: text}\n",
            "b.x 的编号 x 已在",
        ),
        (
            "indicators.yaml",
            "facet_sets: {}\nindicators:\n  a:\n    x: {label: 甲, kind: text}\n    x: {label: 乙, kind: text}\n",
            "第5行第5列 键 x 重复",
        ),
        (
            "indicators.yaml",
            "facet_sets: {wrong: [now.actual]}\nindicators: {}\n",
            "wrong 应为“时期.阶段”的列表",
        ),
        (
            "weights.yaml",
            "half: {label: 一半, applies_to: both, weights: {产出: 50}}\n",
            "half 的 weights 应为合计为 100 的分值",
        ),
        ("grades.yaml", "none: {authority: 甲, bands: []}\n", "none 的 bands 应为由高到低"),
        (
            "grades.yaml",
            "x: {authority: 甲, bands: [{lower: 0, inclusive: true, word: 差, ordinal: 1}]}\n",
            "应恰有一个等级标准写明 default",
        ),
        (
            "grades.yaml",
            "x: {authority: 甲, bands: [{lower: 0, inclusive: true, word: 差, ordinal: 2}]}\n",
            "x.bands第1项 的 ordinal 应为该等级的次序 1",
        ),
        ("units.yaml", "amount: {元: {factor: 0}}\n", "amount.元 的 factor 应为大于零的数字"),
        (
            "units.yaml",
            "amount: {元: {factor: 1}, 圆: {factor: 1, aliases: [元]}}\n",
            "amount.圆 的 aliases 应为别处没有的写法",
        ),
        ("units.yaml", "amount: {元: {factor: 1, base: 角}}\n", "amount.元 的 base 应为同组的单位"),
        ("units.yaml", "amount: {元: [\n", "第.行第.列"),
        ("units.yaml", "- 元\n", "应为“键: 值”的映射"),
    ],
)
def test_broken_file_is_named_with_its_place(folder: Path, name: str, text: str, message: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=message) as raised:
        read_catalogue(folder)
    assert str(raised.value).startswith(name)


def test_missing_file_is_named(folder: Path) -> None:
    (folder / "weights.yaml").unlink()
    with pytest.raises(CatalogueError, match=r"weights\.yaml：无法读取"):
        read_catalogue(folder)
