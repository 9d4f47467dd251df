"""What a page draws besides text, from PDFium: straight strokes, pictures, and text without ink."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from .. import limits
from ..pages.page_marks import PageTooLargeError, Stroke, made
from ..pages.rulings import THICKNESS
from .pdfium import (
    CURVE_TO,
    FORM,
    IMAGE,
    INVISIBLE,
    MOVE_TO,
    PATH,
    TEXT,
    colours,
    each,
    library,
    numbers,
    structs,
)
from .pdfium_fonts import are_fonts_missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .pdfium import Handle
    from .pdfium_text import Place, Rectangle

# Corners of drawn boxes are off by rounding only.
_STRAIGHT = 0.5
# PDFium passes over text objects that are narrower than this (kSizeEpsilon in cpdf_textpage.cpp).
_NO_WIDTH = 0.01

# What is red has more of it than this, and less than half as much green and blue.
_RED = 140
# Points: seals of offices are 38 to 60 mm wide, those on invoices 40 by 30 mm.
_SEAL, _FLAT = (60.0, 200.0), 1.7
# A circle is four curves, with three points each.
_FEWEST_CURVES = 12

Matrix = tuple[float, float, float, float, float, float]


class Drawings(NamedTuple):
    """What a page draws besides text, in the coordinates of PDFium (y upwards).

    Attributes:
        strokes: Left, bottom, right and top of lines, thin rectangles and sides of boxes.
        rounds: The same of round drawings of the size of seals.
        reds: Those of the strokes that are red.
        picture: Area of the largest picture.
        has_lost_text: Some text has no width, because its font is neither embedded nor installed;
            PDFium leaves it out.
        is_text_alone: There is text, and nothing else.
        has_unseen_text: Some text is printed without ink.
    """

    strokes: list[Rectangle]
    rounds: list[Rectangle]
    reds: list[Rectangle]
    picture: float
    has_lost_text: bool
    is_text_alone: bool = False
    has_unseen_text: bool = False


def read_drawings(page: Handle) -> Drawings:
    """Return what a page draws besides text.

    Raises:
        PageTooLargeError: It draws more than `limits` allows.
    """
    calls = library()
    count = calls.FPDFPage_CountObjects(page)
    _check(count, limits.PAGE_OBJECTS)
    waiting: list[tuple[list[Handle], Matrix | None]] = [
        (each(calls.FPDFPage_GetObject, range(count), page), None)
    ]
    found = Drawings([], [], [], 0.0, has_lost_text=False)
    forms = 0
    while waiting:
        objects, matrix = waiting.pop()
        by_kind = _by_kind(objects)
        here = _of_objects(by_kind, matrix)
        found = Drawings(
            found.strokes + here.strokes,
            found.rounds + here.rounds,
            found.reds + here.reds,
            max(found.picture, here.picture),
            found.has_lost_text or here.has_lost_text,
            bool(objects) and len(by_kind[TEXT]) == len(objects),
            found.has_unseen_text or here.has_unseen_text,
        )
        inner = by_kind[FORM]
        forms += len(inner)
        _check(forms, limits.PAGE_DRAWINGS)
        _check(len(found.strokes), limits.PAGE_STROKES)
        waiting += [_form(form, matrix) for form in inner]
    return found


def _check(count: int, most: int) -> None:
    if count > most:
        raise PageTooLargeError


def _by_kind(objects: Sequence[Handle]) -> dict[int, list[Handle]]:
    """Return page objects by what they are."""
    found: dict[int, list[Handle]] = defaultdict(list)
    for one, kind in zip(objects, each(library().FPDFPageObj_GetType, objects), strict=True):
        found[kind].append(one)
    return found


def _of_objects(by_kind: Mapping[int, list[Handle]], matrix: Matrix | None) -> Drawings:
    calls = library()
    texts, paths, pictures = by_kind[TEXT], by_kind[PATH], by_kind[IMAGE]
    strokes: list[Rectangle] = []
    rounds: list[Rectangle] = []
    reds: list[Rectangle] = []
    boxes = zip(*numbers(calls.FPDFPageObj_GetBounds, paths, 4), strict=True)
    for path, bounds, is_red in zip(paths, boxes, _are_red(paths), strict=True):
        box = bounds if matrix is None else _moved(bounds, matrix)
        if _is_thin(bounds):
            strokes.append(box)
            if is_red:
                reds.append(box)
            continue
        sides = list(_sides(path, matrix))
        rounds += [box] if _has_size_of_seal(box) and _is_round(path) else []
        strokes += sides
        reds += sides if is_red else []
    shown = list(zip(*numbers(calls.FPDFPageObj_GetBounds, pictures, 4), strict=True))
    shown = shown if matrix is None else [_moved(box, matrix) for box in shown]
    strokes += [box for box in shown if _is_thin(box)]  # borders drawn as stretched dots
    return Drawings(
        strokes,
        rounds,
        reds,
        max(map(_area, shown), default=0.0),
        are_fonts_missing() and _is_any_lost(texts),
        has_unseen_text=not INVISIBLE.isdisjoint(each(calls.FPDFTextObj_GetTextRenderMode, texts)),
    )


def _is_thin(box: Rectangle) -> bool:
    return box[2] - box[0] <= THICKNESS or box[3] - box[1] <= THICKNESS


def _are_red(paths: Sequence[Handle]) -> list[bool]:
    calls = library()
    stroked, filled = (
        _are_colours_red(*colours(ask, paths))
        for ask in (calls.FPDFPageObj_GetStrokeColor, calls.FPDFPageObj_GetFillColor)
    )
    if not any(stroked) and not any(filled):
        return stroked
    modes = [_draw_mode(path) for path in paths]
    return [
        (one and is_stroked) or (other and is_filled)
        for one, other, (is_filled, is_stroked) in zip(stroked, filled, modes, strict=True)
    ]


def _are_colours_red(reds: list[int], greens: list[int], blues: list[int]) -> list[bool]:
    if max(reds, default=0) <= _RED:
        return [False] * len(reds)
    return [
        red > _RED and max(green, blue) < _RED // 2
        for red, green, blue in zip(reds, greens, blues, strict=True)
    ]


def _draw_mode(path: Handle) -> tuple[bool, bool]:
    """Say whether a path is filled, and whether it is stroked."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    library().FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(fill.value), bool(stroke.value)


def _has_size_of_seal(box: Rectangle) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return all(_SEAL[0] <= side <= _SEAL[1] for side in (width, height)) and (
        width <= _FLAT * height and height <= _FLAT * width
    )


def _is_round(path: Handle) -> bool:
    """Say whether a path is made of curves, as circles and ellipses are; letters have as many straight lines."""
    calls = library()
    count = calls.FPDFPath_CountSegments(path)
    if not _FEWEST_CURVES <= count <= limits.PAGE_STROKES:
        return False
    kinds = each(calls.FPDFPathSegment_GetType, each(calls.FPDFPath_GetPathSegment, range(count), path))
    return bool(kinds.count(CURVE_TO) > count / 2)


def _is_any_lost(texts: Sequence[Handle]) -> bool:
    """Say whether text has no width because its font is missing; a blank of an embedded font has none either."""
    calls = library()
    lefts, _, rights, _ = numbers(calls.FPDFPageObj_GetBounds, texts, 4)
    narrow = [text for text, x0, x1 in zip(texts, lefts, rights, strict=True) if x1 - x0 < _NO_WIDTH]
    fonts = each(calls.FPDFTextObj_GetFont, narrow)
    return any(calls.FPDFFont_GetIsEmbedded(font) == 0 for font in fonts)


def _area(box: Rectangle) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _form(form: Handle, outer: Matrix | None) -> tuple[list[Handle], Matrix]:
    calls = library()
    count = calls.FPDFFormObj_CountObjects(form)
    _check(count, limits.PAGE_OBJECTS)
    matrix = _matrix(form)
    objects = each(calls.FPDFFormObj_GetObject, range(max(count, 0)), form)
    return objects, matrix if outer is None else _product(matrix, outer)


def _matrix(item: Handle) -> Matrix:
    columns = structs(library().FPDFPageObj_GetMatrix, [item], range(6))
    a, b, c, d, e, f = (column[0] for column in columns)
    return a, b, c, d, e, f


def _product(one: Matrix, other: Matrix) -> Matrix:
    """Return the matrix that does what one does, and then what the other does."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _point(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _moved(box: Rectangle, matrix: Matrix) -> Rectangle:
    xs, ys = zip(*(_point(x, y, matrix) for x in (box[0], box[2]) for y in (box[1], box[3])), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _sides(path: Handle, outer: Matrix | None) -> Iterator[Rectangle]:
    """Yield the straight strokes of a path that is more than a line or a thin rectangle."""
    calls = library()
    _, is_stroked = _draw_mode(path)
    count = calls.FPDFPath_CountSegments(path)
    if not is_stroked and count <= 5:
        return  # shading; borders drawn by filling are thin
    _check(count, limits.PAGE_STROKES)
    matrix = _matrix(path) if outer is None else _product(_matrix(path), outer)
    for corners in _subpaths(path, count, matrix):
        xs, ys = [x for x, _, _ in corners], [y for _, y, _ in corners]
        if min(max(xs) - min(xs), max(ys) - min(ys)) <= THICKNESS:
            yield min(xs), min(ys), max(xs), max(ys)
        elif is_stroked:
            for (ax, ay, _), (bx, by, is_curve) in pairwise(corners):
                if not is_curve and min(abs(ax - bx), abs(ay - by)) <= _STRAIGHT:
                    yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _subpaths(path: Handle, count: int, matrix: Matrix) -> list[list[tuple[float, float, bool]]]:
    """Return the corners of each part of a path, and whether the way to a corner is part of a curve."""
    calls = library()
    segments = each(calls.FPDFPath_GetPathSegment, range(count), path)
    kinds = each(calls.FPDFPathSegment_GetType, segments)
    closes = each(calls.FPDFPathSegment_GetClose, segments)
    places = zip(*numbers(calls.FPDFPathSegment_GetPoint, segments, 2), strict=True)
    parts: list[list[tuple[float, float, bool]]] = []
    for kind, is_last, (x, y) in zip(kinds, closes, places, strict=True):
        if kind == MOVE_TO or not parts:
            parts.append([])
        parts[-1].append((*_point(x, y, matrix), kind == CURVE_TO))
        if is_last:
            parts[-1].append((*parts[-1][0][:2], False))
    return parts


def placed(strokes: Iterable[Rectangle], place: Place) -> tuple[Stroke, ...]:
    """Return strokes from the top left corner of a page, cut off at its upper and lower edge.

    Browsers draw the borders of a row on both pages that a break cuts it for, all as long as the row.
    """
    left, top, _, height = place
    moved = ((x0 - left, top - y1, x1 - left, top - y0) for x0, y0, x1, y1 in strokes)
    return tuple(
        made(Stroke, box)
        if box[1] >= 0 and box[3] <= height
        else Stroke(box[0], max(box[1], 0.0), box[2], min(box[3], height))
        for box in moved
        if box[1] <= height and box[3] >= 0
    )
