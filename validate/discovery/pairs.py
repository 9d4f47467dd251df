"""Sums of two lines that stand near their total but not right beside it, e.g. a net figure and its two parts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from math import log2
from typing import TYPE_CHECKING

from .evidence import hit_bits
from .hypothesis import Hypothesis, load_weights
from .sums import sum_hypothesis

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .view import View

REACH = 10  # lines on either side of the total
FEWEST_BITS = 8.0
PAIRS_PER_TARGET = 6


def pairs(view: View) -> Iterator[Hypothesis]:
    """Yield the sums of two lines within reach of their total."""
    weights = load_weights()
    choice = log2(2 * REACH * REACH)
    for at, target in enumerate(view.lines):
        near = [n for n in view.lines[max(0, at - REACH) : at + REACH + 1] if n != target]
        votes = _votes(view, target, near)
        best = sorted(((bits, pair) for pair, bits in votes.items() if bits >= FEWEST_BITS), reverse=True)
        for _, pair in best[:PAIRS_PER_TARGET]:
            has_word = any(view.cues[n].total or view.cues[n].difference for n in (target, *pair))
            prior = weights["pair"] + (0 if has_word else weights["pair_without_word"]) - choice
            yield replace(sum_hypothesis(view, target, pair, prior), is_pair=True)


def _votes(view: View, target: int, near: Sequence[int]) -> Mapping[tuple[int, int], float]:
    votes: dict[tuple[int, int], float] = defaultdict(float)
    seen: set[tuple[int, ...]] = set()
    for sample in view.probes(len(view.lines)):
        total = view.values[target][sample]
        if not total:
            continue
        where = _places(view, near, sample)
        step = min(view.steps[n][sample] for n in (target, *near) if view.values[n][sample] is not None)
        for line, other, value, gap in _twins(where, total, step):
            if (key := (line, other, total, value, gap)) not in seen:
                seen.add(key)
                votes[line, other] += hit_bits(abs(total), step if gap == 0 else 3 * step)
    return votes


def _places(view: View, near: Sequence[int], sample: int) -> Mapping[int, Sequence[int]]:
    where: dict[int, list[int]] = defaultdict(list)
    for line in near:
        if value := view.values[line][sample]:
            where[value].append(line)
    return where


def _twins(where: Mapping[int, Sequence[int]], total: int, step: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield (line, later line, first figure, gap) of two figures that add to `total` within a step."""
    for value, lines in where.items():
        for gap in (0, step, -step):
            for other in where.get(total - value - gap, ()):
                yield from ((line, other, value, gap) for line in lines if line < other)
