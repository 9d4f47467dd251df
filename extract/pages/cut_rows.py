"""Rows that a page break cuts, and labels whose text goes on below it. Pure geometry on the cells around a break."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..scans.readings import moved
from .figures import FIGURE
from .page_lines import CLOSING, joined_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .joined_tables import PartCell

# A cell whose lines fill less of its width than this does not break them for want of room.
_FILLED = 0.75
# … unless the next character would not have fitted between borders with the padding that Word sets.
_PADDING = 5.4
# Widths of squeezed and stretched lines differ by rounding.
_SLACK = 0.5
# Where the label goes on as well, so many cells at least must have nothing left to say below the break.
_FEWEST_ENDED = 2
# What may end a label, but is none: 产出指标 above the break, （50分） below it.
_REST = re.compile(r"[（(][0-9.,，]*\s*(?:分|元|万元|亿元|%|％)[）)]")
# What a label opens with that continues none: 八、每股收益： below the last line of part 七.
_OPENS_ROW = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．](?!\d)|(?:其中|加|减)[：:])"
)
_OPENED, _CLOSED = frozenset("（(【["), frozenset("）)】]")

Pair = tuple["PartCell", "PartCell"]


def is_cut_row(
    above: dict[tuple[int, int], PartCell], first: Sequence[PartCell], *, edges_open: bool
) -> bool:
    """Say whether the break cut a row, so that its first row below is the rest of the last one above.

    Only texts that broke off go on below then; the row's label stays above, or breaks off as well and
    most others are at their end. Or the break left both sides without a ruling, and some cells empty,
    unless a label stands below that opens a row of its own, whose other cells are blank.

    Args:
        above: Cells that end at the break, by column and columns spanned.
        first: Cells that start at it.
        edges_open: Neither side of the break has a ruling of its own.
    """
    if not first or any((cell.column, cell.colspan) not in above for cell in first):
        return False
    pairs = [(above[cell.column, cell.colspan], cell) for cell in first]
    single = [pair for pair in pairs if pair[1].rowspan == 1]
    if all(cell.text for cell in pairs[0]) and _OPENS_ROW.match(pairs[0][1].text):
        return False
    if edges_open and len(single) == len(pairs):
        return not all(upper.text and lower.text for upper, lower in pairs)
    filled = [pair for pair in single if pair[1].text]
    ended = [upper for upper, lower in single if upper.text and not lower.text]
    if not filled:  # all text fitted above, but not the room below it
        return len(ended) == len(pairs)
    if not ended or not all(upper.text for upper, _ in filled):
        return False
    is_all_single = len(single) == len(pairs)
    label_stays = is_all_single and not first[0].text and all(_is_full(*pair) for pair in filled)
    breaks_off = _breaks_off(filled) or any(is_rest(*pair) for pair in pairs)
    return label_stays or (breaks_off and len(ended) >= _FEWEST_ENDED)


def _breaks_off(filled: Sequence[Pair]) -> bool:
    """Say whether most texts break off at the end of a full line, and none is a figure below another figure."""
    full = sum(_is_full(*pair) for pair in filled)
    are_figures = any(
        FIGURE.fullmatch(upper.text) and FIGURE.fullmatch(lower.text) for upper, lower in filled
    )
    return 2 * full >= len(filled) and not are_figures


def is_rest(upper: PartCell, lower: PartCell) -> bool:
    """Say whether a text cannot stand alone: it closes a bracket that the one above opens, or is only a bracket."""
    closes = _unclosed(lower.text) == -1 and _unclosed(upper.text) == 1
    return closes or bool(upper.text and _REST.fullmatch(lower.text))


def _unclosed(text: str) -> int:
    """Return how many more brackets a text opens than it closes."""
    return sum(map(text.count, _OPENED)) - sum(map(text.count, _CLOSED))


def united(upper: PartCell, lower: PartCell) -> PartCell:
    """Return two cells as one; text that broke off for want of room runs on."""
    if upper.text and lower.text and (_is_full(upper, lower) or is_rest(upper, lower)):
        text = joined_text((upper.text, lower.text))
    else:
        text = "\n".join(filter(None, (upper.text, lower.text)))
    readings = upper.readings + moved(lower.readings, len(text) - len(lower.text))
    return upper._replace(
        text=text,
        rowspan=lower.row + lower.rowspan - upper.row,
        last=lower.last,
        widest=max(upper.widest, lower.widest),
        readings=readings,
    )


def _is_full(upper: PartCell, lower: PartCell) -> bool:
    """Say whether the text of a cell breaks off at the end of a full line."""
    if lower.text[:1] in CLOSING:
        return bool(upper.text)
    if not upper.text or upper.text.endswith(("。", "；", ";")):
        return False
    widest = max(upper.widest, lower.widest)
    width = upper.box[2] - upper.box[0]
    is_wide = widest >= _FILLED * width or widest + lower.opening > width - 2 * _PADDING
    return is_wide and upper.last + lower.opening > widest - _SLACK
