"""Totals that words and layout announce: 合计 beside its rows, an outline number over its children."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..tables.outline import CODE, OUTLINE
from .hypothesis import load_weights
from .sums import sum_hypothesis

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .hypothesis import Hypothesis
    from .view import View

DOTTED = re.compile(r"\d{1,2}(?:\.\d{1,2})+(?!\d)")
PLAIN = ("plain", 0)


def announced(view: View) -> Iterator[Hypothesis]:
    """Yield the sums that labels and layout name."""
    prior = load_weights()["announced"] - 1
    depths = [_depth(view.labels[n]) for n in view.lines]
    for at, target in enumerate(view.lines):
        candidates = [_children(depths, at)]
        if view.cues[target].total:
            candidates += [_beside(view, at, -1), _beside(view, at, 1)]
        for found in candidates:
            for positions in dict.fromkeys((tuple(found), tuple(_outermost(view, depths, found)))):
                if len(positions) > 1:
                    operands = tuple(sorted(view.lines[n] for n in positions))
                    yield sum_hypothesis(view, target, operands, prior, is_announced=True)


def _depth(label: str) -> tuple[str, int]:
    """Return how deep a line is nested and what says so, a code or number before white space."""
    found = [_depth_of_words(words) for words in label.split("\n")]
    marked = [depth for depth in found if depth != PLAIN]
    return min(marked, key=lambda depth: depth[0] == "indent") if marked else PLAIN


def _depth_of_words(label: str) -> tuple[str, int]:
    text = label.strip()
    if found := CODE.match(text):
        return "code", len(found[0])
    if found := DOTTED.match(text):
        return "dotted", found[0].count(".")
    for depth, mark in enumerate(OUTLINE):
        if mark.match(text):
            return "mark", depth
    indent = len(label) - len(label.lstrip())
    return ("indent", indent) if indent else PLAIN


def _children(depths: Sequence[tuple[str, int]], at: int) -> list[int]:
    """Return the next deeper lines right below a line, up to its next sibling."""
    kind, depth = depths[at]
    below: list[int] = []
    for n in range(at + 1, len(depths)):
        other, deeper = depths[n]
        is_inside = deeper > depth if other == kind else depths[at] == PLAIN and other == "indent"
        if not is_inside:
            break
        below.append(n)
    shallowest = min((depths[n][1] for n in below), default=0)
    return [n for n in below if depths[n][1] == shallowest]


def _beside(view: View, at: int, direction: int) -> list[int]:
    """Return the lines on one side of a total, up to the next total."""
    found: list[int] = []
    n = at + direction
    while 0 <= n < len(view.lines) and not view.cues[view.lines[n]].total:
        found.append(n)
        n += direction
    return found


def _outermost(view: View, depths: Sequence[tuple[str, int]], found: Sequence[int]) -> list[int]:
    """Leave out the 其中 lines and all that are deeper than the shallowest of the same kind."""
    kept = [n for n in found if not view.cues[view.lines[n]].part]
    shallowest: dict[str, int] = {}
    for n in kept:
        kind, depth = depths[n]
        shallowest[kind] = min(depth, shallowest.get(kind, depth))
    return [n for n in kept if depths[n][1] == shallowest[depths[n][0]]]
