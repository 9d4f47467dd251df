"""How the characters of a page are set: size, angle and base line, from PDFium."""

from __future__ import annotations

from math import hypot
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

from .pdfium import each, library, structs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .pdfium import Handle

# Text leaning by more than this (the tangent of about 6 degrees) is a watermark.
_LEANING = 0.1
# Neighbours on an arc are no further apart than so many sizes; ideographs come after this character.
_ARC_STEP = 2.5
_LATIN = "\u2e7f"
# Places of a, b, e and f in FS_MATRIX of fpdfview.h.
_PLACES = (0, 1, 4, 5)


class Settings(NamedTuple):
    """How characters are set: size, angle, base line of upright ones, and where their piece of text starts."""

    sizes: list[float]
    angles: list[int | None]
    bases: list[float]
    lefts: list[float]


def read_settings(page: Handle, starts: Sequence[int]) -> Settings:
    """Return how the characters with these numbers are set on a text page."""
    calls = library()
    along, up, lefts, bases = structs(calls.FPDFText_GetMatrix, starts, _PLACES, page)
    sizes = each(calls.FPDFText_GetFontSize, starts, page)
    if not any(up) and min(along, default=0) > 0 and min(sizes, default=0) > 0:  # as on nearly every page
        return Settings(list(map(mul, sizes, along)), [0] * len(sizes), bases, lefts)
    angles = [
        0 if a > 0 and size > 0 and -_LEANING * a <= b <= _LEANING * a else _angle(a, b, size)
        for a, b, size in zip(along, up, sizes, strict=True)
    ]
    scaled = [
        abs(size * a) if angle == 0 else abs(size) * hypot(a, b)
        for a, b, size, angle in zip(along, up, sizes, angles, strict=True)
    ]
    return Settings(scaled, angles, bases, lefts)


def _angle(along: float, up: float, size: float) -> int | None:
    if min(abs(along), abs(up)) > _LEANING * max(abs(along), abs(up)):
        return None
    # A negative font size turns text round once more.
    angle = (0 if along >= 0 else 180) if abs(along) >= abs(up) else (90 if up > 0 else 270)
    return (angle + 180 * (size < 0)) % 360


def lean_on_arcs(
    text: str,
    spans: Sequence[tuple[int, int]],
    places: tuple[Sequence[float], Sequence[float]],
    settings: Settings,
) -> None:
    """Let the upright characters of a text on an arc, as seals have it, lean as those on both sides do."""
    lefts, lows = places
    for index in range(1, len(spans) - 1):
        around = (index - 1, index + 1)
        start, end = spans[index]
        reach = _ARC_STEP * settings.sizes[index]
        if (
            settings.angles[index] is not None
            and end - start == 1
            and text[start] > _LATIN
            and all(settings.angles[other] is None for other in around)
            and all(
                abs(lefts[other] - lefts[index]) < reach and abs(lows[other] - lows[index]) < reach
                for other in around
            )
        ):
            settings.angles[index] = None
