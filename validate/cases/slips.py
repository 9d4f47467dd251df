"""Typing slips: which one turns a right figure into the printed one, and what a printed one may come from."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

UNIT_POWERS = (4, -4)
SLIDES = (1, 2, 3, -1, -2, -3)
LONGEST_TRIED = 16  # digits; no longer figure is turned about, its origins would be too many to try


def slip_shape(printed: Decimal, needed: Decimal) -> str | None:
    """Return the typing slip that makes `needed` look like `printed`; None if it is none.

    >>> slip_shape(Decimal("195693.69"), Decimal("19569.69"))
    'inserted'
    >>> slip_shape(Decimal("4.75"), Decimal("4.57"))
    'swapped'
    """
    if printed == -needed:
        return "sign"
    if (printed < 0) != (needed < 0) or not printed or not needed:
        return None
    power = _power_between(printed, needed)
    if power in UNIT_POWERS:
        return "unit"
    if power in SLIDES:
        return "slide"
    return _digit_slip(_aligned(printed, needed)) or _without_point(printed, needed)


def _power_between(printed: Decimal, needed: Decimal) -> int | None:
    """Return by which power of ten two figures of one sign differ; None if they differ otherwise."""
    (one, power), (other, base) = _digits_and_power(printed), _digits_and_power(needed)
    return power - base if one == other else None


def _digits_and_power(value: Decimal) -> tuple[str, int]:
    """Return the digits of a figure without the zeros at its end, and the power of ten they are times."""
    _, digits, exponent = value.as_tuple()
    text = "".join(map(str, digits))
    short = text.rstrip("0")
    return short, int(exponent) + len(text) - len(short)


def _aligned(printed: Decimal, needed: Decimal) -> tuple[str, str]:
    """Both figures with the same number of decimals."""
    places = max(-int(printed.as_tuple().exponent), -int(needed.as_tuple().exponent), 0)
    return f"{abs(printed):.{places}f}", f"{abs(needed):.{places}f}"


def _digit_slip(texts: tuple[str, str]) -> str | None:
    printed, needed = texts
    if len(printed) == len(needed):
        differing = [i for i, (a, b) in enumerate(zip(printed, needed, strict=True)) if a != b]
        if len(differing) == 1:
            return "replaced"
        if len(differing) == 2 and all(printed[a] == needed[b] for a, b in (differing, differing[::-1])):
            return "swapped" if differing[1] == differing[0] + 1 else "exchanged"
        return None
    if len(printed) == len(needed) + 1:
        return "inserted" if _is_one_longer(printed, needed) else None
    if len(needed) == len(printed) + 1:
        return "dropped" if _is_one_longer(needed, printed) else None
    return None


def _without_point(printed: Decimal, needed: Decimal) -> str | None:
    """A digit too many or too few behind the point: 98.9 for 98.49, whose decimals differ by one."""
    one, other = f"{abs(printed):f}", f"{abs(needed):f}"
    if "." not in one or "." not in other or one.index(".") != other.index("."):
        return None
    return _digit_slip((one, other)) if abs(len(one) - len(other)) == 1 else None


def _is_one_longer(longer: str, shorter: str) -> bool:
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def origins_between(printed: Decimal, low: Fraction, high: Fraction) -> list[Decimal]:
    """Return the figures from `low` to `high` that one slip turns into the printed one."""
    near = [
        value
        for value, (top, bottom) in _turned_about(printed)
        if low.numerator * bottom <= top * low.denominator
        and top * high.denominator <= high.numerator * bottom
    ]
    return [value for value in near if slip_shape(printed, value)]


@lru_cache(maxsize=1024)
def _turned_about(printed: Decimal) -> tuple[tuple[Decimal, tuple[int, int]], ...]:
    """Return what the printed figure may have been before a slip, also as quotients of whole numbers."""
    text = f"{abs(printed):f}"
    if len(text) > LONGEST_TRIED:
        return ()
    found = dict.fromkeys(value if printed >= 0 else -value for value in _origins(text))
    return tuple((v, v.as_integer_ratio()) for v in (*found, -printed) if v != printed)


def _origins(text: str) -> Iterator[Decimal]:
    value = Decimal(text)
    yield from (value.scaleb(power) for power in (*SLIDES, *UNIT_POWERS))
    places = [n for n, letter in enumerate(text) if letter.isdigit()]
    for n in places:
        yield from (Decimal(text[:n] + digit + text[n + 1 :]) for digit in "0123456789")
        shorter = text[:n] + text[n + 1 :]
        if shorter.strip("."):
            yield Decimal(shorter)
    for n in range(len(text) + 1):
        yield from (Decimal(text[:n] + digit + text[n:]) for digit in "0123456789")
    for a, b in combinations(places, 2):
        yield Decimal(text[:a] + text[b] + text[a + 1 : b] + text[a] + text[b + 1 :])
