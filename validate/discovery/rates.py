"""Ratios and relative changes of two lines: c = a / b, c = (a - b) / b, also printed in percent."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from math import log2
from typing import TYPE_CHECKING

from .evidence import MISS, REPEATED, Trial, hit_bits, weigh
from .grid import Operator
from .hypothesis import Hypothesis, load_weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .view import View

REACH = 12  # lines on either side of the rate
FORMULAS = tuple((operator, factor) for operator in (Operator.RATIO, Operator.CHANGE) for factor in (1, 100))
MOST_PROBES = 64
FEWEST_BITS = 4.0
RATES_PER_TARGET = 6
TOPS = 5  # numerators looked at for one figure and denominator

Formula = tuple[Operator, int, int, int]  # operator, factor, top, bottom


def rates(view: View) -> Iterator[Hypothesis]:
    """Yield ratios and changes of lines near their target that some samples speak for."""
    for at, target in enumerate(view.lines):
        near = [n for n in view.lines[max(0, at - REACH) : at + REACH + 1] if n != target]
        choice = log2(4 * max(len(near), 2) ** 2)
        votes = _votes(view, target, near)
        best = sorted((-bits, key) for key, bits in votes.items() if bits >= FEWEST_BITS)
        for _, formula in best[:RATES_PER_TARGET]:
            operator, factor, top, bottom = formula
            weight = weigh(list(_trials(view, target, formula)), load_weights()["majority"])
            prior = _prior(view, operator, target) - choice
            yield Hypothesis(operator, target, (top, bottom), weight, prior, factor)


def _prior(view: View, operator: Operator, target: int) -> float:
    weights, cues = load_weights(), view.cues[target]
    has_word = cues.ratio if operator is Operator.RATIO else cues.change
    return weights["rate" if operator is Operator.RATIO else "change"] + has_word * weights["rate_word"]


def _trials(view: View, target: int, formula: Formula) -> Iterator[Trial]:
    """Yield what each sample with all three figures and a base says."""
    operator, factor, top, bottom = formula
    step = finest(view, target)
    seen: set[object] = set()
    for sample in range(view.samples):
        c, a, b = (view.values[n][sample] for n in (target, top, bottom))
        if c is None or a is None or not b:
            continue
        steps = (step, view.steps[top][sample], view.steps[bottom][sample])
        bits = rate_bits((c, a, b), steps, factor * view.one, is_change=operator is Operator.CHANGE)
        yield Trial(sample, min(bits, REPEATED) if (c, a, b) in seen else bits)
        seen.add((c, a, b))


def finest(view: View, line: int) -> int:
    """Return the step of the figure with the most decimals in a line; a rate often drops its zeros."""
    return min(s for s, v in zip(view.steps[line], view.values[line], strict=True) if v is not None)


def rate_bits(
    figures: tuple[int, int, int], steps: tuple[int, int, int], whole: int, *, is_change: bool
) -> float:
    """Return what three figures c, a, b say for c = whole · a / b, less `whole` for a change.

    Args:
        figures: The rate, what is divided, what it is divided by.
        steps: The width of what each stands for.
        whole: What 1 is printed as: scaled 1 or 100.
        is_change: The rate is one of change.
    """
    c, a, b = figures
    level = c + whole if is_change else c
    gap = abs(level * b - whole * a)
    exact = steps[0] * abs(b)
    loose = exact + whole * steps[1] + abs(level) * steps[2]
    if 2 * gap > loose:
        return MISS
    if c == 0 or abs(a) == abs(b) or abs(b) == whole:
        return 0.0
    return hit_bits(abs(c * b), exact if 2 * gap <= exact else loose)


def _votes(view: View, target: int, near: Sequence[int]) -> Mapping[Formula, float]:
    votes: dict[Formula, float] = defaultdict(float)
    step = finest(view, target)
    filled = [s for s in range(view.samples) if view.values[target][s]]
    each = min(MOST_PROBES, len(view.probes(4 * len(view.lines))))
    for sample in filled[:: max(1, -(-len(filled) // each))]:
        for formula, bits in _fitting(view, (target, step), near, sample):
            votes[formula] += bits
    return votes


def _fitting(
    view: View, target: tuple[int, int], near: Sequence[int], sample: int
) -> Iterator[tuple[Formula, float]]:
    """Yield the formulas that give one figure, by looking up the numerator for each denominator."""
    line, step = target
    c = view.values[line][sample]
    ranked = sorted((v, n) for n in near if (v := view.values[n][sample]) is not None)
    values = [value for value, _ in ranked]
    for b, bottom in ranked:
        if not b or c is None:
            continue
        for operator, factor in FORMULAS:
            whole, is_change = factor * view.one, operator is Operator.CHANGE
            level = c + whole if is_change else c
            reach = (step * abs(b) + abs(level) * view.steps[bottom][sample]) // 2 + whole
            low = bisect_left(values, (level * b - reach) // whole)
            high = bisect_right(values, (level * b + reach) // whole + 1)
            for a, top in ranked[low : min(high, low + TOPS)]:
                steps = (step, view.steps[top][sample], view.steps[bottom][sample])
                if top != bottom and (bits := rate_bits((c, a, b), steps, whole, is_change=is_change)) > 0:
                    yield (operator, factor, top, bottom), bits
