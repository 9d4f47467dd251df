"""Lines of text joined into paragraphs the way a reader joins them. Pure geometry.

A line runs on when it is full: the first piece of the next line would not have fitted behind it.
Indents, sizes, distances and centred titles decide the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .page_lines import Line

# What a line may fall short of the margin by and still be full: rounding and squeezed punctuation.
_SLACK = 1.0
# What is not parted at the end of a line is hardly longer than this, in sizes; a sentence ends with one of these.
_KEPT_TOGETHER, _KEPT_WITH_BRACKET = 4.0, 8.0
_BRACKETS = frozenset("（(〔【")
_ENDS = frozenset("。！？；：.!?;:")
# An indent is at least this many characters; Chinese paragraphs are indented by two.
_INDENT = 0.8
# The deepest first-line indent. A line that starts further right is centred or set to the right.
_DEEPEST_INDENT = 5.0
# Lines of one paragraph keep their distance; paragraphs set apart and empty lines widen it.
_WIDER = 1.3
_WIDEST_UNKNOWN = 2.3
_SAME_SIZE = 0.08
# A title is set at least this much larger than the text.
_TITLE_SIZE = 1.12
_CENTERED = 8.0
_EDGE_SUPPORT = 0.02
# Share of the lines that must start at the left margin before an indent alone parts paragraphs.
_FLUSH_SHARE = 0.15
_LEADER = re.compile(r"[.．…·]{3,}\s*[-－—]?\s*\d{1,4}\s*[-－—]?$")


class Margins(NamedTuple):
    """Where text starts and ends on a page, and whether paragraphs are known by their indent."""

    left: float
    right: float
    indents: bool


class Setting(NamedTuple):
    """How a document is set.

    Attributes:
        margins: By page and column of the page (0 across it).
        body_size: Size of most of its running text.
        pitches: Usual distance of two lines, by size rounded to whole points.
    """

    margins: Mapping[tuple[int, int], Margins]
    body_size: float
    pitches: Mapping[int, float]


def document_setting(pages: Sequence[tuple[float, Sequence[Line]]]) -> Setting:
    """Return margins, text size and line distances of a document.

    Args:
        pages: Width and lines of each page; pages of one width share their margins.
    """
    by_width: dict[tuple[int, int], list[Line]] = {}
    by_page: dict[tuple[int, int], list[Line]] = {}
    widths: dict[int, int] = {}
    for width, lines in pages:
        for line in lines:
            widths[line.page] = round(width)
            by_width.setdefault((round(width), line.column), []).append(line)
            by_page.setdefault((line.page, line.column), []).append(line)
    shared = {
        (width, column): _margins(lines, 0.0 if column else float(width), body_size(lines))
        for (width, column), lines in by_width.items()
    }
    every = [line for _, lines in pages for line in lines]
    margins = {
        (page, column): _widened(shared[widths[page], column], lines)
        for (page, column), lines in by_page.items()
    }
    return Setting(margins, body_size(every), _pitches(every))


def body_size(lines: Iterable[Line]) -> float:
    """Return the size that most characters have; 0 if there is no text."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _margins(lines: Sequence[Line], width: float, size: float) -> Margins:
    body = [line for line in lines if abs(line.size - size) <= _SAME_SIZE * size] or list(lines)
    support = max(2, round(_EDGE_SUPPORT * len(body)))
    left = _supported((line.x0 for line in body), support, size / 4)
    right = _supported((line.hanging - line.x1 for line in body), support, size)
    if right is None or -right < width / 2:
        right = -max(*(line.x1 for line in lines), width - min(line.x0 for line in lines))
    left = min(line.x0 for line in body) if left is None else left
    flush = sum(line.x0 - left <= _INDENT * size for line in body)
    return Margins(left, -right, indents=flush >= _FLUSH_SHARE * len(body))


def _supported(values: Iterable[float], support: int, width: float) -> float | None:
    """Return the lowest value that has `support` values within `width` above it; None if none has."""
    ordered = sorted(values)
    for low, high in zip(ordered, ordered[support - 1 :], strict=False):
        if high - low <= width:
            return low
    return None


def _widened(margins: Margins, lines: Sequence[Line]) -> Margins:
    """Return the margins for one page, wider where several of its lines reach further."""
    right = _supported((line.hanging - line.x1 for line in lines if not line.is_spread), 3, 1.0)
    return margins._replace(right=max(margins.right, -right if right is not None else 0.0))


def _pitches(lines: Sequence[Line]) -> dict[int, float]:
    steps: dict[int, list[float]] = {}
    for line, following in pairwise(lines):
        step = following.bottom - line.bottom
        if (
            line.page == following.page
            and 0 < step < 4 * line.size
            and round(line.size) == round(following.size)
        ):
            steps.setdefault(round(line.size), []).append(step)
    return {size: median(sorted(values)) for size, values in steps.items() if len(values) >= 3}


def lines_to_paragraphs(lines: Sequence[Line], setting: Setting) -> list[list[Line]]:
    """Return the lines of each paragraph; the lines given follow each other without a table between."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and _runs_on(paragraphs[-1], line, setting):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _runs_on(paragraph: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Say whether a line belongs to the paragraph above it."""
    last = paragraph[-1]
    if abs(line.size - last.size) > _SAME_SIZE * last.size or not _is_near(last, line, setting):
        return False
    if _is_title_pair(last, line, setting):
        return True
    if line.is_spread or last.is_spread or _LEADER.search(last.text):
        return False
    margins = setting.margins[last.page, last.column]
    if last.x1 + line.opening <= margins.right + _SLACK:
        return _is_broken_off(paragraph, line, margins) and _is_flush_below(paragraph, line, setting)
    return _is_indented_alike(paragraph, line, setting)


def _is_broken_off(paragraph: Sequence[Line], line: Line, margins: Margins) -> bool:
    """Say whether a line that has room left may be full all the same: just so, or in the middle of a sentence.

    Programs keep more together than an ideograph and its punctuation, a bracket even with the figure after
    it ("（类）1133.83"), and round their widths.
    """
    last = paragraph[-1]
    just_fits = last.x1 + line.opening > margins.right - _SLACK
    kept = _KEPT_WITH_BRACKET if line.text[0] in _BRACKETS else _KEPT_TOGETHER
    is_long = margins.right - last.x1 <= kept * last.size
    return just_fits or (is_long and last.text[-1] not in _ENDS)


def _is_flush_below(paragraph: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Say whether a line starts at the margin below a paragraph that is indented, where paragraphs are known by it."""
    indents = setting.margins[line.page, line.column].indents
    first, here = _offset(paragraph[0], setting), _offset(line, setting)
    return indents and here < _INDENT * line.size <= first <= _DEEPEST_INDENT * line.size


def _is_near(last: Line, line: Line, setting: Setting) -> bool:
    if last.page != line.page:
        return line.page == last.page + 1
    if last.column != line.column:
        return line.column == last.column + 1 == 2
    pitch = setting.pitches.get(round(last.size))
    most = _WIDER * pitch if pitch is not None else _WIDEST_UNKNOWN * last.size
    return 0 < line.bottom - last.bottom <= most


def _is_title_pair(last: Line, line: Line, setting: Setting) -> bool:
    """Say whether two lines are one title: large, centred, close, the second no longer than the first."""
    if (last.page, last.column) != (line.page, line.column) or last.size < _TITLE_SIZE * setting.body_size:
        return False
    margins = setting.margins[last.page, last.column]
    both = (_is_centered(last, margins), _is_centered(line, margins))
    is_close = line.top - last.bottom <= last.size
    return all(both) and is_close and line.x1 - line.x0 <= last.x1 - last.x0


def _is_centered(line: Line, margins: Margins) -> bool:
    return abs((line.x0 - margins.left) - (margins.right - line.x1)) <= _CENTERED


def _is_indented_alike(paragraph: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Say whether the left end of a line suits the lines that the paragraph has so far."""
    size = line.size
    first, last = _offset(paragraph[0], setting), _offset(paragraph[-1], setting)
    here = _offset(line, setting)
    if len(paragraph) > 1:
        return abs(here - last) <= _INDENT * size
    if here < first - _INDENT * size:
        return first - here <= _DEEPEST_INDENT * size
    if here > first + _INDENT * size:
        hanging = paragraph[0].after_number
        return hanging is not None and abs(hanging - paragraph[0].x0 - (here - first)) <= size / 4
    # Two full lines with the same indent are two paragraphs where paragraphs are known by it.
    return here <= _INDENT * size or not setting.margins[line.page, line.column].indents


def _offset(line: Line, setting: Setting) -> float:
    return line.x0 - setting.margins[line.page, line.column].left
