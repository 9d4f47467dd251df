"""Seals and boxes that lie over a table: their strokes are no rulings, and their text stands in no cell.

Pure geometry. A ruling of a table ends at another ruling that runs on; the side of a stamped box ends
at a corner of its own or at nothing, and the rulings below it run on through it.
"""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from .rulings import TOUCH, Frame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .page_marks import Glyph, PageMarks
    from .rulings import Ruling

# The largest seals are 58 mm wide (State Council 国发〔1999〕25号, for offices: 42 to 58 mm); rulings of tables are longer.
_LARGEST = 200.0
# A ruling runs through another one if it goes on for so much on both sides; borders drawn badly stick out by less.
_THROUGH = 8.0
# Text so many times as large as most of a page is the seal's where one lies.
_LARGER = 1.3
# Colours of print are told apart by this much of 255; black, grey and white have no more between their parts.
_COLOURED = 64

_T = TypeVar("_T")
Box = tuple[float, float, float, float]  # x0, top, x1, bottom


class Stamps(NamedTuple):
    """What lies over the tables of a page.

    Attributes:
        rulings: Those that are left.
        boxes: Where stamps lie.
    """

    rulings: Frame
    boxes: tuple[Box, ...]


def without_stamps(rulings: Frame) -> Stamps:
    """Return the rulings of a page without the sides of boxes that lie over them, and where those lie."""
    level, upright = rulings
    sides = [
        *((line.start, line.position, line.end, line.position) for line in _laid_over(level, upright)),
        *((line.position, line.start, line.position, line.end) for line in _laid_over(upright, level)),
    ]
    if not sides:
        return Stamps(rulings, ())
    boxes = _united(sides)
    kept = [_outside(lines, others, boxes, is_level) for lines, others, is_level in (
        (level, upright, True), (upright, level, False)
    )]  # fmt: skip
    return Stamps(Frame(tuple(kept[0]), tuple(kept[1])), tuple(boxes))


def _laid_over(lines: Iterable[Ruling], others: Sequence[Ruling]) -> list[Ruling]:
    """Return the lines that others run through, while they themselves end at none that runs on."""
    return [
        line
        for line in lines
        if line.end - line.start <= _LARGEST
        and not _holds(line, line.start, others)
        and not _holds(line, line.end, others)
        and _is_run_through(line, others)
    ]


def _holds(line: Ruling, end: float, others: Iterable[Ruling]) -> bool:
    """Say whether a line ends at another one that runs on to both sides."""
    return any(
        abs(other.position - end) <= TOUCH and other.start + TOUCH < line.position < other.end - TOUCH
        for other in others
    )


def _is_run_through(line: Ruling, others: Iterable[Ruling]) -> bool:
    """Say whether other lines run through a line, and none ends at it."""
    through = False
    for position, start, end in others:
        if not line.start + TOUCH < position < line.end - TOUCH:
            continue
        if min(abs(start - line.position), abs(end - line.position)) <= TOUCH:
            return False
        through |= start < line.position - _THROUGH and line.position + _THROUGH < end
    return through


def _united(boxes: Iterable[Box]) -> list[Box]:
    """Return the boxes around those that touch."""
    united: list[Box] = []
    for box in boxes:
        here = box
        while touching := [one for one in united if _touch(one, here)]:
            united = [one for one in united if one not in touching]
            x0s, tops, x1s, bottoms = zip(here, *touching, strict=True)
            here = (min(x0s), min(tops), max(x1s), max(bottoms))
        united.append(here)
    return united


def _touch(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2] + TOUCH
        and other[0] <= one[2] + TOUCH
        and one[1] <= other[3] + TOUCH
        and other[1] <= one[3] + TOUCH
    )


def _outside(
    lines: Iterable[Ruling], others: Iterable[Ruling], boxes: Sequence[Box], is_level: bool
) -> list[Ruling]:
    """Return the lines that reach out of the boxes, or join two that do."""
    running = [other for other in others if not _lies_in(other, boxes, not is_level)]
    return [
        line
        for line in lines
        if not _lies_in(line, boxes, is_level)
        or (_holds(line, line.start, running) and _holds(line, line.end, running))
    ]


def _lies_in(line: Ruling, boxes: Iterable[Box], is_level: bool) -> bool:
    x0, top, x1, bottom = (
        (line.start, line.position, line.end, line.position)
        if is_level
        else (line.position, line.start, line.position, line.end)
    )
    return any(
        box[0] - TOUCH <= x0 and x1 <= box[2] + TOUCH and box[1] - TOUCH <= top and bottom <= box[3] + TOUCH
        for box in boxes
    )


def stamped_glyphs(marks: PageMarks, boxes: Sequence[Box]) -> set[int]:
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
    counts: Counter[T] = Counter()
    for glyph in glyphs:
        counts[ask(glyph)] += len(glyph.text)
    return counts.most_common(1)[0][0]


def _is_other(ink: tuple[int, ...], usual: tuple[int, ...]) -> bool:
    is_coloured = max(ink) - min(ink) > _COLOURED
    return is_coloured and max(abs(a - b) for a, b in zip(ink, usual, strict=True)) > _COLOURED
