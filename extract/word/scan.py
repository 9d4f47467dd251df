"""The blocks of a Word file read from its bytes: a fast path beside the walk, with the same result.

First the body is taken apart into patterns and texts, then blocks are built of them. What a pattern means
is learned where it is first met, in this document or in one before it (see `Learned`), with shapes that the
walk itself reads; what its styles make of it is asked for each document. An element that holds more than
text in a plain setting is parsed and walked by itself, and a document that is not written the usual way is
walked as a whole. So nothing here knows what an element means, but for paragraphs, tables, rows and cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from .blocks import BLOCKS
from .elements import content
from .filled import Filled
from .markup import CellMarkup, ParagraphMarkup, TableHead, TableStart, Walked, learned
from .package import W, parse_xml, plain_root
from .patterns import Patterns, element_at
from .shapes import UnusualError
from .tables import RawHead, RawRow, RawTable, raw_table, runs_on
from .text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from .blocks import Block, Story
    from .markup import Item, Pattern
    from .tables import RawCell

_BODY, _BODY_END = b"<w:body>", b"</w:body>"
# What no text holds as it is: signs that XML forbids or changes, the end of a section.
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n"})
_FORBIDDEN = ("\ufffe", "\uffff")
# What no number of a paragraph or session has.
_NO_SESSION = (b"<", b"/", b"xmlns")


def scan(text: bytes, story: Story) -> list[Block]:
    """Return the blocks of a main part.

    Args:
        text: XML of the main part.
        story: Reads what is not plain, and counts the lists.

    Raises:
        UnusualError: The document must be walked as a whole, with a fresh story.
    """
    wrap = plain_root(text, b"w:document")
    start = text.find(_BODY, 0 if wrap is None else wrap.content)
    end = text.rfind(_BODY_END)
    if wrap is None or start < 0 or end < start:
        raise UnusualError
    rest = text[wrap.content : start] + text[end + len(_BODY_END) : text.rfind(b"</w:document>")]
    known = learned(wrap.tag)
    try:
        parse_xml(wrap.around(rest))
        patterns = Patterns(text, end, known)
        found = _taken_apart(text, (start + len(_BODY), end), patterns)
        return _Builder(text, Filled(known.shapes, story), story).blocks(found, _texts_of(patterns.texts))
    except (etree.XMLSyntaxError, UnicodeDecodeError) as error:
        raise UnusualError from error
    finally:
        if known.is_too_much:
            known.forget()


def _taken_apart(text: bytes, body: tuple[int, int], patterns: Patterns) -> list[Pattern]:
    """Return what a body is made of; one loop without calls of our own, since most of the time is spent here.

    Args:
        text: The main part.
        body: Where the content of the body begins and ends.
        patterns: Says what stands where nothing that is expected does, and keeps the texts.
    """
    at, end = body
    found: list[Pattern] = []
    texts, tags = patterns.texts, patterns.tags
    keep = {b"<": texts.append, b">": tags.append}
    table = 0, 0  # how many patterns and texts stand before the table that is open
    startswith, find = text.startswith, text.find
    last = patterns.event(Walked(b"", at, at))
    while at < end:
        n_texts, n_tags = len(texts), len(tags)
        for pattern in last.followers:
            if not startswith(pattern.head, at):
                continue
            place = at + pattern.length
            for sign, markup, length in pattern.holes:
                close = find(sign, place)
                keep[sign](text[place:close])
                if not startswith(markup, close):
                    del texts[n_texts:], tags[n_tags:]
                    break
                place = close + length
            else:
                at = place
                if pattern is not last.followers[0]:
                    last.followers.remove(pattern)
                    last.followers.insert(0, pattern)
                break
        else:
            event = patterns.learn(last, at)
            if isinstance(event, int):
                at = event
                continue
            if last.in_table:  # all of it is walked
                del found[table[0] :], texts[table[1] :]
            table = len(found), len(texts)
            at = event.end
            pattern = patterns.event(event)
        found.append(pattern)
        last = pattern
    sessions = b"".join(tags)
    if at > end or any(sign in sessions for sign in _NO_SESSION):
        raise UnusualError
    return found


class _Builder:
    """Builds blocks of patterns and texts."""

    def __init__(self, text: bytes, filled: Filled, story: Story) -> None:
        self._text = text
        self._filled = filled
        self._story = story
        self._blocks: list[Block] = []
        self._table = TableStart(0, 0, TableHead((), RawHead()))  # the table that is open
        self._rows: list[RawRow] = []
        self._tables: list[RawTable] = []  # those right above, which the next one may continue
        self._holds_table = False  # the element before is a wrapper with a table in it

    def blocks(self, patterns: Sequence[Pattern], texts: Sequence[str]) -> list[Block]:
        """Return the blocks of a body."""
        at = 0
        cells: list[RawCell | str] = []
        plain: dict[Pattern, bool] = {}
        for pattern in patterns:
            n_texts = pattern.n_texts
            try:
                is_plain = plain[pattern]
            except KeyError:
                is_plain = plain[pattern] = self._filled.is_plain(pattern.item)
            if is_plain:  # most of all
                text = texts[at] if n_texts == 1 else "".join(texts[at : at + n_texts])
                cells.append(text.strip())
            elif isinstance(pattern.item, CellMarkup):
                cells.append(self._filled.cell(pattern.item.key, texts[at : at + n_texts]))
            else:
                cells = self._other(pattern.item, texts[at : at + n_texts])
            at += n_texts
        self._flush()
        return self._blocks

    def _other(self, item: Item, texts: Sequence[str]) -> list[RawCell | str]:
        """Build anything but a cell; return the list for the cells of the row that begins."""
        cells: list[RawCell | str] = []
        if isinstance(item, ParagraphMarkup):
            self._paragraph(item.key, texts)
        elif isinstance(item, RawHead):
            self._row(item, cells)
        elif isinstance(item, TableStart):
            self._table, self._rows = item, []
            self._row(item.head.row, cells)
        elif isinstance(item, Walked):
            self._walked(item.name, self._parsed(item))
        elif _is_frame(self._rows):
            self._walked(b"w:tbl", self._parsed(element_at(self._text, self._table.start)))
        else:
            self._add(RawTable(self._table.head.widths, self._rows, 0))
        return cells

    def _row(self, head: RawHead, cells: list[RawCell | str]) -> None:
        if head.is_visible:
            self._rows.append(RawRow(head.before, cells))

    def _paragraph(self, key: tuple[bytes, ...], texts: Sequence[str]) -> None:
        shape = self._filled.paragraph(key)
        if shape is None:
            self._walked(b"w:p", self._filled.element(key, texts))
            return
        self._flush()
        self._holds_table = False
        line = self._filled.line(shape, texts)
        if line is not None:
            self._blocks.append(line)

    def _add(self, table: RawTable) -> None:
        """Add a table, after those before unless it continues them."""
        if self._holds_table:  # tables beside tables in wrappers may run on from each other
            raise UnusualError
        if self._tables and not runs_on(self._tables[-1], table):
            self._flush()
        self._tables.append(table)

    def _flush(self) -> None:
        if self._tables:
            self._blocks += self._story.table(self._tables, 0, self._filled)
            self._tables = []

    def _parsed(self, element: Walked) -> _Element:
        return self._filled.parse(self._text[element.start : element.end])

    def _walked(self, name: bytes, root: _Element) -> None:
        """Add the blocks of an element as the walk reads them.

        Args:
            name: Its name.
            root: What holds it.
        """
        if name == b"w:tbl":
            self._add(raw_table(root[0]))
        elif next(content(root, BLOCKS), None) is not None:  # a mark alone parts no tables
            has_table = name != b"w:p" and next(root.iter(f"{W}tbl"), None) is not None
            if has_table and (self._tables or self._holds_table):
                raise UnusualError
            self._flush()
            self._holds_table = has_table
            self._blocks += self._story.blocks(root)
            if self._story.formats.has_run_on:
                raise UnusualError  # text that runs on into the next block


def _is_frame(rows: Sequence[RawRow]) -> bool:
    """Say whether a table holds but one cell: such a frame is read with its paragraphs."""
    return all(
        len(row.cells) <= 1 or (not isinstance(row.cells[1], str) and bool(row.cells[1].sideways))
        for row in rows
    )


def _texts_of(raw: Sequence[bytes]) -> list[str]:
    """Return texts as XML means them, without characters that have no width."""
    if not raw:
        return []
    together = b"<".join(raw)  # the one sign that no text holds
    if b"]]>" in together or len(together.translate(None, _CONTROLS)) < len(together):
        raise UnusualError
    text = together.decode()
    if any(sign in text for sign in _FORBIDDEN):
        raise UnusualError
    if "&" in text:
        return [visible(_unescaped(one)) for one in text.split("<")]
    return visible(text).split("<")


def _unescaped(text: str) -> str:
    return parse_xml(b"<t>%b</t>" % text.encode()).text or "" if "&" in text else text
