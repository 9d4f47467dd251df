"""Discovery of sums, differences, averages, rates and shares in tables without a form."""

from __future__ import annotations

import re
from decimal import Decimal
from math import exp
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from fuhe.schemas.records import Outcome
from fuhe.tests.conftest import build_submission
from fuhe.validate.context import Context
from fuhe.validate.discovery.discovering import RATES, discover, is_error, is_telling
from fuhe.validate.discovery.grid import Aggregation, Axis, Number, NumberGrid, Operator
from fuhe.validate.discovery.proposing import discovered_relations
from fuhe.validate.evaluate import evaluate
from fuhe.validate.precision import Precision
from fuhe.validate.registry import Parameters
from fuhe.validate.relation import Shape

CASES = yaml.safe_load(Path(__file__).with_name("discovery_cases.yaml").read_text(encoding="utf-8"))
SIGNS = {Operator.DIFFERENCE: " - ", Operator.RATIO: " / ", Operator.CHANGE: " / "}


def grid_of(table) -> NumberGrid:
    header, *rows = [[str(cell) for cell in row] for row in table]
    cells = tuple(tuple(number_of(text) for text in row[1:]) for row in rows)
    return NumberGrid(cells, tuple(row[0] for row in rows), tuple(header[1:]))


def number_of(text: str) -> Number | None:
    if not re.fullmatch(r"-?\d+(\.\d+)?", text):
        return None
    return Number(Decimal(text), len(text.partition(".")[2]))


def described(found: Aggregation, grid: NumberGrid) -> str:
    lines, samples = grid.row_labels, grid.column_labels
    if found.axis is Axis.COLUMNS:
        lines, samples = samples, lines
    right = SIGNS.get(found.operator, " + ").join(lines[n] for n in found.operands)
    base = f" of {samples[found.base]}" if found.base is not None else ""
    fails = f"; fails at {' '.join(samples[n] for n in found.fails)}" if found.fails else ""
    return f"{found.operator}: {lines[found.target]} = {right}{base}{fails}"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_table_yields_what_it_holds_and_nothing_else(case):
    grid = grid_of(case["table"])
    assert {described(found, grid) for found in discover(grid)} == set(case["found"])


def random_table(seed: int, rows: int, columns: int) -> list[list[str]]:
    """Parts of random size with their total in the last row, all with two decimals."""
    numbers = Random(seed)
    parts = [
        [Decimal(numbers.randrange(10_00, 90_000_00)) / 100 for _ in range(columns)] for _ in range(rows)
    ]
    total = [sum(column) for column in zip(*parts, strict=True)]
    header = ["项目", *(f"第{n}栏" for n in range(columns))]
    return [
        header,
        *([f"{chr(ord('甲') + n)}部门", *(f"{v:.2f}" for v in row)] for n, row in enumerate(parts)),
        ["合计", *(f"{v:.2f}" for v in total)],
    ]


@settings(deadline=None)
@given(st.integers(0), st.integers(2, 30), st.integers(1, 8))
def test_a_computed_total_row_is_always_discovered(seed, rows, columns):
    found = discover(grid_of(random_table(seed, rows, columns)))
    assert (Axis.ROWS, rows, tuple(range(rows)), ()) in {
        (a.axis, a.target, a.operands, a.fails) for a in found
    }


@settings(deadline=None)
@given(st.integers(0), st.integers(2, 12), st.integers(3, 6), st.data())
def test_a_wrong_digit_in_a_total_is_an_error_wherever_it_stands(seed, rows, columns, data):
    table = random_table(seed, rows, columns)
    column = data.draw(st.integers(1, columns))
    printed = table[-1][column]
    at = data.draw(st.integers(0, printed.index(".") - 1))
    table[-1][column] = (
        printed[:at] + str((int(printed[at]) + data.draw(st.integers(1, 9))) % 10) + printed[at + 1 :]
    )
    found = next(a for a in discover(grid_of(table)) if a.target == rows and a.operands == tuple(range(rows)))
    assert found.fails == (column - 1,)
    assert is_error(found)


@settings(deadline=None)
@given(st.integers(0), st.integers(2, 8), st.integers(2, 6), st.data())
def test_the_order_of_unrelated_columns_does_not_matter(seed, rows, columns, data):
    table = random_table(seed, rows, columns)
    order = data.draw(st.permutations(range(1, columns + 1)))
    turned = [[row[0], *(row[n] for n in order)] for row in table]
    straight, other = grid_of(table), grid_of(turned)
    assert {described(a, straight) for a in discover(straight)} == {
        described(a, other) for a in discover(other)
    }


def test_a_sum_that_no_word_announces_is_tellinged_but_no_error():
    case = next(case for case in CASES if case["name"] == "a sum that no word announces")
    (found,) = discover(grid_of(case["table"]))
    assert is_telling(found)
    assert not is_error(found)


def test_figures_of_one_random_table_alone_are_no_aggregation():
    for seed in range(40):
        table = random_table(seed, rows=12, columns=5)[:-1]
        assert discover(grid_of(table)) == ()


def test_a_long_table_without_aggregations_gives_nothing():
    numbers = Random(7)
    cells = tuple(
        tuple(Number(Decimal(numbers.randrange(10**4, 10**8)) / 100, 2) for _ in range(12))
        for _ in range(600)
    )
    grid = NumberGrid(cells, tuple(f"第{n}户" for n in range(600)), tuple(f"第{n}栏" for n in range(12)))
    assert discover(grid) == ()


def relations_of(**table):
    context = Context(build_submission({"name": "x", "tables": [table]}), Parameters())
    precision = Precision.of(fact for view in context.reports for fact in view.facts)
    return [(relation, evaluate(relation, precision).outcome) for relation in discovered_relations(context)]


def test_a_failing_share_is_sure_when_others_hold():
    relations = relations_of(
        unit="单位：万元",
        rows=[
            ["项目", "决算数", "占比"],
            ["设备购置", "287.06", "18.53%"],
            ["房屋维修", "472.51", "35.50%"],
            ["人员培训", "118.57", "7.65%"],
            ["道路养护", "360.44", "23.26%"],
            ["绿化补植", "310.93", "20.07%"],
            ["合计", "1549.51", "100.00%"],
        ],
    )
    broken = [relation for relation, outcome in relations if outcome is Outcome.BROKEN]
    assert [(r.rule, r.stated.fact.text, r.confidence) for r in broken] == [("R07", "35.50%", 1.0)]
    assert [term.fact.text for term in (*broken[0].terms, *broken[0].base)] == ["472.51", "1549.51"]


def test_rate_share_and_change_columns_become_quotients():
    relations = relations_of(
        unit="单位：万元",
        rows=[
            ["单位", "上年数", "本年数", "增长率", "占比"],
            ["东区", "473.90", "500.25", "5.56%", "41.55%"],
            ["西区", "371.25", "388.60", "4.67%", "32.27%"],
            ["南乡", "263.17", "315.19", "17.77%", "26.18%"],
            ["合计", "1108.32", "1204.04", "8.64%", "100.00%"],
        ],
    )
    outcomes = {(r.rule, r.shape): outcome for r, outcome in relations}
    assert outcomes == {
        ("R07", Shape.RATIO): Outcome.HOLDS,
        ("R08", Shape.CHANGE): Outcome.HOLDS,
    }
    assert {r.stated.fact.text for r, outcome in relations if outcome is Outcome.BROKEN} == {"17.77%"}


def test_codes_serial_numbers_and_column_numbers_are_no_figures():
    relations = relations_of(
        unit="单位：万元",
        rows=[
            ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
            ["栏次", "", "1", "2", "3"],
            ["合计", "", "127.4", "80.1", "47.3"],
            ["201", "一般公共服务支出", "77.3", "67.2", "10.1"],
            ["2010601", "行政运行", "60.2", "55.9", "4.3"],
            ["2010602", "一般行政管理事务", "17.1", "11.3", "5.8"],
            ["208", "社会保障和就业支出", "50.1", "12.9", "37.2"],
        ],
    )
    assert relations == []


def test_averages_are_found_but_not_proposed():
    rows = [["单位", "满意度"], ["东区", "96.35"], ["西区", "91.80"], ["南乡", "88.15"], ["平均", "92.10"]]
    assert relations_of(rows=rows) == []


def test_chance_rates_of_coarse_figures_accuse_nobody():
    """Smooth columns of one or two digits are quotients of each other nearly everywhere, and of none."""
    cells = tuple(
        tuple(Number(Decimal(f"{0.05 * exp(k * i / 500):.2f}"), 2) for k in range(-8, 22)) for i in range(80)
    )
    grid = NumberGrid(cells, tuple(f"第{n}户" for n in range(80)), tuple(f"第{n}栏" for n in range(30)))
    rates = [found for found in discover(grid) if found.operator in RATES]
    assert rates
    assert not [found for found in rates if is_telling(found)]
