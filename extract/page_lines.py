"""Glyphs gathered into lines of text. Pure geometry, used inside table cells and outside."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .page_marks import Glyph

# Glyphs whose base lines differ by less than this share of their size stand on one line: raised and
# lowered figures do, the next line of the tightest print does not.
_SAME_LINE = 0.45
# A gap without a printed blank: between Latin words and between figures it shows a blank …
_WORD_GAP = 0.25
# … and between any two characters it shows a tabulator.
_TAB_GAP = 1.0
# Vertical print: characters stand on each other without lead, and their columns stand apart.
_SOLID = 1.08
_COLUMN_GAP = 0.12
# Characters that never start a line or never end one (GB/T 15834-2011, section 5.1).
CLOSING = frozenset("，。、；：？！）】〕》〉」』”’·…—～%％‰°℃,.;:?!)]}")
OPENING = frozenset("（【〔《〈「『“‘([{¥￥$")
# From this many blanks on, a line is filled in fields rather than running text.
_SPREAD_BLANKS = 4
# Numbers and bullets of lists with a hanging indent. Chinese numerals head chapters instead.
_LIST_NUMBER = re.compile(r"(?:[（(]?[0-9]{1,2}[)）.．、](?![0-9])|[①-⑳•●■◆➢✓○□·\-–—])\s*")


class Line(NamedTuple):
    """A line of text.

    Attributes:
        page: From 1.
        text: With the blanks that are printed, and those that a gap shows.
        x0: Left end of the first character that is no blank.
        top: Upper edge.
        x1: Right end of the last character that is no blank.
        bottom: Lower edge.
        size: Size of most of its characters.
        opening: Width of what may not be broken at the start of the line: one ideograph with the
            punctuation after it, or a whole figure or Latin word.
        hanging: Width of the closing punctuation at the end, which may stand outside the margin.
        is_spread: It holds wide gaps, as lines of filled-in fields and of contents do.
        after_number: Where the text after a list number or bullet starts; None without one.
    """

    page: int
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    opening: float
    hanging: float
    is_spread: bool = False
    after_number: float | None = None


def glyphs_to_lines(glyphs: Iterable[Glyph], page: int) -> tuple[Line, ...]:
    """Return the lines of text from top to bottom; lines of blanks alone are left out."""
    return tuple(line for row in glyphs_to_rows(glyphs) if (line := _row_to_line(row, page)) is not None)


def glyphs_to_rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Return glyphs by line, each in reading order; columns of vertical print from right to left."""
    rows: list[list[Glyph]] = []
    glyphs = list(glyphs)
    for glyph in sorted(glyphs, key=lambda glyph: glyph.baseline):
        if rows:
            first = rows[-1][0]
            if glyph.baseline - first.baseline <= _SAME_LINE * max(glyph.size, first.size):
                rows[-1].append(glyph)
                continue
        rows.append([glyph])
    for row in rows:
        row.sort(key=lambda glyph: glyph.x0)
    return _columns(glyphs) if _is_vertical(rows) else rows


def _is_vertical(rows: Sequence[Sequence[Glyph]]) -> bool:
    """Say whether several columns are set from top to bottom: lines without lead, characters apart."""
    inked = [[glyph for glyph in row if not glyph.text.isspace()] for row in rows]
    inked = [row for row in inked if row]
    if len(inked) < 2 or max(map(len, inked)) < 2:
        return False
    if any(_is_latin(glyph.text) for row in inked for glyph in row):
        return False
    are_apart = all(b.x0 - a.x1 > _COLUMN_GAP * a.size for row in inked for a, b in pairwise(row))
    steps = [b[0].baseline - a[0].baseline for a, b in pairwise(inked)]
    return are_apart and max(steps) <= _SOLID * inked[0][0].size


def _columns(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (-glyph.x0, glyph.baseline)):
        if columns and columns[-1][0].x0 - glyph.x0 <= glyph.size / 2:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    for column in columns:
        column.sort(key=lambda glyph: glyph.baseline)
    return columns


def _row_to_line(row: Sequence[Glyph], page: int) -> Line | None:
    inked = [glyph for glyph in row if not glyph.text.isspace()]
    if not inked:
        return None
    text = row_text(row).strip()
    sizes = sorted(glyph.size for glyph in inked)
    return Line(
        page=page,
        text=text,
        x0=inked[0].x0,
        top=min(glyph.top for glyph in inked),
        x1=max(glyph.x1 for glyph in inked),
        bottom=max(glyph.bottom for glyph in inked),
        size=sizes[len(sizes) // 2],
        opening=_opening(row),
        hanging=_hanging(inked),
        is_spread=_is_spread(text, inked),
        after_number=_after_number(text, inked),
    )


def row_text(row: Sequence[Glyph]) -> str:
    """Return the text of one line: printed blanks, and those that only a gap shows."""
    parts: list[str] = []
    before: Glyph | None = None
    for glyph in row:
        if before is not None and _shows_blank(before, glyph):
            parts.append(" ")
        parts.append(glyph.text)
        before = glyph
    return "".join(parts)


def _shows_blank(before: Glyph, glyph: Glyph) -> bool:
    if before.text[-1:].isspace() or glyph.text[:1].isspace():
        return False
    gap = (glyph.x0 - before.x1) / max(before.size, glyph.size, 1.0)
    if _is_latin(before.text[-1:]) and _is_latin(glyph.text[:1]):
        return gap > _WORD_GAP
    return gap > _TAB_GAP


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _opening(row: Sequence[Glyph]) -> float:
    """Return the width of the first unbreakable piece of a line."""
    inked = [glyph for glyph in row if not glyph.text.isspace()]
    last = 0
    while last + 1 < len(inked) and _holds_together(inked[last], inked[last + 1]):
        last += 1
    return inked[last].x1 - inked[0].x0


def _holds_together(one: Glyph, other: Glyph) -> bool:
    if other.x0 - one.x1 > _TAB_GAP * one.size:
        return False
    if one.text in OPENING or other.text in CLOSING:
        return True
    return one.text.isascii() and other.text.isascii() and other.x0 - one.x1 <= _WORD_GAP * one.size


def _hanging(inked: Sequence[Glyph]) -> float:
    end = len(inked)
    while end > 1 and inked[end - 1].text in CLOSING and not inked[end - 1].text.isascii():
        end -= 1
    return inked[-1].x1 - inked[end - 1].x1


def _after_number(text: str, inked: Sequence[Glyph]) -> float | None:
    found = _LIST_NUMBER.match(text)
    place = len("".join(found.group().split())) if found else 0
    return inked[place].x0 if 0 < place < len(inked) else None


def _is_spread(text: str, inked: Sequence[Glyph]) -> bool:
    if " " * _SPREAD_BLANKS in text.replace("\u3000", "  ").replace("\xa0", " "):
        return True
    return any(b.x0 - a.x1 > 2 * a.size for a, b in pairwise(inked))


def joined_text(lines: Sequence[str]) -> str:
    """Return the text of lines that run on: Latin words are parted by a blank, nothing else is.

    Examples:
        >>> joined_text(["支出1,203.", "5万元，use of", "funds"])
        '支出1,203.5万元，use of funds'
    """
    text = ""
    for line in lines:
        if text[-1:].isascii() and text[-1:].isalnum() and line[:1].isascii() and line[:1].isalpha():
            text += " "
        text += line
    return text
