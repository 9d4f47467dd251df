"""Plays the records of an Enhanced Metafile, the form in which Office pastes pictures of tables.

Source:
    [MS-EMF], section 2.3; record numbers from section 2.1.1.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from .. import limits
from .emf_plus import play_emf_plus
from .metafile_device import Device, Font, Matrix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_END = 14
_COMMENT = 70
_PLUS = b"EMF+"
# Options of texts: [MS-EMF] section 2.1.11.
_GLYPH_INDEX, _NO_RECTANGLE, _SMALL_CHARACTERS, _PAIRS = 0x10, 0x100, 0x200, 0x2000
_TEXT_FIELDS = struct.Struct("<iiIII16xI")
_NULL_PEN, _STOCK = 0x80000008, 0x80000000
_PEN_STYLE, _NO_LINE = 0x0F, 5
# Shapes: number of the record: (coordinates are 32 bits wide, how it is drawn).
_SHAPES = {
    3: (True, "polygon"), 4: (True, "line"), 6: (True, "to"),
    86: (False, "polygon"), 87: (False, "line"), 89: (False, "to"),
}  # fmt: skip
_GROUPS = {7: (True, False), 8: (True, True), 90: (False, False), 91: (False, True)}
_LEVEL_ESCAPEMENT = 20  # tenths of a degree
_BAD = (struct.error, IndexError, ValueError, OverflowError, ZeroDivisionError)


def is_emf(data: bytes) -> bool:
    """Say whether bytes are an Enhanced Metafile: first record and signature say so."""
    return len(data) >= 88 and data[:4] == b"\x01\x00\x00\x00" and data[40:44] == b" EMF"


def play_emf(data: bytes) -> Device:
    """Return a device with everything that the metafile draws.

    A metafile may hold one drawing twice, as EMF and as EMF+ records; the latter are looked at only
    if the former hold no text.
    """
    player = _Player()
    plus: list[bytes] = []
    for kind, record in _records(data):
        player.device.records += 1
        if kind == _COMMENT and record[12:16] == _PLUS:
            plus.append(record[16 : 12 + struct.unpack_from("<I", record, 8)[0]])
        else:
            player.play(kind, record)
    if plus and not player.device.glyphs:
        device = play_emf_plus(b"".join(plus))
        device.records += player.device.records
        if device.glyphs:
            return device
        player.device.unread += device.unread
    return player.device


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    for _ in range(limits.METAFILE_RECORDS + 1):
        if position + 12 > len(data):
            return
        kind, size = struct.unpack_from("<II", data, position)
        if size < 8 or kind == _END:
            return
        yield kind, data[position : position + size]
        position += size


class _Player:
    """Turns EMF records into calls of a device; a damaged record is passed over."""

    def __init__(self) -> None:
        self.device = Device()
        self._objects: dict[int, Font | bool] = {}
        self._path_start: int | None = None

    def play(self, kind: int, record: bytes) -> None:
        if self.device.is_full:
            return
        try:
            if kind in _SHAPES:
                self._shape(record, *_SHAPES[kind])
            elif kind in _GROUPS:
                self._group(record, *_GROUPS[kind])
            elif kind in _CALLS:
                _CALLS[kind](self, record)
        except _BAD:
            return

    # -- state

    def window_extent(self, record: bytes) -> None:
        self.device.change(window=(*self.device.state.window[:2], *struct.unpack_from("<2i", record, 8)))

    def window_origin(self, record: bytes) -> None:
        self.device.change(window=(*struct.unpack_from("<2i", record, 8), *self.device.state.window[2:]))

    def viewport_extent(self, record: bytes) -> None:
        self.device.change(viewport=(*self.device.state.viewport[:2], *struct.unpack_from("<2i", record, 8)))

    def viewport_origin(self, record: bytes) -> None:
        self.device.change(viewport=(*struct.unpack_from("<2i", record, 8), *self.device.state.viewport[2:]))

    def map_mode(self, record: bytes) -> None:
        self.device.change(map_mode=_unsigned(record, 8))

    def text_align(self, record: bytes) -> None:
        self.device.change(align=_unsigned(record, 8))

    def move_to(self, record: bytes) -> None:
        self.device.change(position=struct.unpack_from("<2i", record, 8))

    def save(self, _record: bytes) -> None:
        self.device.save()

    def restore(self, record: bytes) -> None:
        self.device.restore(struct.unpack_from("<i", record, 8)[0])

    def set_world(self, record: bytes) -> None:
        self.device.change(world=Matrix(*struct.unpack_from("<6f", record, 8)))

    def modify_world(self, record: bytes) -> None:
        matrix, how, world = (
            Matrix(*struct.unpack_from("<6f", record, 8)),
            _unsigned(record, 32),
            self.device.state.world,
        )
        choices = {1: Matrix(), 2: matrix.then(world), 3: world.then(matrix), 4: matrix}
        self.device.change(world=choices.get(how, world))

    # -- objects

    def select(self, record: bytes) -> None:
        number = _unsigned(record, 8)
        found = self._objects.get(number)
        if isinstance(found, Font):
            self.device.change(font=found)
        elif isinstance(found, bool):
            self.device.change(has_pen=found)
        elif number & _STOCK and number & 0x0F in {6, 7, 8}:  # WHITE_PEN, BLACK_PEN, NULL_PEN
            self.device.change(has_pen=number != _NULL_PEN)

    def create_pen(self, record: bytes) -> None:
        self._objects[_unsigned(record, 8)] = _unsigned(record, 12) & _PEN_STYLE != _NO_LINE

    def create_wide_pen(self, record: bytes) -> None:
        self._objects[_unsigned(record, 8)] = _unsigned(record, 28) & _PEN_STYLE != _NO_LINE

    def create_font(self, record: bytes) -> None:
        height, _, escapement = struct.unpack_from("<3i", record, 12)
        self._objects[_unsigned(record, 8)] = Font(
            abs(height) or 12.0, record[35], abs(escapement) <= _LEVEL_ESCAPEMENT
        )

    # -- strokes

    def line_to(self, record: bytes) -> None:
        end = struct.unpack_from("<2i", record, 8)
        self.device.line([self.device.state.position, end])
        self.device.change(position=end)

    def rectangle(self, record: bytes) -> None:
        left, top, right, bottom = struct.unpack_from("<4i", record, 8)
        self.device.polygon([(left, top), (right, top), (right, bottom), (left, bottom)])

    def block(self, record: bytes) -> None:
        """Fill a rectangle with the brush; one with a bitmap is a picture."""
        x, y, width, height = struct.unpack_from("<4i", record, 24)
        if _unsigned(record, 88) == 0:
            self.device.fill(x, y, x + width, y + height)

    def fill_region(self, record: bytes) -> None:
        header, _, count = struct.unpack_from("<3I", record, 32)
        for index in range(min(count, len(record) // 16)):
            self.device.fill(*struct.unpack_from("<4i", record, 32 + header + 16 * index))

    def begin_path(self, _record: bytes) -> None:
        self._path_start = len(self.device.strokes)

    def clip_path(self, _record: bytes) -> None:
        """Forget a path that only bounds what follows."""
        if self._path_start is not None:
            del self.device.strokes[self._path_start :]
            self._path_start = None

    def _shape(self, record: bytes, is_wide: bool, how: str) -> None:  # noqa: FBT001 - from a table
        points = _points(record, 28, _unsigned(record, 24), is_wide=is_wide)
        if how == "polygon":
            self.device.polygon(points)
        elif how == "to" and points:
            self.device.line([self.device.state.position, *points])
            self.device.change(position=points[-1])
        else:
            self.device.line(points)

    def _group(self, record: bytes, is_wide: bool, is_closed: bool) -> None:  # noqa: FBT001 - from a table
        count, total = struct.unpack_from("<2I", record, 24)
        sizes = struct.unpack_from(f"<{count}I", record, 32)
        points = _points(record, 32 + 4 * count, total, is_wide=is_wide)
        start = 0
        for size in sizes:
            shape = points[start : start + size]
            (self.device.polygon if is_closed else self.device.line)(shape)
            start += size

    # -- texts

    def text_narrow(self, record: bytes) -> None:
        self._text(record, 36, is_wide=False)

    def text_wide(self, record: bytes) -> None:
        self._text(record, 36, is_wide=True)

    def texts_narrow(self, record: bytes) -> None:
        self._texts(record, is_wide=False)

    def texts_wide(self, record: bytes) -> None:
        self._texts(record, is_wide=True)

    def _texts(self, record: bytes, *, is_wide: bool) -> None:
        for index in range(min(_unsigned(record, 36), len(record) // _TEXT_FIELDS.size)):
            self._text(record, 40 + _TEXT_FIELDS.size * index, is_wide=is_wide)

    def _text(self, record: bytes, start: int, *, is_wide: bool) -> None:
        x, y, count, place, options, advances = _TEXT_FIELDS.unpack_from(record, start)
        if options & _GLYPH_INDEX:
            self.device.unread += 1
            return
        raw = record[place : place + count * (2 if is_wide else 1)]
        step = 2 if options & _PAIRS else 1
        widths: Sequence[float] = ()
        if advances and advances + 4 * count * step <= len(record):
            widths = struct.unpack_from(f"<{count * step}i", record, advances)[::step]
        if is_wide:
            self.device.text(raw.decode("utf-16-le", "replace"), x, y, widths)
        else:
            self.device.coded_text(raw, x, y, widths)

    def small_text(self, record: bytes) -> None:
        x, y, count, options = struct.unpack_from("<iiII", record, 8)
        if options & _GLYPH_INDEX:
            self.device.unread += 1
            return
        start = 36 if options & _NO_RECTANGLE else 52
        is_narrow = bool(options & _SMALL_CHARACTERS)
        raw = record[start : start + count * (1 if is_narrow else 2)]
        self.device.text(raw.decode("latin-1" if is_narrow else "utf-16-le", "replace"), x, y)


_CALLS: dict[int, Callable[[_Player, bytes], None]] = {
    9: _Player.window_extent, 10: _Player.window_origin, 11: _Player.viewport_extent,
    12: _Player.viewport_origin, 17: _Player.map_mode, 22: _Player.text_align, 27: _Player.move_to,
    33: _Player.save, 34: _Player.restore, 35: _Player.set_world, 36: _Player.modify_world,
    37: _Player.select, 38: _Player.create_pen, 43: _Player.rectangle, 54: _Player.line_to,
    59: _Player.begin_path, 67: _Player.clip_path, 71: _Player.fill_region, 76: _Player.block,
    82: _Player.create_font, 83: _Player.text_narrow, 84: _Player.text_wide,
    95: _Player.create_wide_pen, 96: _Player.texts_narrow, 97: _Player.texts_wide,
    108: _Player.small_text,
}  # fmt: skip


def _unsigned(record: bytes, offset: int) -> int:
    return int(struct.unpack_from("<I", record, offset)[0])


def _points(record: bytes, offset: int, count: int, *, is_wide: bool) -> list[tuple[float, float]]:
    numbers = struct.unpack_from(f"<{2 * count}{'i' if is_wide else 'h'}", record, offset)
    return list(zip(numbers[::2], numbers[1::2], strict=True))
