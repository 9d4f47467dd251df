"""Glyphs gathered into lines of text. Pure geometry, used inside table cells and outside.

A glyph may hold a run of characters; where one of them stands inside it is told by the usual widths.
"""

from __future__ import annotations

import re
from itertools import chain, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from .page_marks import made

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ...schemas.records import Reading
    from .page_gutters import Half
    from .page_marks import Glyph

# Glyphs whose base lines differ by less than this share of their size stand on one line: raised and
# lowered figures do, the next line of the tightest print does not.
_SAME_LINE = 0.45
# A gap without a printed blank: between Latin words and between figures it shows a blank …
_WORD_GAP = 0.25
# … between ideographs that stand close to their other neighbours as well, since no line is stretched so far …
_BLANK_GAP = 0.3
# … and between any two characters it shows a tabulator.
_TAB_GAP = 1.0
# Text so many times as large as what it lies over is a watermark that stands upright.
_WATERMARK = 2.5
# Vertical print: characters stand on each other without lead, and their columns stand apart.
_SOLID = 1.08
_COLUMN_GAP = 0.12
# Characters that never start a line or never end one (GB/T 15834-2011, section 5.1).
CLOSING = frozenset("，。、；：？！）】〕》〉」』”’·…—～%％‰°℃,.;:?!)]}")
OPENING = frozenset("（【〔《〈「『“‘([{¥￥$")
_FULL_WIDTH_CLOSING = "".join(char for char in CLOSING if not char.isascii())
# What may not be broken at the start of a line: an ideograph, or a figure or Latin word, with its punctuation.
_PIECE = re.compile(
    rf"[{re.escape(''.join(sorted(OPENING)))}]*(?:[!-~]+|.)[{re.escape(''.join(sorted(CLOSING)))}]*"
)
_LONGEST_PIECE = 40
_LATIN = "\u2e7f"  # ideographs and their punctuation come after it
# Figures and Latin letters are as wide as these shares of their size.
_NARROWEST, _WIDEST = 0.25, 0.8
# From four blanks or so many sizes on, a line is filled in fields rather than running text.
_SPREAD_BLANKS = 4
_SPREAD_GAP = 1.8
# Bold is often faked by printing text again a little to the side.
_SHIFT_SHARE = 0.3
# Numbers and bullets of lists with a hanging indent. Chinese numerals head chapters instead.
_LIST_NUMBER = re.compile(r"(?:[（(]?[0-9]{1,2}[)）.．、](?![0-9])|[①-⑳•●■◆➢✓○□·\-–—])\s*")


_BASELINE, _LEFT, _SIZE = attrgetter("baseline"), attrgetter("x0"), attrgetter("size")


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
        pieces: How many pieces of text wide gaps part.
        readings: Of its figures, where it was recognised on a picture.
        columns: Left end, right end and text of what gaps part, where there is more than one piece.
        column: 0 across the page; 1 and 2 left and right of the gutter of prose in two columns.
        block: Upper edge of the columns that it stands in; 0 across the page.
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
    pieces: int = 1
    readings: tuple[Reading, ...] = ()
    columns: tuple[tuple[float, float, str], ...] = ()
    column: int = 0
    block: float = 0.0


def rows_to_lines(rows: Iterable[Half], page: int) -> tuple[Line, ...]:
    """Return a line of text for each row of glyphs; rows of blanks alone are left out."""
    lines = ((_row_to_line(row, page), column, block) for row, column, block in rows)
    return tuple(
        line._replace(column=column, block=block) if column else line
        for line, column, block in lines
        if line is not None
    )


def glyphs_to_rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Return glyphs by line, each in reading order; columns of vertical print from right to left.

    What is printed twice on one spot is returned once.
    """
    rows: list[list[Glyph]] = []
    reach = first = -1.0
    for glyph in sorted(glyphs, key=_BASELINE):
        base, size = glyph.baseline, glyph.size
        if rows and base <= reach + _SAME_LINE * (size if size == first else _shared_size(size, first)):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            reach, first = base, size
    rows = [_without_double_print(row) if len(row) > 1 else row for row in rows]
    return _columns(chain.from_iterable(rows)) if _is_vertical(rows) else rows


def _shared_size(one: float, other: float) -> float:
    """Return the size that says how far a line reaches; less than none for a watermark over text."""
    small, large = (one, other) if one < other else (other, one)
    return large if large <= _WATERMARK * small else -1.0


def _without_double_print(row: list[Glyph]) -> list[Glyph]:
    """Return the glyphs of a line from left to right, each that is printed again on its spot once."""
    row.sort(key=_LEFT)
    kept: list[Glyph] = []
    for glyph in row:
        width = min(glyph.x1 - glyph.x0, glyph.size)
        for other in reversed(kept):
            if glyph.x0 - other.x0 > _SHIFT_SHARE * width:
                kept.append(glyph)
                break
            if glyph.text == other.text and abs(glyph.size - other.size) <= _SHIFT_SHARE * glyph.size:
                break
        else:
            kept.append(glyph)
    return kept


def _is_vertical(rows: Sequence[Sequence[Glyph]]) -> bool:
    """Say whether several columns are set from top to bottom: lines without lead, characters apart."""
    if len(rows) < 2 or len(rows[0][0].text) > 1 or any(len(glyph.text) > 1 for row in rows for glyph in row):
        return False
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
        column.sort(key=_BASELINE)
    return columns


def _row_to_line(row: Sequence[Glyph], page: int) -> Line | None:
    inked = [glyph for glyph in row if not glyph.text.isspace()]
    if not inked:
        return None
    pieces = 1
    if len(inked) > 1:
        _, x0s, tops, x1s, bottoms, _, sizes, _, _ = zip(*inked, strict=True)
        x0, top, x1, bottom, size = x0s[0], min(tops), max(x1s), max(bottoms), sizes[0]
        text = row_text(row).strip()
        gaps = (right - left for left, right in zip(x1s, x0s[1:], strict=False))
        pieces += sum(gap > _SPREAD_GAP * before for gap, before in zip(gaps, sizes, strict=False))
        size = _usual_size(inked) if len(set(sizes)) > 1 else size
    else:
        text, x0, top, x1, bottom, _, size, _, _ = inked[0]
    is_spread = pieces > 1 or " " * _SPREAD_BLANKS in text.replace("\u3000", "  ").replace("\xa0", " ")
    return made(
        Line,
        (
            page, text, x0, top, x1, bottom, size, opening_width(inked), _hanging(inked),
            is_spread, _after_number(text, inked), pieces, (), tuple(_columns_of(inked)) if pieces > 1 else (),
            0, 0.0,
        ),
    )  # fmt: skip


def _columns_of(inked: Sequence[Glyph]) -> Iterator[tuple[float, float, str]]:
    first = 0
    for end, (before, glyph) in enumerate(pairwise([*inked, inked[-1]]), start=1):
        if end == len(inked) or glyph.x0 - before.x1 > _TAB_GAP * before.size:
            yield inked[first].x0, before.x1, row_text(inked[first:end]).strip()
            first = end


def _usual_size(inked: Sequence[Glyph]) -> float:
    """Return the size that the middle one has if characters are ordered by size."""
    rest = sum(len(glyph.text) for glyph in inked) // 2
    ordered = sorted(inked, key=_SIZE)
    for glyph in ordered:
        rest -= len(glyph.text)
        if rest < 0:
            return glyph.size
    return ordered[-1].size


def row_text(row: Sequence[Glyph]) -> str:
    """Return the text of one line: printed blanks, and those that only a gap shows."""
    if len(row) == 1:
        return row[0].text
    parts = [row[0].text]
    for before, glyph in pairwise(row):
        text, x0, _, _, _, _, size, lead, _ = glyph
        if lead:
            parts.append(lead)
        elif (gap := x0 - before.x1) > _WORD_GAP * size and _shows_blank(before, glyph, gap):
            parts.append(" ")
        parts.append(text)
    return "".join(parts)


def _shows_blank(before: Glyph, glyph: Glyph, gap: float) -> bool:
    """Say whether a gap between two glyphs, wide for the second one, shows a blank."""
    if before.text[-1:].isspace() or glyph.text[:1].isspace():
        return False
    share = gap / max(before.size, glyph.size, 1.0)
    last, first = before.text[-1], glyph.text[0]
    # Characters that are set apart stand alone; beside words of several it is a blank that was not printed.
    are_words = len(before.text) > 1 and len(glyph.text) > 1
    if (_is_latin(last) and _is_latin(first)) or (
        are_words and last.isascii() and first.isalpha() and first.isascii()
    ):
        return share > _WORD_GAP
    return share > (_BLANK_GAP if are_words and min(last, first) > _LATIN else _TAB_GAP)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def opening_width(inked: Sequence[Glyph]) -> float:
    """Return the width of the first unbreakable piece of a line."""
    words, x0, _, x1, _, _, size, _, _ = inked[0]
    if len(words) > 1 and words[0] > _LATIN and words[0] not in OPENING and words[1] not in CLOSING:
        return size
    if len(inked) == 1 and (len(words) == 1 or words.isascii()):
        return x1 - x0
    for one, other in pairwise(inked):
        are_latin = one.text[-1:].isascii() and other.text[:1].isascii()
        reach = (_WORD_GAP if are_latin else _TAB_GAP) * one.size
        if len(words) > _LONGEST_PIECE or other.lead or other.x0 - one.x1 > reach:
            break
        words += other.text
    found = _PIECE.match(words)
    return _place(inked, found.end() if found else 1) - inked[0].x0


def _place(inked: Sequence[Glyph], count: int) -> float:
    """Return where the first `count` characters of a line end; at least one."""
    for glyph in inked:
        if count < len(glyph.text):
            return _place_inside(glyph, count)
        count -= len(glyph.text)
        if count == 0:
            return glyph.x1
    return inked[-1].x1


def _place_inside(glyph: Glyph, count: int) -> float:
    """Return where the first characters of a run end: ideographs take its size, others share the rest."""
    wide, narrow = _widths(glyph.text)
    first_wide, first_narrow = _widths(glyph.text[:count])
    length = glyph.x1 - glyph.x0
    each = (length - wide * glyph.size) / max(narrow, 1)
    if narrow and _NARROWEST * glyph.size <= each <= _WIDEST * glyph.size:
        return glyph.x0 + first_wide * glyph.size + first_narrow * each
    return glyph.x0 + length * (2 * first_wide + first_narrow) / (2 * wide + narrow)


def _widths(text: str) -> tuple[int, int]:
    """Return how many characters are as wide as ideographs, and how many are about half as wide."""
    wide = (len(text.encode("utf-8", "replace")) - len(text)) // 2
    return wide, len(text) - wide


def _hanging(inked: Sequence[Glyph]) -> float:
    if inked[-1].text[-1] not in _FULL_WIDTH_CLOSING:
        return 0.0
    end = inked[-1].x1
    for glyph in reversed(inked):
        rest = glyph.text.rstrip(_FULL_WIDTH_CLOSING)
        if len(rest) == len(glyph.text) or not rest:
            if rest or glyph is inked[0]:
                return end - glyph.x1
            continue
        return end - _place_inside(glyph, len(rest))
    return 0.0


def _after_number(text: str, inked: Sequence[Glyph]) -> float | None:
    found = _LIST_NUMBER.match(text)
    if not found:
        return None
    count = len("".join(found.group().split()))
    if not 0 < count < sum(len(glyph.text) for glyph in inked):
        return None
    for glyph in inked:
        if count < len(glyph.text):
            return _place_inside(glyph, count) if count else glyph.x0
        count -= len(glyph.text)
    return None


def joined_text(lines: Sequence[str]) -> str:
    """Return the text of lines that run on: Latin words are parted by a blank, nothing else is.

    Examples:
        >>> joined_text(["支出1,203.", "5万元，use of", "funds"])
        '支出1,203.5万元，use of funds'
    """
    text = lines[0] if lines else ""
    for line in lines[1:]:
        if text[-1:].isascii() and text[-1:].isalnum() and line[:1].isascii() and line[:1].isalpha():
            text += " "
        text += line
    return text
