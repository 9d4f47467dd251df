"""Findings in Chinese: one sentence with both figures, the arithmetic, the gap and its direction."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from ..schemas.layouts import load_layouts
from ..schemas.records import Kind, Stage
from .evaluate import ROUNDED_SHAPES
from .precision import scale_of
from .relation import Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..schemas.records import Fact, Source
    from .context import ReportView
    from .evaluate import Evaluation
    from .relation import Relation, Term

STAGE_NAMES = {
    Stage.INITIAL_BUDGET: "年初预算",
    Stage.FULL_YEAR_BUDGET: "全年预算",
    Stage.BUDGET: "预算",
    Stage.ADDED_BUDGET: "追加预算",
    Stage.ACTUAL: "决算（执行）",
    Stage.TARGET: "指标值",
    Stage.OPENING: "期初",
    Stage.INCREASE: "增加",
    Stage.DECREASE: "减少",
    Stage.CLOSING: "期末",
}
MOST_TERMS_SHOWN = 16
NOTATION = Context(prec=60, rounding=ROUND_HALF_UP)


def role_of(fact: Fact) -> str:
    """Return how a reviewer would name a figure: label, stage, year."""
    stage = STAGE_NAMES[fact.stage] if fact.stage else ""
    stage = "" if stage and stage[:2] in fact.label else stage
    return f"{fact.label}{stage}" if fact.label else stage or fact.text


def to_decimal(value: Fraction, decimals: int) -> Decimal:
    """Return a fraction rounded half up to a number of decimals.

    >>> to_decimal(Fraction(27, 29) * 100, 2)
    Decimal('93.10')
    """
    quotient = NOTATION.divide(Decimal(value.numerator), Decimal(value.denominator))
    return NOTATION.quantize(quotient, Decimal((0, (1,), -decimals)))


def shown_decimals(relation: Relation) -> int:
    """Return how many decimals a recomputed figure is shown with."""
    stated = relation.stated.fact
    if relation.shape in ROUNDED_SHAPES:
        return min(stated.decimals + 2, 4) if stated.kind is Kind.PERCENT else stated.decimals + 2
    found = max(stated.decimals, 0)
    for term in relation.terms:
        fact = term.fact
        more = 0 if fact.unit == stated.unit else _more_decimals(fact.unit, stated.unit)
        found = max(found, fact.decimals + more)
    return found


@lru_cache(maxsize=1024)
def _more_decimals(unit: str | None, other: str | None) -> int:
    """Return how many more decimals a figure needs when it is written in another unit (元 in 万元: four)."""
    shift, factor = 0, scale_of(unit) / scale_of(other)
    while factor < 1 and shift < 10:
        factor, shift = factor * 10, shift + 1
    return shift


def trimmed(value: Decimal, least: int) -> str:
    """Return a figure without the zeros that only the arithmetic added; `least` decimals stay.

    >>> trimmed(Decimal("45.000000"), 2), trimmed(Decimal("19.2500"), 0)
    ('45.00', '19.25')
    """
    text = f"{value:f}"
    whole, point, decimals = text.partition(".")
    kept = decimals[:least] + decimals[least:].rstrip("0")
    return f"{whole}{point}{kept}" if kept else whole


def with_unit(text: str, unit: str | None) -> str:
    """Return a figure with its unit; percent signs and units that it carries already are not repeated."""
    return text if not unit or text.endswith(unit) else f"{text}{unit}"


def figure(fact: Fact, beside: str | None = None) -> str:
    """Return a printed figure; its unit is left out where it equals `beside`."""
    plain = f"{fact.value:f}"
    return plain if fact.unit == beside and beside != "%" else with_unit(plain, fact.unit)


def arithmetic(relation: Relation) -> str:
    """Return the right side of a relation with the printed figures: "15099.34+3190.09+1280.26"."""
    unit = relation.stated.fact.unit
    terms = _signed(relation.terms, unit)
    match relation.shape:
        case Shape.RATIO:
            return f"{_grouped(relation.terms, None)}÷{_grouped(relation.base, None)}"
        case Shape.CHANGE | Shape.YEARLY:
            return _growth(relation)
        case Shape.REST:
            return f"{with_unit(str(relation.count), unit)}{terms}"
        case Shape.PRODUCT | Shape.CAPPED_PRODUCT:
            product = "×".join(figure(term.fact) for term in relation.terms)
            return f"{product}÷{_grouped(relation.base, None)}" if relation.base else product
        case Shape.COUNT:
            return f"列示{relation.count}项"
        case _:
            return terms


def _growth(relation: Relation) -> str:
    new, old = _grouped(relation.terms, None), _grouped(relation.base, None)
    if relation.shape is Shape.YEARLY:
        return f"({new}÷{old})^(1/{relation.count})-1"
    return f"({new}-{old})÷{old}"


def _signed(terms: Sequence[Term], unit: str | None) -> str:
    shown = terms if len(terms) <= MOST_TERMS_SHOWN else terms[:MOST_TERMS_SHOWN]
    text = "".join(("+" if t.weight > 0 else "-") + figure(t.fact, unit) for t in shown).lstrip("+")
    return text if len(terms) == len(shown) else f"{text}+…（共{len(terms)}项）"


def _grouped(terms: Sequence[Term], unit: str | None) -> str:
    text = _signed(terms, unit)
    return f"({text})" if len(terms) > 1 else text


def formula_text(relation: Relation, result: Evaluation) -> str:
    """Return the relation with both figures, for the checks dataset."""
    sign = {Shape.AT_MOST: "≤", Shape.AT_LEAST: "≥"}.get(relation.shape, "=")
    stated = figure(relation.stated.fact)
    return f"{relation.stated.role} {stated} {sign} {arithmetic(relation)}{_recomputed(relation, result)}"


def _recomputed(relation: Relation, result: Evaluation) -> str:
    is_single = relation.shape is Shape.COUNT or (
        len(relation.terms) == 1 and not relation.base and relation.shape is not Shape.REST
    )
    if result.expected is None or is_single:
        return ""
    expected = to_decimal(result.expected, shown_decimals(relation))
    return f" = {with_unit(trimmed(expected, relation.stated.fact.decimals), stated_unit(relation))}"


def stated_unit(relation: Relation) -> str | None:
    """Return the unit that recomputed figures are given in."""
    return relation.stated.fact.unit


def message(relation: Relation, result: Evaluation, where: str) -> str:
    """Return the sentence of a finding."""
    stated = relation.stated
    unit = stated_unit(relation)
    expected = to_decimal(result.expected or Fraction(0), shown_decimals(relation))
    gap = stated.fact.value - expected
    size = with_unit(trimmed(abs(gap), stated.fact.decimals), "个百分点" if unit == "%" else unit)
    sign = {Shape.AT_MOST: ">", Shape.AT_LEAST: "<"}.get(relation.shape, "≠")
    other = relation.terms[0].role if relation.shape is Shape.EQUAL else ""
    text = f"{where}{stated.role} {figure(stated.fact)} {sign} {other}{arithmetic(relation)}{_recomputed(relation, result)}"
    if relation.shape is Shape.COUNT:
        return f"{where}{stated.role} {figure(stated.fact)}，但{arithmetic(relation)}"
    return f"{text}，{'多' if gap > 0 else '少'} {size}"


def where_of(view: ReportView, source: Source, entity: str | None) -> str:
    """Return the words that lead a reviewer to a place: form and project, or heading."""
    if source.table is not None:
        form = view.form_of(source.table)
        name = load_layouts().form_names.get(form.kind, "") if form else ""
        name = name or view.table(source.table).caption or ""
        parts = [f"《{name.strip()}》" if name else f"表{source.table}", entity or ""]
        return "".join(parts) + "："
    paragraph = next((p for p in view.report.document.paragraphs if p.number == source.paragraph), None)
    heading = paragraph.heading[-1] if paragraph and paragraph.heading else ""
    return f"“{heading}”：" if heading else ""
