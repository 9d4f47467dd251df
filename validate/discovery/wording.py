"""What the words of a row or column say about how its numbers came about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ...schemas.loading import load_yaml

WORDS_FILE = "discovery.yaml"
LATIN = re.compile(r"[a-z]")


@dataclass(frozen=True, slots=True)
class Cues:
    """Which kinds of words a label holds."""

    total: bool = False
    part: bool = False
    difference: bool = False
    average: bool = False
    ratio: bool = False
    change: bool = False
    rate: bool = False


def cues_of(label: str) -> Cues:
    """Return what a label says.

    >>> cues_of("合 计").total, cues_of("Total cost").total, cues_of("totally").total
    (True, True, False)
    """
    latin = label.lower()
    closed = "".join(latin.split())
    return Cues(**{kind: _says(kind, latin, closed) for kind in Cues.__slots__})


def _says(kind: str, latin: str, closed: str) -> bool:
    words, pattern = _words(kind)
    return any(word in closed for word in words) or (
        pattern is not None and pattern.search(latin) is not None
    )


@cache
def _words(kind: str) -> tuple[tuple[str, ...], re.Pattern[str] | None]:
    """Return the words that are looked for anywhere, and a pattern of those that stand alone."""
    words = load_yaml(WORDS_FILE)["words"][kind]
    latin = [re.escape(word) for word in words if LATIN.search(word)]
    pattern = re.compile(rf"(?<![a-z])(?:{'|'.join(latin)})(?![a-z])") if latin else None
    return tuple(word for word in words if not LATIN.search(word)), pattern


def is_not_added(label: str) -> bool:
    """Return whether a header is one of codes, serial numbers or years, which are no figures."""
    closed = "".join(label.split())
    words, _ = _words("not_added")
    return any(word in closed for word in words)
