"""How much the numbers say for a hypothesis: bits over a stretch of samples, misses counted against it."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BITS_PER_HIT = 9.0  # more digits than this say nothing more
MISS = -2.5
REPEATED = 0.01  # the same figures once more: hardly any further evidence
STRETCH = 8.0  # bits that a further stretch of its own must bring


@dataclass(frozen=True, slots=True)
class Trial:
    """One sample: `bits` is positive for a hit, MISS for a miss, 0 where both sides are zero."""

    sample: int
    bits: float


@dataclass(frozen=True, slots=True)
class Weight:
    """The evidence for a hypothesis, and where along the line it was found."""

    bits: float
    holds: tuple[int, ...]
    fails: tuple[int, ...]
    hits: int


def hit_bits(size: int, width: int) -> float:
    """Return what a hit says: a figure of `size` met within a window of `width`.

    >>> hit_bits(1024, 2)
    9.0
    """
    return min(BITS_PER_HIT, log2(max(size, 1) / max(width, 1))) if size > width else 0.0


def weigh(trials: Sequence[Trial]) -> Weight:
    """Return the evidence of the stretches where hits outweigh misses; others are another table's rows."""
    stretches = _stretches(trials)
    chosen = [trial for stretch in stretches for trial in stretch]
    choice = log2(len(trials)) * len(stretches) if len(chosen) < len(trials) else 0.0
    return Weight(
        bits=sum(trial.bits for trial in chosen) - choice,
        holds=tuple(trial.sample for trial in chosen if trial.bits >= 0),
        fails=tuple(trial.sample for trial in chosen if trial.bits < 0),
        hits=sum(trial.bits > 0 for trial in chosen),
    )


def _stretches(trials: Sequence[Trial]) -> list[Sequence[Trial]]:
    """Return the heaviest stretch and, beside it, those that stand on their own."""
    best, start, stop = _heaviest(trials)
    if best <= 0:
        return []
    found: list[Sequence[Trial]] = [trials[start:stop]]
    rest = [trials[:start], trials[stop:]]
    while rest:
        part = rest.pop()
        bits, first, last = _heaviest(part)
        if bits >= STRETCH:
            found.append(part[first:last])
            rest += [part[:first], part[last:]]
    return sorted(found, key=lambda stretch: stretch[0].sample)


def _heaviest(trials: Sequence[Trial]) -> tuple[float, int, int]:
    """Return (bits, start, stop) of the contiguous stretch with the most bits, zeros at its ends included."""
    best, start, stop, run, begin = 0.0, 0, 0, 0.0, 0
    for at, trial in enumerate(trials):
        if run < 0:
            run, begin = 0.0, at
        run += trial.bits
        if run > best or (run == best > 0 and trial.bits == 0):
            best, start, stop = run, begin, at + 1
    return best, start, stop
