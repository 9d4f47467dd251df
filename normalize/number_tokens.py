"""What a date, a list number, a code and a figure look like, before anything is known of the words."""

from __future__ import annotations

import re

WIDTHS = str.maketrans("０１２３４５６７８９．％＋－＞＜＝﹥﹤−﹣\u00a0\u3000", "0123456789.%+-><=><--  ")
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
# "1.2023年预算…", "2.3个项目…": a list number stuck to the number after it; "3.2次" alone is a figure.
STUCK = rf"(?<![^\n。；;：:])[ \t]{{0,8}}[1-9]\d?(?=\.(?:{YEAR}\s?年|\d+[个家人台辆件项次名](?!百分点|以[上下内])(?=[\u4e00-\u9fff])))"
BRACKETED_YEAR = rf"(?<=[〔\[【（(]){YEAR}(?=[〕\]】）)])"
SECTION = r"(?<![\d.])\d+(?:\.\d+){2,}(?![\d.])"
PHONE = r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"
NUMBER = r"""(?:(?P<sign>>=|<=|=>|=<|[≥≧⩾≤≦⩽><=])\s?)?(?P<minus>[-–▼]\s?(?:[¥￥$]\s?)?)?
    (?P<digits>(?:\d{1,3}(?:,\d{3})+(?![\d,])|[1-9]\d{0,2}(?:，\d{3})+(?!\d)|\d+)(?:\.\d+)?)"""
TOKEN = re.compile(
    rf"(?P<date>{DATE})|(?P<ordinal>{STUCK}|{PHONE}|{SECTION}|{BRACKETED_YEAR})|{NUMBER}", re.VERBOSE
)
# A figure broken by a narrow column: "175,027.6⏎2", "175,02⏎7.62".
WRAPPED = re.compile(r"(?<![\d.,])(\d[\d,]{0,24}\.?\d{0,6})\n([\d,]{0,24}\.?\d{1,24})(?![\d,.])")
WELL_FORMED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+\.\d{1,2}")


def joined(plain: str) -> tuple[str, tuple[int, ...]]:
    """Take out line breaks inside figures; return the text and where the breaks stood in it."""
    breaks = [found.end(1) for found in WRAPPED.finditer(plain) if _is_wrapped(found[1], found[2])]
    for at in reversed(breaks):
        plain = plain[:at] + plain[at + 1 :]
    return plain, tuple(at - n for n, at in enumerate(breaks))


def _is_wrapped(head: str, tail: str) -> bool:
    return ("." in head or "," in head) and WELL_FORMED.fullmatch(head + tail) is not None
