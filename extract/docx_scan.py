"""The blocks of a Word file read from its bytes: a fast path beside the walk, with the same result.

Text and markup are told apart by one regular expression; the markup is looked up among the shapes
met before. Whatever holds more than text in a plain setting is parsed and walked by itself, and a
document that is not written the usual way is walked as a whole. So nothing here knows what an
element means, but for paragraphs, tables, rows and cells.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from .docx_markup import plain_root
from .docx_package import W, parse_xml
from .docx_shapes import Shapes, UnusualError, texts_of
from .docx_tables import RawCell, RawRow, RawTable, raw_head, raw_table, raw_widths, runs_on
from .docx_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .docx_blocks import Block, Story
    from .docx_tables import RawHead

# A text that may be taken out: nothing in it that XML forbids, changes, or that other markup holds.
_TEXT = re.compile(rb'<w:t(?: xml:space="preserve")?>([^<>\x00-\x08\x0b-\x1f]*)</w:t>')
# Numbers that Word gives to every paragraph and editing session; the walk never reads them.
_SESSIONS = tuple(
    (re.compile(rb'<w:%b(?: w(?:14)?:(?:rsid\w*|paraId|textId)="[^"<>]*")+' % tag), b"<w:" + tag)
    for tag in (b"p", b"r", b"tr")
)
_ELEMENT = re.compile(rb"\s*<([\w:.-]+)(?=[ />])")
# Elements between blocks that show nothing.
_MARKS = frozenset({b"w:bookmarkStart", b"w:bookmarkEnd", b"w:proofErr", b"w:sectPr"})
_ROW, _ROW_END, _CELL, _CELL_END = re.compile(rb"<w:tr(?=[ >])"), b"</w:tr>", b"<w:tc>", b"</w:tc>"
_TABLE_PARTS = frozenset(f"{W}{tag}" for tag in ("tblPr", "tblGrid"))
_ROW_PARTS = frozenset(f"{W}{tag}" for tag in ("trPr", "tblPrEx"))


class Gap(NamedTuple):
    """The markup between two texts of a table, taken apart.

    Attributes:
        head: What ends the cell of the text before; nothing at the start of the table.
        between: Rows that begin and cells without text, in order.
        tail: What begins the cell of the text after; nothing at the end of the table.
    """

    head: bytes
    between: tuple[RawHead | RawCell, ...]
    tail: bytes


_INSIDE = Gap(b"", (), b"")  # stands for all markup between two texts of one cell


def scan(text: bytes, story: Story) -> Iterator[Block]:
    """Yield the blocks of a main part.

    Args:
        text: XML of the main part.
        story: Reads what is not plain, and counts the lists.

    Raises:
        UnusualError: The document must be walked as a whole, with a fresh story.
    """
    wrap = plain_root(text, b"w:document")
    start = text.find(b"<w:body>", 0 if wrap is None else wrap.content)
    end = text.rfind(b"</w:body>")
    if wrap is None or start < 0 or end < start:
        raise UnusualError
    body = text[start + len(b"<w:body>") : end]
    half = len(body) // 2  # at its end every document has one, in the properties of the section
    if body.find(b" w:rsid", 0, half) > 0 or (
        b"xmlns:w14=" in wrap.tag and body.find(b" w14:paraId=", 0, half) > 0
    ):
        for sessions, plain in _SESSIONS:
            body = sessions.sub(plain, body)
    try:
        parse_xml(
            wrap.around(text[wrap.content : start] + text[end + len(b"</w:body>") : -len("</w:document>")])
        )
        yield from _Scanner(body, Shapes(wrap, story), story).blocks_of_body()
    except (etree.XMLSyntaxError, UnicodeDecodeError) as error:
        raise UnusualError from error


class _Scanner:
    def __init__(self, text: bytes, shapes: Shapes, story: Story) -> None:
        self._text = text
        self._shapes = shapes
        self._story = story
        self._gaps: dict[bytes, Gap] = {}
        self._plain_cells: dict[tuple[bytes, ...], tuple[int, str | None, str | None] | None] = {}

    def blocks_of_body(self) -> Iterator[Block]:
        """Yield the blocks of the body."""
        tables: list[RawTable] = []
        holds_table = False  # the element before is a wrapper with a table in it
        start = 0
        while (element := self._element(start)) is not None:
            name, markup, is_nested, start = element
            if name == b"w:tbl" and not holds_table:
                table = None if is_nested else self._plain_table(markup)
                table = table or raw_table(self._shapes.parse(markup)[0])
                if tables and not runs_on(tables[-1], table):
                    yield from self._story.table(tables, 0, self._shapes)
                    tables = []
                tables.append(table)
                continue
            if name in _MARKS:
                continue
            if name != b"w:p":
                # Tables beside tables in wrappers may run on from each other.
                has_table = next(self._shapes.parse(markup).iter(f"{W}tbl"), None) is not None
                if name == b"w:tbl" or (has_table and (tables or holds_table)):
                    raise UnusualError
                holds_table = has_table
            if tables:
                yield from self._story.table(tables, 0, self._shapes)
                tables = []
            if name == b"w:p":
                holds_table = False
            yield from self._paragraph(markup) if name == b"w:p" and not is_nested else self._walked(markup)
        if tables:
            yield from self._story.table(tables, 0, self._shapes)

    def _element(self, start: int) -> tuple[bytes, bytes, bool, int] | None:
        """Return the next element: name, markup, whether others of its name are inside, and its end."""
        found = _ELEMENT.match(self._text, start)
        if found is None:
            if self._text[start:].strip():
                raise UnusualError
            return None
        start = found.start(1) - 1
        end, is_nested = _end_of(self._text, found[1], start)
        return found[1], self._text[start:end], is_nested, end

    def _walked(self, markup: bytes) -> Iterator[Block]:
        """Yield the blocks of an element as the walk reads them."""
        yield from self._story.blocks(self._shapes.parse(markup))
        if self._story.formats.has_run_on:
            raise UnusualError  # text that runs on into the next block

    def _paragraph(self, markup: bytes) -> Iterator[Block]:
        parts = _TEXT.split(markup)
        shape = self._shapes.paragraph(tuple(parts[::2]))
        if shape is None:
            yield from self._walked(markup)
            return
        line = self._shapes.line(shape, texts_of(parts[1::2]))
        if line is not None:
            yield line

    def _plain_table(self, markup: bytes) -> RawTable | None:
        """Return the rows of a table, None unless it is made of nothing but rows of cells."""
        first = _ROW.search(markup)
        if first is None:
            return None
        table = self._shapes.parse(markup[: first.start()] + b"</w:tbl>")[0]
        if table.tag != f"{W}tbl" or any(child.tag not in _TABLE_PARTS for child in table):
            return None
        rows = self._rows(_TEXT.split(markup[first.start() : -len("</w:tbl>")]))
        # A frame around one cell is read with its paragraphs.
        is_frame = rows is None or all(len(row.cells) <= 1 or row.cells[1][1] for row in rows)
        return None if rows is None or is_frame else RawTable(raw_widths(table), rows, 0)

    def _rows(self, parts: list[bytes]) -> list[RawRow] | None:
        """Return the rows from gaps and texts in turn, None if there is more than rows of cells."""
        texts = texts_of(parts[1::2])
        shown = [visible(text).strip() for text in texts]
        rows: list[RawRow] = []
        cells: list[RawCell] = []
        key: tuple[bytes, ...] = ()
        start, gaps, plain = 0, self._gaps, self._plain_cells
        for index, markup in enumerate(parts[::2]):
            gap = gaps[markup] if markup in gaps else self._gap(markup, is_first=not index)
            if gap is None:
                return None
            if gap is _INSIDE:
                key = (*key, markup)
                continue
            if index:
                key = (*key, gap.head)
                found = plain[key] if key in plain else self._plain_cell(key)
                if found is None:
                    cells.append(self._shapes.raw_cell(key, texts[start:index]))
                else:
                    # Most cells of all: a tuple is made five times faster than a record.
                    cells.append((*found, shown[start]))  # type: ignore[arg-type]
            for item in gap.between:
                if isinstance(item, RawCell):
                    cells.append(item)
                else:
                    cells = []
                    if item.is_visible:
                        rows.append(RawRow(item.before, cells))
            key, start = (gap.tail,), index
        return None if key[0] else rows

    def _plain_cell(self, key: tuple[bytes, ...]) -> tuple[int, str | None, str | None] | None:
        """Return the spans of a cell that shows one text as it is, None for others."""
        shape = self._shapes.cell(key)
        self._plain_cells[key] = None if shape is None or not shape.is_one_text else shape.cell[:3]
        return self._plain_cells[key]

    def _gap(self, markup: bytes, *, is_first: bool) -> Gap | None:
        """Take a gap apart, None if it holds more than rows and cells; each is known from then on."""
        start = 0 if is_first else markup.find(_CELL_END) + len(_CELL_END)
        if not is_first and start < len(_CELL_END):
            self._gaps[markup] = _INSIDE
            return _INSIDE
        between: list[RawHead | RawCell] = []
        rest, is_in_row = markup[start:], not is_first
        while rest := rest.lstrip():
            if rest.startswith(_CELL) and is_in_row:
                end = rest.find(_CELL_END) + len(_CELL_END)
                if end < len(_CELL_END):
                    break
                between.append(self._shapes.raw_cell((rest[:end],), ()))
            elif rest.startswith(_ROW_END) and is_in_row:
                end, is_in_row = len(_ROW_END), False
            else:
                end = rest.find(_CELL)
                row = self._row(rest[:end]) if end > 0 and not is_in_row and _ROW.match(rest) else None
                if row is None or row.revisions:
                    return None
                between.append(row)
                is_in_row = True
            rest = rest[end:]
        if is_in_row and not rest:
            return None
        self._gaps[markup] = Gap(markup[:start], tuple(between), rest)
        return self._gaps[markup]

    def _row(self, markup: bytes) -> RawHead | None:
        """Return what a row says before its first cell, None if that is more than properties."""
        root = self._shapes.parse(markup + _ROW_END)
        row = root[0] if len(root) == 1 and root[0].tag == f"{W}tr" else None
        return raw_head(row) if row is not None and all(part.tag in _ROW_PARTS for part in row) else None


def _end_of(text: bytes, name: bytes, start: int) -> tuple[int, bool]:
    """Return where an element ends, and whether it holds others of its name."""
    close = text.find(b">", start)
    if text[close - 1 : close] == b"/":
        return close + 1, False
    opening, both, end_tag = _tags(name)
    end = text.find(end_tag, close)
    if end >= 0 and opening.search(text, close, end) is None:
        return end + len(end_tag), False
    depth = 0
    for found in both.finditer(text, start):
        depth += -1 if found[0] == end_tag else 1
        if depth == 0:
            return found.end(), True
    raise UnusualError


@cache
def _tags(name: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes], bytes]:
    """Return what finds the start tags of a name, what finds start and end tags, and its end tag."""
    opening, end_tag = rb"<%b(?=[ >])[^<>]*(?<!/)>" % name, b"</%b>" % name
    return re.compile(opening), re.compile(rb"%b|%b" % (opening, end_tag)), end_tag
