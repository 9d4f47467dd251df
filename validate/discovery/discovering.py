"""Finds the aggregations of a table: which lines are computed from which, and where that fails."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from .announced import announced
from .averages import averages
from .grid import Aggregation, Axis, NumberGrid, Operator
from .hypothesis import Hypothesis, load_weights
from .pairs import pairs
from .rates import rates
from .selecting import coarsest, strongest
from .shares import shares
from .sums import runs
from .view import View, views_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

RATES = frozenset({Operator.RATIO, Operator.CHANGE, Operator.SHARE})
ROUNDS = 3  # levels of nested totals
STRIDES = (2, 3, 4)
FEWEST_OF_CLASS = 3


def discover(grid: NumberGrid) -> tuple[Aggregation, ...]:
    """Return the aggregations of a table, those with more evidence first.

    Args:
        grid: Numbers with the labels of rows and columns.

    Returns:
        Sums, differences, averages, ratios, relative changes and shares whose evidence suffices, with
        the places where they hold and fail. Empty for a table in which nothing adds up.
    """
    found = [one.found(view) for view in views_of(grid) for one in _of_view(view)]
    return tuple(sorted(found, key=lambda a: (-a.bits, a.axis, a.target, a.operands)))


def is_error(found: Aggregation) -> bool:
    """Return whether a failing place of `found` is wrong beyond doubt: words agree, enough others hold."""
    weights = load_weights()
    return (
        bool(found.fails)
        and _says_something(found)
        and found.is_named
        and found.hits >= weights["error_hits"]
        and found.bits >= weights["error_bits"]
    )


def is_telling(found: Aggregation) -> bool:
    """Return whether a place where `found` fails is worth telling at all."""
    return _says_something(found) and (found.is_named or found.bits >= load_weights()["doubt_bits"])


def _says_something(found: Aggregation) -> bool:
    """Return whether the places of a rate that hold are no chance hits of figures with few digits."""
    return found.operator not in RATES or found.figure_bits >= load_weights()["rate_hit_bits"] * found.hits


def _of_view(view: View) -> Iterator[Hypothesis]:
    sums = strongest(coarsest(_sums(view)))
    yield from sums
    totals = {one.target for one in sums}
    rest = [n for n in view.lines if n not in totals]
    yield from strongest(_accepted((*averages(view, view.lines), *averages(view, rest))))
    triples = {frozenset((one.target, *one.operands)) for one in sums}
    candidates = (*rates(view), *(shares(view) if view.axis is Axis.COLUMNS else ()))
    yield from _rates(_accepted(candidates), triples)


def _accepted(found: Iterable[Hypothesis]) -> list[Hypothesis]:
    """Return what has evidence enough, each target with the same operands once."""
    best: dict[object, Hypothesis] = {}
    for one in found:
        key = (one.operator, one.target, one.operands, one.factor, one.base)
        if one.is_accepted and (key not in best or one.bits > best[key].bits):
            best[key] = one
    return list(best.values())


def _sums(view: View) -> list[Hypothesis]:
    """Return the sums: announced, beside their total, then again without the details and without the totals."""
    found = _accepted((*announced(view), *runs(view, view.lines)))
    for _ in range(ROUNDS):
        best = strongest(found)
        details = {n for one in best for n in one.operands}
        totals = {one.target for one in best}
        known = len(found)
        for gone in (details, totals):
            active = [n for n in view.lines if n not in gone]
            found = _accepted((*found, *runs(view, active)))
        if len(found) == known:
            break
    return _accepted((*found, *_scattered(view), *pairs(view)))


def _scattered(view: View) -> Iterator[Hypothesis]:
    """Yield the sums over lines with one label, and over every second, third or fourth line."""
    weights = load_weights()
    for lines in _classes(view):
        yield from _weakened(runs(view, lines), weights["class"])
    for stride in STRIDES:
        for first in range(stride):
            lines = view.lines[first::stride]
            if len(lines) >= FEWEST_OF_CLASS:
                yield from _weakened(runs(view, lines), weights["every_other"])


def _weakened(found: Iterable[Hypothesis], bits: float) -> Iterator[Hypothesis]:
    return (replace(one, prior=one.prior + bits) for one in found)


def _classes(view: View) -> Iterator[Sequence[int]]:
    """Yield the lines whose innermost label is the same."""
    classes: dict[str, list[int]] = defaultdict(list)
    for line in view.lines:
        if key := view.labels[line].rstrip().rsplit("\n", 1)[-1].strip().lower():
            classes[key].append(line)
    return (lines for lines in classes.values() if FEWEST_OF_CLASS <= len(lines) < len(view.lines))


def _rates(found: Sequence[Hypothesis], triples: set[frozenset[int]]) -> Iterator[Hypothesis]:
    """Yield one rate per line and one per three lines; three lines that add up are no rate."""
    targets: set[int] = set()
    taken = set(triples)
    for one in sorted(found, key=lambda h: (-h.bits, h.target, h.operands, h.factor, h.base or 0)):
        lines = frozenset((one.target, *one.operands))
        is_share = one.operator is Operator.SHARE
        if one.target not in targets and (is_share or lines not in taken):
            targets.add(one.target)
            taken.add(lines)
            yield one
