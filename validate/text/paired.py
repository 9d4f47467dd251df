"""Changes told in pairs: "收入、支出分别为a、b，比上年分别增长x%、y%"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ...schemas.records import Kind
from ..relation import Shape
from .passage import Role
from .proposing import holds, relation, term
from .words import load_text_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..relation import Relation
    from .passage import Figure, Passage

    Run = tuple[Figure, ...]

RESPECTIVELY = re.compile("分别|各(?:增|减|下|上|降)")
LINKED = re.compile(r"\s*(?:[、和及与]|以及)\s*")
NO_PAIR_FITS = "各组对应的数字都不相符，可能读错了对应关系"


def paired_relations(passage: Passage) -> Iterator[Relation]:
    """Yield the changes of a list of figures that a list of rates repeats in the same order."""
    runs = _runs(passage)
    for at, rates in enumerate(runs):
        if not _is_change(rates) or rates[0].fact.unit != "%":
            continue
        earlier = [run for run in runs[:at] if len(run) == len(rates) and _is_near(run, rates)]
        values = [
            run for run in earlier if run[0].role is Role.PLAIN and run[0].fact.kind is not Kind.PERCENT
        ]
        deltas = [run for run in earlier if run[0].role is Role.DELTA]
        if values and deltas:
            yield from _believed(_of_deltas(rates, values[-1], deltas[-1]))
        elif len(values) == 2:
            yield from _believed(_of_years(rates, *values))


def _runs(passage: Passage) -> list[Run]:
    """Return the lists of figures that nothing but 、 or 和 parts."""
    runs: list[list[Figure]] = []
    for figure in passage.figures:
        is_next = bool(runs) and figure.sentence == runs[-1][-1].sentence and LINKED.fullmatch(figure.lead)
        if is_next and figure.is_like(runs[-1][-1]):
            runs[-1].append(figure)
        else:
            runs.append([figure])
    return [tuple(run) for run in runs if len(run) > 1]


def _is_change(run: Run) -> bool:
    return (
        RESPECTIVELY.search(run[0].clause) is not None
        and run[0].role in (Role.GROWTH, Role.DELTA)
        and not run[0].is_explained
    )


def _is_near(run: Run, rates: Run) -> bool:
    return rates[0].sentence - run[0].sentence <= 1


def _of_deltas(rates: Run, values: Run, deltas: Run) -> list[Relation]:
    """Each rate is the amount of the change over what was there before."""
    weight = 1 if deltas[0].is_falling else -1
    return [
        relation("R08", Shape.RATIO, rate, [term(delta)], base=(term(value), term(delta, weight)))
        for rate, value, delta in zip(rates, values, deltas, strict=True)
    ]


def _of_years(rates: Run, first: Run, second: Run) -> list[Relation]:
    """Each rate is the change from the list of last year to that of this year."""
    new, old = (second, first) if _is_prior(first) and not _is_prior(second) else (first, second)
    return [
        relation("R08", Shape.CHANGE, rate, [term(now)], base=(term(then),), negative=rates[0].is_falling)
        for rate, now, then in zip(rates, new, old, strict=True)
    ]


def _is_prior(run: Run) -> bool:
    return load_text_words().prior_year.search(run[0].lead) is not None


def _believed(readings: Sequence[Relation]) -> Iterator[Relation]:
    """Yield the pairs if one of them fits; if none does, the order was rather misread."""
    are_paired = any(holds(reading) for reading in readings)
    for reading in readings:
        yield reading if are_paired else replace(reading, missing=NO_PAIR_FITS)
