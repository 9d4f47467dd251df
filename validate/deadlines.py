"""Dates in words: deadlines of targets, and when something was finished."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MOMENT = re.compile(
    r"(?:(?P<year>20\d\d)年|(?P<dotted>20\d\d)[.\-/])(?P<month>1[0-2]|0?[1-9])(?:月份?|(?=[.\-/底末前]))?"
    r"(?:[.\-/]?(?P<day>3[01]|[12]\d|0?[1-9])日?)?"
)
DEADLINE = re.compile(
    r"(?:于|在|截至|截止|不晚于|不迟于|[≤<])?(?:20\d\d年)?(?:\d{1,2}月(?:份|\d{1,2}日|底|末)?|年底|年末)"
    r"(?:(?:之|以)?[前内])?(?:全部|全面|按时)?(?:完成|完工|竣工|建成|交付|投入使用|竣工验收|支付|发放)?(?:到位|完毕)?"
)


def moments(text: str) -> Iterator[date]:
    """Yield the dates that a text names with their year; without a day, the last of the month.

    >>> [str(day) for day in moments("2023年12月前开工，2026年6月30日竣工")]
    ['2023-12-31', '2026-06-30']
    """
    for found in MOMENT.finditer(text):
        year, month = int(found["year"] or found["dotted"]), int(found["month"])
        last = monthrange(year, month)[1]
        yield date(year, month, min(int(found["day"] or last), last))


def is_deadline(text: str) -> bool:
    """Return whether a text without white space is nothing but a deadline.

    >>> is_deadline("2023年12月前"), is_deadline("12月底前完成"), is_deadline("工程完成及时率")
    (True, True, False)
    """
    return DEADLINE.fullmatch(text) is not None
