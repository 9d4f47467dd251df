"""Typing slips: which one turns a right figure into the printed one, and what a printed one may come from."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

UNIT_FACTORS = (Fraction(10000), Fraction(1, 10000))
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
    ratio = Fraction(printed) / Fraction(needed)
    if ratio in UNIT_FACTORS:
        return "unit"
    if ratio in (10, 100, 1000, Fraction(1, 10), Fraction(1, 100), Fraction(1, 1000)):
        return "slide"
    return _digit_slip(_aligned(printed, needed)) or _without_point(printed, needed)


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


@lru_cache(maxsize=1024)
def slip_origins(printed: Decimal) -> tuple[tuple[Decimal, str], ...]:
    """Return every figure that one slip turns into the printed one, with the slip."""
    text = f"{abs(printed):f}"
    if len(text) > LONGEST_TRIED:
        return ()
    found = dict.fromkeys(sign * value for value in _origins(text) for sign in (1 if printed >= 0 else -1,))
    shaped = ((value, slip_shape(printed, value)) for value in (*found, -printed) if value != printed)
    return tuple((value, shape) for value, shape in shaped if shape)


def _origins(text: str) -> Iterator[Decimal]:
    value = Decimal(text)
    yield from (value.scaleb(power) for power in (*SLIDES, 4, -4))
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
