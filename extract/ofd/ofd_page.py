"""A page of an OFD file as glyphs and strokes (GB/T 33190-2016, chapters 9 to 11)."""

from __future__ import annotations

import re
from math import atan2, degrees, hypot
from typing import TYPE_CHECKING, NamedTuple

from .. import limits
from ..pages.page_marks import (
    UNMAPPED,
    Glyph,
    PageMarks,
    PageTooLargeError,
    Stroke,
    fold_ideographs,
    turned_box,
    turned_size,
)
from ..pages.rulings import THICKNESS
from .ofd_package import child, children, local_name, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from .ofd_package import Area

_POINTS = 72 / 25.4
# Section 8.5: the width of lines that name none, in millimetres.
_LINE_WIDTH = 0.353
_ASCENT, _DESCENT = 0.88, 0.12
# Advance of a character that is placed by no delta, as a share of the size.
_FULL, _HALF = 1.0, 0.5
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_PATH = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
# A slant of less, in points, is rounding.
_LEVEL = 0.5

Point = tuple[float, float]


class Transform(NamedTuple):
    """What turns the coordinates of an object into points on the page."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def at(self, x: float, y: float) -> Point:
        """Return where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def heights(self) -> float:
        """By how much it enlarges what stands upright."""
        return hypot(self.c, self.d)

    @property
    def widths(self) -> float:
        """By how much it enlarges what lies level."""
        return hypot(self.a, self.b)

    @property
    def angle(self) -> int:
        """By how many degrees it turns text to the left, to the nearest quarter."""
        return round(degrees(atan2(-self.b, self.a)) / 90) * 90 % 360


class Image(NamedTuple):
    """A picture on a page: the identifier of what it shows, and its box in points."""

    resource: str
    box: tuple[float, float, float, float]


class Drawn(NamedTuple):
    """What the objects of a page draw, in points from its top left corner."""

    glyphs: list[tuple[Glyph, int]]
    strokes: list[Stroke]
    images: list[Image]


def contents_to_drawn(contents: Sequence[_Element], area: Area) -> Drawn:
    """Return what is drawn by pages and templates that lie on each other.

    Args:
        contents: Their roots.
        area: What the page shows, in millimetres.

    Raises:
        PageTooLargeError: They hold more than any page does.
    """
    drawn = Drawn([], [], [])
    count = 0
    for root in contents:
        for item in _objects(root, 0):
            count += 1
            if count > limits.PAGE_OBJECTS or len(drawn.glyphs) > limits.PAGE_GLYPHS:
                raise PageTooLargeError
            if len(drawn.strokes) > limits.PAGE_STROKES:
                raise PageTooLargeError
            _draw(item, area, drawn)
    return drawn


def drawn_to_marks(drawn: Drawn, number: int, area: Area) -> PageMarks:
    """Return the marks of a page, turned so that most of its text is upright."""
    width, height = area[2] * _POINTS, area[3] * _POINTS
    angles = [angle for _, angle in drawn.glyphs]
    turn = max(sorted(set(angles)), key=angles.count, default=0)
    glyphs = [_turned(glyph, turn, width, height) if turn else glyph for glyph, _ in drawn.glyphs]
    strokes = [Stroke(*turned_box(stroke, turn, width, height)) for stroke in drawn.strokes]
    largest = max((_size(image.box) for image in drawn.images), default=0.0)
    return PageMarks(
        number,
        *turned_size(width, height, turn),
        tuple(glyphs),
        tuple(strokes),
        picture_share=min(largest / (width * height), 1.0),
        turn=turn,
    )


def _turned(glyph: Glyph, turn: int, width: float, height: float) -> Glyph:
    x0, top, x1, bottom = turned_box((glyph.x0, glyph.top, glyph.x1, glyph.bottom), turn, width, height)
    return glyph._replace(x0=x0, top=top, x1=x1, bottom=bottom, baseline=bottom - _DESCENT * glyph.size)


def _size(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _objects(element: _Element, depth: int) -> Iterator[_Element]:
    """Yield the objects of layers and blocks, however deep."""
    for item in element:
        name = local_name(item)
        if name in {"Content", "Layer", "PageBlock"} and depth < limits.NESTING:
            yield from _objects(item, depth + 1)
        elif name in {"TextObject", "PathObject", "ImageObject"} and item.get("Visible", "true") != "false":
            yield item


def _draw(item: _Element, area: Area, drawn: Drawn) -> None:
    boundary = numbers(item.get("Boundary"))
    if len(boundary) != 4:
        return
    transform = _transform(item, boundary, area)
    kind = local_name(item)
    if kind == "TextObject":
        drawn.glyphs.extend((glyph, transform.angle) for glyph in _glyphs(item, transform))
    elif kind == "PathObject":
        drawn.strokes.extend(_strokes(item, transform))
    else:
        corners = [transform.at(x, y) for x in (0, 1) for y in (0, 1)]
        if len(numbers(item.get("CTM"))) != 6:
            left, top = (boundary[0] - area[0]) * _POINTS, (boundary[1] - area[1]) * _POINTS
            corners = [(left, top), (left + boundary[2] * _POINTS, top + boundary[3] * _POINTS)]
        drawn.images.append(Image(item.get("ResourceID", ""), _box(corners)))


def _transform(item: _Element, boundary: Sequence[float], area: Area) -> Transform:
    """Return what CTM and Boundary do: the one lies inside the other (section 8.5)."""
    matrix = numbers(item.get("CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    x, y = boundary[0] - area[0], boundary[1] - area[1]
    return Transform(*(value * _POINTS for value in (a, b, c, d, e + x, f + y)))


def _glyphs(item: _Element, transform: Transform) -> Iterator[Glyph]:
    size = (numbers(item.get("Size")) or [0.0])[0]
    stretch = (numbers(item.get("HScale")) or [1.0])[0]
    if size <= 0:
        return
    x = y = 0.0
    for code in children(item, "TextCode"):
        text = code.text or ""
        x = (numbers(code.get("X")) or [x])[0]
        y = (numbers(code.get("Y")) or [y])[0]
        across, down = (deltas(code.get(key), len(text)) for key in ("DeltaX", "DeltaY"))
        here = [x, y]
        for index, char in enumerate(text):
            room = across[index] if index < len(across) else None
            usual = size * stretch * (_HALF if char.isascii() else _FULL)
            # A step up to the size is the width that the font gives the character, a wider one shows a gap.
            width = room if room is not None and 0 < room <= size * stretch else usual
            yield from _glyph(char, here, (width, size), transform)
            is_down = bool(down) and not across
            here[0] += room if room is not None else 0.0 if is_down else usual
            here[1] += down[index] if index < len(down) else 0.0


def _glyph(
    char: str, place: Sequence[float], extent: tuple[float, float], transform: Transform
) -> Iterator[Glyph]:
    """Yield the glyph of a character, if it is one; `extent` is its width and the size of its font."""
    if _PRIVATE.match(char):
        char = UNMAPPED
    char = fold_ideographs(char)
    if not char:
        return
    (x, y), (width, size) = place, extent
    corners = [transform.at(x + dx, y + dy) for dx in (0, width) for dy in (-_ASCENT * size, _DESCENT * size)]
    x0, top, x1, bottom = _box(corners)
    baseline = transform.at(x, y)[1]
    yield Glyph(char, x0, top, x1, bottom, baseline, size * transform.heights)


def deltas(text: str | None, most: int) -> list[float]:
    """Return the steps from character to character, repeats written out (section 11.3).

    Args:
        text: "g", a count and a value stand for that many equal ones.
        most: How many are needed.

    Examples:
        >>> deltas("g 3 3.5 2", 10), deltas("1.5 2", 10)
        ([3.5, 3.5, 3.5, 2.0], [1.5, 2.0])
    """
    found: list[float] = []
    words = iter((text or "").split())
    try:
        for word in words:
            if word == "g":
                count, value = int(next(words)), float(next(words))
                found += [value] * max(min(count, most - len(found)), 0)
            else:
                found.append(float(word))
    except (ValueError, StopIteration):
        return found
    return found[:most]


def _strokes(item: _Element, transform: Transform) -> Iterator[Stroke]:
    """Yield the level and upright pieces of a path, and what it fills if that is as thin as a line."""
    data = child(item, "AbbreviatedData")
    lines = list(_lines((data.text or "") if data is not None else ""))
    if not lines:
        return
    placed = [(transform.at(*start), transform.at(*end)) for start, end in lines]
    if item.get("Stroke", "true") != "false":
        for start, end in placed:
            box = _box((start, end))
            if min(box[2] - box[0], box[3] - box[1]) <= _LEVEL:
                yield Stroke(*box)
    if item.get("Fill", "false") == "true":
        box = _box([point for line in placed for point in line])
        if min(box[2] - box[0], box[3] - box[1]) <= THICKNESS:
            yield Stroke(*box)


def _lines(text: str) -> Iterator[tuple[Point, Point]]:
    """Yield the straight pieces of a path (section 9.1): M and S move, L draws, C closes; curves are passed over."""
    start = here = (0.0, 0.0)
    for command, values in _commands(text):
        if command == "C":
            if here != start:
                yield here, start
            here = start
            continue
        end = (values[-2], values[-1])
        if command == "L":
            yield here, end
        elif command in "MS":
            start = end
        here = end


def _commands(text: str) -> Iterator[tuple[str, list[float]]]:
    """Yield the commands of a path with their numbers; broken ones end it."""
    words = _PATH.findall(text)
    index = 0
    while index < len(words):
        count = _ARGUMENTS.get(words[index])
        values = words[index + 1 : index + 1 + (count or 0)]
        if count is None or len(values) < count or any(word.isalpha() for word in values):
            return
        yield words[index], [float(word) for word in values]
        index += 1 + count


def _box(points: Sequence[Point]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
