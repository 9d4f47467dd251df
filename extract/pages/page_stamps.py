"""Seals and boxes that lie over a table: their strokes are no rulings, and their text stands in no cell.

Pure geometry. The side of a stamped box ends at a corner of that box, nothing ends at it, and the
rulings below run on through it; no ruling of a table is like that.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from .rulings import TOUCH, Frame, Ruling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .page_marks import Glyph, PageMarks

# Seals of offices are at most 60 mm (170 points) wide; rulings of tables are mostly longer.
_SMALLEST, _LARGEST = 30.0, 200.0
# Strokes of seals on a page that are looked at; more are a drawing.
_MOST_SEALS = 1000
# A ruling runs through another one if it goes on for so much on both sides; borders drawn badly stick out by less.
_THROUGH = 8.0
# Lines that are drawn to meet do so but for their thickness and rounding.
_MEETS = 2.0
# The same where strokes of a stamp may end near a ruling by chance.
_HELD = 1.0
# Text so many times as large as most of a page is the seal's where one lies.
_LARGER = 1.3
# Colours of print are told apart by this much of 255; black, grey and white have no more between their parts.
_COLOURED = 64
# Watermarks have at least so much of each colour, up to 255, and less than white.
_PALE = (150, 245)
_MOST_PALE = 500

_T = TypeVar("_T")
Rectangle = tuple[float, float, float, float]  # x0, top, x1, bottom


class Stamps(NamedTuple):
    """What lies over the tables of a page.

    Attributes:
        rulings: Those that are left.
        boxes: Where stamps lie.
    """

    rulings: Frame
    boxes: tuple[Rectangle, ...]


def without_stamps(rulings: Frame, seals: Sequence[Rectangle]) -> Stamps:
    """Return the rulings of a page without strokes that lie over them.

    Args:
        rulings: All of them.
        seals: Drawings that look like those of seals; they count where rulings run through them.
    """
    level, upright = rulings
    sides = [*_laid_over(level, upright)]
    sides += [(x0, top, x1, bottom) for top, x0, bottom, x1 in _laid_over(upright, level)]
    drawn = [box for box in _united(seals[:_MOST_SEALS]) if _is_seal(box, rulings)]
    boxes = tuple(_united([*sides, *drawn]))
    if not boxes:
        return Stamps(rulings, ())
    return Stamps(
        Frame(
            tuple(_outside(level, upright, boxes, is_level=True)),
            tuple(_outside(upright, level, boxes, is_level=False)),
        ),
        boxes,
    )


def _is_seal(box: Rectangle, rulings: Frame) -> bool:
    """Say whether a box is as large as seals are, and a ruling runs into it that is longer than what it holds."""
    x0, top, x1, bottom = box
    if not all(_SMALLEST <= side <= _LARGEST for side in (x1 - x0, bottom - top)):
        return False
    return any(
        top < line.position < bottom and _runs_into(line, x0, x1) for line in rulings.horizontal
    ) or any(x0 < line.position < x1 and _runs_into(line, top, bottom) for line in rulings.vertical)


def _runs_into(line: Ruling, first: float, last: float) -> bool:
    """Say whether a line that starts or ends well outside a stretch reaches into it."""
    is_beyond = line.start < first - _THROUGH or last + _THROUGH < line.end
    return is_beyond and line.start < last and first < line.end


def _laid_over(lines: Sequence[Ruling], others: Sequence[Ruling]) -> Iterator[Rectangle]:
    """Yield the boxes of which a side ends at two corners, and that others run through."""
    ordered = sorted(others)
    positions = [other.position for other in ordered]

    def between(first: float, last: float) -> Sequence[Ruling]:
        return ordered[bisect_left(positions, first) : bisect_right(positions, last)]

    for line in lines:
        position, start, end = line
        if end - start > _LARGEST or not all(
            _is_corner(position, between(place - _MEETS, place + _MEETS)) for place in (start, end)
        ):
            continue
        if _is_run_through(position, between(start + _MEETS, end - _MEETS)):
            beside = [other for other in others if _is_side_beside(line, other)]
            first = min([position, *(other.start for other in beside)])
            last = max([position, *(other.end for other in beside)])
            yield start, first, end, last


def _is_side_beside(line: Ruling, other: Ruling) -> bool:
    """Say whether another line starts or ends at an end of this one, and is no longer than the side of a stamp."""
    return (
        other.end - other.start <= _LARGEST
        and min(abs(other.position - line.start), abs(other.position - line.end)) <= _MEETS
        and min(abs(other.start - line.position), abs(other.end - line.position)) <= _MEETS
    )


def _is_corner(position: float, others: Iterable[Ruling]) -> bool:
    """Say whether one of the lines starts or ends at the place where another one, at `position`, meets them."""
    return any(abs(start - position) <= _MEETS or abs(end - position) <= _MEETS for _, start, end in others)


def _is_run_through(position: float, others: Iterable[Ruling]) -> bool:
    """Say whether some of the lines that meet a line at `position` run through it, and none ends at it."""
    through = False
    for _, start, end in others:
        if min(abs(start - position), abs(end - position)) <= _MEETS:
            return False
        through |= start < position - _THROUGH and position + _THROUGH < end
    return through


def _united(boxes: Iterable[Rectangle]) -> list[Rectangle]:
    """Return the boxes around those that touch."""
    united: list[Rectangle] = []
    for box in boxes:
        here = box
        while touching := [one for one in united if is_over(one, here)]:
            united = [one for one in united if one not in touching]
            x0s, tops, x1s, bottoms = zip(here, *touching, strict=True)
            here = (min(x0s), min(tops), max(x1s), max(bottoms))
        united.append(here)
    return united


def is_over(one: Rectangle, other: Rectangle) -> bool:
    """Say whether one box touches or covers another."""
    return (
        one[0] <= other[2] + TOUCH
        and other[0] <= one[2] + TOUCH
        and one[1] <= other[3] + TOUCH
        and other[1] <= one[3] + TOUCH
    )


def _outside(
    lines: Iterable[Ruling], others: Iterable[Ruling], boxes: Sequence[Rectangle], *, is_level: bool
) -> Iterator[Ruling]:
    """Yield the lines that reach out of the boxes, up to where they do, and those that join two that do."""
    running = [other for other in others if not _is_inside(_box(other, is_level=not is_level), boxes)]
    for line in lines:
        position, start, end = line
        held = [other.position for other in running if other.start - _HELD <= position <= other.end + _HELD]
        is_held = [any(abs(place - place_held) <= _HELD for place_held in held) for place in (start, end)]
        box = _box(line, is_level=is_level)
        if _is_inside(box, boxes):
            if all(is_held):
                yield line
            continue
        corners = [(box[0], box[1]), (box[2], box[3])]
        cut = [
            not is_kept and _is_inside((*corner, *corner), boxes)
            for is_kept, corner in zip(is_held, corners, strict=True)
        ]
        met = [place for place in held if start < place < end]
        yield Ruling(
            position,
            min(met) if cut[0] and met else start,
            max(met) if cut[1] and met else end,
        )


def _box(line: Ruling, *, is_level: bool) -> Rectangle:
    position, start, end = line
    return (start, position, end, position) if is_level else (position, start, position, end)


def _is_inside(inner: Rectangle, boxes: Iterable[Rectangle]) -> bool:
    return any(
        box[0] - _MEETS <= inner[0]
        and inner[2] <= box[2] + _MEETS
        and box[1] - _MEETS <= inner[1]
        and inner[3] <= box[3] + _MEETS
        for box in boxes
    )


def without_watermarks(marks: PageMarks, usual_size: float) -> PageMarks:
    """Return a page without large pale text that lies over or under other text, and without the same text elsewhere.

    White text is no watermark: it stands on a dark ground.
    """
    pale = [
        index
        for index, glyph in enumerate(marks.glyphs)
        if glyph.size > _LARGER * usual_size and _is_pale(marks.ink(glyph))
    ][:_MOST_PALE]
    if not pale:
        return marks
    others = [glyph for index, glyph in enumerate(marks.glyphs) if index not in set(pale)]
    words = {
        marks.glyphs[index].text
        for index in pale
        if any(is_over(_ink_box(marks.glyphs[index]), _ink_box(other)) for other in others)
    }
    gone = {index for index in pale if marks.glyphs[index].text in words}
    return marks._replace(
        glyphs=tuple(glyph for index, glyph in enumerate(marks.glyphs) if index not in gone)
    )


def _is_pale(ink: tuple[int, ...]) -> bool:
    return _PALE[0] <= min(ink) <= _PALE[1]


def _ink_box(glyph: Glyph) -> Rectangle:
    return glyph.x0, glyph.baseline - 0.7 * glyph.size, glyph.x1, glyph.baseline


def stamped_glyphs(marks: PageMarks, boxes: Sequence[Rectangle]) -> set[int]:
    """Return the numbers of the glyphs that belong to stamps: coloured unlike the rest, or much larger.

    Args:
        marks: The page.
        boxes: Where stamps lie.
    """
    inside = [
        index
        for index, glyph in enumerate(marks.glyphs)
        if any(box[0] <= glyph.center[0] <= box[2] and box[1] <= glyph.center[1] <= box[3] for box in boxes)
    ]
    if not inside:
        return set()
    size = _usual(marks.glyphs, attrgetter("size"))
    ink = _usual(marks.glyphs, marks.ink)
    return {
        index
        for index in inside
        if marks.glyphs[index].size > _LARGER * size or _is_other(marks.ink(marks.glyphs[index]), ink)
    }


def _usual(glyphs: Iterable[Glyph], ask: Callable[[Glyph], _T]) -> _T:
    """Return what most of the characters of a page have."""
    counts: Counter[_T] = Counter()
    for glyph in glyphs:
        counts[ask(glyph)] += len(glyph.text)
    return counts.most_common(1)[0][0]


def _is_other(ink: tuple[int, ...], usual: tuple[int, ...]) -> bool:
    is_coloured = max(ink) - min(ink) > _COLOURED
    return is_coloured and max(abs(a - b) for a, b in zip(ink, usual, strict=True)) > _COLOURED
