"""Which of the accepted hypotheses stay when they contradict each other."""
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .sums import SumFound


def best_sums(found: Iterable[SumFound]) -> list[SumFound]:
    """Keep more operands, then more bits, then nearer; drop what shares total and operands with one kept."""
    kept: list[SumFound] = []
    for one in sorted(found, key=lambda s: (-s.bits, -len(s.operands), abs(s.target - s.operands[0]), s.target, s.operands)):
        if not any(_excludes(other, one) for other in kept):
            kept.append(one)
    return kept


def _excludes(kept: SumFound, other: SumFound) -> bool:
    if kept.target == other.target:
        shares_samples = bool(set(kept.weight.holds) & set(other.weight.holds))
        return shares_samples and bool(set(kept.operands) & set(other.operands))
    return kept.target in other.operands and other.target in kept.operands
