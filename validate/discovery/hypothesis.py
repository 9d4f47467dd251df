"""A hypothesis about one line of a table, with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ...schemas.loading import load_yaml
from .grid import Aggregation, Operator
from .wording import WORDS_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .evidence import Weight
    from .view import View


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What a line may be.

    Attributes:
        operator: The arithmetic; SUM also where a difference is meant, as target = less + remainder.
        target: The computed line.
        operands: In rising order for SUM and AVERAGE, else in the order of the formula.
        weight: What the numbers say.
        prior: Bits that words and layout add, less the log of how many such hypotheses there were.
        factor: 100 for a rate in percent.
        base: Line of the other axis that holds the whole of a SHARE.
        is_pair: Two operands found by their numbers alone, not beside the target.
        is_announced: Words and layout alone name the operands.
    """

    operator: Operator
    target: int
    operands: tuple[int, ...]
    weight: Weight
    prior: float
    factor: int = 1
    base: int | None = None
    is_pair: bool = False
    is_announced: bool = False

    @property
    def bits(self) -> float:
        """Evidence of numbers, words and layout together."""
        return self.weight.bits + self.prior

    @property
    def is_accepted(self) -> bool:
        """Enough evidence, and hits by far the most."""
        weights = load_weights()
        majority = weights["majority_announced" if self.is_announced else "majority"]
        tried = self.weight.hits + self.weight.misses
        return self.bits >= weights["accept"] and self.weight.hits > 0 and self.weight.hits >= majority * tried

    def found(self, view: View) -> Aggregation:
        """Return the hypothesis as a result; a sum whose words say so becomes the difference that is meant."""
        operator, target, operands = self.operator, self.target, self.operands
        if operator is Operator.SUM and len(operands) == 2 and not view.cues[target].total:
            rests = [n for n in operands if view.cues[n].difference and not view.cues[n].total]
            if rests:
                (minuend, other), operator = (target, sum(operands) - rests[-1]), Operator.DIFFERENCE
                target, operands = rests[-1], (minuend, other)
        weight = self.weight
        return Aggregation(
            operator, view.axis, target, operands, weight.holds, weight.fails,
            weight.hits, self.bits, self.factor, self.base,
        )  # fmt: skip


@cache
def load_weights() -> Mapping[str, float]:
    """Return the bits for words and layout, and the thresholds."""
    weights: Mapping[str, float] = load_yaml(WORDS_FILE)["weights"]
    return weights
