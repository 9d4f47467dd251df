"""Numbers that name instead of measuring: list numbers, 第108项, 7号楼, codes, headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .number_words import load_number_words

if TYPE_CHECKING:
    from ..schemas.units import Unit

FUNCTION_CODE = re.compile(r"2(?:0[1-9]|1\d|2\d|3[0-4])\d{4}")
CODE_DIGITS = 8
LIST_DIGITS = 3
REACH = 20  # characters before a number that may say what it is


def is_ordinal(plain: str, start: int, end: int, unit: Unit | None) -> bool:
    """Return whether the digits from `start` to `end` name something; `unit` is the unit after them."""
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
    before, after = plain[max(0, start - REACH) : start].rstrip(" \t"), plain[end : end + 2]
    if end - start > LIST_DIGITS:
        return False
    if before[-1:] in ("(", "（", "〔", "[", "【") and after[:1] in (")", "）", "〕", "]", "】"):
        return True
    if before and before[-1] not in "\n。；;：:":
        return False
    return after[:1] in (".", "、", ")", "）") and after[1:].strip() != "" and not after[1:].isdigit()


def _is_section(plain: str, start: int, end: int, unit: Unit | None) -> bool:
    """Return whether a decimal is the number of a heading: "2.1 项目概况"."""
    before = plain[max(0, start - REACH) : start].rstrip(" \t")
    if (before and not before.endswith("\n")) or (unit is not None and not plain[end : end + 1].isspace()):
        return False
    return re.match(r"\d{1,2}\.\d{1,2}\s?[\u4e00-\u9fff]", plain[start : end + 2]) is not None
