"""The drawing state that EMF, EMF+ and WMF records change, and what they have drawn so far.

Metafiles are lists of calls to the Windows drawing interface; the names here follow it. Results are
glyphs and strokes in device units, as a page has them.

Source:
    [MS-EMF] and [MS-WMF], sections 2.1 (enumerations) and 3.1.1 (how a record changes the state).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from .. import limits
from ..pages.page_marks import Glyph, Stroke

if TYPE_CHECKING:
    from collections.abc import Sequence

# Text alignment bits: [MS-EMF] section 2.1.34 and [MS-WMF] section 2.1.2.3.
UPDATE_POSITION = 1
_RIGHT, _CENTER, _HORIZONTAL = 2, 6, 6
_BOTTOM, _BASELINE, _VERTICAL = 8, 24, 24
# Device units per logical unit of the metric mapping modes at 96 dots per inch, up turned down:
# 0.1 mm, 0.01 mm, 0.01 inch, 0.001 inch, 1/1440 inch ([MS-EMF] section 2.1.21).
_METRIC = {2: 96 / 254, 3: 96 / 2540, 4: 96 / 100, 5: 96 / 1000, 6: 96 / 1440}
# Code pages of font character sets ([MS-WMF] section 2.1.1.5). Chinese programs leave the set open often.
_CODECS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs", 204: "cp1251", 161: "cp1253"}
_GUESSED = "gb18030"
_ASCENT = 0.86
# Slanted or turned text is no part of a table: watermarks and axis titles.
_LEVEL = 0.05


class Matrix(NamedTuple):
    """An affine transform: x' = xx·x + yx·y + dx, y' = xy·x + yy·y + dy."""

    xx: float = 1.0
    xy: float = 0.0
    yx: float = 0.0
    yy: float = 1.0
    dx: float = 0.0
    dy: float = 0.0

    def then(self, other: Matrix) -> Matrix:
        """Return this transform followed by another."""
        return Matrix(
            self.xx * other.xx + self.xy * other.yx,
            self.xx * other.xy + self.xy * other.yy,
            self.yx * other.xx + self.yy * other.yx,
            self.yx * other.xy + self.yy * other.yy,
            self.dx * other.xx + self.dy * other.yx + other.dx,
            self.dx * other.xy + self.dy * other.yy + other.dy,
        )

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point goes."""
        return self.xx * x + self.yx * y + self.dx, self.xy * x + self.yy * y + self.dy


class Font(NamedTuple):
    """What matters of a logical font: height of its characters, its code page, whether it lies level."""

    height: float
    charset: int = 1
    is_level: bool = True


_AS_IT_IS = Matrix()
_SYSTEM_FONT = Font(12.0)


@dataclass(frozen=True, slots=True)
class State:
    """What saving and restoring a device context keeps."""

    world: Matrix = _AS_IT_IS
    map_mode: int = 1
    window: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    viewport: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    font: Font = _SYSTEM_FONT
    has_pen: bool = True
    align: int = 0
    position: tuple[float, float] = (0.0, 0.0)

    @property
    def to_device(self) -> Matrix:
        """The transform from logical units to device units."""
        left, top, width, height = self.window
        x, y, across, down = self.viewport
        if self.map_mode in {7, 8}:  # isotropic, anisotropic
            page = (across / (width or 1.0), down / (height or 1.0))
        else:
            scale = _METRIC.get(self.map_mode)
            page = (1.0, 1.0) if scale is None else (scale, -scale)
        return self.world.then(Matrix(page[0], 0, 0, page[1], x - left * page[0], y - top * page[1]))


@dataclass(slots=True)
class Device:
    """Plays drawing calls; coordinates of the calls are logical, those of the results device units.

    Attributes:
        state: Current state.
        saved: States kept aside, oldest first.
        glyphs: Characters drawn.
        strokes: Straight level and upright strokes drawn.
        unread: Number of texts that hold glyph numbers of a font instead of characters.
        records: Number of records played.
    """

    state: State = field(default_factory=State)
    saved: list[State] = field(default_factory=list)
    glyphs: list[Glyph] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    unread: int = 0
    records: int = 0

    @property
    def is_full(self) -> bool:
        """Whether more was drawn than any table needs."""
        return (
            len(self.glyphs) > limits.PAGE_GLYPHS
            or len(self.strokes) > limits.PAGE_STROKES
            or self.records > limits.METAFILE_RECORDS
        )

    def change(self, **changes: object) -> None:
        """Replace fields of the state."""
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]

    def save(self) -> None:
        """Keep the state aside."""
        self.saved.append(self.state)

    def restore(self, relative: int) -> None:
        """Go back to the state saved `-relative` saves ago, or to the save of that number."""
        index = len(self.saved) + relative if relative < 0 else relative - 1
        if 0 <= index < len(self.saved):
            self.state = self.saved[index]
            del self.saved[index:]

    def line(self, points: Sequence[tuple[float, float]], *, is_closed: bool = False) -> None:
        """Draw a polyline with the current pen."""
        if self.state.has_pen:
            matrix = self.state.to_device
            device = [matrix.apply(x, y) for x, y in points]
            for one, other in zip(device, [*device[1:], *(device[:1] if is_closed else [])], strict=False):
                self._stroke(one, other)

    def fill(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Fill a rectangle; only thin ones are rulings, which the caller of the geometry decides."""
        matrix = self.state.to_device
        (left, top), (right, bottom) = matrix.apply(x0, y0), matrix.apply(x1, y1)
        self.strokes.append(Stroke(min(left, right), min(top, bottom), max(left, right), max(top, bottom)))

    def polygon(self, points: Sequence[tuple[float, float]]) -> None:
        """Draw a closed shape: its outline with the pen, and its inside if it is a level rectangle."""
        self.line(points, is_closed=True)
        xs, ys = {x for x, _ in points}, {y for _, y in points}
        if len(xs) == 2 and len(ys) == 2:
            self.fill(min(xs), min(ys), max(xs), max(ys))

    def text(self, text: str, x: float, y: float, advances: Sequence[float] = ()) -> None:
        """Draw a text at a reference point, by the current alignment.

        Args:
            text: Its characters.
            x: Reference point, logical.
            y: Reference point, logical.
            advances: Width of each character in logical units; guessed from the font if too few.
        """
        state = self.state
        if state.align & UPDATE_POSITION:
            x, y = state.position
        widths = (
            list(advances) if len(advances) >= len(text) else [_width(c, state.font.height) for c in text]
        )
        total = sum(widths[: len(text)])
        if state.align & UPDATE_POSITION:
            self.change(position=(x + total, y))
        horizontal = state.align & _HORIZONTAL
        x -= total if horizontal == _RIGHT else total / 2 if horizontal == _CENTER else 0.0
        self._glyphs(text, x, y, widths)

    def coded_text(self, raw: bytes, x: float, y: float, advances: Sequence[float] = ()) -> None:
        """Draw a text given in the code page of the font; advances are per byte."""
        codec = _CODECS.get(self.state.font.charset)
        text = _decoded(raw, codec)
        if len(advances) < len(raw):
            self.text(text, x, y)
            return
        widths, start = [], 0
        for sign in text:
            size = (
                len(sign.encode(codec or _GUESSED, "replace"))
                if ord(sign) >= 0x80 and len(text) < len(raw)
                else 1
            )
            widths.append(sum(advances[start : start + size]))
            start += size
        self.text(text, x, y, widths)

    def _glyphs(self, text: str, x: float, y: float, widths: Sequence[float]) -> None:
        matrix, font = self.state.to_device, self.state.font
        across, down = matrix.apply(1, 0)[1] - matrix.dy, matrix.apply(0, 1)[0] - matrix.dx
        if not font.is_level or abs(across) > _LEVEL * abs(matrix.xx) or abs(down) > _LEVEL * abs(matrix.yy):
            return
        size = abs(font.height * matrix.yy)
        baseline = matrix.apply(x, y)[1]
        vertical = self.state.align & _VERTICAL
        if vertical != _BASELINE:
            baseline += (_ASCENT - 1) * size if vertical == _BOTTOM else _ASCENT * size
        lead = ""
        for sign, width in zip(text, widths, strict=False):
            if sign.isspace():
                lead += " "
            elif sign.isprintable():
                left, right = sorted((matrix.apply(x, y)[0], matrix.apply(x + width, y)[0]))
                top = baseline - _ASCENT * size
                self.glyphs.append(Glyph(sign, left, top, right, top + size, baseline, size, lead))
                lead = ""
            x += width

    def _stroke(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        x0, x1 = sorted((one[0], other[0]))
        y0, y1 = sorted((one[1], other[1]))
        # Slanted strokes are curves and diagonals.
        if min(x1 - x0, y1 - y0) <= _LEVEL * max(x1 - x0, y1 - y0):
            self.strokes.append(Stroke(x0, y0, x1, y1))


def _width(sign: str, height: float) -> float:
    """Return a likely width where the file states none: ideographs are square, figures half as wide."""
    return height if unicodedata.east_asian_width(sign) in "WF" else height / 2


def _decoded(raw: bytes, codec: str | None) -> str:
    """Return text by its code page; by the Chinese one where none is named and it fits."""
    try:
        return raw.decode(codec or _GUESSED)
    except UnicodeDecodeError:
        return raw.decode(codec or "cp1252", "replace")
