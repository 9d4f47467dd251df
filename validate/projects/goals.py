"""Whose goal a project form prints: how much of each project's own name stands in the text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import LCSseq

from .project_names import core_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...schemas.records import Source
    from .projects import ProjectForm

GOAL_FIELDS = {"goal_expected": "预期目标", "goal_actual": "实际完成情况"}
UNSEEN = re.compile(r"[\s，,。；;：:、.“”\"]+")


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal cell of a form.

    Attributes:
        form: Position of the form.
        field: Id of the cell.
        text: As printed.
        plain: The text without white space and punctuation.
        source: Its place.
    """

    form: int
    field: str
    text: str
    plain: str
    source: Source


def goals_of(forms: Sequence[ProjectForm]) -> tuple[Goal, ...]:
    """Return the goal cells of the forms, in order."""
    return tuple(
        Goal(at, name, value, plain, source)
        for at, form in enumerate(forms)
        for name, value, source in form.form.fields
        if name in GOAL_FIELDS and (plain := UNSEEN.sub("", value))
    )


def pair_weights(names: Sequence[str]) -> Mapping[str, float]:
    """Return how telling each pair of characters is: 1 if one name holds it, less the more do."""
    counts = Counter(pair for name in names for pair in set(_pairs(core_name(name))))
    return {pair: 1 / count for pair, count in counts.items()}


def fit(name: str, text: str, weights: Mapping[str, float]) -> float:
    """Return which share of a project's name, weighted by how telling it is, stands in a text.

    >>> weights = pair_weights(["河道清淤", "道路养护"])
    >>> fit("河道清淤项目", "完成河道清淤12公里", weights), fit("道路养护", "完成河道清淤12公里", weights)
    (1.0, 0.0)
    """
    pairs = _pairs(core_name(name))
    total = sum(weights.get(pair, 1.0) for pair in pairs)
    return sum(weights.get(pair, 1.0) for pair in pairs if pair in text) / total if total else 0.0


def is_named(name: str, text: str) -> bool:
    """Return whether a text holds a project's name as a whole."""
    return core_name(name) in text


def common_share(first: str, second: str) -> float:
    """Return how much of the longer of two texts both share, in order."""
    longer = max(len(first), len(second))
    return LCSseq.similarity(first, second) / longer if longer else 0.0


def _pairs(name: str) -> list[str]:
    return [name[at : at + 2] for at in range(len(name) - 1)]
