"""Averages: runs of lines right before or after the one that holds their mean."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from math import log2
from typing import TYPE_CHECKING

from .evidence import MISS, REPEATED, Trial, hit_bits, weigh
from .sums import SumFound

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .view import View

STEPS = 3_000_000  # additions spent on lines whose words do not say average
FEWEST_BITS = 4.0
RUNS_PER_TARGET = 4


def averages(view: View, active: Sequence[int]) -> Iterator[SumFound]:
    """Yield the averages over lines that are consecutive among `active`."""
    cost = log2(2 * max(len(active), 2))
    is_small = len(active) ** 2 * view.samples <= STEPS
    for order in (active, active[::-1]):
        for at, target in enumerate(order):
            if at > 1 and (is_small or view.cues[target].average):
                for start in _starts(view, order, at):
                    operands = tuple(sorted(order[start:at]))
                    yield SumFound(target, operands, weigh(list(average_trials(view, target, operands))), cost)


def average_trials(view: View, target: int, operands: Sequence[int]) -> Iterator[Trial]:
    """Yield what each sample says for target = mean of the operands that are printed."""
    seen: set[object] = set()
    for sample in range(view.samples):
        mean = view.values[target][sample]
        shown = [(v, view.steps[n][sample]) for n in operands if (v := view.values[n][sample]) is not None]
        if mean is None or not shown:
            continue
        figures = (mean, *shown)
        bits = _bits(mean, view.steps[target][sample], shown)
        yield Trial(sample, min(bits, REPEATED) if figures in seen else bits)
        seen.add(figures)


def _bits(mean: int, step: int, shown: Sequence[tuple[int, int]]) -> float:
    count = len(shown)
    gap = abs(mean * count - sum(v for v, _ in shown))
    loose = step * count + sum(s for _, s in shown)
    if 2 * gap > loose:
        return MISS
    if all(a[0] == b[0] for a, b in pairwise(shown)):
        return 0.0
    spread = max(v for v, _ in shown) - min(v for v, _ in shown)
    return hit_bits(spread * count, step * count if 2 * gap <= step * count else loose)


def _starts(view: View, order: Sequence[int], at: int) -> list[int]:
    votes: dict[int, float] = defaultdict(float)
    for sample in range(view.samples):
        mean = view.values[order[at]][sample]
        if not mean:
            continue
        step, total, count = view.steps[order[at]][sample], 0, 0
        for start in range(at - 1, -1, -1):
            value = view.values[order[start]][sample]
            if value is None:
                continue
            total, count = total + value, count + 1
            if count > 1 and 2 * abs(mean * count - total) <= step * count:
                votes[start] += hit_bits(abs(mean), step)
    best = sorted(((bits, start) for start, bits in votes.items() if bits >= FEWEST_BITS), reverse=True)
    return [start for _, start in best[:RUNS_PER_TARGET]]
