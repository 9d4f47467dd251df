"""The word lists of number_words.yaml, compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ..schemas.loading import load_yaml
from ..schemas.units import load_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..schemas.units import Unit

SCALE_PREFIX = re.compile(r"[十百千]?[万亿]|千")


@dataclass(frozen=True, slots=True)
class NumberWords:
    """What the scanner needs to know about the words around a number.

    Attributes:
        unit: A unit right after a number, at the start of the text given.
        not_units: Unit to the words that may not follow it.
        not_money: Words that keep a bare 万 from being 万元.
        money: Words that make a bare 万 one of 元.
        ordinal_before: Ends right at a number that is an ordinal.
        code_before: Words near before a code.
        ordinal_after: Starts right after an ordinal.
        sign_before: (pattern that ends at the number, sign).
        sign_after: (pattern that starts after the number, sign).
    """

    unit: re.Pattern[str]
    not_units: Mapping[str, re.Pattern[str]]
    not_money: re.Pattern[str]
    money: re.Pattern[str]
    ordinal_before: re.Pattern[str]
    code_before: re.Pattern[str]
    ordinal_after: re.Pattern[str]
    sign_before: tuple[tuple[re.Pattern[str], str], ...]
    sign_after: tuple[tuple[re.Pattern[str], str], ...]


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of `words`, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _unit_pattern(units: Iterable[str]) -> re.Pattern[str]:
    """Match a unit and the 余 or 多 of "50余万元", "119.8万余元" with it."""
    parts = []
    for spelled in sorted(units, key=len, reverse=True):
        prefix = SCALE_PREFIX.match(spelled)
        head, tail = (prefix.group(), spelled[prefix.end() :]) if prefix else ("", spelled)
        pattern = f"{re.escape(head)}[余多]?{re.escape(tail)}" if head and tail else re.escape(spelled)
        parts.append(
            pattern + r"(?![A-Za-z])" if spelled[-1].isascii() and spelled[-1].isalpha() else pattern
        )
    return re.compile(f"\\s?[余多]?(?P<unit>{'|'.join(parts)})")


@cache
def load_number_words() -> NumberWords:
    """Return the compiled word lists; read once."""
    raw = load_yaml("number_words.yaml")
    before = [(words, sign) for sign, words in raw["signs_before"].items()]
    after = [(words, sign) for sign, words in raw["signs_after"].items()]
    return NumberWords(
        unit=_unit_pattern(load_units()),
        not_units={unit: re.compile(any_of(words)) for unit, words in raw["not_a_unit_before"].items()},
        not_money=re.compile(any_of(raw["not_money"])),
        money=re.compile(any_of(raw["money"])),
        ordinal_before=re.compile(f"(?:{any_of(raw['ordinal_before'])})\\s?$"),
        code_before=re.compile(f"(?:{any_of(raw['code_before'])})[^，。；、,;]{{0,3}}$"),
        ordinal_after=re.compile(any_of(raw["ordinal_after"])),
        sign_before=tuple((re.compile(f"(?:{any_of(words)})\\s?$"), sign) for words, sign in before),
        sign_after=tuple((re.compile(any_of(words)), sign) for words, sign in after),
    )


def unit_after(text: str) -> tuple[Unit, int] | None:
    """Return the unit at the start of `text` and where it ends; None if there is none.

    >>> [unit_after(t)[0].name for t in ("万余元，", "㎡", "个百分点")]
    ['万元', '㎡', '百分点']
    >>> unit_after("分别") is None
    True
    """
    words = load_number_words()
    found = words.unit.match(text)
    if found is None:
        return None
    spelled = re.sub("[余多]", "", found["unit"])
    barred = words.not_units.get(spelled)
    if barred is not None and barred.match(text, found.end()):
        return None
    return load_units()[spelled], found.end()
