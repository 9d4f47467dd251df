"""Which stage of the budget year, and which year, the words around a number speak of."""

from __future__ import annotations

import re
from functools import cache

from ..schemas.loading import load_yaml
from ..schemas.records import Stage

YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年|[^\d年]{0,2}(?:预算|决算|执行))")


@cache
def _words() -> tuple[tuple[tuple[str, Stage], ...], tuple[tuple[str, int], ...]]:
    raw = load_yaml("stages.yaml")
    stages = [(word, Stage(stage)) for stage, words in raw["stages"].items() for word in words]
    offsets = {"prior": -1, "current": 0}
    periods = [(word, offsets[name]) for name, words in raw["periods"].items() for word in words]
    return tuple(stages), tuple(periods)


def stage_of(words: str) -> Stage | None:
    """Return the stage that the words before a number name; the last one named wins.

    >>> stage_of("年初预算为370.8万元，支出决算为")
    <Stage.ACTUAL: 'actual'>
    >>> stage_of("公务接待费") is None
    True
    """
    stages, pattern = _stage_words()
    named = [word for word in pattern.findall(words) if word in stages]
    return stages[named[-1]] if named else None


@cache
def _stage_words() -> tuple[dict[str, Stage], re.Pattern[str]]:
    """All stage words, the longest first, so that 年初预算为 is not taken for 预算为."""
    stages = dict(_words()[0])
    words = sorted([*stages, *load_yaml("stages.yaml")["no_stage"]], key=len, reverse=True)
    return stages, re.compile("|".join(re.escape(word) for word in words))


def period_of(words: str, fiscal_year: int | None) -> str | None:
    """Return the year that the words before a number name; the fiscal year where they name none.

    >>> period_of("2022年决算", 2023), period_of("上年决算", 2023), period_of("决算", None)
    ('2022', '2022', None)
    """
    years = YEAR.findall(words)
    if years:
        return str(years[-1])
    if fiscal_year is None:
        return None
    offsets = [(words.rfind(word), offset) for word, offset in _words()[1] if word in words]
    return str(fiscal_year + (max(offsets)[1] if offsets else 0))
