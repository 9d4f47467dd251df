"""Automatic numbers as Word prints them, by the names of its number formats.

Source:
    ISO/IEC 29500-1, section 17.18.59 (ST_NumberFormat).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PLAIN = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_TRADITIONAL_ZERO = "零一二三四五六七八九"
_SMALL_TENS = ("", "十", "百", "千")
_LEGAL_TENS = ("", "拾", "佰", "仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def numeral(value: int, number_format: str) -> str | None:
    """Return a number as Word prints it in a list; None if the format is not known here.

    Bullets and hidden numbers are the empty string. Where a format runs out of signs
    (circles end at 50), plain digits follow, as in Word.

    Examples:
        >>> numeral(12, "chineseCountingThousand"), numeral(4, "lowerRoman"), numeral(3, "decimalEnclosedCircle")
        ('十二', 'iv', '③')
    """
    spell = _FORMATS.get(number_format)
    if spell is None:
        return None
    return spell(value) if 0 <= value < 10_000 else str(value)


def _digit_by_digit(value: int, digits: str = _PLAIN) -> str:
    return "".join(digits[int(digit)] for digit in str(value))


def _spelled(value: int, digits: str, tens: tuple[str, ...], *, bare: tuple[str, ...] = ()) -> str:
    """Return a number below 10 000 in words; units in `bare` go without a one before them if they lead."""
    if value == 0:
        return digits[0]
    words, gap = "", False
    text = str(value)
    for place, digit in zip(range(len(text) - 1, -1, -1), map(int, text), strict=True):
        if digit == 0:
            gap = True
            continue
        is_bare = digit == 1 and not words and tens[place] in bare
        words += (digits[0] if gap else "") + ("" if is_bare else digits[digit]) + tens[place]
        gap = False
    return words


def _counting(value: int) -> str:
    """Words up to 99, then digit by digit, as Word's 一, 二, 三 (chineseCounting)."""
    return (
        _spelled(value, _PLAIN, _SMALL_TENS, bare=("十",))
        if value < 100
        else _digit_by_digit(value, "○一二三四五六七八九")
    )


def _japanese(value: int) -> str:
    """Words without a sign for skipped places and without a leading one: 百五."""
    text = str(value)
    places = zip(range(len(text) - 1, -1, -1), map(int, text), strict=True)
    words = "".join(
        ("" if digit == 1 and place else _PLAIN[digit]) + _SMALL_TENS[place]
        for place, digit in places
        if digit
    )
    return words or _PLAIN[0]


def _roman(value: int) -> str:
    words = ""
    for size, sign in _ROMAN:
        count, value = divmod(value, size)
        words += sign * count
    return words or "0"


def _letters(value: int) -> str:
    """A to Z, then AA, BB, CC."""
    if value == 0:
        return "0"
    rounds, index = divmod(value - 1, len(_LETTERS))
    return _LETTERS[index] * (rounds + 1)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda value: signs[(value - 1) % len(signs)] if value else "0"


def _signs(*runs: tuple[int, int, int]) -> Callable[[int], str]:
    """Ready-made signs: (first value, last value, code point of the first); digits outside."""

    def spell(value: int) -> str:
        for first, last, code in runs:
            if first <= value <= last:
                return chr(code + value - first)
        return str(value)

    return spell


# 0 to 50 in circles stand in three Unicode blocks.
_CIRCLED = _signs((0, 0, 0x24EA), (1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1))

_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": lambda value: _digit_by_digit(value, "０１２３４５６７８９"),
    "decimalFullWidth2": lambda value: _digit_by_digit(value, "０１２３４５６７８９"),
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedFullstop": _signs((1, 20, 0x2488)),
    "decimalEnclosedParen": _signs((1, 20, 0x2474)),
    "numberInDash": lambda value: f"- {value} -",
    "chineseCounting": _counting,
    "chineseCountingThousand": lambda value: _spelled(value, _TRADITIONAL_ZERO, _SMALL_TENS, bare=("十",)),
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": lambda value: _spelled(value, _TRADITIONAL_ZERO, _SMALL_TENS, bare=("十",)),
    "taiwaneseDigital": lambda value: _digit_by_digit(value, "○一二三四五六七八九"),
    "japaneseCounting": _japanese,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "ideographDigital": _digit_by_digit,
    "chineseLegalSimplified": lambda value: _spelled(value, _LEGAL, _LEGAL_TENS),
    "ideographLegalTraditional": lambda value: _spelled(value, _LEGAL_TRADITIONAL, _LEGAL_TENS),
    "japaneseLegal": lambda value: _spelled(value, _LEGAL_TRADITIONAL, _LEGAL_TENS),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographEnclosedCircle": _signs((1, 10, 0x3280)),
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "bullet": lambda _: "",
    "none": lambda _: "",
}
