"""Numbers that Office stores in binary, printed the way its sheets show them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

# Formats that only fix decimals, thousands separators and the percent sign; colours and text do more.
_SIMPLE = re.compile(r"(#,##)?0(?:\.(0+))?(%)?(?:_ |_\)|\s)*")
# A sheet shows no more digits than a binary number is sure of.
_SIGNIFICANT = 15


def shown_number(text: str, code: str = "") -> str:
    """Return a stored number as its format shows it; text that is no number comes back as it is.

    Args:
        text: As stored, often with the noise of binary fractions: 0.30000000000000004.
        code: Number format; only simple ones are applied, General and all others show plain digits.

    Examples:
        >>> shown_number("0.30000000000000004"), shown_number("0.9567", "0.00%"), shown_number("1234.5", "#,##0.00")
        ('0.3', '95.67%', '1,234.50')
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if (
        not number.is_finite()
        or number.adjusted() > 3 * _SIGNIFICANT
        or number.adjusted() < -3 * _SIGNIFICANT
    ):
        return text
    form = _SIMPLE.fullmatch(code.partition(";")[0].strip())
    number = _sure(number)
    if form is None:
        return f"{number:f}"
    thousands, decimals, percent = form.groups()
    # Sheets round half away from zero.
    number = (number * 100 if percent else number).quantize(
        Decimal(1).scaleb(-len(decimals or "")), ROUND_HALF_UP
    )
    return f"{number:{',' if thousands else ''}f}{percent or ''}"


def _sure(number: Decimal) -> Decimal:
    """Return a number without digits that only binary noise makes, and without trailing zeros."""
    if len(number.as_tuple().digits) > _SIGNIFICANT:
        number = Decimal(f"{number:.{_SIGNIFICANT}g}")
    return number if number == 0 and not number.is_signed() else number.normalize() + 0
