"""The text and the tables of a web page, as parts of a Word file or saved from a portal; nothing it links to is fetched."""

from __future__ import annotations

import email
import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from .. import limits
from ..sniff import sniff
from ..word.blocks import Line
from ..word.tables import Grid, GridCell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from lxml.etree import _Element

# What a page does not show; deleted text and pronunciation aids are left out as in a Word file.
_SILENT = frozenset({
    "head", "script", "style", "template", "noscript", "select", "textarea", "svg", "object", "del", "rp", "rt",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "dfn", "em", "font", "i", "ins", "kbd", "label",
    "mark", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var",
})  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ROW_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_CELLS = frozenset({"td", "th"})
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# What pages declare as the smaller standards is in truth the larger one (WHATWG Encoding, section 4.2).
_CHINESE = frozenset({"gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936"})


def read_html(data: bytes, name: str, *, with_title: bool = False) -> tuple[Line | Grid, ...]:
    """Return the lines and tables of a web page in reading order; nothing for one without content.

    Tables in cells follow their outer table. A table of one cell is a frame: its lines are lines of the page.

    Args:
        data: Bytes of an .html or .mht file.
        name: File name, for complaints.
        with_title: Put the title of the window first, if the page does not show it itself.

    Raises:
        UnreadableDocument: A table claims more cells than a worker can hold.
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    text = _decoded(_page_of_archive(data) if sniff(data) == "mhtml" else data)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser) if text.strip() else None
    if root is None:
        return ()
    blocks = tuple(_blocks(root, name))
    return (*_title(root, blocks), *blocks) if with_title else blocks


def _title(root: _Element, blocks: tuple[Line | Grid, ...]) -> Iterator[Line]:
    """Yield the title in the window, unless a line of the page says it, or most of it."""
    title = " ".join((root.findtext(".//head/title") or "").split())
    shown = (block.text for block in blocks if isinstance(block, Line))
    if title and not any(title in line or (line in title and 2 * len(line) > len(title)) for line in shown):
        yield Line(title, None)


def _page_of_archive(data: bytes) -> bytes:
    """Return the page of an .mht, which keeps it with its pictures as the parts of a mail."""
    for part in email.message_from_bytes(data).walk():
        payload = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(payload, bytes):
            return payload if _CHARSET.search(payload, 0, 2048) else _declared(part) + payload
    return b""


def _declared(part: Message) -> bytes:
    return f'<meta charset="{part.get_content_charset("utf-8")}">'.encode("ascii", "replace")


def _decoded(data: bytes) -> str:
    """Return the text of a page: by its mark, its word, or as UTF-8, else as Chinese of mainland pages."""
    found = _CHARSET.search(data, 0, 2048)
    stated = found[1].decode().lower() if found else "utf-8"
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    for encoding in (marked, "gb18030" if stated in _CHINESE else stated, "utf-8"):
        try:
            if encoding:
                return data.decode(encoding)
        except (LookupError, UnicodeError):
            continue
    return data.decode("gb18030", "replace")


def _blocks(element: _Element, name: str) -> Iterator[Line | Grid]:
    """Yield the lines and tables in an element."""
    line: list[str] = []
    level: int | None = None
    for piece in _pieces(element):
        if isinstance(piece, str):
            line.append(piece)
            continue
        yield from _lines(line, level)
        line, level = [], None
        if isinstance(piece, int):
            level = piece or None
        else:
            yield from _table(piece, name)
    yield from _lines(line, level)


def _lines(pieces: list[str], level: int | None) -> Iterator[Line]:
    """Yield a block of text, if it holds any; its own line breaks are kept."""
    text = "\n".join(_BLANKS.sub(" ", part).strip(" \xa0") for part in "".join(pieces).split("\v")).strip()
    if text:
        yield Line(text, level)


def _pieces(element: _Element) -> Iterator[str | _Element | int]:
    r"""Yield pieces of text ("\v" for a forced line break), tables, and where a block begins its level, 0 for none."""
    yield element.text or ""
    for child in element:
        tag = child.tag
        if not isinstance(tag, str) or tag in _SILENT or _HIDDEN.search(child.get("style", "")):
            pass
        elif tag == "table":
            yield child
        elif tag == "br":
            yield "\v"
        elif tag in _INLINE:
            yield from _pieces(child)
        else:
            yield _HEADINGS.get(tag, 0)
            yield from _pieces(child)
            yield 0
        yield child.tail or ""


class _Spot(NamedTuple):
    row: int
    column: int


def _table(table: _Element, name: str) -> Iterator[Line | Grid]:
    """Yield the grid of a table, then the tables in its cells."""
    rows = list(_rows(table))
    taken: set[_Spot] = set()
    cells: list[GridCell] = []
    nested: list[Grid] = []
    for number, row in enumerate(rows):
        column = 0
        for cell in (child for child in row if child.tag in _CELLS):
            while _Spot(number, column) in taken:
                column += 1
            down = min(_span(cell, "rowspan"), len(rows) - number)
            across = min(_span(cell, "colspan"), limits.COLUMN_SPAN)
            limits.check_grid(len(rows), column + across, name, "网页中的表格")
            taken |= {
                _Spot(r, c) for r in range(number, number + down) for c in range(column, column + across)
            }
            blocks = list(_blocks(cell, name))
            nested += [block for block in blocks if isinstance(block, Grid)]
            text = "\n".join(block.text for block in blocks if isinstance(block, Line))
            cells.append(GridCell(number, column, down, across, text))
            column += across
    if len(cells) == 1:
        yield from (Line(text, None) for text in cells[0].text.splitlines())
    elif cells:
        n_columns = max(cell.column + cell.colspan for cell in cells)
        yield Grid(tuple(cells), len(rows), n_columns, caption=_caption(table))
    yield from nested


def _rows(table: _Element) -> Iterator[_Element]:
    for child in table:
        if child.tag == "tr" and not _HIDDEN.search(child.get("style", "")):
            yield child
        elif child.tag in _ROW_GROUPS:
            yield from _rows(child)


def _span(cell: _Element, attribute: str) -> int:
    text = cell.get(attribute, "1").strip()
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _caption(table: _Element) -> str | None:
    found = table.find("caption")
    return None if found is None else " ".join("".join(map(str, found.itertext())).split()) or None
