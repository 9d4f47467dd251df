"""Plays EMF+ records, which newer programs put into the comments of an Enhanced Metafile.

Source:
    [MS-EMFPLUS], section 2.3; flags as in the section of each record.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from .. import limits
from .metafile_device import Device, Font, Matrix

if TYPE_CHECKING:
    from collections.abc import Callable

_FONT_OBJECT = 6
_PIXELS = {2: 1.0, 3: 96 / 72, 4: 96.0, 5: 96 / 300, 6: 96 / 25.4}
_IDENTIFIER, _COMPRESSED, _CLOSED, _CONTINUED = 0xFF, 0x4000, 0x2000, 0x8000
_AFTER = 0x2000  # multiply behind the current transform instead of before it
_CHARACTERS = 1  # glyphs of a driver string are characters, not glyph numbers
_BASELINE, _TOP = 24, 0
_BAD = (struct.error, IndexError, ValueError, OverflowError, ZeroDivisionError)


def play_emf_plus(data: bytes) -> Device:
    """Return a device with the texts and strokes of EMF+ records.

    Args:
        data: Contents of the comments, in order, without their "EMF+" mark.
    """
    player = _PlusPlayer()
    position = 0
    for _ in range(limits.METAFILE_RECORDS + 1):
        if position + 12 > len(data):
            break
        kind, flags, size, length = struct.unpack_from("<HHII", data, position)
        if size < 12:
            break
        player.device.records += 1
        player.play(kind, flags, data[position + 12 : position + 12 + min(length, size - 12)])
        position += size
    return player.device


class _PlusPlayer:
    """Turns EMF+ records into calls of a device; a damaged record is passed over."""

    def __init__(self) -> None:
        self.device = Device()
        self._fonts: dict[int, Font] = {}
        self._page = Matrix()
        self._world = Matrix()
        self._saved: dict[int, tuple[Matrix, Matrix]] = {}

    def play(self, kind: int, flags: int, body: bytes) -> None:
        if kind not in _CALLS or self.device.is_full:
            return
        try:
            _CALLS[kind](self, flags, body)
        except _BAD:
            return

    def _place(self, world: Matrix, page: Matrix | None = None) -> None:
        self._world = world
        self._page = self._page if page is None else page
        self.device.change(world=world.then(self._page))

    # -- transforms

    def set_world(self, _flags: int, body: bytes) -> None:
        self._place(Matrix(*struct.unpack_from("<6f", body)))

    def reset_world(self, _flags: int, _body: bytes) -> None:
        self._place(Matrix())

    def multiply(self, flags: int, body: bytes) -> None:
        self._combine(flags, Matrix(*struct.unpack_from("<6f", body)))

    def translate(self, flags: int, body: bytes) -> None:
        x, y = struct.unpack_from("<2f", body)
        self._combine(flags, Matrix(dx=x, dy=y))

    def scale(self, flags: int, body: bytes) -> None:
        x, y = struct.unpack_from("<2f", body)
        self._combine(flags, Matrix(xx=x, yy=y))

    def _combine(self, flags: int, matrix: Matrix) -> None:
        self._place(self._world.then(matrix) if flags & _AFTER else matrix.then(self._world))

    def page(self, flags: int, body: bytes) -> None:
        scale = struct.unpack_from("<f", body)[0] * _PIXELS.get(flags & _IDENTIFIER, 1.0)
        self._place(self._world, Matrix(xx=scale, yy=scale))

    def save(self, _flags: int, body: bytes) -> None:
        self._saved[struct.unpack_from("<I", body)[0]] = (self._world, self._page)

    def begin_container(self, _flags: int, body: bytes) -> None:
        x, y, width, height, left, top, across, down, index = struct.unpack_from("<8fI", body)
        self._saved[index] = (self._world, self._page)
        scale = Matrix(
            width / across, 0, 0, height / down, x - left * width / across, y - top * height / down
        )
        self._place(scale.then(self._world))

    def restore(self, _flags: int, body: bytes) -> None:
        found = self._saved.get(struct.unpack_from("<I", body)[0])
        if found is not None:
            self._place(*found)

    # -- drawing

    def keep_object(self, flags: int, body: bytes) -> None:
        if flags >> 8 == _FONT_OBJECT:
            size, unit = struct.unpack_from("<fI", body, 4)
            self._fonts[flags & _IDENTIFIER] = Font(size * _PIXELS.get(unit, 1.0))

    def lines(self, flags: int, body: bytes) -> None:
        count = struct.unpack_from("<I", body)[0]
        numbers = struct.unpack_from(f"<{2 * count}{'h' if flags & _COMPRESSED else 'f'}", body, 4)
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        self.device.line(points, is_closed=bool(flags & _CLOSED))

    def rectangles(self, flags: int, body: bytes) -> None:
        for x, y, width, height in _rectangles(flags, body):
            self.device.polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])

    def filled_rectangles(self, flags: int, body: bytes) -> None:
        for x, y, width, height in _rectangles(flags, body):
            self.device.fill(x, y, x + width, y + height)

    def text(self, flags: int, body: bytes) -> None:
        _, _, length, x, y = struct.unpack_from("<IIIff", body)
        self.device.change(font=self._fonts.get(flags & _IDENTIFIER, Font(12.0)), align=_TOP)
        # The rectangle of the layout stands between the length and the characters.
        for number, line in enumerate(body[28 : 28 + 2 * length].decode("utf-16-le", "replace").splitlines()):
            self.device.text(line, x, y + number * 1.2 * self.device.state.font.height)

    def driver_text(self, flags: int, body: bytes) -> None:
        _, options, has_matrix, count = struct.unpack_from("<4I", body)
        if not options & _CHARACTERS:
            self.device.unread += 1
            return
        text = body[16 : 16 + 2 * count].decode("utf-16-le", "replace")
        places = struct.unpack_from(f"<{2 * count}f", body, 16 + 2 * count)
        own = Matrix(*struct.unpack_from("<6f", body, 16 + 10 * count)) if has_matrix else Matrix()
        self.device.change(font=self._fonts.get(flags & _IDENTIFIER, Font(12.0)), align=_BASELINE)
        for sign, x, y in zip(text, places[::2], places[1::2], strict=False):
            self.device.text(sign, *own.apply(x, y))


_CALLS: dict[int, Callable[[_PlusPlayer, int, bytes], None]] = {
    0x4008: _PlusPlayer.keep_object, 0x400A: _PlusPlayer.filled_rectangles, 0x400B: _PlusPlayer.rectangles,
    0x400D: _PlusPlayer.lines, 0x401C: _PlusPlayer.text, 0x4025: _PlusPlayer.save,
    0x4026: _PlusPlayer.restore, 0x4027: _PlusPlayer.begin_container, 0x4028: _PlusPlayer.save,
    0x4029: _PlusPlayer.restore, 0x402A: _PlusPlayer.set_world, 0x402B: _PlusPlayer.reset_world,
    0x402C: _PlusPlayer.multiply, 0x402D: _PlusPlayer.translate, 0x402E: _PlusPlayer.scale,
    0x4030: _PlusPlayer.page, 0x4036: _PlusPlayer.driver_text,
}  # fmt: skip


def _rectangles(flags: int, body: bytes) -> list[tuple[float, ...]]:
    # Both records open with a number of their own: colour or brush, then the count for fills.
    is_compressed = bool(flags & _COMPRESSED)
    size = 8 if is_compressed else 16
    start = 4 if len(body) % size == 4 else 8
    count = struct.unpack_from("<I", body, start - 4)[0]
    form = "<4h" if is_compressed else "<4f"
    return [
        struct.unpack_from(form, body, start + size * index) for index in range(min(count, len(body) // size))
    ]
