"""Differences of two rates: "执行率96.5%，较上年的93.2%提高3.3个百分点"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...schemas.records import Kind
from ..relation import Shape
from .proposing import relation, term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..relation import Relation
    from .passage import Figure, Passage

REFERENCE = re.compile("[比较与同][^，,。]{0,16}$")
FROM = re.compile("[由从][^，,。]{0,16}$")
TO = re.compile(r"\s*\S{0,4}?(?:到|至|为)\s*(?:20\d\d年度?的?)?\s*")
FALLING = re.compile("低了?$|少了?$|落后$")
RISING = re.compile("高了?$|多了?$|快了?$")


def point_relations(passage: Passage) -> Iterator[Relation]:
    """Yield the differences in percentage points whose two rates stand right before them."""
    figures = passage.figures
    for at, points in enumerate(figures):
        if at < 2 or not _is_points(points) or points.is_explained:
            continue
        pair = figures[at - 2 : at]
        if all(_is_rate(rate) and rate.sentence == points.sentence for rate in pair):
            yield from _difference(points, *pair)


def _is_points(figure: Figure) -> bool:
    return figure.fact.unit is not None and "百分点" in figure.fact.unit


def _is_rate(figure: Figure) -> bool:
    return figure.fact.kind is Kind.PERCENT and figure.fact.unit == "%"


def _difference(points: Figure, first: Figure, second: Figure) -> Iterator[Relation]:
    """Yield new - old, where the words tell which rate is which and which way it went."""
    if REFERENCE.search(second.clause):
        new, old = first, second
    elif FROM.search(first.clause) and TO.fullmatch(second.lead):
        new, old = second, first
    else:
        return
    falls = points.is_falling or FALLING.search(points.clause) is not None
    if falls or points.role != "rate" or RISING.search(points.clause):
        yield relation("R08", Shape.SUM, points, [term(new), term(old, -1)], negative=falls)
