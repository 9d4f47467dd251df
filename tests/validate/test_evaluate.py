"""The evaluator: exact on the printed digits, fair to rounding, silent about nothing."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuhe.schemas.records import Fact, Kind, Origin, Outcome, Source
from fuhe.validate.evaluate import evaluate
from fuhe.validate.precision import Precision
from fuhe.validate.relation import Relation, Shape, Term

KINDS = {"%": Kind.PERCENT, "分": Kind.SCORE, "人": Kind.COUNT}


def fact(text: str, unit: str | None = "万元", *, table: int | None = None, number: int = 1) -> Fact:
    value = Decimal(text)
    kind = KINDS.get(unit or "", Kind.AMOUNT)
    decimals = max(-int(value.as_tuple().exponent), 0)
    source = Source("d", table=table, row=number, column=1, start=0, end=len(text))
    return Fact(number, text, value, unit, decimals, kind, None, "x", None, None, None, 1.0, source)


def term(text: str, unit: str | None = "万元", weight: int = 1) -> Term:
    return Term("x", fact(text, unit), weight)


def outcome(
    shape: Shape, stated: Term, terms: list[Term], base: list[Term] | None = None, **extra: object
) -> Outcome:
    relation = Relation("A01", Origin.CATALOGUE, shape, stated, tuple(terms), tuple(base or ()), **extra)  # type: ignore[arg-type]
    return evaluate(relation, Precision({})).outcome


@pytest.mark.parametrize(
    ("stated", "parts", "expected"),
    [
        ("19569.69", ["15099.34", "3190.09", "1280.26"], Outcome.HOLDS),
        ("195693.69", ["15099.34", "3190.09", "1280.26"], Outcome.BROKEN),
        ("10.01", ["3.33", "3.33", "3.34"], Outcome.ROUNDING),
        ("586.77", ["432.67", "154.1"], Outcome.HOLDS),
        ("616.73", ["609.62", "6"], Outcome.BROKEN),  # 6 stands beside two-decimal figures
        ("0", ["0", "0"], Outcome.HOLDS),
        ("-5", ["5", "-10"], Outcome.HOLDS),
    ],
)
def test_sum(stated: str, parts: list[str], expected: Outcome) -> None:
    assert outcome(Shape.SUM, term(stated), [term(p) for p in parts]) is expected


@pytest.mark.parametrize(
    ("rate", "top", "bottom", "unit", "expected"),
    [
        ("93.10", "27", "29", "人", Outcome.HOLDS),
        ("93.1", "27", "29", "人", Outcome.HOLDS),
        ("93", "27", "29", "人", Outcome.HOLDS),
        ("93.2", "27", "29", "人", Outcome.BROKEN),
        ("94", "27", "29", "人", Outcome.BROKEN),
        ("99", "16.98", "17", "万元", Outcome.ROUNDING),  # 99.88 cut off
        ("89.47", "4.25", "4.75", "万元", Outcome.HOLDS),
        ("89.5", "4.25", "4.75", "万元", Outcome.HOLDS),
        ("90", "4.25", "4.75", "万元", Outcome.ROUNDING),  # the amounts' last digits leave 89.27 to 89.67
        ("90.5", "4.25", "4.75", "万元", Outcome.BROKEN),
    ],
)
def test_ratio(rate: str, top: str, bottom: str, unit: str, expected: Outcome) -> None:
    assert outcome(Shape.RATIO, term(rate, "%"), [term(top, unit)], [term(bottom, unit)]) is expected


def test_headcounts_are_exact() -> None:
    assert outcome(Shape.SUM, term("29", "人"), [term("17", "人"), term("11", "人")]) is Outcome.BROKEN


def test_units_are_converted() -> None:
    assert outcome(Shape.EQUAL, term("1.2", "亿元"), [term("12000")]) is Outcome.HOLDS
    assert outcome(Shape.SUM, term("3", "万元"), [term("10000", "元"), term("2")]) is Outcome.HOLDS


def test_rate_without_percent_sign() -> None:
    assert outcome(Shape.RATIO, term("93.1", None), [term("27", "人")], [term("29", "人")]) is Outcome.HOLDS
    assert outcome(Shape.RATIO, term("0.931", None), [term("27", "人")], [term("29", "人")]) is Outcome.HOLDS


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        (Relation("A01", Origin.TEXT, Shape.SUM, term("1"), (term("1"),), missing="缺少一项"), "缺少"),
        (Relation("A01", Origin.TEXT, Shape.SUM, term("1", "万元"), (term("1", "㎡"),)), "单位"),
        (Relation("A01", Origin.TEXT, Shape.SUM, term("1", "万元"), (term("1", None),)), "单位"),
        (Relation("R01", Origin.TEXT, Shape.RATIO, term("0", "%"), (term("0"),), (term("0"),)), "零"),
        (Relation("R08", Origin.TEXT, Shape.CHANGE, term("5", "%"), (term("2"),), (term("-1"),)), "负"),
    ],
)
def test_what_cannot_be_decided_is_deferred_and_said(relation: Relation, words: str) -> None:
    result = evaluate(relation, Precision({}))
    assert result.outcome is Outcome.DEFERRED
    assert words in result.note


def test_decrease_is_compared_with_its_sign_turned() -> None:
    assert outcome(Shape.CHANGE, term("20", "%"), [term("80")], [term("100")], negative=True) is Outcome.HOLDS
    assert outcome(Shape.CHANGE, term("20", "%"), [term("80")], [term("100")]) is Outcome.BROKEN


def test_execution_score_is_capped() -> None:
    marks, rate = term("10", "分"), term("120", "%")
    assert outcome(Shape.CAPPED_PRODUCT, term("10", "分"), [marks, rate]) is Outcome.HOLDS
    assert outcome(Shape.CAPPED_PRODUCT, term("12", "分"), [marks, rate]) is Outcome.BROKEN
    assert outcome(Shape.CAPPED_PRODUCT, term("9.14", "分"), [marks, term("91.39", "%")]) is Outcome.HOLDS


amounts = st.decimals(min_value=0, max_value=10**6, places=2, allow_nan=False)


@given(st.lists(amounts, min_size=2, max_size=8))
def test_an_exact_sum_always_holds(parts: list[Decimal]) -> None:
    total = term(str(sum(parts)))
    assert outcome(Shape.SUM, total, [term(str(p)) for p in parts]) is Outcome.HOLDS


@given(st.lists(amounts, min_size=2, max_size=8), st.integers(min_value=1, max_value=10**6))
def test_a_gap_beyond_the_room_is_always_broken(parts: list[Decimal], hundredths: int) -> None:
    gap = Decimal(len(parts) + hundredths) / 100
    total = term(str(sum(parts) + gap))
    assert outcome(Shape.SUM, total, [term(str(p)) for p in parts]) is Outcome.BROKEN


@given(amounts, amounts.filter(bool), st.integers(min_value=0, max_value=2))
def test_a_rate_rounded_from_its_figures_never_breaks(top: Decimal, bottom: Decimal, places: int) -> None:
    rate = (top / bottom * 100).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    stated = term(f"{rate:f}", "%")
    assert outcome(Shape.RATIO, stated, [term(str(top))], [term(str(bottom))]) is not Outcome.BROKEN
