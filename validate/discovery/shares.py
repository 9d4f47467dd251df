"""Shares: a column that holds each row's part of the row that is the whole, 占比 beside its amounts."""

from __future__ import annotations

from math import log2
from typing import TYPE_CHECKING

from .evidence import REPEATED, Trial, weigh
from .grid import Operator
from .hypothesis import Hypothesis, load_weights
from .rates import REACH, finest, rate_bits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .view import View

FACTORS = (1, 100)
MOST_WHOLES = 3  # samples that print 100% tried as the whole


def shares(view: View) -> Iterator[Hypothesis]:
    """Yield the lines that say share and are the neighbour's part of one of its own figures."""
    weights = load_weights()
    for at, target in enumerate(view.lines):
        if not view.cues[target].ratio:
            continue
        near = [n for n in view.lines[max(0, at - REACH) : at + REACH + 1] if n != target]
        for factor in FACTORS:
            wholes = [s for s, v in enumerate(view.values[target]) if v == factor * view.one]
            choice = log2(max(1, len(near)) * max(1, len(wholes)))
            for operand in near:
                for base in wholes[-MOST_WHOLES:]:
                    weight = weigh(list(_trials(view, (target, operand), base, factor)), weights["majority"])
                    prior = weights["share"] - choice
                    yield Hypothesis(Operator.SHARE, target, (operand,), weight, prior, factor, base)


def _trials(view: View, lines: tuple[int, int], base: int, factor: int) -> Iterator[Trial]:
    target, operand = lines
    whole, step = view.values[operand][base], finest(view, target)
    seen: set[object] = set()
    for sample in range(view.samples):
        c, a = view.values[target][sample], view.values[operand][sample]
        if sample == base or c is None or a is None or not whole:
            continue
        steps = (step, view.steps[operand][sample], view.steps[operand][base])
        bits = rate_bits((c, a, whole), steps, factor * view.one, is_change=False)
        yield Trial(sample, min(bits, REPEATED) if (c, a) in seen else bits)
        seen.add((c, a))
