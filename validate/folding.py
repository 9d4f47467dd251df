"""Doubts of one kind about one document, told as one with its places."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .registry import Doubt, RulePage

MOST_LISTED = 12  # items named in a message; the evidence holds all


def folded(doubts: Iterable[Doubt], page: RulePage) -> Iterator[Doubt]:
    """Yield the doubts of a rule, those of one document as one where rules.yaml says how to word it.

    Doubts that name no item stay as they are.
    """
    alike = []
    for doubt in doubts:
        if page.folded is None or doubt.item is None:
            yield doubt
        else:
            alike.append(doubt)
    for _, group in groupby(alike, key=lambda doubt: doubt.evidence[0].source.document):
        found = list(group)
        yield found[0] if len(found) == 1 else _as_one(found, page.folded or "")


def _as_one(doubts: Sequence[Doubt], wording: str) -> Doubt:
    items = "、".join(doubt.item or "" for doubt in doubts[:MOST_LISTED])
    rest = "等" if len(doubts) > MOST_LISTED else ""
    return replace(
        doubts[0],
        message=wording.format(count=len(doubts), items=f"{items}{rest}"),
        evidence=tuple(item for doubt in doubts for item in doubt.evidence),
        stated=None,
        expected=None,
        unit=None,
        confidence=min(doubt.confidence for doubt in doubts),
        item=None,
    )
