"""Ruling lines in the picture of a page: long straight runs of ink, as strokes in pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .ocr import Picture

# All lengths in points. Strokes of characters are shorter: those of a heading of 18 points reach 17.
_SHORTEST_ACROSS = 18.0
# The lowest rows are 13 points high; characters in tables, 12 at most, have strokes of 11.
_SHORTEST_DOWN = 12.0
# Anything thicker is a bar or a picture.
_THICKEST = 3.0
# A short run of ink counts only if rulings close it at both ends, nearer than this …
_TOUCH = 4.0
# … and a long one counts by itself.
_LONG = 60.0
# Ink is darker than the paper around it by this much, of 255; a faint copy still has twice that.
_DARKER = 14
_AROUND = 11.0


class Run(NamedTuple):
    """A straight run of ink in pixels: x0, top, x1, bottom."""

    x0: int
    top: int
    x1: int
    bottom: int


class Rulings(NamedTuple):
    """The rulings of a picture.

    Attributes:
        across: Horizontal ones.
        down: Vertical ones.
    """

    across: tuple[Run, ...]
    down: tuple[Run, ...]


def picture_to_ink(picture: Picture, scale: float) -> Picture:
    """Return 255 where a grey picture has ink, 0 elsewhere; shadows of the paper are no ink."""
    import cv2  # noqa: PLC0415 - part of an extra

    around = int(_AROUND * scale) | 1
    ink = cv2.adaptiveThreshold(
        picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, _DARKER
    )
    return ink.astype("uint8", copy=False)


def ink_to_rulings(ink: Picture, scale: float) -> Rulings:
    """Return the rulings of a page.

    Args:
        ink: As `picture_to_ink` gives it.
        scale: Pixels for a point.
    """
    across = _runs(ink, round(_SHORTEST_ACROSS * scale), scale, is_across=True)
    down = _runs(ink, round(_SHORTEST_DOWN * scale), scale, is_across=False)
    for _ in range(2):  # what is left out no longer closes others
        across, down = _closed(across, down, scale, axis=0), _closed(down, across, scale, axis=1)
    return Rulings(tuple(across), tuple(down))


def _runs(ink: Picture, length: int, scale: float, *, is_across: bool) -> list[Run]:
    import cv2  # noqa: PLC0415 - as above

    size = (length, 1) if is_across else (1, length)
    gap = (3, 1) if is_across else (1, 3)
    whole = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, gap))
    opened = cv2.morphologyEx(whole, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
    runs = [Run(x, y, x + width, y + height) for x, y, width, height, _ in boxes[1:].tolist()]
    thickest = _THICKEST * scale
    return [run for run in runs if (run.bottom - run.top if is_across else run.x1 - run.x0) <= thickest]


def _closed(runs: Sequence[Run], others: Sequence[Run], scale: float, *, axis: int) -> list[Run]:
    """Return the runs that are long, or that end at a run across on both sides."""
    reach = _TOUCH * scale
    return [
        run
        for run in runs
        if run[axis + 2] - run[axis] >= _LONG * scale
        or all(
            any(
                other[axis] - reach <= end <= other[axis + 2] + reach
                and other[1 - axis] - reach <= run[1 - axis]
                and run[3 - axis] <= other[3 - axis] + reach
                for other in others
            )
            for end in (run[axis], run[axis + 2])
        )
    ]


def without_rulings(picture: Picture, rulings: Rulings, scale: float) -> Picture:
    """Return a picture with its rulings painted over in the colour of the paper."""
    import numpy as np  # noqa: PLC0415 - slow to load

    clear = picture.copy()
    paper = int(np.median(picture))
    edge = max(round(0.4 * scale), 1)  # the grey rim of a printed line
    for run in (*rulings.across, *rulings.down):
        clear[max(run.top - edge, 0) : run.bottom + edge, max(run.x0 - edge, 0) : run.x1 + edge] = paper
    return clear
