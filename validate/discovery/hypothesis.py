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
    from .wording import Cues


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
        return (
            self.bits >= weights["accept"] and self.weight.hits > 0 and self.weight.hits >= majority * tried
        )

    def found(self, view: View) -> Aggregation:
        """Return the hypothesis as a result; a sum whose words say so becomes the difference that is meant."""
        operator, target, operands = self.operator, self.target, self.operands
        if (rest := self._remainder(view)) is not None:
            operator, target = Operator.DIFFERENCE, rest
            operands = (self.target, *(n for n in self.operands if n != rest))
        return Aggregation(
            operator=operator,
            axis=view.axis,
            target=target,
            operands=operands,
            holds=self.weight.holds,
            fails=self.weight.fails,
            hits=self.weight.hits,
            bits=self.bits,
            figure_bits=self.weight.bits,
            is_named=self.is_announced or _says(view.cues[target], operator),
            factor=self.factor,
            base=self.base,
        )

    def _remainder(self, view: View) -> int | None:
        """Return the operand whose words say that it is what the other leaves of the target; None if none does."""
        if self.operator is not Operator.SUM or len(self.operands) != 2 or view.cues[self.target].total:
            return None
        found = [n for n in self.operands if view.cues[n].difference and not view.cues[n].total]
        return found[-1] if found else None


def _says(cues: Cues, operator: Operator) -> bool:
    named = {
        Operator.SUM: cues.total,
        Operator.DIFFERENCE: cues.difference,
        Operator.AVERAGE: cues.average,
        Operator.CHANGE: cues.change,
    }
    return named.get(operator, cues.ratio)


@cache
def load_weights() -> Mapping[str, float]:
    """Return the bits for words and layout, and the thresholds."""
    weights: Mapping[str, float] = load_yaml(WORDS_FILE)["weights"]
    return weights
