"""Plays the records of a Windows Metafile, the 16-bit forerunner of EMF that WPS and old Word files use.

Source:
    [MS-WMF], section 2.3; parameters of a record stand in reverse order of the call.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from .. import limits
from .metafile_device import Device, Font

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_PLACEABLE = b"\xd7\xcd\xc6\x9a"
_PLACEABLE_SIZE = 22
_HEADER_SIZES = (b"\x01\x00\x09\x00", b"\x02\x00\x09\x00")
_GLYPH_INDEX, _OPAQUE, _CLIPPED, _PAIRS = 0x10, 0x02, 0x04, 0x2000
_PEN_STYLE, _NO_LINE = 0x0F, 5
_LEVEL_ESCAPEMENT = 20
_BAD = (struct.error, IndexError, ValueError, OverflowError, ZeroDivisionError)


def is_wmf(data: bytes) -> bool:
    """Say whether bytes are a Windows Metafile, with or without the placeable header."""
    return data[:4] == _PLACEABLE or data[:4] in _HEADER_SIZES


def play_wmf(data: bytes) -> Device:
    """Return a device with everything that the metafile draws."""
    player = _Player()
    for function, body in _records(data):
        player.device.records += 1
        player.play(function, body)
    return player.device


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    position = (_PLACEABLE_SIZE if data[:4] == _PLACEABLE else 0) + 18
    for _ in range(limits.METAFILE_RECORDS + 1):
        if position + 6 > len(data):
            return
        words, function = struct.unpack_from("<IH", data, position)
        if words < 3 or function == 0:
            return
        yield function, data[position + 6 : position + 2 * words]
        position += 2 * words


class _Player:
    """Turns WMF records into calls of a device; a damaged record is passed over."""

    def __init__(self) -> None:
        self.device = Device()
        self.device.change(map_mode=8)  # pictures in documents scale freely unless they say otherwise
        # A new object takes the lowest free slot ([MS-WMF] section 3.1.4.1); None marks a free one.
        self._objects: list[Font | bool | str | None] = []

    def play(self, function: int, body: bytes) -> None:
        if self.device.is_full:
            return
        try:
            if function in _CALLS:
                _CALLS[function](self, body)
            elif function in _OTHER_OBJECTS:
                self._keep("other")
        except _BAD:
            return

    def _keep(self, made: Font | bool | str) -> None:  # noqa: FBT001 - a pen is whether it draws
        if None in self._objects:
            self._objects[self._objects.index(None)] = made
        else:
            self._objects.append(made)

    # -- state

    def window_origin(self, body: bytes) -> None:
        self.device.change(window=(*_pair(body), *self.device.state.window[2:]))

    def window_extent(self, body: bytes) -> None:
        across, down = _pair(body)
        self.device.change(window=(*self.device.state.window[:2], across, down))
        if self.device.state.viewport[2:] == (1.0, 1.0):
            # No viewport given: the picture is as large as the document says; only the way up matters.
            self.device.change(viewport=(0.0, 0.0, abs(across), abs(down)))

    def viewport_origin(self, body: bytes) -> None:
        self.device.change(viewport=(*_pair(body), *self.device.state.viewport[2:]))

    def viewport_extent(self, body: bytes) -> None:
        self.device.change(viewport=(*self.device.state.viewport[:2], *_pair(body)))

    def map_mode(self, body: bytes) -> None:
        self.device.change(map_mode=_number(body))

    def text_align(self, body: bytes) -> None:
        self.device.change(align=_number(body))

    def move_to(self, body: bytes) -> None:
        self.device.change(position=_pair(body))

    def save(self, _body: bytes) -> None:
        self.device.save()

    def restore(self, body: bytes) -> None:
        self.device.restore(struct.unpack_from("<h", body)[0])

    # -- objects

    def select(self, body: bytes) -> None:
        found = self._objects[_number(body)]
        if isinstance(found, Font):
            self.device.change(font=found)
        elif isinstance(found, bool):
            self.device.change(has_pen=found)

    def delete(self, body: bytes) -> None:
        self._objects[_number(body)] = None

    def create_pen(self, body: bytes) -> None:
        self._keep(_number(body) & _PEN_STYLE != _NO_LINE)

    def create_font(self, body: bytes) -> None:
        height, _, escapement = struct.unpack_from("<3h", body)
        self._keep(Font(abs(height) or 12.0, body[13], abs(escapement) <= _LEVEL_ESCAPEMENT))

    # -- drawing

    def line_to(self, body: bytes) -> None:
        end = _pair(body)
        self.device.line([self.device.state.position, end])
        self.device.change(position=end)

    def rectangle(self, body: bytes) -> None:
        bottom, right, top, left = struct.unpack_from("<4h", body)
        self.device.polygon([(left, top), (right, top), (right, bottom), (left, bottom)])

    def block(self, body: bytes) -> None:
        height, width, y, x = struct.unpack_from("<4h", body, 4)
        self.device.fill(x, y, x + width, y + height)

    def polyline(self, body: bytes) -> None:
        self.device.line(_points(body, 2, _number(body)))

    def polygon(self, body: bytes) -> None:
        self.device.polygon(_points(body, 2, _number(body)))

    def polygons(self, body: bytes) -> None:
        count = _number(body)
        start = 2 + 2 * count
        for size in struct.unpack_from(f"<{count}H", body, 2):
            self.device.polygon(_points(body, start, size))
            start += 4 * size

    def text(self, body: bytes) -> None:
        length = _number(body)
        y, x = struct.unpack_from("<2h", body, 2 + length + length % 2)
        self.device.coded_text(body[2 : 2 + length], x, y)

    def extended_text(self, body: bytes) -> None:
        y, x, length, options = struct.unpack_from("<hhHH", body)
        if options & _GLYPH_INDEX:
            self.device.unread += 1
            return
        start = 16 if options & (_OPAQUE | _CLIPPED) else 8
        end = start + length + length % 2
        step = 2 if options & _PAIRS else 1
        widths: Sequence[float] = ()
        if end + 2 * length * step <= len(body):
            widths = struct.unpack_from(f"<{length * step}h", body, end)[::step]
        self.device.coded_text(body[start : start + length], x, y, widths)


_CALLS: dict[int, Callable[[_Player, bytes], None]] = {
    0x001E: _Player.save, 0x0103: _Player.map_mode, 0x0127: _Player.restore, 0x012D: _Player.select,
    0x012E: _Player.text_align, 0x01F0: _Player.delete, 0x020B: _Player.window_origin,
    0x020C: _Player.window_extent, 0x020D: _Player.viewport_origin, 0x020E: _Player.viewport_extent,
    0x0213: _Player.line_to, 0x0214: _Player.move_to, 0x02FA: _Player.create_pen,
    0x02FB: _Player.create_font, 0x0324: _Player.polygon, 0x0325: _Player.polyline,
    0x041B: _Player.rectangle, 0x0521: _Player.text, 0x0538: _Player.polygons, 0x061D: _Player.block,
    0x0A32: _Player.extended_text,
}  # fmt: skip
# Palettes, regions and brushes take slots too.
_OTHER_OBJECTS = frozenset({0x00F7, 0x0142, 0x01F9, 0x02FC, 0x06FF})


def _number(body: bytes) -> int:
    return int(struct.unpack_from("<H", body)[0])


def _pair(body: bytes) -> tuple[int, int]:
    """Return x and y, which stand in reverse order."""
    y, x = struct.unpack_from("<2h", body)
    return x, y


def _points(body: bytes, offset: int, count: int) -> list[tuple[float, float]]:
    numbers = struct.unpack_from(f"<{2 * count}h", body, offset)
    return list(zip(numbers[::2], numbers[1::2], strict=True))
