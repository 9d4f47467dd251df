"""Values of sheets as their number formats print them: 0.931 in the format 0.00% is read as 93.10%."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# A sheet shows no more digits than a binary number is sure of, and in General as many as fit 11 characters.
_SIGNIFICANT = 15
_GENERAL_WIDTH = 11
# Days count from here in workbooks of both families: ECMA-376 part 1, section 18.17.4.1, leap-year slip of 1900 included.
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - sheets know no time zones
_LAST_DAY = 2_958_465  # 9999-12-31

# The parts of a format: ECMA-376 part 1, section 18.8.31; "!" escapes in Chinese editions.
_TOKENS = re.compile(
    r'(?P<quoted>"[^"]*"?)|[\\!](?P<escaped>.)|(?P<blank>[_*].?)|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)'
    r"|(?P<power>E[+-])|(?P<half>AM/PM|A/P|上午/下午)|(?P<date>y+|m+|d+|h+|s+|a{3,4}|e+)|(?P<digit>[0#?])"
    r"|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_SECTIONS = re.compile(r'((?:"[^"]*"?|\\.|\[[^\]]*\]|[^;])*)(?:;|$)', re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)")
_CURRENCY = re.compile(r"\$([^-\]]*)")
_ELAPSED = re.compile(r"(h+|m+|s+)", re.IGNORECASE)
_COMPARISONS = {
    "<": lambda one, other: one < other,
    ">": lambda one, other: one > other,
    "<=": lambda one, other: one <= other,
    ">=": lambda one, other: one >= other,
    "=": lambda one, other: one == other,
    "<>": lambda one, other: one != other,
}
_WEEKDAYS = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Numbers of formats that mean these in Chinese editions where a workbook does not spell them out: section 18.8.30, zh-cn.
CHINESE_FORMATS = {
    14: "yyyy/m/d",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"', 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip


class _Token(NamedTuple):
    kind: str
    text: str


class _Section(NamedTuple):
    """One of the up to four parts of a format, with the numbers it is for if it says so."""

    tokens: tuple[_Token, ...]
    condition: tuple[str, Decimal] | None

    def has(self, *kinds: str) -> bool:
        return any(token.kind in kinds for token in self.tokens)

    def holds(self, number: Decimal) -> bool:
        return self.condition is not None and _COMPARISONS[self.condition[0]](number, self.condition[1])


def shown_value(value: object, code: str = "General") -> str:
    """Return a value as a sheet prints it.

    Args:
        value: Text, number, date or truth value; None for an empty cell.
        code: Number format; one that is not understood prints plain digits.

    Examples:
        >>> shown_value(0.931, "0.00%"), shown_value(-1203.5, "#,##0.00_);(#,##0.00)"), shown_value(12345, '0!.0,"万元"')
        ('93.10%', '(1,203.50)', '1.2万元')
    """
    if value is None or isinstance(value, str):
        return _shown_text(value or "", code)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date | time | timedelta):
        return _shown_date(_moment(value), _date_section(code, value))
    return shown_number(str(value), code)


def shown_number(text: str, code: str = "General") -> str:
    """Return a stored number as its format prints it; text that is no number comes back as it is.

    Args:
        text: As stored, often with the noise of binary fractions: 0.30000000000000004.
        code: Number format.
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number.adjusted()) > 3 * _SIGNIFICANT:
        return text
    number = _sure(number)
    section, number = _section_of(number, _sections(code))
    if section.has("date"):
        within = 0 <= number <= _LAST_DAY
        return _shown_date(_DAY_ZERO + timedelta(float(number)), section) if within else _general(number)
    return _filled(number, section).strip()


@cache
def _sections(code: str) -> tuple[_Section, ...]:
    parts = [found[1] for found in _SECTIONS.finditer(code) if found[0]]
    return tuple(map(_section, parts[:4])) or (_section("General"),)


def _section(part: str) -> _Section:
    tokens, condition = [], None
    for found in _TOKENS.finditer(part):
        kind = found.lastgroup or ""
        text = found[kind] if kind else ""
        if kind == "bracket":
            condition = _condition(text) or condition
            elapsed, currency = _ELAPSED.fullmatch(text), _CURRENCY.match(text)
            if elapsed:
                tokens.append(_Token("date", f"[{text.lower()[0]}"))
            elif currency:
                tokens.append(_Token("literal", currency[1]))
        elif kind in {"quoted", "escaped"}:
            tokens.append(_Token("literal", text.strip('"') if kind == "quoted" else text))
        elif kind != "blank":
            tokens.append(_Token(kind, text.lower() if kind == "date" else text))
    return _Section(tuple(tokens), condition)


def _condition(bracket: str) -> tuple[str, Decimal] | None:
    found = _CONDITION.fullmatch(bracket)
    try:
        return None if found is None else (found[1], Decimal(found[2]))
    except InvalidOperation:
        return None


def _section_of(number: Decimal, sections: tuple[_Section, ...]) -> tuple[_Section, Decimal]:
    """Return the section that prints a number, and the number without the sign if the section stands for it."""
    for section in sections[:2]:
        if section.holds(number):
            return section, abs(number) if number < 0 and section is not sections[0] else number
    if any(section.condition for section in sections[:2]):
        rest = sections[2] if len(sections) > 2 else sections[-1]
        return rest, number
    if number < 0 and len(sections) > 1:
        return sections[1], abs(number)
    return (sections[2] if number == 0 and len(sections) > 2 else sections[0]), number


def _shown_text(text: str, code: str) -> str:
    """Return text as it is printed: in its section, where the format has one for text."""
    section = _sections(code)[-1]
    if "@" not in code or not section.has("text"):
        return text.strip()
    parts = (text if token.kind == "text" else token.text for token in section.tokens)
    return "".join(parts).strip()


# ------------------------------------------------------------------ numbers


def _sure(number: Decimal) -> Decimal:
    """Return a number without digits that only binary noise makes, and without trailing zeros."""
    if len(number.as_tuple().digits) > _SIGNIFICANT:
        number = Decimal(f"{number:.{_SIGNIFICANT}g}")
    return number.normalize() + 0


def _general(number: Decimal) -> str:
    """Return a number in as many digits as fit the width; whole numbers are never cut."""
    text = f"{number:f}"
    room = _GENERAL_WIDTH - 1 - len(f"{abs(number):f}".partition(".")[0])
    if "." not in text or len(text.partition(".")[2]) <= room or abs(number) < Decimal("0.0001"):
        return text
    return f"{_sure(_rounded(number, max(room, 0))):f}"


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)  # sheets round half away from zero


def _filled(number: Decimal, section: _Section) -> str:
    """Return a number in its section; one that keeps the sign of a negative number prints it first."""
    if section.has("power") or _is_fraction(section):
        return _general(number)
    if not section.has("digit"):
        plain = _general(number)
        return _joined(section, {"general": iter([plain]), "text": iter([plain])}, "")
    whole, decimals, scale = _layout(section)
    value = _rounded(abs(number).scaleb(scale), len(decimals))
    digits, _, rest = f"{value:f}".partition(".")
    has_groups = any(token.kind == "comma" for token in _between_digits(section))
    pieces = _whole_pieces(digits.lstrip("0"), whole, has_groups=has_groups)
    pieces += _decimal_pieces(rest, decimals)
    return _joined(section, {"digit": iter(pieces)}, "-" if number < 0 and value else "")


def _is_fraction(section: _Section) -> bool:
    marks = [token for token in section.tokens if token.kind == "literal" and token.text == "/"]
    return bool(marks) and section.has("digit")


def _layout(section: _Section) -> tuple[str, str, int]:
    """Return the placeholders before and after the point, and the power of ten to multiply by."""
    whole, decimals, pointed, trailing, percents = "", "", False, 0, 0
    for token in section.tokens:
        pointed = pointed or token.kind == "point"
        percents += token.kind == "percent"
        if token.kind == "digit":
            whole, decimals = (whole, decimals + token.text) if pointed else (whole + token.text, decimals)
            trailing = 0
        trailing += token.kind == "comma"
    return whole, decimals, 2 * percents - 3 * trailing


def _between_digits(section: _Section) -> tuple[_Token, ...]:
    at = [index for index, token in enumerate(section.tokens) if token.kind == "digit"]
    return section.tokens[at[0] : at[-1]]


def _whole_pieces(digits: str, places: str, *, has_groups: bool) -> list[str]:
    """Return what stands at each placeholder before the point; the first takes all that is left over."""
    pieces: list[str] = []
    taken = 0
    for index, place in reversed(list(enumerate(places))):
        piece = ""
        while digits and (not piece or index == 0):
            piece = digits[-1] + ("," if has_groups and taken and taken % 3 == 0 else "") + piece
            digits, taken = digits[:-1], taken + 1
        if not piece and place == "0":
            piece = "0" + ("," if has_groups and taken and taken % 3 == 0 else "")
            taken += 1
        pieces.append(piece)
    return pieces[::-1]


def _decimal_pieces(digits: str, places: str) -> list[str]:
    """Return what stands at each placeholder after the point: zeros that nobody asked for are left out."""
    sure = max((index + 1 for index, place in enumerate(places) if place == "0"), default=0)
    kept = max(sure, len(digits.rstrip("0")))
    return [digits[index] if index < kept else "" for index in range(len(places))]


def _joined(section: _Section, pieces: dict[str, Iterator[str]], sign: str) -> str:
    shown = []
    for token in section.tokens:
        source = pieces.get(token.kind)
        if source is not None:
            shown.append(next(source, ""))
        elif token.kind not in {"comma", "digit", "text", "date", "half"}:
            shown.append(token.text)
    return sign + "".join(shown)


# ------------------------------------------------------------------ dates


def _moment(value: datetime | date | time | timedelta) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, timedelta):
        return _DAY_ZERO + value
    return datetime.combine(_DAY_ZERO, value) if isinstance(value, time) else datetime.combine(value, time())


def _date_section(code: str, value: object) -> _Section:
    """Return the section that prints a date; one that holds no part of a date is replaced by the usual form."""
    section = _sections(code)[0]
    if section.has("date"):
        return section
    usual = "h:mm" if isinstance(value, time | timedelta) else "yyyy-mm-dd"
    return _section(usual)


def _shown_date(moment: datetime, section: _Section) -> str:
    has_half = section.has("half")
    shown = []
    tokens = section.tokens
    for index, token in enumerate(tokens):
        if token.kind == "date":
            parts = [other.text for other in tokens[index + 1 :] if other.kind == "date"]
            before = [other.text for other in tokens[:index] if other.kind == "date"]
            is_minute = token.text.startswith("m") and (
                before[-1:] in (["h"], ["hh"], ["[h"]) or parts[:1] in (["s"], ["ss"])
            )
            shown.append(_date_part(moment, "n" * len(token.text) if is_minute else token.text, has_half))
        elif token.kind == "half":
            names = token.text.split("/")
            shown.append(names[moment.hour >= 12])
        elif token.kind not in {"digit", "text"}:
            shown.append(token.text)
    return "".join(shown).strip()


def _date_part(moment: datetime, part: str, has_half: bool) -> str:  # noqa: FBT001 - read off the section
    """Return one part of a date: y, m, d, h, n for minutes, s, a for the weekday, [h for hours gone by."""
    elapsed = moment - _DAY_ZERO
    width = min(len(part), 2)
    if part[0] == "[":
        units = {"h": 3600, "m": 60, "s": 1}
        return str(int(elapsed.total_seconds()) // units[part[1]])
    if part[0] in "ye":
        return f"{moment.year % 100:02d}" if part == "yy" else f"{moment.year:04d}"
    if part[0] == "m" and len(part) > 2:
        return _MONTHS[moment.month - 1] if part != "mmmmm" else _MONTHS[moment.month - 1][0]
    if part[0] == "a" or part in {"ddd", "dddd"}:
        return ("" if part == "aaa" else "星期") + _WEEKDAYS[moment.weekday()]
    hour = (moment.hour + 11) % 12 + 1 if has_half else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second}[part[0]]
    return f"{number:0{width}d}"
