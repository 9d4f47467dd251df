"""The blocks of a Word file read from its bytes: a fast path beside the walk, with the same result.

The body is cut at its texts. What the markup between two of them does is learned where it is first
met, with shapes that the walk itself reads; from then on it is looked up. An element that holds more
than text in a plain setting is parsed and walked by itself, and a document that is not written the
usual way is walked as a whole. So nothing here knows what an element means, but for paragraphs,
tables, rows and cells.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from .docx_blocks import BLOCKS
from .docx_gaps import BODY_END, CellEnd, Gaps, TableEnd, TableStart, Walk, end_of
from .docx_markup import plain_root
from .docx_package import W, parse_xml
from .docx_shapes import ParagraphShape, Shapes, UnusualError
from .docx_tables import RawHead, RawRow, RawTable, raw_table, runs_on
from .docx_text import visible
from .docx_xml import content

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .docx_blocks import Block, Story
    from .docx_gaps import Item, Node
    from .docx_tables import RawCell

_TEXT = re.compile(rb'<w:t(?: xml:space="preserve")?>([^<]*)</w:t>')
# What no text holds as it is: signs that XML forbids or changes, the end of a section.
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n"})
_FORBIDDEN = ("\ufffe", "\uffff")
# Numbers that Word gives to every paragraph and editing session. The walk reads no attribute of these
# elements; one with a slash, which no number has, is left broken for it.
_SESSIONS = re.compile(rb"(<w:(?:p|r|tr)) [^<>/]*")
_SESSION_HINTS = (b" w:rsid", b" w14:paraId")
# A document with such numbers has them from its first paragraph on.
_HINTED_WITHIN = 1 << 16
_ELEMENT = re.compile(rb"\s*<([\w:.-]+)(?=[ />])")


def scan(text: bytes, story: Story) -> list[Block]:
    """Return the blocks of a main part.

    Args:
        text: XML of the main part.
        story: Reads what is not plain, and counts the lists.

    Raises:
        UnusualError: The document must be walked as a whole, with a fresh story.
    """
    wrap = plain_root(text, b"w:document")
    start = text.find(b"<w:body>", 0 if wrap is None else wrap.content)
    end = text.rfind(BODY_END)
    if wrap is None or start < 0 or end < start:
        raise UnusualError
    rest = text[wrap.content : start] + text[end + len(BODY_END) : -len("</w:document>")]
    body = text[start + len(b"<w:body>") : end + len(BODY_END)]
    if any(body.find(hint, 0, _HINTED_WITHIN) > 0 for hint in _SESSION_HINTS):
        body = b"".join(_SESSIONS.split(body))
    try:
        parse_xml(wrap.around(rest))
        return _Scanner(body, Shapes(wrap, story), story).blocks()
    except (etree.XMLSyntaxError, UnicodeDecodeError) as error:
        raise UnusualError from error


class _Scanner:
    """One pass over the texts of a body, and the markup before each and behind the last."""

    def __init__(self, body: bytes, shapes: Shapes, story: Story) -> None:
        self._body = body
        self._shapes = shapes
        self._story = story
        self._known = Gaps(shapes)
        pieces = _TEXT.split(body)
        self._gaps = pieces[::2]
        self._texts = _texts_of(pieces[1::2])
        self._blocks: list[Block] = []
        # The table that the scan is in, with the rows and cells met so far.
        self._table: tuple[TableStart, int] | None = None
        self._rows: list[RawRow] = []
        self._cells: list[RawCell | str] = []
        self._tables: list[RawTable] = []  # those right above, which the next one may continue
        self._holds_table = False  # the element before is a wrapper with a table in it

    @cached_property
    def _starts(self) -> list[int]:
        """Where each gap begins in the body; nobody asks unless something is walked."""
        return [0, *(found.end() for found in _TEXT.finditer(self._body))]

    def blocks(self) -> list[Block]:
        """Return the blocks of the body."""
        index = 0
        while index < len(self._gaps):
            index = self._run(index)
        self._flush()
        return self._blocks

    def _run(self, start: int) -> int:
        """Read from a gap on, up to an element that is walked; return the gap behind it."""
        gaps, texts, cells = self._gaps, self._texts, self._cells
        node: Node | None = self._known.start
        first, opened = start, 0
        for index in range(start, len(gaps)):
            if node is None:
                raise UnusualError  # text outside of paragraphs
            gap = gaps[index]
            is_plain, ended, items, node, opens = node.steps.get(gap) or self._known.step(node, gap)
            if is_plain:  # most cells of all
                text = texts[first] if first + 1 == index else "".join(texts[first:index])
                cells.append(text.strip())
            elif ended is not None:
                self._end(ended, texts[first:index])
            if items:
                walked = self._items(items, index, (first, opened))
                if walked is not None:
                    return walked
                cells = self._cells
            if opens >= 0:
                first, opened = index, opens
        if node is not None:
            raise UnusualError
        return len(gaps)

    def _end(self, ended: CellEnd | ParagraphShape, texts: Sequence[str]) -> None:
        if isinstance(ended, CellEnd):
            self._cells.append(self._shapes.raw_cell(ended.key, texts))
        else:
            self._line(ended, texts)

    def _items(self, items: Sequence[Item], index: int, opened: tuple[int, int]) -> int | None:
        """Read what stands in a gap; return the gap to go on with if an element was walked.

        Args:
            items: What stands in it.
            index: Its number.
            opened: Number of the gap, and place in it, where the paragraph or cell before begins.
        """
        for item in items:
            if isinstance(item, list):
                self._cells += item
            elif isinstance(item, RawHead):
                self._cells = []
                if item.is_visible:
                    self._rows.append(RawRow(item.before, self._cells))
            elif isinstance(item, ParagraphShape):
                self._line(item, ())
            elif isinstance(item, TableStart):
                self._table, self._rows = (item, index), []
            elif isinstance(item, TableEnd) and self._table is not None and not _is_frame(self._rows):
                self._add(RawTable(self._table[0].widths, self._rows, 0))
            else:
                return self._walked(self._start_of(item, index, opened))
        return None

    def _start_of(self, item: Item, index: int, opened: tuple[int, int]) -> int:
        """Return where the element begins that must be walked: the table, or what is open, or an item."""
        if self._table is not None:
            table, index = self._table
            return self._starts[index] + table.at
        if isinstance(item, Walk) and item.at is not None:
            return self._starts[index] + item.at
        return self._starts[opened[0]] + opened[1]

    def _line(self, shape: ParagraphShape, texts: Sequence[str]) -> None:
        self._flush()
        self._holds_table = False
        line = self._shapes.line(shape, texts)
        if line is not None:
            self._blocks.append(line)

    def _add(self, table: RawTable) -> None:
        """Add a table, after those before unless it continues them."""
        self._table = None
        if self._holds_table:  # tables beside tables in wrappers may run on from each other
            raise UnusualError
        if self._tables and not runs_on(self._tables[-1], table):
            self._flush()
        self._tables.append(table)

    def _flush(self) -> None:
        if self._tables:
            self._blocks += self._story.table(self._tables, 0, self._shapes)
            self._tables = []

    def _walked(self, start: int) -> int:
        """Add the blocks of an element as the walk reads them; return the gap behind it."""
        found = _ELEMENT.match(self._body, start)
        if found is None:
            raise UnusualError
        end, _ = end_of(self._body, found[1], start)
        root = self._shapes.parse(self._body[start:end])
        if found[1] == b"w:tbl":
            self._add(raw_table(root[0]))
        elif next(content(root, BLOCKS), None) is not None:  # a mark alone parts no tables
            has_table = found[1] != b"w:p" and next(root.iter(f"{W}tbl"), None) is not None
            if has_table and (self._tables or self._holds_table):
                raise UnusualError
            self._flush()
            self._holds_table = has_table
            self._blocks += self._story.blocks(root)
            if self._story.formats.has_run_on:
                raise UnusualError  # text that runs on into the next block
        return self._resumed(end)

    def _resumed(self, end: int) -> int:
        """Make what is left of a gap behind an element a gap of its own, and return its number."""
        index = bisect_right(self._starts, end) - 1
        self._gaps[index] = self._gaps[index][end - self._starts[index] :]
        self._starts[index] = end
        return index


def _is_frame(rows: Sequence[RawRow]) -> bool:
    """Say whether a table holds but one cell: such a frame is read with its paragraphs."""
    return all(
        len(row.cells) <= 1 or (not isinstance(row.cells[1], str) and bool(row.cells[1].sideways))
        for row in rows
    )


def _texts_of(raw: list[bytes]) -> list[str]:
    """Return texts as XML means them, without characters that have no width."""
    together = b"<".join(raw)  # the one sign that no text holds
    if not raw or b"]]>" in together or len(together.translate(None, _CONTROLS)) < len(together):
        raise UnusualError
    text = together.decode()
    if any(sign in text for sign in _FORBIDDEN):
        raise UnusualError
    if "&" in text:
        return [visible(_unescaped(one)) for one in text.split("<")]
    return visible(text).split("<")


def _unescaped(text: str) -> str:
    return parse_xml(b"<t>%b</t>" % text.encode()).text or "" if "&" in text else text
