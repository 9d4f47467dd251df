"""Sums: contiguous runs beside the total, found by prefix sums; runs over chosen lines; pairs nearby."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from .evidence import MISS, REPEATED, Trial, Weight, hit_bits, weigh

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .view import View

NEAREST = 12  # prefix sums looked at for one figure
LONGEST_ROOM = 60  # operands whose rounding the lookup allows for
FEWEST_BITS = 3.0  # votes that make a run worth trying
RUNS_PER_TARGET = 6


@dataclass(frozen=True, slots=True)
class SumFound:
    """A sum hypothesis with its evidence; `cost` is the log of how many such hypotheses there were."""

    target: int
    operands: tuple[int, ...]
    weight: Weight
    cost: float

    @property
    def bits(self) -> float:
        return self.weight.bits - self.cost


def sum_trials(view: View, target: int, operands: Sequence[int]) -> Iterator[Trial]:
    """Yield what each sample says for target = Σ operands; a sample without total or operands says nothing."""
    lines = [(view.values[n], view.steps[n]) for n in operands]
    totals, own = view.values[target], view.steps[target]
    seen: set[object] = set()
    spread = _spread(totals)
    for sample in range(view.samples):
        total = totals[sample]
        if total is None:
            continue
        shown = [(values[sample], steps[sample]) for values, steps in lines if values[sample] is not None]
        if shown:
            bits, figures = _bits_of_sum(total, own[sample], shown, spread), (total, *shown)
            yield Trial(sample, min(bits, REPEATED) if figures in seen else bits)
            seen.add(figures)


def _bits_of_sum(total: int, step: int, shown: Sequence[tuple[int, int]], spread: int) -> float:
    gap, unit, nonzero = total, step, 0
    for value, width in shown:
        gap -= value
        nonzero += value != 0
        unit = min(unit, width)
    if 2 * abs(gap) > unit * (len(shown) + 1):
        return MISS
    if nonzero < 2:
        return 0.0
    return hit_bits(min(abs(total), spread), unit if gap == 0 else unit * (len(shown) + 1))


def _spread(totals: Sequence[int | None]) -> int:
    """Return how far apart the totals lie: those of a narrow range meet a sum more easily by chance."""
    found = [abs(v) for v in totals if v]
    if len(found) < 4:
        return max(found, default=0)
    return 2*(max(found) - min(found))


def runs(view: View, active: Sequence[int]) -> Iterator[SumFound]:
    """Yield the sums whose operands are consecutive among `active`, right before or after the total."""
    cost = log2(2 * max(len(active), 2))
    for order in (active, active[::-1]):
        for target, operands in _voted(view, order):
            yield SumFound(target, tuple(sorted(operands)), weigh(list(sum_trials(view, target, operands))), cost)


def _voted(view: View, order: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield (total, operands before it) that at least one sample speaks for, the best few of each total."""
    votes: dict[tuple[int, int], float] = defaultdict(float)
    for sample in range(view.samples):
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
    """Yield (position of the total, of its first operand, bits) by looking up prefix sums."""
    prefix, filled, unit = [0], [0], 0
    for line in order:
        value = view.values[line][sample]
        prefix.append(prefix[-1] + (value or 0))
        filled.append(filled[-1] + (value is not None))
        if value is not None:
            unit = min(unit, view.steps[line][sample]) if unit else view.steps[line][sample]
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
    """Yield the positions before `before` whose prefix sum is about `wanted`, exact ones first."""
    room = unit * (LONGEST_ROOM + 1) // 2
    middle = bisect_left(ranked, (wanted, -1))
    upwards = ranked[middle : middle + NEAREST]
    downwards = ranked[max(0, middle - NEAREST) : middle]
    for value, at in (*upwards, *reversed(downwards)):
        if at < before and abs(value - wanted) <= room:
            yield at
