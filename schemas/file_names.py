"""File names that are no UTF-8: archives packed on a mainland Windows leave such names when unpacked elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

_ENCODINGS = ("utf-8", "gb18030")


def decoded_name(raw: bytes) -> str:
    """Return a name: UTF-8 as most programs write, else Chinese of mainland Windows.

    >>> decoded_name("自评表.docx".encode("gb18030")), decoded_name("自评表.docx".encode())
    ('自评表.docx', '自评表.docx')
    """
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def legible_path(path: str) -> str:
    """Return a path of this machine as people read it; each folder on the way may be encoded in its own way."""
    return "/".join(decoded_name(os.fsencode(part)) for part in path.split("/"))


def path_on_disk(legible: str) -> Path:
    """Return where the file of a legible path lies; the path itself where nothing is found.

    The opposite of `legible_path`: a part that is not there by its name is looked for by its bytes in GB 18030.
    """
    path = Path(legible)
    if path.exists():
        return path
    there = Path(path.anchor)
    for part in path.parts[bool(path.anchor) :]:
        encoded = there / os.fsdecode(part.encode("gb18030"))
        there = encoded if not (there / part).exists() and encoded.exists() else there / part
    return there
