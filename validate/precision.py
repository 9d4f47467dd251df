"""How much room a printed number leaves: the interval that its digits stand for.

Office tables drop trailing zeros (20.4 beside 498.39), so the digits of a single amount overstate
its room. Amounts therefore take the most decimals seen among the amounts of their table and unit,
or of the operands they are added with; counts and marks are exact; rates stand as printed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from ..schemas.catalogue import load_catalogue
from ..schemas.records import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from decimal import Decimal

    from ..schemas.records import Fact

EXACT_KINDS = frozenset({Kind.COUNT, Kind.ORDINAL, Kind.DATE})
ZERO = Fraction(0)
SHARED_KINDS = frozenset({Kind.AMOUNT, Kind.AREA, Kind.NUMBER, Kind.SCORE})


@lru_cache(maxsize=64)
def half_unit(decimals: int) -> Fraction:
    """Return half a unit of the last of `decimals` printed decimals.

    >>> half_unit(2)
    Fraction(1, 200)
    """
    return Fraction(1, 2 * 10**decimals)


def scale(fact: Fact) -> Fraction:
    """Return what one unit of the fact's figure is worth: in 元, for percent as a fraction of 1, and so on."""
    return _unit(fact.unit)[0]


def scale_of(unit: str | None) -> Fraction:
    """Return what one of a unit is worth; 1 when no unit is printed or known."""
    return _unit(unit)[0]


def dimension(fact: Fact) -> str | None:
    """Return amount, percent, count, area, score or time; None when no unit is printed or known."""
    return _unit(fact.unit)[1]


@lru_cache(maxsize=1024)
def _unit(name: str | None) -> tuple[Fraction, str | None]:
    """Return what one unit is worth, and its dimension."""
    unit = load_catalogue().unit(name) if name else None
    if unit is None:
        return Fraction(1), None
    return Fraction(unit.factor) / (100 if unit.dimension == "percent" else 1), unit.dimension


def base_value(fact: Fact) -> Fraction:
    """Return the fact's exact value in the base unit of its dimension."""
    return _base_value(fact.value, fact.unit)


@lru_cache(maxsize=16_384)
def _base_value(value: Decimal, unit: str | None) -> Fraction:
    return Fraction(value) * _unit(unit)[0]


@dataclass(frozen=True, slots=True)
class Precision:
    """Decimals that the tables and lists of a submission print.

    Attributes:
        by_table: (document, table, unit) to the most decimals seen there.
    """

    by_table: Mapping[tuple[str, int, str | None], int]

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Precision:
        """Collect the decimals of all tables that `facts` come from."""
        seen: dict[tuple[str, int, str | None], int] = defaultdict(int)
        for fact in facts:
            if fact.kind in SHARED_KINDS and fact.source.table is not None:
                key = (fact.source.document, fact.source.table, fact.unit)
                seen[key] = max(seen[key], fact.decimals)
        return cls(dict(seen))

    def among(self, companions: Iterable[Fact]) -> Callable[[Fact], int]:
        """Return what gives a fact its effective decimals when it is used together with `companions`."""
        most: dict[str | None, int] = {}
        for other in companions:
            if other.kind in SHARED_KINDS:
                most[other.unit] = max(other.decimals, most.get(other.unit, 0))

        def decimals(fact: Fact) -> int:
            place = fact.source
            if fact.kind not in SHARED_KINDS:
                return fact.decimals
            of_table = (
                0 if place.table is None else self.by_table.get((place.document, place.table, fact.unit), 0)
            )
            return max(fact.decimals, most.get(fact.unit, 0), of_table)

        return decimals

    def decimals(self, fact: Fact) -> int:
        """Return the effective decimals of a fact by itself."""
        return self.among(())(fact)


def own_room(fact: Fact) -> Fraction:
    """Return half a unit of the figure's own last digit, in base units; zero for exact figures."""
    return room_of(fact, fact.decimals)


def room_of(fact: Fact, decimals: int) -> Fraction:
    """Return half a unit of the last of `decimals` decimals of a figure, in base units; zero for exact figures.

    Counts are exact, and so are marks printed whole: forms give them out, they do not round them.
    """
    if fact.kind in EXACT_KINDS or (fact.kind is Kind.SCORE and fact.decimals == 0):
        return ZERO
    return _room(decimals, fact.unit)


@lru_cache(maxsize=1024)
def _room(decimals: int, unit: str | None) -> Fraction:
    return half_unit(decimals) * _unit(unit)[0]
