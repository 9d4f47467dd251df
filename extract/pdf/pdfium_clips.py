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


def run_clips(text: PageText, place: Place) -> dict[int, Rectangle]:
    """Return, by number, the clips of the runs that reach out of them.

    A clip is the box around what its paths leave visible. Runs inside placed drawings whose clip is
    told in other coordinates are left out.
    """
    starts = [start for start, _ in text.spans]
    few = _clips(text.page, starts[:: -(-len(starts) // _ASKED) or 1])
    if all(clip is None or _is_loose(clip, place) for clip, _ in few):
        return {}
    return {
        index: clip
        for index, (clip, bounds) in enumerate(_clips(text.page, starts))
        if clip is not None and _reaches_out(text, index, clip, bounds)
    }


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
    bounds = zip(*numbers(library().FPDFPageObj_GetBounds, list(known.values()), 4), strict=True)
    found = {value: (_clip(one), box) for (value, one), box in zip(known.items(), bounds, strict=True)}
    return [found[one.value] for one in objects]


def _clip(item: Handle) -> Rectangle | None:
    calls = library()
    path = calls.FPDFPageObj_GetClipPath(item)
    count = calls.FPDFClipPath_CountPaths(path) if path else 0
    boxes = [box for index in range(min(count, _MOST_PATHS)) if (box := _path_box(path, index)) is not None]
    if not boxes:
        return None
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return max(lefts), max(bottoms), min(rights), min(tops)


def _path_box(path: Handle, index: int) -> Rectangle | None:
    calls = library()
    count = calls.FPDFClipPath_CountPathSegments(path, index)
    if not 0 < count <= _MOST_SEGMENTS:
        return None
    segments = each(calls.FPDFClipPath_GetPathSegment, range(count), path, index)
    xs, ys = numbers(calls.FPDFPathSegment_GetPoint, segments, 2)
    return min(xs), min(ys), max(xs), max(ys)
