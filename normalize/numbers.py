"""Finds every number that a cell or a paragraph prints, with its unit, kind and place.

Nothing is guessed: 无, 「——」, "/" and blanks hold no number; years and dates are dates; list numbers,
codes, telephone numbers and 7号楼 are ordinals, so that no arithmetic ever touches them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ..schemas.records import Kind
from .number_words import load_number_words, unit_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..schemas.units import Unit

WIDTHS = str.maketrans("０１２３４５６７８９．％＋－＞＜＝﹥﹤−﹣\u00a0\u3000", "0123456789.%+-><=><--  ")
SIGNS = {"≧": "≥", "⩾": "≥", ">=": "≥", "=>": "≥", "≦": "≤", "⩽": "≤", "<=": "≤", "=<": "≤"}
KINDS = {
    "amount": Kind.AMOUNT,
    "percent": Kind.PERCENT,
    "count": Kind.COUNT,
    "area": Kind.AREA,
    "score": Kind.SCORE,
}
YEAR = r"(?:19|20)\d\d"
MONTH = r"(?:1[0-2]|0?[1-9])"
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
DASH = r"\s?[-—–~～至到]+\s?"
DATE = rf"""(?<!\d)(?:
    {YEAR}\s?年?{DASH}{YEAR}(?!\d)(?:\s?年度?)?
  | {YEAR}\s?年度?(?:{DASH}{MONTH}\s?月|\s?{MONTH}\s?月(?:份|{DASH}{MONTH}\s?月份?)?(?:\s?{DAY}\s?[日号])?)?
  | {YEAR}(?P<dot>[-/.]){MONTH}(?P=dot){DAY}(?!\d)
  | {YEAR}[-/]{MONTH}(?![\d/-])
  | {YEAR}(?=\s?(?:决算|预算|执行数|财年))
  | \d\d\s?年度
  | {MONTH}\s?月?{DASH}{MONTH}\s?月份?
  | {MONTH}\s?月份?(?:\s?{DAY}\s?[日号])?
  | \d{{1,2}}:[0-5]\d(?::[0-5]\d)?(?!\d)
  | \d{{1,2}}\s?时\s?\d{{1,2}}\s?分(?!钟)
)"""
# "1.2023年预算…", "2.3个项目…": a list number stuck to the number after it.
STUCK = rf"(?<![^\n。；;：:])[ \t]{{0,8}}\d{{1,2}}(?=\.(?:{YEAR}\s?年|\d+[个家人台辆件项次名]))"
BRACKETED_YEAR = rf"(?<=[〔\[【（(]){YEAR}(?=[〕\]】）)])"
SECTION = r"(?<![\d.])\d+(?:\.\d+){2,}(?![\d.])"
PHONE = r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"
NUMBER = r"""(?:(?P<sign>>=|<=|=>|=<|[≥≧⩾≤≦⩽><=])\s?)?(?P<minus>[-–▼]\s?)?
    (?P<digits>(?:\d{1,3}(?:,\d{3})+(?![\d,])|[1-9]\d{0,2}(?:，\d{3})+(?!\d)|\d+)(?:\.\d+)?)"""
TOKEN = re.compile(
    rf"(?P<date>{DATE})|(?P<ordinal>{STUCK}|{PHONE}|{SECTION}|{BRACKETED_YEAR})|{NUMBER}", re.VERBOSE
)
# A figure broken by a narrow column: "175,027.6⏎2", "175,02⏎7.62".
WRAPPED = re.compile(r"(?<![\d.,])(\d[\d,]{0,24}\.?\d{0,6})\n([\d,]{0,24}\.?\d{1,24})(?![\d,.])")
WELL_FORMED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+\.\d{1,2}")
BRACKETED = re.compile(r"\s*[(（]\s*(?P<digits>\d[\d,]*(?:\.\d+)?)\s*(?:%\s*)?[)）]\s*(?:%\s*)?")
FUNCTION_CODE = re.compile(r"2(?:0[1-9]|1\d|2\d|3[0-4])\d{4}")
MINUS_AFTER = re.compile(r"(?:^|[\s—~～至到(（:：,，、；;=≥≤><为是率额数值于达差约])$")
CODE_DIGITS = 8
# More digits than an amount can have (decimal128(38, 10) in the datasets): noise of the reader.
MOST_DIGITS = 26


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
    plain, breaks = _joined(text.translate(WIDTHS))
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


def _joined(plain: str) -> tuple[str, tuple[int, ...]]:
    """Take out line breaks inside figures; return the text and where the breaks stood in it."""
    breaks = [found.end(1) for found in WRAPPED.finditer(plain) if _is_wrapped(found[1], found[2])]
    for at in reversed(breaks):
        plain = plain[:at] + plain[at + 1 :]
    return plain, tuple(at - n for n, at in enumerate(breaks))


def _is_wrapped(head: str, tail: str) -> bool:
    return ("." in head or "," in head) and WELL_FORMED.fullmatch(head + tail) is not None


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
    if _is_ordinal(plain, start, end, unit):
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


def _is_ordinal(plain: str, start: int, end: int, unit: Unit | None) -> bool:
    digits, before, after = plain[start:end], plain[max(0, start - 12) : start], plain[end : end + 2]
    words = load_number_words()
    if re.search(r"[A-Za-z]-?$", before) or (unit is None and re.match(r"[A-Za-z]", after)):
        return True
    if words.ordinal_after.match(after) or before.endswith("第"):
        return True
    if not digits.isdigit():
        return _is_section(plain, start, end, unit)
    if unit is not None:
        return False
    is_code = len(digits) >= CODE_DIGITS or (len(digits) > 1 and digits.startswith("0"))
    is_code = is_code or FUNCTION_CODE.fullmatch(digits) is not None
    return is_code or _is_list_number(plain, start, end) or _follows_ordinal_word(before, digits)


def _follows_ordinal_word(before: str, digits: str) -> bool:
    words = load_number_words()
    if words.ordinal_before.search(before):
        return True
    return len(digits) >= 3 and words.code_before.search(before) is not None


def _is_list_number(plain: str, start: int, end: int) -> bool:
    before, after = plain[max(0, start - 20) : start].rstrip(" \t"), plain[end : end + 2]
    if end - start > 3:
        return False
    if before[-1:] in ("(", "（", "〔", "[", "【") and after[:1] in (")", "）", "〕", "]", "】"):
        return True
    if before and before[-1] not in "\n。；;：:":
        return False
    return after[:1] in (".", "、", ")", "）") and after[1:].strip() != "" and not after[1:].isdigit()


def _is_section(plain: str, start: int, end: int, unit: Unit | None) -> bool:
    """Return whether a decimal is the number of a heading: "2.1 项目概况"."""
    before = plain[max(0, start - 20) : start].rstrip(" \t")
    if (before and not before.endswith("\n")) or (unit is not None and not plain[end : end + 1].isspace()):
        return False
    return re.match(r"\d{1,2}\.\d{1,2}\s?[\u4e00-\u9fff]", plain[start : end + 2]) is not None


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
