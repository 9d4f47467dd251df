"""How much the numbers say for a hypothesis: bits over stretches of samples, misses counted against it."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BITS_PER_HIT = 9.0  # more digits than this say nothing more
MISS = -2.5
REPEATED = 0.01  # the same figures once more are a hit, but hardly any further evidence
STRETCH = 8.0  # bits that a further stretch of its own must bring


@dataclass(frozen=True, slots=True)
class Trial:
    """One sample of a hypothesis.

    Attributes:
        sample: Index along the line.
        bits: Positive for a hit, MISS for a miss, 0 where both sides agree but say nothing.
        is_open: An operand is blank, so that a miss is no failure.
    """

    sample: int
    bits: float
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Weight:
    """The evidence for a hypothesis.

    Attributes:
        bits: Sum over the stretches where it is upheld, less what choosing them costs.
        holds: Samples where it holds.
        fails: Samples inside the stretches where it fails though all operands are printed.
        hits: Samples that speak for it.
        misses: Samples that speak against it, open ones included.
    """

    bits: float
    holds: tuple[int, ...]
    fails: tuple[int, ...]
    hits: int
    misses: int


def hit_bits(size: int, width: int) -> float:
    """Return what it says that a figure of `size` is met within a window of `width`.

    >>> hit_bits(1024, 2), hit_bits(3, 4)
    (9.0, 0.0)
    """
    return min(BITS_PER_HIT, log2(size / max(width, 1))) if size > width else 0.0


def weigh(trials: Sequence[Trial], majority: float) -> Weight:
    """Return the evidence of the whole line where it mostly holds, so that a failing end is seen too.

    Otherwise that of the stretches where hits outweigh misses: the others may be another table's.
    """
    hits, misses = sum(trial.bits > 0 for trial in trials), sum(trial.bits < 0 for trial in trials)
    stretches = [trials] if hits and hits >= majority * (hits + misses) else _stretches(trials)
    chosen = [trial for stretch in stretches for trial in stretch]
    choice = log2(len(trials)) * len(stretches) if len(chosen) < len(trials) else 0.0
    return Weight(
        bits=sum(trial.bits for trial in chosen) - choice,
        holds=tuple(trial.sample for trial in chosen if trial.bits >= 0),
        fails=tuple(trial.sample for trial in chosen if trial.bits < 0 and not trial.is_open),
        hits=sum(trial.bits > 0 for trial in chosen),
        misses=sum(trial.bits < 0 for trial in chosen),
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
    """Return (bits, start, stop) of the stretch with the most bits, samples that say nothing at its ends included."""
    best, start, stop, run, begin = 0.0, 0, 0, 0.0, 0
    for at, trial in enumerate(trials):
        if run < 0:
            run, begin = 0.0, at
        run += trial.bits
        if run > best or (run == best > 0 and trial.bits == 0):
            best, start, stop = run, begin, at + 1
    return best, start, stop
