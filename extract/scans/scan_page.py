"""The picture of a page turned into glyphs and strokes, as a page with a text layer has them.

Rulings are found first. They are painted over, so that none is read as a figure, and lines of text that
reach over one are cut there: what is read then belongs to one cell.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ..pages.page_marks import Glyph, PageMarks, Stroke
from .ocr import read_line
from .recognised_text import mended
from .scan_rulings import ink_to_rulings, picture_to_ink, without_rulings
from .scan_upright import colours, set_upright

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .ocr import Picture, ReadLine
    from .scan_rulings import Rulings
    from .scan_upright import Box

# Height of the ink of a line as a share of the size of its font.
_IDEOGRAPH, _FIGURE = 0.92, 0.72
# The middle of the ink stands this share of the size above the base line.
_MIDDLE = 0.36
# Sizes that differ by less are one: the ink of a line depends on its characters.
_SAME_SIZE = 0.2
# Pieces narrower than this, in points, are the rim of a ruling.
_NARROWEST = 1.5
# A box so much higher than wide holds characters on each other, each about as high as wide.
_STACKED = 1.5
_CHARACTER = 0.75
_HAS_IDEOGRAPH = re.compile("[\u2e80-\u9fff\uff00-\uffef]")


class Word(NamedTuple):
    """A piece of text that was recognised, with how sure each character is."""

    text: str
    box: tuple[float, float, float, float]
    scores: tuple[float, ...]


class Scan(NamedTuple):
    """A page that was recognised: its marks, its words, and by how many degrees it lay askew."""

    marks: PageMarks
    words: tuple[Word, ...]
    skew: float


def picture_to_scan(picture: Picture, scale: float, number: int) -> Scan:
    """Return what the picture of a page shows.

    Args:
        picture: In grey.
        scale: Pixels for a point.
        number: Of the page, from 1.
    """
    import numpy as np  # noqa: PLC0415 - slow to load

    upright = set_upright(picture)
    ink = picture_to_ink(upright.picture, scale)
    rulings = ink_to_rulings(ink, scale)
    clear = without_rulings(upright.picture, rulings, scale)
    letters = without_rulings(ink, rulings, scale)
    pieces = [piece for line in upright.lines for piece in _pieces(line, rulings, scale)]
    crops = [crop for piece in pieces for crop in _crops(piece, letters, scale)]
    paper = int(np.median(clear))
    words = [word for box in crops for word in _words(box, _read(clear, box, paper))]
    height, width = upright.picture.shape
    strokes = tuple(
        Stroke(*_scaled(run, scale)) for run in (*_thin(rulings.across, 1), *_thin(rulings.down, 0))
    )
    words = [word._replace(box=_scaled(word.box, scale)) for word in words]
    marks = PageMarks(
        number, width / scale, height / scale, tuple(_glyphs(words)), strokes, turn=upright.turn
    )
    return Scan(marks, tuple(words), upright.skew)


def _scaled(box: Box, scale: float) -> Box:
    x0, top, x1, bottom = box
    return x0 / scale, top / scale, x1 / scale, bottom / scale


def _thin(runs: Sequence[tuple[float, ...]], axis: int) -> Iterator[tuple[float, float, float, float]]:
    """Yield runs without thickness: what is left of it is the slant of a page that is not quite flat."""
    for run in runs:
        ends = list(run)
        ends[axis] = ends[axis + 2] = (run[axis] + run[axis + 2]) / 2
        yield ends[0], ends[1], ends[2], ends[3]


def _pieces(line: Box, rulings: Rulings, scale: float) -> list[Box]:
    """Return a box cut where vertical rulings, and then where horizontal ones, pass through it."""
    x0, top, x1, bottom = line
    y = (top + bottom) / 2
    cuts = [(run.x0 + run.x1) / 2 for run in rulings.down if run.top <= y <= run.bottom]
    xs = [x0, *sorted(x for x in cuts if x0 < x < x1), x1]
    pieces: list[Box] = []
    for left, right in pairwise(xs):
        x = (left + right) / 2
        levels = [(run.top + run.bottom) / 2 for run in rulings.across if run.x0 <= x <= run.x1]
        ys = [top, *sorted(level for level in levels if top < level < bottom), bottom]
        pieces += [(left, a, right, b) for a, b in pairwise(ys)]
    least = _NARROWEST * scale
    return [piece for piece in pieces if piece[2] - piece[0] > least and piece[3] - piece[1] > 2 * least]


def _crops(piece: Box, letters: Picture, scale: float) -> list[Box]:
    """Return the boxes of the ink in a piece: one, or one for each character where they stand on each other."""
    import numpy as np  # noqa: PLC0415 - slow to load

    x0, top, x1, bottom = (max(round(value), 0) for value in piece)
    ink = letters[top:bottom, x0:x1] > 0
    columns, rows = np.flatnonzero(ink.sum(axis=0) > 1), np.flatnonzero(ink.sum(axis=1) > 1)
    if not len(columns) or not len(rows):
        return []
    left, right = int(columns[0]), int(columns[-1]) + 1
    width = right - left
    if rows[-1] - rows[0] + 1 <= _STACKED * width or width < _NARROWEST * 4 * scale:
        spans = [(int(rows[0]), int(rows[-1]) + 1)]
    else:
        spans = _stacked(rows.tolist(), width)
    return [(x0 + left, top + a, x0 + right, top + b) for a, b in spans]


def _stacked(rows: Sequence[int], width: int) -> list[tuple[int, int]]:
    """Return the first and last row of each character of a column, from the rows that have ink."""
    spans: list[tuple[int, int]] = []
    start = last = rows[0]
    for row in rows[1:]:
        if row > last + 1 and last - start >= _CHARACTER * width:
            spans.append((start, last + 1))
            start = row
        last = row
    spans.append((start, last + 1))
    return spans


def _read(clear: Picture, box: Box, paper: int) -> ReadLine:
    import cv2  # noqa: PLC0415 - part of an extra

    x0, top, x1, bottom = (round(value) for value in box)
    edge = max(round(0.12 * (bottom - top)), 2)
    crop = clear[max(top - edge, 0) : bottom + edge, max(x0 - edge, 0) : x1 + edge]
    rim = cv2.copyMakeBorder(crop, 2, 2, 2 * edge, 2 * edge, cv2.BORDER_CONSTANT, value=paper)
    return _within(read_line(colours(rim.astype("uint8", copy=False))), 3 * edge, x1 - x0)


def _within(line: ReadLine, rim: int, width: int) -> ReadLine:
    """Return a line with the places of its characters as shares of the ink alone."""
    whole = width + 2 * rim
    places = (min(max((place * whole - rim) / width, 0.0), 1.0) for place in line.places)
    return line._replace(places=tuple(places))


def _words(box: Box, line: ReadLine) -> Iterator[Word]:
    """Yield the runs of a line that blanks part."""
    x0, top, x1, bottom = box
    line = mended(line, (x1 - x0) / _size(line.text, bottom - top))
    runs = [found.span() for found in re.finditer(r"\S+", line.text)]
    for index, (start, end) in enumerate(runs):
        left = x0 if index == 0 else x0 + (x1 - x0) * line.places[start]
        right = x1 if index == len(runs) - 1 else x0 + (x1 - x0) * line.places[end - 1]
        yield Word(line.text[start:end], (left, top, max(right, left + 1), bottom), line.scores[start:end])


def _glyphs(words: Sequence[Word]) -> Iterator[Glyph]:
    """Yield words as glyphs; sizes that the ink tells only roughly become those that most lines have."""
    usual = _usual_size(words)
    for text, (x0, top, x1, bottom), _ in words:
        size = _size(text, bottom - top)
        if abs(size - usual) <= _SAME_SIZE * usual:
            size = usual
        baseline = (top + bottom) / 2 + _MIDDLE * size
        yield Glyph(text, x0, baseline - 0.88 * size, x1, baseline + 0.12 * size, baseline, size)


def _size(text: str, height: float) -> float:
    return height / (_IDEOGRAPH if _HAS_IDEOGRAPH.search(text) else _FIGURE)


def _usual_size(words: Sequence[Word]) -> float:
    sizes = sorted(
        _size(word.text, word.box[3] - word.box[1])
        for word in words
        if _HAS_IDEOGRAPH.search(word.text) and len(word.text) > 1
    )
    return sizes[len(sizes) // 2] if sizes else 10.5
