"""Proposes the relations that sentences state: sums, shares, rates, changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.time_limit import time_limit
from ..relation import Shape
from .averages import average_relations
from .balances import balance_relations
from .changes import change_relations
from .grades import grade_relations
from .lists import Block, list_relations
from .paired import paired_relations
from .parts import part_relations
from .passage import read_passage
from .points import point_relations
from .proposing import holds
from .quotients import quotient_relations
from .rates import rate_relations
from .shares import share_relations
from .standing import standing_relations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...schemas.records import Fact
    from ..relation import Relation
    from .passage import Passage

__all__ = ["Block", "list_relations", "text_relations"]

PATTERNS = (
    part_relations,
    share_relations,
    rate_relations,
    quotient_relations,
    change_relations,
    paired_relations,
    point_relations,
    standing_relations,
    balance_relations,
    average_relations,
    grade_relations,
)

# Figures looked at together: no paragraph of a report holds as many, a hostile file might.
WINDOW = 150
PASSAGE_SECONDS = 5.0  # of processor time; a window of 150 figures takes some hundredths of one
SENTENCE_MARKS = "。！？\n"


def text_relations(text: str, facts: Sequence[Fact]) -> Iterator[Relation]:
    """Yield the relations that the words of one paragraph or long cell state.

    Args:
        text: The paragraph or cell.
        facts: The facts located in it, in order; each has `source.start` and `source.end`.

    Returns:
        Relations to be tried; one that the words leave in doubt has `confidence` below 1 or,
        when it does not hold either, `missing`.

    Raises:
        TimeoutError: A part of the text took longer than any text of a report does.
    """
    for passage in _windows(text, facts):
        with time_limit(PASSAGE_SECONDS):
            found = tuple(_relations_in(passage))
        yield from found


def _windows(text: str, facts: Sequence[Fact]) -> Iterator[Passage]:
    """Cut a very long text between sentences."""
    first = 0
    while first < len(facts):
        last = min(first + WINDOW, len(facts))
        start = facts[first].source.start or 0
        last_end = facts[first - 1].source.end or 0 if first else 0  # what is before was looked at already
        begin = max(last_end, *(text.rfind(mark, 0, start) + 1 for mark in SENTENCE_MARKS))
        end = len(text) if last == len(facts) else facts[last].source.start or 0
        edge = "\n" if begin else ""  # what comes before ends a sentence
        yield read_passage(edge + text[begin:end], facts[first:last], begin - len(edge))
        first = last


def _relations_in(passage: Passage) -> Iterator[Relation]:
    found = {_key(proposed): proposed for pattern in PATTERNS for proposed in pattern(passage)}
    sums = [proposed for proposed in found.values() if proposed.shape is Shape.SUM and holds(proposed)]
    for proposed in found.values():
        if holds(proposed) or not any(_is_rival(proposed, settled) for settled in sums):
            yield proposed


def _is_rival(proposed: Relation, settled: Relation) -> bool:
    """Return whether a total is read from other parts of a list than the reading that adds up."""
    if proposed.shape not in (Shape.SUM, Shape.AT_LEAST) or proposed.stated.fact != settled.stated.fact:
        return False
    return any(term.fact == other.fact for term in proposed.terms for other in settled.terms)


def _key(proposed: Relation) -> tuple[object, ...]:
    """Two patterns may read the same relation from one sentence; it is tried once."""
    operands = tuple(term.fact.number for term in (*proposed.terms, *proposed.base))
    return proposed.shape, proposed.stated.fact.number, operands
