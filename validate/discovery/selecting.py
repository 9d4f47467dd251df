"""Which of the accepted hypotheses stay where they contradict or repeat each other."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .hypothesis import Hypothesis

PRIME = (1 << 61) - 1  # linear dependence is tried modulo a prime: exact but for one chance in 10^18
DEEPEST = 4  # levels of nested totals looked through


def strongest(found: Iterable[Hypothesis]) -> list[Hypothesis]:
    """Keep those with more bits, then more operands, then nearer; drop what contradicts one kept.

    Sums of two lines found by their numbers alone come last, and only where they follow from no others.
    """
    kept: dict[int, list[Hypothesis]] = defaultdict(list)
    basis: dict[int, dict[int, int]] = {}
    for one in sorted(found, key=_rank):
        rivals = [*kept[one.target], *(other for n in one.operands for other in kept[n])]
        if any(_excludes(other, one) for other in rivals):
            continue
        if _is_new(basis, one) or not one.is_pair:
            kept[one.target].append(one)
    return [one for some in kept.values() for one in some]


def _rank(one: Hypothesis) -> tuple[object, ...]:
    distance = min(abs(one.target - n) for n in one.operands)
    return (one.is_pair, -one.bits, -len(one.operands), distance, one.target, one.operands)


def _excludes(kept: Hypothesis, other: Hypothesis) -> bool:
    """One line has one set of parts unless the sets are apart; of two lines only one is part of the other."""
    if kept.target == other.target:
        is_same_place = not set(kept.weight.holds).isdisjoint(other.weight.holds)
        return is_same_place and not set(kept.operands).isdisjoint(other.operands)
    return kept.target in other.operands and other.target in kept.operands


def _is_new(basis: dict[int, dict[int, int]], one: Hypothesis) -> bool:
    """Return whether a sum follows from none in `basis`, and add it there."""
    row = {one.target: PRIME - 1, **dict.fromkeys(one.operands, 1)}
    while row:
        pivot = min(row)
        if pivot not in basis:
            inverse = pow(row[pivot], -1, PRIME)
            basis[pivot] = {n: value * inverse % PRIME for n, value in row.items()}
            return True
        factor = row[pivot]
        for n, value in basis[pivot].items():
            rest = (row.get(n, 0) - factor * value) % PRIME
            if rest:
                row[n] = rest
            else:
                row.pop(n, None)
    return False


def coarsest(found: Sequence[Hypothesis]) -> list[Hypothesis]:
    """Drop a sum over details where the same total is also a sum over their subtotals."""
    by_target: dict[int, list[Hypothesis]] = defaultdict(list)
    for one in found:
        by_target[one.target].append(one)
    return [
        one for one in found if not any(_refines(one, other, by_target) for other in by_target[one.target])
    ]


def _refines(fine: Hypothesis, coarse: Hypothesis, by_target: Mapping[int, Sequence[Hypothesis]]) -> bool:
    """Return whether `fine` is `coarse` with operands replaced by what they are made of, at most places."""
    if len(coarse.operands) >= len(fine.operands):
        return False
    shared = set(fine.weight.holds) & set(coarse.weight.holds)
    if 2 * len(shared) < len(fine.weight.holds):
        return False
    details = frozenset(fine.operands)
    parts: set[int] = set()
    for operand in coarse.operands:
        made_of = _made_of(operand, details, by_target, DEEPEST)
        if made_of is None:
            return False
        parts |= made_of
    return parts == details


def _made_of(
    line: int, details: frozenset[int], by_target: Mapping[int, Sequence[Hypothesis]], depth: int
) -> set[int] | None:
    """Return the `details` that a line sums up, itself if it is one; None if it is not made of them alone."""
    if line in details:
        return {line}
    for one in by_target.get(line, ()) if depth else ():
        found = [_made_of(n, details, by_target, depth - 1) for n in one.operands]
        if all(part is not None for part in found):
            return set().union(*(part for part in found if part))
    return None
