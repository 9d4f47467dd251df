"""Proposes the relations that sentences state: sums, shares, rates, changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .changes import change_relations
from .grades import grade_relations
from .lists import Block, list_relations
from .parts import part_relations
from .passage import read_passage
from .rates import rate_relations
from .shares import share_relations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...schemas.records import Fact
    from ..relation import Relation

__all__ = ["Block", "list_relations", "text_relations"]

PATTERNS = (part_relations, share_relations, rate_relations, change_relations, grade_relations)


def text_relations(text: str, facts: Sequence[Fact]) -> Iterator[Relation]:
    """Yield the relations that the words of one paragraph or long cell state.

    Args:
        text: The paragraph or cell.
        facts: The facts located in it, in order; each has `source.start` and `source.end`.

    Returns:
        Relations to be tried; one that the words leave in doubt has `confidence` below 1 or,
        when it does not hold either, `missing`.
    """
    passage = read_passage(text, facts)
    seen = set()
    for pattern in PATTERNS:
        for found in pattern(passage):
            key = (found.shape, found.stated.fact.number, tuple(t.fact.number for t in (*found.terms, *found.base)))
            if key not in seen:
                seen.add(key)
                yield found
