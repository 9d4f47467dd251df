"""Finds every number that a cell or a paragraph prints, with its unit, kind and place.

Nothing is guessed: 无, 「——」, "/" and blanks hold no number; years and dates are dates; list numbers,
codes, telephone numbers and 7号楼 are ordinals, so that no arithmetic ever touches them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from ..schemas.records import Kind
from .number_tokens import TOKEN, WIDTHS, joined
from .number_words import load_number_words, unit_after
from .ordinals import is_ordinal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..schemas.units import Unit

SIGNS = {"≧": "≥", "⩾": "≥", ">=": "≥", "=>": "≥", "≦": "≤", "⩽": "≤", "<=": "≤", "=<": "≤"}
KINDS = {
    "amount": Kind.AMOUNT,
    "percent": Kind.PERCENT,
    "count": Kind.COUNT,
    "area": Kind.AREA,
    "score": Kind.SCORE,
}
BRACKETED = re.compile(
    r"\s*[(（]\s*(?:[¥￥$]\s*)?(?P<digits>\d[\d,]*(?:\.\d+)?)\s*(?:%\s*)?[)）]\s*(?:%\s*)?"
)
MINUS_AFTER = re.compile(r"(?:^|[\s—~～至到(（:：,，、；;=≥≤><为是率额数值于达差约¥￥$])$")
# More digits than an amount can have (decimal128(38, 10) in the datasets): noise of the reader.
MOST_DIGITS = 26
SHORT = 60  # characters; longer texts are not kept, as they seldom come again


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number as it stands in a text.

    Attributes:
        text: As printed, with sign and unit ("≥95%", "19.32万"), line breaks taken out.
        value: Exactly the digits printed; of a date its first number.
        decimals: Printed decimals.
        unit: Canonical unit printed with it; None if there is none.
        kind: What it measures; NUMBER when nothing says.
        start: First character in the text.
        end: One past the last character.
        sign: ≥ ≤ > < = if a bound is printed, as a sign or in words; else None.
    """

    text: str
    value: Decimal
    decimals: int
    unit: str | None
    kind: Kind
    start: int
    end: int
    sign: str | None = None


def find_numbers(text: str) -> tuple[PrintedNumber, ...]:
    """Return all numbers of a cell or paragraph, in order.

    >>> [(n.value, n.unit, n.kind.value) for n in find_numbers("支出１，203.50万元，占48.76％")]
    [(Decimal('1203.50'), '万元', 'amount'), (Decimal('48.76'), '%', 'percent')]
    >>> [n.kind.value for n in find_numbers("1.2023年修缮7号楼")]
    ['ordinal', 'date', 'ordinal']
    """
    return _short_text(text) if len(text) <= SHORT else _numbers_in(text)


@lru_cache(maxsize=16384)
def _short_text(text: str) -> tuple[PrintedNumber, ...]:
    """Read the text of a cell, which is asked for many times while its table is understood."""
    return _numbers_in(text)


def _numbers_in(text: str) -> tuple[PrintedNumber, ...]:
    plain, breaks = joined(text.translate(WIDTHS))
    bracketed = BRACKETED.fullmatch(plain)
    if bracketed is not None and not re.fullmatch(r"\d{1,2}", bracketed["digits"]):
        return (_accounting(bracketed, plain, text),)
    return tuple(_placed(number, text, breaks) for number in _scan(plain))


def is_numeric(text: str) -> bool:
    """Return whether a text is one measured number and nothing else.

    >>> [is_numeric(t) for t in ("1,203.5", "≥95%", "40万", "2023年", "——", "29个编制")]
    [True, True, True, False, False, False]
    """
    numbers = find_numbers(text)
    if len(numbers) != 1 or numbers[0].kind in (Kind.DATE, Kind.ORDINAL):
        return False
    return not (text[: numbers[0].start] + text[numbers[0].end :]).strip()


def _placed(number: PrintedNumber, text: str, breaks: tuple[int, ...]) -> PrintedNumber:
    """Move a number from the joined text back to the printed one."""
    start = number.start + bisect_right(breaks, number.start)
    end = number.end + bisect_right(breaks, number.end - 1)
    printed = text[start:end].replace("\n", "")
    return PrintedNumber(
        printed, number.value, number.decimals, number.unit, number.kind, start, end, number.sign
    )


def _accounting(found: re.Match[str], plain: str, text: str) -> PrintedNumber:
    value = -_decimal(found["digits"])
    is_rate = "%" in plain
    start = len(plain) - len(plain.lstrip())
    return PrintedNumber(
        text=text.strip(),
        value=value,
        decimals=_decimals(value),
        unit="%" if is_rate else None,
        kind=Kind.PERCENT if is_rate else Kind.NUMBER,
        start=start,
        end=start + len(text.strip()),
    )


def _scan(plain: str) -> Iterator[PrintedNumber]:
    last_end = -1
    for found in TOKEN.finditer(plain):
        if found.end() <= last_end or len(found[0]) > MOST_DIGITS + len(found["sign"] or ""):
            continue
        if found["date"] or found["ordinal"]:
            kind = Kind.DATE if found["date"] else Kind.ORDINAL
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            number = _bare(plain, start, found.end(), kind)
        else:
            number = _measured(plain, found, last_end)
        last_end = number.end
        yield number


def _bare(plain: str, start: int, end: int, kind: Kind) -> PrintedNumber:
    first = re.search(r"\d+", plain[start:end])
    assert first is not None
    return PrintedNumber(plain[start:end], Decimal(first[0]), 0, None, kind, start, end)


def _measured(plain: str, found: re.Match[str], last_end: int) -> PrintedNumber:
    start, end = found.start("digits"), found.end("digits")
    measured = unit_after(plain[end : end + 12])
    unit = measured[0] if measured else None
    if is_ordinal(plain, start, end, unit):
        return _bare(plain, start, end, Kind.ORDINAL)
    value = _decimal(found["digits"])
    is_negative = found["minus"] and last_end < found.start("minus") and _may_be_negative(plain, found)
    if is_negative:
        value, start = -value, found.start("minus")
    sign = found["sign"] if found["sign"] and last_end < found.start("sign") else None
    if sign is not None and (is_negative or not found["minus"]):
        start = found.start("sign")
    if measured:
        end += measured[1]
    name, kind = _unit_and_kind(plain, start, end, unit)
    return PrintedNumber(
        text=plain[start:end],
        value=value,
        decimals=_decimals(value),
        unit=name,
        kind=kind,
        start=start,
        end=end,
        sign=SIGNS.get(sign, sign) if sign else _sign_in_words(plain, start, end),
    )


def _may_be_negative(plain: str, found: re.Match[str]) -> bool:
    return MINUS_AFTER.search(plain[: found.start("minus")][-1:]) is not None or found["minus"].startswith(
        "▼"
    )


def _decimal(digits: str) -> Decimal:
    return Decimal(re.sub(r"[,，]", "", digits))


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)


def _unit_and_kind(plain: str, start: int, end: int, unit: Unit | None) -> tuple[str | None, Kind]:
    if unit is None:
        return None, Kind.NUMBER
    if unit.scale:
        return (f"{unit.name}元", Kind.AMOUNT) if _is_money(plain, start, end) else (unit.name, Kind.NUMBER)
    return unit.name, KINDS.get(unit.dimension, Kind.NUMBER)


def _is_money(plain: str, start: int, end: int) -> bool:
    """Return whether "19.32万" means 元: money is spoken of, or nothing else is."""
    words = load_number_words()
    clause = re.split(r"[。；;\n]", plain[max(0, start - 40) : start])[-1]
    last = re.split(r"[，,、]", clause)[-1]
    if words.not_money.search(last):
        return False
    is_followed_by_word = re.match(r"(?!以上|以内|以下|左右|至|到)[\u4e00-\u9fff]", plain[end:]) is not None
    return words.money.search(clause) is not None or not is_followed_by_word


def _sign_in_words(plain: str, start: int, end: int) -> str | None:
    words = load_number_words()
    before, after = plain[max(0, start - 8) : start], plain[end : end + 4]
    for pattern, sign in words.sign_before:
        if pattern.search(before):
            return sign
    return next((sign for pattern, sign in words.sign_after if pattern.match(after)), None)
