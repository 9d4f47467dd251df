"""Running heads, running feet and page numbers: found by where they stand and what recurs."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .page_lines import Line

# Running heads stand 15 to 25 mm below the edge of the paper; text starts at 25 mm (Word's usual
# margin), or at 37 mm in official documents. Page numbers stand up to 30 mm above the lower edge
# (GB/T 9704-2012, sections 6.1 and 7.5).
_HEAD_SHARE = 0.085
_FOOT_SHARE = 0.12
_OUTERMOST = 3
# Left and right pages often have heads of their own.
_MOST_PAGES = 0.4
_FEWEST_PAGES = 3
# Forms that each fill a page repeat their title at the same height. It is set larger than the text,
# running heads are not; only the rim of the page belongs to running heads in any size, and to those
# that count (else they are annexes 1, 2, 3).
_HEAD_SIZE = 1.05
_RIM_SHARE = 0.055
_LEVEL = 6.0

_DASH = r"[-－–—―－·•~～_\s]*"
_NUMERAL = "[0-9０-９]{1,4}|[一二三四五六七八九十百〇零]{1,5}|[ivxIVX]{1,6}"
_PAGE_NUMBER = re.compile(
    rf"^{_DASH}(?:"
    rf"第\s*(?:{_NUMERAL})\s*页(?:[\s，,/／|]*[（(]?共\s*(?:{_NUMERAL})\s*页[）)]?)?"
    rf"|(?:[Pp]age|PAGE|[Pp]\.)\s*[0-9]{{1,4}}(?:\s*(?:of|OF|/)\s*[0-9]{{1,4}})?"
    rf"|[0-9]{{1,4}}\s*[/／]\s*(?:共\s*)?[0-9]{{1,4}}(?:\s*页)?"
    rf"|[0-9０-９]{{1,3}}(?:\s*页)?|[ivxIVX]{{1,6}}"
    rf"){_DASH}$"
)
_FIGURE = re.compile(r"[0-9]{1,4}")


class PageLines(NamedTuple):
    """The lines of a page that stand outside its tables.

    Attributes:
        page: From 1.
        height: Of the page, in points.
        long_side: The larger of width and height: margins are as wide on a sheet that lies on its side.
        lines: From top to bottom.
        tables_top: Where the first table starts.
        tables_bottom: Where the last table ends.
    """

    page: int
    height: float
    long_side: float
    lines: tuple[Line, ...]
    tables_top: float
    tables_bottom: float


def without_furniture(pages: Sequence[PageLines], body_size: float) -> tuple[tuple[Line, ...], ...]:
    """Return the lines of each page without running heads, running feet and page numbers.

    Args:
        pages: Lines of every page, from top to bottom.
        body_size: Size of most of the text of the document, tables included.
    """
    rims = [_rim_lines(page) for page in pages]
    seen = _recurring((*heads, *feet) for heads, feet in rims)
    needed = max(_FEWEST_PAGES, _MOST_PAGES * len(pages)) if len(pages) > 2 else 2
    recurring = {key for key, count in seen.items() if count >= needed}
    result = []
    for page, rim in zip(pages, rims, strict=True):
        dropped: set[Line] = set()
        for side in rim:
            dropped.update(
                takewhile(partial(_is_furniture, page=page, body_size=body_size, recurring=recurring), side)
            )
        result.append(tuple(line for line in page.lines if line not in dropped))
    return tuple(result)


def _rim_lines(page: PageLines) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines in the margin above everything else and in the one below, outermost first."""
    above, below = page.long_side * _HEAD_SHARE, page.height - page.long_side * _FOOT_SHARE
    heads = [line for line in page.lines[:_OUTERMOST] if line.top <= above and line.top < page.tables_top]
    feet = [
        line for line in page.lines[-_OUTERMOST:] if line.top >= below and line.bottom > page.tables_bottom
    ]
    return tuple(heads), tuple(reversed(feet))


def _is_furniture(line: Line, page: PageLines, body_size: float, recurring: set[tuple[str, int]]) -> bool:
    if _PAGE_NUMBER.match(line.text.strip()):
        return True
    words, counted = _keys(line, page.page)
    on_the_rim = line.top < page.long_side * _RIM_SHARE or line.top > page.height / 2
    if on_the_rim and not recurring.isdisjoint(counted):
        return True
    return (on_the_rim or line.size <= body_size * _HEAD_SIZE) and not recurring.isdisjoint(words)


def _recurring(rims: Iterable[Sequence[Line]]) -> Counter[tuple[str, int]]:
    """Count on how many pages a line recurs."""
    counts: Counter[tuple[str, int]] = Counter()
    for rim in rims:
        counts.update({key for line in rim for keys in _keys(line, line.page) for key in keys})
    return counts


def _keys(line: Line, page: int) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Return what a line is known by on other pages: its words, and its words around a page number.

    Each comes for two neighbouring heights, so that a step between them does not part equal lines.
    """
    text = "".join(line.text.split())
    counted = [
        f"{text[: figure.start()]}#{int(figure.group()) - page}#{text[figure.end() :]}"
        for figure in _FIGURE.finditer(text)
    ]
    level = int(line.top // _LEVEL)
    heights = (level, level + 1)
    return [(text, step) for step in heights], [(word, step) for word in counted for step in heights]
