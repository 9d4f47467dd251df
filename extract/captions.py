"""Caption and unit line of a table, found among the lines right above it; shared by the readers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from .outline import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

# A title, a bracketed year, the filling-in line and the unit line together; more is prose.
LINES_ABOVE = 6
CAPTION_LIMIT = 60

_MEASURE = (
    r"(?:人民币)?\s*(?:亿元|百万元|十万元|万元|千元|百元|元|万人次|人次|万人|人|户|个|项|辆|台|套|件|"
    r"万平方米|平方米|平方公里|公里|㎡|m2|亩|公顷|吨|千克|公斤|分|天|[%％])"
)
_MEASURES = rf"{_MEASURE}(?:\s*[、，,/／和]\s*{_MEASURE})*"
_UNIT = re.compile(
    rf"(?:(?:金额|计量|数量|货币|面积)\s*)?单\s*位\s*[：:]\s*{_MEASURES}(?![^\s）)】\]，,；;。、])"
)
_BARE_UNIT = re.compile(rf"^[（(]\s*(?:单\s*位\s*)?{_MEASURES}\s*[）)]$")
_ENDS_OPEN = re.compile(r"[。；;：:，,、！？!?]$")
_PERIOD = re.compile(
    r"^[（(]?\s*(?:截至|截止)?\s*[0-9０-９〇○零一二三四五六七八九Xx×_\s]{2,8}\s*"
    r"年\s*(?:度|[0-9０-９一二三四五六七八九十\s]{1,4}月.{0,8})?\s*[）)]?$"
)
_ANNEX = re.compile(
    r"^附\s*(?:件|表|录)?\s*[0-9０-９一二三四五六七八九十]*(?:[-－—.][0-9０-９]+)?\s*[：:.．]?$"
)
# The number of a form in its set ("公开01表", "财决公开02-1表", "预算公开表3"); its title stands beside it.
_FORM_NUMBER = re.compile(
    r"^(?:部门|单位|财决|财|决算|预算|决|预|批复|公开)+\s*(?:表\s*[0-9０-９]{1,2}|[0-9０-９]{1,2}(?:[-－—.][0-9０-９]{1,2})?\s*表)$"
)
_NUMBERED_TABLE = re.compile(r"^(?:附?表|附件)\s*[0-9０-９一二三四五六七八九十]+(?:[-－—.][0-9０-９]+)?")
_FILLED_IN = re.compile(r"[：:]")
_TABLE_WORD = re.compile(r"表|清单|明细|一览|名单|目录|台账|情况|汇总")


class Lead(NamedTuple):
    """What stands above a table; each part is None if there is none."""

    caption: str | None
    unit_line: str | None


def find_unit(line: str) -> str | None:
    """Return the words of a line that state a unit of measure, as printed; None if it states none.

    Examples:
        >>> find_unit("填报单位：某局    单位：万元"), find_unit("填报单位：某局")
        ('单位：万元', None)
    """
    text = line.strip()
    if len(text) > 2 * CAPTION_LIMIT:
        return None
    if found := _UNIT.search(text):
        return found.group()
    return text if _BARE_UNIT.match(text) else None


def caption_and_unit(before: Sequence[str]) -> Lead:
    """Return the caption and the unit line of a table.

    Args:
        before: Paragraphs between the previous table (or the start) and this one, in reading order;
            only the last few are looked at.

    Returns:
        The caption is the nearest title-like line that names a table, else the nearest title-like
        line; lines with the unit, the year, the number of the annex or form, or filled-in fields are passed over.
    """
    titles: list[str] = []
    unit: str | None = None
    for text in reversed([line for line in before if line.strip()][-LINES_ABOVE:]):
        line = one_line(text)
        stated = find_unit(line)
        unit = unit or stated
        rest = line.replace(stated, "").strip(" （()）") if stated else line
        if _is_prose(rest):
            break
        if _is_title(rest):
            titles.append(rest if stated else line)
    named = [title for title in titles if _TABLE_WORD.search(title)]
    return Lead(next(iter(named or titles), None), unit)


def _is_prose(line: str) -> bool:
    """Say whether a line is running text: nothing above it belongs to the table any more."""
    return len(line) > CAPTION_LIMIT or (bool(_ENDS_OPEN.search(line)) and not _ANNEX.match(line))


def _is_title(line: str) -> bool:
    """Say whether a line can be a caption: words, and no field, year or annex number alone."""
    if not line or any(mark.match(line) for mark in (_PERIOD, _ANNEX, _FORM_NUMBER, _BARE_UNIT)):
        return False
    return bool(_NUMBERED_TABLE.match(line)) or not _FILLED_IN.search(line)
