"""Relations that sentences state (being written)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...schemas.records import Fact
from ..relation import Relation


@dataclass(frozen=True, slots=True)
class Block:
    text: str
    facts: tuple[Fact, ...]
    heading: tuple[str, ...]


def text_relations(text: str, facts: Sequence[Fact]) -> Iterator[Relation]:
    return iter(())


def list_relations(blocks: Sequence[Block]) -> Iterator[Relation]:
    return iter(())
