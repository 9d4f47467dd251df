"""Text that a clip path hides: the rest of a long text in a spreadsheet's cell, what a cropped picture left out.

Nearly every program clips to the page, and asking every run what clips it costs more than reading
it. So a few runs of a page are asked first, and all of them only if one of these is clipped closely.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .pdfium import each, library, numbers
from .pdfium_text import MIDDLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .pdfium import Handle
    from .pdfium_text import PageText, Place, Rectangle

# Runs of a page that are asked first.
_ASKED = 12
# A clip that covers this share of the width and height of a page hides nothing but its margins.
_LOOSE = 0.6


# What clips a piece of text closely are a cell, a picture's frame and the page.
_MOST_PATHS, _MOST_SEGMENTS = 64, 4096


def run_clips(text: PageText, place: Place) -> dict[int, list[Rectangle | None]]:
    """Return what clips each character of the runs that reach out of their clips, by number; None for nothing.

    A clip is the box around what its paths leave visible. Runs inside placed drawings whose clip is
    told in other coordinates are left out. A run may hold the texts of two cells, each with its own.
    """
    starts = [start for start, _ in text.spans]
    few = each(library().FPDFText_GetTextObject, starts[:: -(-len(starts) // _ASKED) or 1], text.page)
    if all(clip is None or _is_loose(clip, place) for clip in _object_clips(few)):
        return {}
    ends = [end - 1 for _, end in text.spans]
    asked = zip(_clips(text.page, starts), _clips(text.page, ends), strict=True)
    reaching = [
        index
        for index, ends_of_run in enumerate(asked)
        if any(clip is not None and _reaches_out(text, index, clip, bounds) for clip, bounds in ends_of_run)
    ]
    return {index: [clip for clip, _ in _clips(text.page, range(*text.spans[index]))] for index in reaching}


def _is_loose(clip: Rectangle, place: Place) -> bool:
    left, bottom, right, top = clip
    return right - left >= _LOOSE * place.width and top - bottom >= _LOOSE * place.height


def _reaches_out(text: PageText, index: int, clip: Rectangle, bounds: Rectangle) -> bool:
    x0, x1 = text.lefts[index], text.rights[index]
    base, size = text.origin[index], text.sizes[index]
    same_place = bounds[0] - size <= x0 <= bounds[2] + size and bounds[1] - size <= base <= bounds[3] + size
    left, bottom, right, top = clip
    middle = base + MIDDLE * size
    return same_place and not (left <= x0 + size / 4 and x1 - size / 4 <= right and bottom <= middle <= top)


def _clips(page: Handle, starts: Sequence[int]) -> list[tuple[Rectangle | None, Rectangle]]:
    """Return what clips the text that characters belong to (None for nothing), and its own bounds."""
    objects = each(library().FPDFText_GetTextObject, starts, page)
    known = {one.value: one for one in objects}
    items = list(known.values())
    bounds = zip(*numbers(library().FPDFPageObj_GetBounds, items, 4), strict=True)
    found = dict(zip(known, zip(_object_clips(items), bounds, strict=True), strict=True))
    return [found[one.value] for one in objects]


def _object_clips(items: Sequence[Handle]) -> list[Rectangle | None]:
    """Return the box that the paths which clip an object leave together; None where there are none.

    Most pieces of text share their clips, whose first corners then stand at one place in memory.
    """
    calls = library()
    clips = each(calls.FPDFPageObj_GetClipPath, items)
    counts = [calls.FPDFClipPath_CountPaths(clip) if clip else 0 for clip in clips]
    paths = [(owner, place) for owner, count in enumerate(counts) for place in range(min(count, _MOST_PATHS))]
    corners = [calls.FPDFClipPath_GetPathSegment(clips[owner], place, 0).value for owner, place in paths]
    known = {
        corner: _path_box(clips[owner], place)
        for corner, (owner, place) in dict(zip(corners, paths, strict=True)).items()
    }
    boxes: list[Rectangle | None] = [None] * len(items)
    for (owner, _), corner in zip(paths, corners, strict=True):
        boxes[owner] = _overlap(boxes[owner], known[corner])
    return boxes


def _overlap(one: Rectangle | None, other: Rectangle | None) -> Rectangle | None:
    if one is None or other is None:
        return other if one is None else one
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _path_box(clip: Handle, place: int) -> Rectangle | None:
    """Return the box around a path of a clip; None for one without corners, or with too many."""
    calls = library()
    count = calls.FPDFClipPath_CountPathSegments(clip, place)
    if not 0 < count <= _MOST_SEGMENTS:
        return None
    segments = each(calls.FPDFClipPath_GetPathSegment, range(count), clip, place)
    xs, ys = numbers(calls.FPDFPathSegment_GetPoint, segments, 2)
    return min(xs), min(ys), max(xs), max(ys)
