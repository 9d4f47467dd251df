"""The mistakes that people make when they fill in reports, one class each, as changes of a printed figure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from fuhe.bench.word_errors import WordFile, home_of, printed_number, rewritten, without_row
from fuhe.schemas.records import Fact, Kind, Report

MARKS = "_marks"
UNIT_WORDS = {"元": "万元", "万元": "元"}


@dataclass(frozen=True)
class Place:
    """A figure that may be spoilt, in its file."""

    file: WordFile
    report: Report
    fact: Fact


Mistake = Callable[[Place, Random], WordFile | None]


def plain(value: str) -> str | None:
    """Return a number as a person would print it; None where it begins with idle zeros."""
    return (
        None
        if re.match(r"0\d", value) or value in ("", ".") or value[0] == "." or value[-1] == "."
        else value
    )


def spoilt(change: Callable[[str, Random], str | None]) -> Mistake:
    """A mistake in the digits; `change` gets them without thousands separators."""

    def apply(place: Place, random: Random) -> WordFile | None:
        old = printed_number(place.fact)
        new = change(old.replace(",", ""), random) if old else None
        if not old or not new or plain(new) is None or Decimal(new) == Decimal(old.replace(",", "")):
            return None
        shown = f"{Decimal(new):,f}" if "," in old else new
        return rewritten(place.file, place.fact, old, shown)

    return apply


def digits_of(number: str) -> list[int]:
    return [n for n, letter in enumerate(number) if letter.isdigit()]


def swapped(number: str, random: Random) -> str | None:
    pairs = [n for n in digits_of(number)[:-1] if number[n + 1].isdigit() and number[n] != number[n + 1]]
    if not pairs:
        return None
    n = random.choice(pairs)
    return number[:n] + number[n + 1] + number[n] + number[n + 2 :]


def replaced(number: str, random: Random) -> str | None:
    n = random.choice(digits_of(number))
    return number[:n] + random.choice([d for d in "0123456789" if d != number[n]]) + number[n + 1 :]


def dropped(number: str, random: Random) -> str | None:
    n = random.choice(digits_of(number))
    return number[:n] + number[n + 1 :]


def inserted(number: str, random: Random) -> str | None:
    n = random.choice([0, *(d + 1 for d in digits_of(number))])
    return number[:n] + random.choice("0123456789") + number[n:]


def slid(number: str, random: Random) -> str | None:
    power = random.choice([-1, 1, 2])
    moved = Decimal(number).scaleb(power)
    return None if len(digits_of(number)) < 2 else f"{moved:f}"


def another(number: str, random: Random) -> str | None:
    """Some other figure of the same make and about the same size."""
    value = Decimal(number)
    step = Decimal(1).scaleb(int(value.as_tuple().exponent))
    most = max(int(abs(value) / step / 4), 3)
    new = value + random.choice([-1, 1]) * random.randint(1, most) * step
    return f"{new:f}" if new >= 0 else None


def unit_changed(place: Place, random: Random) -> WordFile | None:
    """The figure times or over 10⁴, or the unit word behind it exchanged."""
    fact, old = place.fact, printed_number(place.fact)
    if fact.kind is not Kind.AMOUNT or fact.unit not in UNIT_WORDS or not old or not fact.value:
        return None
    home = home_of(place.file.document, fact)
    followed = home is not None and home.text[(fact.source.end or 0) - len(fact.unit) :].startswith(fact.unit)
    if followed and fact.text.endswith(fact.unit) and random.random() < 0.5:
        return rewritten(
            place.file, fact, f"{fact.text}", fact.text[: -len(fact.unit)] + UNIT_WORDS[fact.unit]
        )
    factor = Decimal("0.0001") if fact.unit == "元" else Decimal(10000)
    moved = Decimal(old.replace(",", "")) * factor
    shown = f"{moved.normalize():f}" if moved else ""
    return rewritten(place.file, fact, old, shown) if shown else None


def sign_changed(place: Place, random: Random) -> WordFile | None:
    fact, old = place.fact, printed_number(place.fact)
    if fact.source.table is None or not old or fact.text.strip()[:1] in "-－(（" or not fact.value:
        return None
    return rewritten(place.file, fact, old, f"-{old}")


def row_omitted(place: Place, random: Random) -> WordFile | None:
    return without_row(place.file, place.fact) if place.fact.source.table is not None else None


def neighbour_copied(place: Place, random: Random) -> WordFile | None:
    """The figure of the cell beside, above or below, if it measures the same and differs."""
    fact, old = place.fact, printed_number(place.fact)
    if fact.source.table is None or not old:
        return None
    near = [f for f in place.report.facts if is_beside(f, fact)]
    near = [f for f in near if printed_number(f) and (f.kind, f.unit) == (fact.kind, fact.unit)]
    shown = [printed_number(f) or "" for f in near if f.value != fact.value and f.value > 0]
    return rewritten(place.file, fact, old, random.choice(shown)) if shown else None


def is_beside(one: Fact, other: Fact) -> bool:
    a, b = one.source, other.source
    if a.table != b.table or a.row is None or b.row is None or a.column is None or b.column is None:
        return False
    return abs(a.row - b.row) + abs(a.column - b.column) in (1, 2) and (
        a.row == b.row or a.column == b.column
    )


def cell_blanked(place: Place, random: Random) -> WordFile | None:
    fact = place.fact
    home = home_of(place.file.document, fact)
    if fact.source.table is None or home is None or home.text.strip() != fact.text.strip():
        return None
    return rewritten(place.file, fact, fact.text, "")


def of_kind(fits: Callable[[Fact], bool]) -> Mistake:
    change = spoilt(another)
    return lambda place, random: change(place, random) if fits(place.fact) else None


MISTAKES: dict[str, Mistake] = {
    "digits swapped": spoilt(swapped),
    "digit replaced": spoilt(replaced),
    "digit dropped": spoilt(dropped),
    "digit inserted": spoilt(inserted),
    "decimal slide": spoilt(slid),
    "元/万元": unit_changed,
    "sign": sign_changed,
    "omitted row": row_omitted,
    "copied neighbour": neighbour_copied,
    "blanked cell": cell_blanked,
    "changed weight": of_kind(lambda f: (f.indicator or "").endswith(MARKS)),
    "changed score": of_kind(lambda f: f.kind is Kind.SCORE and not (f.indicator or "").endswith(MARKS)),
    "changed rate": of_kind(lambda f: f.kind is Kind.PERCENT),
}
