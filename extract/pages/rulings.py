"""Strokes of a page joined to rulings, and rulings that touch gathered into frames.

Pure geometry. Borders come as lines, as thin rectangles, as one piece for each cell, as dashes or
dots, and twice; after this step a border is one ruling from end to end.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from .page_marks import made

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .page_marks import Stroke

# Word's thickest border is 6 pt, but anything from 3 pt on is shading or a picture in practice.
THICKNESS = 3.0
# Pieces of one border differ by rounding only.
_LEVEL = 1.0
# Dashes of a 1 pt border are 3 to 4 pt apart.
_GAP = 4.0
_SHORTEST = 5.0
# A row without inner borders is hardly higher than the highest of the others; a caption between two
# tables needs more.
_LOOSE_ROW = 1.25
# Double borders lie up to 4.5 pt apart and touch only at their outer corners.
TOUCH = 4.5


class Ruling(NamedTuple):
    """A horizontal or vertical ruling: where it lies, and from where to where it runs."""

    position: float
    start: float
    end: float


class Frame(NamedTuple):
    """Rulings that belong together, by touching each other."""

    horizontal: tuple[Ruling, ...]
    vertical: tuple[Ruling, ...]


def strokes_to_rulings(strokes: Iterable[Stroke]) -> Frame:
    """Return all rulings of a page, pieces joined; slanted and thick strokes are left out."""
    horizontal: list[Ruling] = []
    vertical: list[Ruling] = []
    for x0, top, x1, bottom in strokes:
        width, height = x1 - x0, bottom - top
        # A dot counts for both directions: only its neighbours tell.
        if height <= THICKNESS and (width > height or width <= THICKNESS):
            horizontal.append(made(Ruling, ((top + bottom) / 2, x0, x1)))
        if width <= THICKNESS and (height > width or height <= THICKNESS):
            vertical.append(made(Ruling, ((x0 + x1) / 2, top, bottom)))
    return Frame(_joined(horizontal), _joined(vertical))


def _joined(pieces: list[Ruling]) -> tuple[Ruling, ...]:
    """Join pieces that lie on one level and follow each other."""
    joined: list[Ruling] = []
    for level in _levels(sorted(pieces)):
        current: Ruling | None = None
        for piece in sorted(level, key=lambda ruling: ruling.start):
            if current is not None and piece.start <= current.end + _GAP:
                current = current._replace(end=max(current.end, piece.end))
                continue
            if current is not None:
                joined.append(current)
            current = piece
        if current is not None:
            joined.append(current)
    return tuple(ruling for ruling in joined if ruling.end - ruling.start >= _SHORTEST)


def _levels(pieces: Sequence[Ruling]) -> Iterable[list[Ruling]]:
    level: list[Ruling] = []
    for piece in pieces:
        if level and piece.position - level[0].position > _LEVEL:
            yield level
            level = []
        level.append(piece)
    if level:
        yield level


def rulings_to_frames(rulings: Frame) -> tuple[Frame, ...]:
    """Return one frame for each group of rulings that touch, in no special order.

    A lone line (an underline, the rule below a running head) is no frame.
    """
    vertical = sorted(rulings.vertical)
    positions = [ruling.position for ruling in vertical]
    owner = list(range(len(rulings.horizontal) + len(vertical)))
    offset = len(rulings.horizontal)
    for index, line in enumerate(rulings.horizontal):
        level, start, end = line
        root = _root(owner, index)
        for other in range(bisect_left(positions, start - TOUCH), bisect_right(positions, end + TOUCH)):
            _, upper, lower = vertical[other]
            if upper - TOUCH <= level <= lower + TOUCH and owner[offset + other] != root:
                owner[_root(owner, offset + other)] = root
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for index, line in enumerate(rulings.horizontal):
        groups.setdefault(_root(owner, index), ([], []))[0].append(line)
    for index, line in enumerate(vertical):
        groups.setdefault(_root(owner, offset + index), ([], []))[1].append(line)
    frames = [Frame(tuple(rows), tuple(columns)) for rows, columns in groups.values() if rows]
    return tuple(frame for frame in _stacked(frames) if frame.vertical)


def _stacked(frames: Sequence[Frame]) -> list[Frame]:
    """Join frames without side borders that lie row on row.

    Where such a table has a row without inner borders (a total over all columns), nothing but equal
    ends ties the rulings above that row to those below it.
    """
    joined: list[Frame] = []
    for frame in sorted(frames, key=lambda frame: min(frame.horizontal)):
        if joined and _lies_on(joined[-1], frame):
            upper = joined.pop()
            joined.append(Frame(upper.horizontal + frame.horizontal, upper.vertical + frame.vertical))
        else:
            joined.append(frame)
    return joined


def _lies_on(upper: Frame, lower: Frame) -> bool:
    ends, below = _ends(upper), _ends(lower)
    gap = min(lower.horizontal).position - max(upper.horizontal).position
    rows = [
        following.position - ruling.position
        for frame in (upper, lower)
        for ruling, following in pairwise(sorted(frame.horizontal))
    ]
    is_row = 0 < gap <= _LOOSE_ROW * max(rows, default=0.0)
    is_alike = all(abs(a - b) <= _LEVEL for a, b in zip(ends, below, strict=True))
    return is_row and is_alike and _has_open_sides(upper) and _has_open_sides(lower)


def _ends(frame: Frame) -> tuple[float, float]:
    return min(ruling.start for ruling in frame.horizontal), max(ruling.end for ruling in frame.horizontal)


def _has_open_sides(frame: Frame) -> bool:
    left, right = _ends(frame)
    return all(left + TOUCH < ruling.position < right - TOUCH for ruling in frame.vertical)


def _root(owner: list[int], index: int) -> int:
    while owner[index] != index:
        owner[index] = owner[owner[index]]
        index = owner[index]
    return index
