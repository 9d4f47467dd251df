"""Finished PDF files changed in ways that reportlab does not write itself."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_OBJECT = re.compile(rb"(?<![0-9])(\d+) 0 obj\s(.*?)endobj", re.DOTALL)
_ROOT = re.compile(rb"/Root (\d+) 0 R")


def replaced(data: bytes, changes: Mapping[bytes, bytes]) -> bytes:
    """Return a file with pieces of its objects replaced, and its table of objects written anew."""
    objects = _objects(data)
    for number, body in objects.items():
        for old, new in changes.items():
            body = body.replace(old, new)  # noqa: PLW2901 - one change after the other
        objects[number] = body
    out = bytearray(b"%PDF-1.4\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body.strip())
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (max(places) + 1)
    for number in range(1, max(places) + 1):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    out += b"trailer\n<</Root %d 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        _root(data),
        max(places) + 1,
        start,
    )
    return bytes(out)


def in_object_streams(data: bytes) -> bytes:
    """Return a file whose objects are packed into a compressed stream, as programs write them since PDF 1.5."""
    objects = _objects(data)
    packed = {number: body.strip() for number, body in objects.items() if b"stream" not in body}
    out = bytearray(b"%PDF-1.5\n%\xe4\xf6\xfc\n")
    rows: dict[int, tuple[int, int, int]] = {0: (0, 0, 255)}
    for number in sorted(objects.keys() - packed.keys()):
        rows[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number].strip())
    holder, index = max(objects) + 1, max(objects) + 2
    heads, bodies = b"", b""
    for place, (number, body) in enumerate(sorted(packed.items())):
        heads += b"%d %d " % (number, len(bodies))
        bodies += body + b"\n"
        rows[number] = (2, holder, place)
    rows[holder] = (1, len(out), 0)
    entries = b"/Type/ObjStm/N %d/First %d" % (len(packed), len(heads))
    out += _stream(holder, entries, heads + bodies)
    start = len(out)
    rows[index] = (1, start, 0)
    table = b"".join(
        bytes([kind]) + one.to_bytes(4, "big") + bytes([other])
        for kind, one, other in (rows.get(number, (0, 0, 0)) for number in range(index + 1))
    )
    entries = b"/Type/XRef/W[1 4 1]/Size %d/Root %d 0 R" % (index + 1, _root(data))
    return bytes(out + _stream(index, entries, table) + b"startxref\n%d\n%%%%EOF\n" % start)


def _objects(data: bytes) -> dict[int, bytes]:
    return {int(found.group(1)): found.group(2) for found in _OBJECT.finditer(data)}


def _root(data: bytes) -> int:
    found = _ROOT.search(data)
    assert found is not None
    return int(found.group(1))


def _stream(number: int, entries: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content)
    return b"%d 0 obj\n<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        number,
        entries,
        len(packed),
        packed,
    )
