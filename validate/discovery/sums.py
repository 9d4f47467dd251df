"""Sums of consecutive lines right before or after their total, found by looking up prefix sums."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from math import log2
from typing import TYPE_CHECKING

from .evidence import MISS, REPEATED, Trial, hit_bits, weigh
from .grid import Operator
from .hypothesis import Hypothesis, load_weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .view import View

NEAREST = 12  # prefix sums looked at on either side of the one that is wanted
LONGEST_ROOM = 60  # operands whose rounding the lookup allows for
FEWEST_BITS = 3.0  # votes that make a run worth trying
RUNS_PER_TARGET = 6
FEWEST_FOR_SPREAD = 4  # totals that show how wide they scatter


def runs(view: View, active: Sequence[int]) -> Iterator[Hypothesis]:
    """Yield the sums whose operands are consecutive among the lines `active`, in either direction."""
    choice = log2(2 * max(len(active), 2))
    for order in (active, active[::-1]):
        for target, operands in _voted(view, order):
            yield sum_hypothesis(view, target, tuple(sorted(operands)), -choice)


def sum_hypothesis(
    view: View, target: int, operands: tuple[int, ...], prior: float, *, is_announced: bool = False
) -> Hypothesis:
    """Return target = Σ operands with what the numbers say."""
    majority = load_weights()["majority_announced" if is_announced else "majority"]
    weight = weigh(list(_trials(view, target, operands)), majority)
    return Hypothesis(Operator.SUM, target, operands, weight, prior, is_announced=is_announced)


def _trials(view: View, target: int, operands: Sequence[int]) -> Iterator[Trial]:
    """Yield one trial per sample that prints the total and any operand; rates need not add up."""
    lines = [(view.values[n], view.steps[n]) for n in operands]
    totals, own = view.values[target], view.steps[target]
    seen: set[object] = set()
    spread = _spread(totals)
    for sample in range(view.samples):
        total = totals[sample]
        shown = [(value, steps[sample]) for line, steps in lines if (value := line[sample]) is not None]
        if total is None or not shown:
            continue
        bits = _bits(total, own[sample], shown, spread)
        if bits == MISS and view.rates[target][sample]:
            continue
        figures = (total, *shown)
        yield Trial(sample, min(bits, REPEATED) if figures in seen else bits, len(shown) < len(operands))
        seen.add(figures)


def _bits(total: int, step: int, shown: Sequence[tuple[int, int]], spread: int) -> float:
    """A total of fewer than two figures that are not zero is a copy, and says nothing."""
    gap, unit, filled = total, step, 0
    for value, width in shown:
        gap -= value
        filled += value != 0
        unit = min(unit, width)
    if 2 * abs(gap) > unit * (len(shown) + 1):
        return MISS
    if filled < 2:
        return 0.0
    return hit_bits(min(abs(total), spread), unit if gap == 0 else unit * (len(shown) + 1))


def _spread(totals: Sequence[int | None]) -> int:
    """Return how far apart the totals lie: those of a narrow range meet a sum more easily by chance."""
    found = [abs(v) for v in totals if v]
    if len(found) < FEWEST_FOR_SPREAD:
        return max(found, default=0)
    return 2 * (max(found) - min(found))


def _voted(view: View, order: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield (total, operands before it) that some sample speaks for, the best few of each total."""
    votes: dict[tuple[int, int], float] = defaultdict(float)
    for sample in view.probes(len(order)):
        for at, start, bits in _matches(view, order, sample):
            votes[at, start] += bits
    by_total: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (at, start), bits in votes.items():
        if bits >= FEWEST_BITS:
            by_total[at].append((bits, start))
    for at, found in by_total.items():
        for _, start in sorted(found, reverse=True)[:RUNS_PER_TARGET]:
            yield order[at], order[start:at]


def _matches(view: View, order: Sequence[int], sample: int) -> Iterator[tuple[int, int, float]]:
    """Yield (position of the total, of its first operand, bits) for one sample."""
    prefix, filled, unit = [0], [0], 0
    for line in order:
        value, step = view.values[line][sample], view.steps[line][sample]
        prefix.append(prefix[-1] + (value or 0))
        filled.append(filled[-1] + (value is not None))
        if value is not None:
            unit = min(unit or step, step)
    ranked = sorted((total, at) for at, total in enumerate(prefix[:-1]))
    for at, line in enumerate(order):
        total = view.values[line][sample]
        if total and at > 1:
            for start in _near(ranked, prefix[at] - total, unit, at):
                count = filled[at] - filled[start]
                gap = abs(prefix[at] - prefix[start] - total)
                if count > 1 and 2 * gap <= unit * (count + 1):
                    yield at, start, hit_bits(abs(total), unit if gap == 0 else unit * (count + 1))


def _near(ranked: Sequence[tuple[int, int]], wanted: int, unit: int, before: int) -> Iterator[int]:
    """Yield the positions before `before` whose prefix sum is about `wanted`, at most 2 · NEAREST."""
    room = unit * (LONGEST_ROOM + 1) // 2
    middle = bisect_left(ranked, (wanted, -1))
    for value, at in ranked[max(0, middle - NEAREST) : middle + NEAREST]:
        if at < before and abs(value - wanted) <= room:
            yield at
