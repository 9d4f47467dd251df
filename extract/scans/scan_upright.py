"""The picture of a page set upright: turned by quarters, and levelled where it lies askew."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .ocr import find_lines, read_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .ocr import Picture

    Box = tuple[float, float, float, float]

# Degrees; pages lie askew by more only on photographs.
_STEEPEST = 6.0
_COARSE, _FINE = 0.5, 0.05
# Dark pixels that are enough to see how lines lie.
_SAMPLE = 40_000
# On a page turned by a quarter 84 of 100 lines are higher than wide, on an upright one 9.
_TURNED_SHARE = 0.5
# Lines that are looked at to tell which side is up, and how sure they must be not to try the other.
_TRIED = 6
_SURE = 0.9


class Upright(NamedTuple):
    """A picture with its text upright.

    Attributes:
        picture: In grey.
        lines: Boxes of its lines of text, in pixels: x0, top, x1, bottom.
        turn: By how many degrees to the left its text was turned: 0, 90, 180 or 270.
        skew: By how many degrees more it was turned to the right.
    """

    picture: Picture
    lines: tuple[Box, ...]
    turn: int
    skew: float


def set_upright(picture: Picture) -> Upright:
    """Return the picture of a page, grey, with its text upright and level."""
    import numpy as np  # noqa: PLC0415 - slow to load

    skew = skew_angle(picture)
    level = levelled(picture, skew) if abs(skew) >= _FINE else picture
    lines = find_lines(colours(level))
    quarters = 0
    if lines and _share_of_tall(lines) > _TURNED_SHARE:
        quarters = 1
        level = np.ascontiguousarray(np.rot90(level, -1))
        lines = find_lines(colours(level))
    if lines and _is_upside_down(level, lines):
        quarters += 2
        height, width = level.shape
        level = np.ascontiguousarray(np.rot90(level, 2))
        lines = [(width - x1, height - bottom, width - x0, height - top) for x0, top, x1, bottom in lines]
    return Upright(level, tuple(lines), 90 * quarters, skew)


def skew_angle(picture: Picture) -> float:
    """Return by how many degrees the lines of a picture fall towards the right: level lines gather most ink."""
    import numpy as np  # noqa: PLC0415 - as above

    step = max(round(max(picture.shape) / 1200), 1)
    small = picture[::step, ::step]
    ys, xs = np.nonzero(small < np.median(small) - 60)
    if len(xs) < 100:
        return 0.0
    thinned = slice(None, None, max(len(xs) // _SAMPLE, 1))
    x, y = xs[thinned] - small.shape[1] / 2, ys[thinned] - small.shape[0] / 2
    reach = int(np.hypot(*small.shape)) + 2

    def gathered(angle: float) -> float:
        sine, cosine = np.sin(np.radians(angle)), np.cos(np.radians(angle))
        rows = np.bincount((y * cosine - x * sine + reach).astype(int))
        columns = np.bincount((x * cosine + y * sine + reach).astype(int))
        return float((rows**2).sum() + (columns**2).sum())

    coarse = max(np.arange(-_STEEPEST, _STEEPEST + _COARSE, _COARSE), key=gathered)
    return float(max(np.arange(coarse - _COARSE, coarse + _COARSE, _FINE), key=gathered))


def levelled(picture: Picture, angle: float) -> Picture:
    """Return a picture turned to the left by `angle` degrees about its middle, its size kept."""
    import cv2  # noqa: PLC0415 - part of an extra
    import numpy as np  # noqa: PLC0415 - as above

    height, width = picture.shape
    turning = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    paper = float(np.median(picture))
    turned = cv2.warpAffine(
        picture,
        turning,
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=paper,
    )
    return turned.astype("uint8", copy=False)


def colours(picture: Picture) -> Picture:
    """Return a grey picture with three equal channels, as the engine wants it."""
    import numpy as np  # noqa: PLC0415 - as above

    return np.repeat(picture[:, :, np.newaxis], 3, axis=2)


def _share_of_tall(lines: Sequence[Box]) -> float:
    tall = sum(bottom - top > 1.2 * (x1 - x0) for x0, top, x1, bottom in lines)
    return tall / len(lines)


def _is_upside_down(picture: Picture, lines: Sequence[Box]) -> bool:
    """Say whether the widest lines read better with the page turned round."""
    import numpy as np  # noqa: PLC0415 - as above

    widest = sorted(lines, key=lambda line: line[0] - line[2])[:_TRIED]
    crops = [picture[int(top) : int(bottom) + 1, int(x0) : int(x1) + 1] for x0, top, x1, bottom in widest]
    crops = [crop for crop in crops if crop.size]
    upright = _mean_score(crops)
    return upright < _SURE and _mean_score([np.rot90(crop, 2) for crop in crops]) > upright


def _mean_score(crops: Sequence[Picture]) -> float:
    scores = [score for crop in crops for score in read_line(colours(crop)).scores]
    return sum(scores) / len(scores) if scores else 0.0
