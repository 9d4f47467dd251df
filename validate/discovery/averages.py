"""Averages of consecutive lines right before or after the one that holds their mean."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from math import log2
from typing import TYPE_CHECKING

from .evidence import MISS, REPEATED, Trial, hit_bits, weigh
from .grid import Operator
from .hypothesis import Hypothesis, load_weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .view import View

STEPS = 1_000_000  # additions spent on one table; beyond, only the nearest operands are tried
FEWEST_BITS = 4.0
RUNS_PER_TARGET = 4


def averages(view: View, active: Sequence[int]) -> Iterator[Hypothesis]:
    """Yield the averages over lines that are consecutive among `active`; their label says so, or is missing."""
    weights = load_weights()
    targets = {n for n in active if view.cues[n].average or not view.labels[n].strip()}
    reach = max(2, STEPS // max(1, 2 * len(targets) * view.samples))
    choice = log2(2 * max(len(active), 2))
    for order in (active, active[::-1]):
        for at, target in enumerate(order):
            if at < 2 or target not in targets:
                continue
            word = "average_word" if view.cues[target].average else "average_unnamed"
            for start in _starts(view, order, at, max(0, at - reach)):
                operands = tuple(sorted(order[start:at]))
                weight = weigh(list(_trials(view, target, operands)), weights["majority"])
                yield Hypothesis(Operator.AVERAGE, target, operands, weight, weights[word] - choice)


def _trials(view: View, target: int, operands: Sequence[int]) -> Iterator[Trial]:
    """Yield what each sample says for target = mean of the operands that are printed."""
    seen: set[object] = set()
    for sample in range(view.samples):
        mean = view.values[target][sample]
        shown = [(v, view.steps[n][sample]) for n in operands if (v := view.values[n][sample]) is not None]
        if mean is None or not shown:
            continue
        figures = (mean, *shown)
        bits = _bits(mean, view.steps[target][sample], shown)
        yield Trial(sample, min(bits, REPEATED) if figures in seen else bits, len(shown) < len(operands))
        seen.add(figures)


def _bits(mean: int, step: int, shown: Sequence[tuple[int, int]]) -> float:
    """The mean of close figures is close to them anyway: their range is what a hit is measured by."""
    count = len(shown)
    gap = abs(mean * count - sum(value for value, _ in shown))
    loose = step * count + sum(width for _, width in shown)
    if 2 * gap > loose:
        return MISS
    if all(a == b for (a, _), (b, _) in pairwise(shown)):
        return 0.0
    spread = max(value for value, _ in shown) - min(value for value, _ in shown)
    return hit_bits(spread * count, step * count if 2 * gap <= step * count else loose)


def _starts(view: View, order: Sequence[int], at: int, last: int) -> list[int]:
    """Return the first operands that some sample speaks for, the best few."""
    votes: dict[int, float] = defaultdict(float)
    for sample in range(view.samples):
        mean = view.values[order[at]][sample]
        if not mean:
            continue
        step, total, count = view.steps[order[at]][sample], 0, 0
        for start in range(at - 1, last - 1, -1):
            value = view.values[order[start]][sample]
            if value is None:
                continue
            total, count = total + value, count + 1
            if count > 1 and 2 * abs(mean * count - total) <= step * count:
                votes[start] += hit_bits(abs(mean), step)
    best = sorted(((bits, start) for start, bits in votes.items() if bits >= FEWEST_BITS), reverse=True)
    return [start for _, start in best[:RUNS_PER_TARGET]]
