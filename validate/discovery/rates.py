"""Ratios and relative changes of two lines: c = a / b, c = (a - b) / b, also printed in percent."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from .evidence import MISS, REPEATED, Trial, Weight, hit_bits, weigh
from .grid import Operator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .view import View

REACH = 12  # lines on either side of the rate
FACTORS = (1, 100)
LOOKUPS = 40_000  # figures tried before the full evaluation, shared between the lines
FEWEST_BITS = 4.0
RATES_PER_TARGET = 6


@dataclass(frozen=True, slots=True)
class RateFound:
    """A rate hypothesis: target = factor · top / bottom, less factor for a change."""

    operator: Operator
    target: int
    top: int
    bottom: int
    factor: int
    weight: Weight
    cost: float

    @property
    def bits(self) -> float:
        return self.weight.bits - self.cost


def rates(view: View) -> Iterator[RateFound]:
    """Yield ratios and changes of lines near their target that some samples speak for."""
    each = min(64, max(4, LOOKUPS // max(len(view.lines), 1)))
    for at, target in enumerate(view.lines):
        near = [n for n in view.lines[max(0, at - REACH) : at + REACH + 1] if n != target]
        cost = log2(4 * max(len(near), 2) ** 2)
        votes = _votes(view, target, near, each)
        best = sorted((-bits, key) for key, bits in votes.items() if bits >= FEWEST_BITS)
        for _, (operator, top, bottom, factor) in best[:RATES_PER_TARGET]:
            trials = list(rate_trials(view, target, (operator, top, bottom, factor)))
            yield RateFound(operator, target, top, bottom, factor, weigh(trials), cost)


Formula = tuple[Operator, int, int, int]


def rate_trials(view: View, target: int, formula: Formula) -> Iterator[Trial]:
    """Yield what each sample with all three figures and a base says."""
    operator, top, bottom, factor = formula
    whole = factor * view.one
    step = _finest(view, target)
    seen: set[object] = set()
    for sample in range(view.samples):
        figures = (view.values[target][sample], view.values[top][sample], view.values[bottom][sample])
        if None in figures or not figures[2]:
            continue
        c, a, b = figures
        assert c is not None and a is not None and b is not None
        bits = _bits(c, a, b, whole, operator, (step, view.steps[top][sample], view.steps[bottom][sample]))
        yield Trial(sample, min(bits, REPEATED) if figures in seen else bits)
        seen.add(figures)


def _finest(view: View, line: int) -> int:
    return min(s for s, v in zip(view.steps[line], view.values[line], strict=True) if v is not None)


def _bits(c: int, a: int, b: int, whole: int, operator: Operator, steps: tuple[int, int, int]) -> float:
    shift = whole if operator is Operator.CHANGE else 0
    gap = abs((c + shift) * b - whole * a)
    exact = steps[0] * abs(b)
    loose = exact + whole * steps[1] + abs(c + shift) * steps[2]
    if 2 * gap > loose:
        return MISS
    if c == 0 or abs(a) == abs(b) or abs(b) == whole:
        return 0.0
    return hit_bits(abs(c * b), exact if 2 * gap <= exact else loose)


def _votes(view: View, target: int, near: Sequence[int], each: int) -> dict[Formula, float]:
    votes: dict[Formula, float] = defaultdict(float)
    step = _finest(view, target)
    filled = [s for s in range(view.samples) if view.values[target][s]]
    for sample in filled[:: max(1, -(-len(filled) // each))]:
        c = view.values[target][sample]
        ranked = sorted((v, n) for n in near if (v := view.values[n][sample]) is not None)
        values = [value for value, _ in ranked]
        for b, bottom in ranked:
            if not b or c is None:
                continue
            for operator, factor in ((o, f) for o in (Operator.RATIO, Operator.CHANGE) for f in FACTORS):
                whole = factor * view.one
                product = (c + (whole if operator is Operator.CHANGE else 0)) * b
                reach = (step * abs(b)) // 2 + abs(product) // abs(b) * view.steps[bottom][sample]
                low = bisect_left(values, (product - reach) // whole - 1)
                high = bisect_right(values, (product + reach) // whole + 1)
                for a, top in ranked[low:min(high, low + 4)]:
                    steps = (step, view.steps[top][sample], view.steps[bottom][sample])
                    if top != bottom and (bits := _bits(c, a, b, whole, operator, steps)) > 0:
                        votes[operator, top, bottom, factor] += bits
    return votes
