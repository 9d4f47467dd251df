"""Averages: "慰问困难群众85户，发放慰问金8.5万元，户均1000元"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...schemas.records import Kind
from ..relation import Shape
from .passage import Role
from .proposing import hedge, holds, relation, term
from .words import load_text_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..relation import Relation
    from .passage import Figure, Passage

UNSURE = "没有写明平均数由哪两个数相除，无法确定"
OF_A_TIME = re.compile("[月日]人均|每[天日月年]|年人均|[月日]均")  # divided by the time as well
NEAREST = 3  # totals before an average that may be meant


def average_relations(passage: Passage) -> Iterator[Relation]:
    """Yield the averages whose total and whose number of things stand in the same sentence."""
    for sentence in passage.sentences:
        for average in sentence:
            units = _counted_in(average)
            if units is not None and average.role is Role.PLAIN and not average.is_explained:
                yield from _average(average, sentence, units)


def _counted_in(figure: Figure) -> tuple[str, ...] | None:
    """Return the measure words that an average divides by; None if a figure is no average."""
    if figure.fact.kind not in (Kind.AMOUNT, Kind.AREA):
        return None
    if OF_A_TIME.search(figure.clause):
        return None
    for name, units in load_text_words().averages.items():
        if name in figure.clause and re.search(f"{name}[^，,。；;]{{0,8}}$", figure.clause):
            return units
    return None


def _average(average: Figure, sentence: Sequence[Figure], units: Sequence[str]) -> Iterator[Relation]:
    """Yield the quotient that fits; of a single one that does not, whatever `hedge` makes of it."""
    counts = [f for f in sentence if f.role is Role.PLAIN and f.fact.unit in units]
    totals = [f for f in sentence if _is_total(f, average)]
    nearest = [f for f in totals if f.start < average.start][-NEAREST:] or totals[:1]
    readings = [
        relation("R15", Shape.RATIO, average, [term(total)], base=(term(count),), confidence=0.8)
        for total in reversed(nearest)
        for count in counts
    ]
    fitting = [reading for reading in readings if holds(reading)]
    if fitting:
        yield fitting[0]
    elif len(readings) == 1:
        yield hedge(readings[0], UNSURE)


def _is_total(figure: Figure, average: Figure) -> bool:
    is_same = figure is average or not figure.is_like(average) or figure.role is not Role.PLAIN
    return not is_same and not load_text_words().any_in("average", figure.clause)
