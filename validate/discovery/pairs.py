"""Sums of two lines that stand near the total but not beside it, e.g. a net figure below both parts."""

from __future__ import annotations

from collections import defaultdict
from math import log2
from typing import TYPE_CHECKING

from .evidence import hit_bits, weigh
from .sums import SumFound, sum_trials

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .view import View

REACH = 10  # lines on either side of the total
FEWEST_BITS = 8.0
PAIRS_PER_TARGET = 6


def pairs(view: View) -> Iterator[SumFound]:
    """Yield the sums of two lines within reach of their total."""
    cost = log2(2 * REACH * REACH)
    for at, target in enumerate(view.lines):
        near = [n for n in view.lines[max(0, at - REACH) : at + REACH + 1] if n != target]
        votes = _votes(view, target, near)
        best = sorted(((bits, pair) for pair, bits in votes.items() if bits >= FEWEST_BITS), reverse=True)
        for _, pair in best[:PAIRS_PER_TARGET]:
            yield SumFound(target, pair, weigh(list(sum_trials(view, target, pair))), cost)


def _votes(view: View, target: int, near: list[int]) -> dict[tuple[int, int], float]:
    votes: dict[tuple[int, int], float] = defaultdict(float)
    seen: set[tuple[int, int, int, int, int]] = set()
    for sample in range(view.samples):
        total = view.values[target][sample]
        if not total:
            continue
        where: dict[int, list[int]] = defaultdict(list)
        for line in near:
            if value := view.values[line][sample]:
                where[value].append(line)
        step = min([view.steps[target][sample], *(view.steps[n][sample] for found in where.values() for n in found)])
        for value, lines in where.items():
            for gap in (0, step, -step):
                for other in where.get(total - value - gap, ()):
                    for line in lines:
                        key = (line, other, total, value, gap)
                        if line < other and key not in seen:
                            seen.add(key)
                            votes[line, other] += hit_bits(abs(total), step if gap == 0 else 3 * step)
    return votes
