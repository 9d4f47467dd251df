"""Names of projects: how alike two are, and which project of a text a form is about."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SAME_NAME = 75  # of 100: names that differ only in a word or two
LINKED_NAME = 40  # enough words in common when an amount agrees as well
SURE_NAME = 100.0
MOST_COMPARED = 250_000  # pairs of names: more are compared for being equal only, no submission has as many
HELD_NAME = 90.0  # the one name holds the other
GENERAL_ENDS = re.compile(r"(?:项目|专项|经费|资金|支出|工程|补助|（[^）]*）|\([^)]*\))+$")
UNSEEN = re.compile(r"[\s“”\"《》]+")


class Match(NamedTuple):
    """A named project (first) and a form (second), by position, and how alike their names are.

    It is certain when an amount agrees or neither name is like any other.
    """

    first: int
    second: int
    likeness: float
    is_certain: bool


@lru_cache(maxsize=4096)
def core_name(name: str) -> str:
    """Return what tells a project from others, without 项目, 专项经费 and the like.

    >>> core_name("公务用车管理项目支出"), core_name("大院维修工程（二期）")
    ('公务用车管理', '大院维修')
    """
    plain = UNSEEN.sub("", name)
    return GENERAL_ENDS.sub("", plain) or plain


def likeness(first: str, second: str) -> float:
    """Return how alike two project names are, 0 to 100."""
    one, other = core_name(first), core_name(second)
    is_held = min(len(one), len(other)) >= 4 and (one in other or other in one)
    ratio = float(fuzz.ratio(one, other))
    return max(ratio, HELD_NAME) if is_held else ratio


def _same_core(first: str, second: str) -> float:
    return SURE_NAME if core_name(first) == core_name(second) else 0.0


def pair_names(
    first: Sequence[str], second: Sequence[str], amounts_agree: Callable[[int, int], bool]
) -> tuple[Match, ...]:
    """Pair names one to one, the most alike first; weak likeness needs an amount that agrees."""
    compare = likeness if len(first) * len(second) <= MOST_COMPARED else _same_core
    alike = {
        (i, j): value
        for i, one in enumerate(first)
        for j, other in enumerate(second)
        if (value := compare(one, other)) >= LINKED_NAME
    }
    same = [pair for pair, value in alike.items() if value >= SAME_NAME]
    rivals = Counter([("first", i) for i, _ in same] + [("second", j) for _, j in same])
    candidates = []
    for (i, j), value in alike.items():
        agrees = amounts_agree(i, j)
        if agrees or value >= SAME_NAME:
            is_alone = rivals["first", i] <= 1 and rivals["second", j] <= 1
            candidates.append((value + 30 * agrees, Match(i, j, value, agrees or is_alone)))
    taken_first: set[int] = set()
    taken_second: set[int] = set()
    pairs = []
    for _, match in sorted(candidates, key=lambda item: (-item[0], item[1].first, item[1].second)):
        if match.first not in taken_first and match.second not in taken_second:
            taken_first.add(match.first)
            taken_second.add(match.second)
            pairs.append(match)
    return tuple(sorted(pairs))
