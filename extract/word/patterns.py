"""Patterns: the markup of a paragraph, a cell or the start of a row, with holes for what differs each time.

A document repeats the same markup around ever new texts. Each pattern is cut out where it is first met, and
remembers which ones came next: so most of a document is compared with what is expected, not searched.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise, starmap
from typing import TYPE_CHECKING

from lxml import etree

from .markup import CellMarkup, ParagraphMarkup, Pattern, TableEnd, TableHead, TableStart, Walked
from .package import W
from .shapes import UnusualError
from .tables import RawHead, raw_head, raw_widths

if TYPE_CHECKING:
    from collections.abc import Callable

    from .markup import Hole, Item, Learned

_TEXT = re.compile(rb'<w:t(?: xml:space="preserve")?>[^<]*</w:t>')
# What differs each time: a text; and the numbers that Word gives to every paragraph and editing session. The
# walk reads no attribute of these elements; one with a slash, which no number has, is part of the pattern.
_HOLE = re.compile(rb'<w:(?:(t(?: xml:space="preserve")?>)[^<]*(?=</w:t>)|((?:p|r|tr) )[^<>/]*(?=>))')
_BLANKS = re.compile(rb"\s*")
_ELEMENT = re.compile(rb"<([\w:.-]+)(?=[ />])")
_ROW, _ROW_END, _CELL, _CELL_END = re.compile(rb"<w:tr(?=[ >])"), b"</w:tr>", b"<w:tc>", b"</w:tc>"
_TABLE_END = b"</w:tbl>"
# Elements that show nothing.
_MARKS = frozenset({b"w:bookmarkStart", b"w:bookmarkEnd", b"w:proofErr", b"w:sectPr"})
_TABLE_PARTS = frozenset(f"{W}{tag}" for tag in ("tblPr", "tblGrid"))
_ROW_PARTS = frozenset(f"{W}{tag}" for tag in ("trPr", "tblPrEx"))
# The properties of a table or row take less; more would be searched in vain again and again.
_NEAR = 1 << 16
# Behind a cell comes another, an empty one, a merged one, the next row; what is rarer is looked up.
_EXPECTED = 8


class Patterns:
    """The patterns of one document.

    Attributes:
        texts: What stood in their holes so far.
        tags: What stood in the tags of paragraphs, runs and rows.
    """

    def __init__(self, text: bytes, end: int, known: Learned) -> None:
        """Prepare.

        Args:
            text: XML of the main part.
            end: Where its body ends.
            known: What was learned of documents before it.
        """
        self._text = text
        self._end = end
        self._known = known
        self._shapes = known.shapes
        self.texts: list[bytes] = []
        self.tags: list[bytes] = []
        self._table = 0  # where the last table begins

    def event(self, item: TableStart | Walked) -> Pattern:
        """Return a pattern that stands for something that comes but once."""
        pattern = Pattern(item, b"", ())
        pattern.followers = self._known.in_rows if pattern.in_table else self._known.in_body
        return pattern

    def learn(self, last: Pattern, at: int) -> TableStart | Walked | int:
        """Look at what stands behind a pattern, where none of its followers does.

        Returns:
            The start of a table, or an element that must be walked; else where the pattern begins that is now
            the first follower, or the body ends.

        Raises:
            UnusualError: The document must be walked as a whole.
        """
        at, tag = self._passed(at)
        if tag >= self._end:
            if tag > self._end or last.in_table:
                raise UnusualError
            return tag
        try:
            found = self._row_part(at, tag) if last.in_table else self._block(at, tag)
        except etree.XMLSyntaxError:  # it holds others of its kind
            found = None
        if isinstance(found, TableStart):
            self._table = found.start
            return found
        if found is None:
            return element_at(self._text, self._table if last.in_table else tag)
        last.followers.insert(0, found)
        del last.followers[_EXPECTED:]
        return at

    def _passed(self, at: int) -> tuple[int, int]:
        """Return where the markup of the next pattern begins, behind all marks, and where its tag does."""
        while True:
            tag = _skip(self._text, at)
            found = _ELEMENT.match(self._text, tag)
            if found is None or found[1] not in _MARKS:
                return at, tag
            at, _ = end_of(self._text, found[1], tag)

    def _pattern(self, markup: bytes, read: Callable[[bytes], Item | None]) -> Pattern | None:
        """Return the pattern of which this is an example, None if it must be walked."""
        parts, at = [], 0
        for found in _HOLE.finditer(markup):
            parts.append(markup[at : found.end(found.lastindex or 0)])
            at = found.end()
        key = (*parts, markup[at:])
        known = self._known.patterns
        if key not in known:
            self._known.size += len(markup)
            # The blank before the numbers of a session goes with them.
            item = read(self._shapes.bare(b"".join(part.removesuffix(b" ") for part in key).lstrip()))
            known[key] = None if item is None else Pattern(item, key[0], tuple(starmap(_hole, pairwise(key))))
        return known[key]

    def _row_part(self, at: int, tag: int) -> Pattern | None:
        """Return the cell, the start of a row or the end of a table that stands here; None for other things."""
        text = self._text
        if text.startswith(_CELL, tag):
            end = text.find(_CELL_END, tag) + len(_CELL_END)
            return self._pattern(text[at:end], self._cell)
        if not text.startswith(_ROW_END, tag):
            return None
        after = _skip(text, tag + len(_ROW_END))
        if text.startswith(_TABLE_END, after):
            return self._pattern(text[at : after + len(_TABLE_END)], lambda _: TableEnd())
        end = text.find(_CELL, after, after + _NEAR)
        if end < 0:
            return None
        return self._pattern(text[at:end], lambda bare: self._head(bare.removeprefix(_ROW_END)))

    def _block(self, at: int, tag: int) -> Pattern | TableStart | None:
        """Return the paragraph or the start of a table that stands here, None for other things."""
        found = _ELEMENT.match(self._text, tag)
        if found is not None and found[1] == b"w:tbl":
            return self._table_start(tag)
        if found is None or found[1] != b"w:p":
            return None
        end, is_nested = end_of(self._text, b"w:p", tag)
        if is_nested:
            return None
        return self._pattern(self._text[at:end], self._paragraph)

    def _cell(self, bare: bytes) -> CellMarkup:
        key = _around_texts(bare)
        self._shapes.of(key)  # which says if the document is unusual
        return CellMarkup(key)

    def _paragraph(self, bare: bytes) -> ParagraphMarkup | None:
        key = _around_texts(bare)
        return None if self._shapes.of(key) is None else ParagraphMarkup(key)

    def _table_start(self, start: int) -> TableStart | None:
        end = self._text.find(_CELL, start, start + _NEAR)
        if end < 0:
            return None
        markup = self._text[start:end]
        known = self._known.tables
        if markup not in known:
            self._known.size += len(markup)
            known[markup] = self._table_head(markup)
        head = known[markup]
        return None if head is None else TableStart(start, end, head)

    def _table_head(self, markup: bytes) -> TableHead | None:
        """Return what a table says before its first cell, None if that is more than plain properties."""
        row = _ROW.search(markup)
        if row is None:
            return None
        root = self._shapes.parse(markup[: row.start()] + _TABLE_END)
        if len(root) != 1 or any(part.tag not in _TABLE_PARTS for part in root[0]):
            return None
        head = self._head(markup[row.start() :])
        return None if head is None else TableHead(raw_widths(root[0]), head)

    def _head(self, markup: bytes) -> RawHead | None:
        """Return what a row says before its first cell, None if that is more than plain properties."""
        root = self._shapes.parse(markup + _ROW_END)
        row = root[0] if len(root) == 1 and root[0].tag == f"{W}tr" else None
        if row is None or any(part.tag not in _ROW_PARTS for part in row):
            return None
        head = raw_head(row)
        return None if head.revisions else head


def _hole(before: bytes, behind: bytes) -> Hole:
    return (
        b"<" if before.endswith(b">") else b">",
        behind,
        len(behind),
    )  # behind the tag of a text, or in a tag


def _around_texts(markup: bytes) -> tuple[bytes, ...]:
    """Return markup before, between and after its texts."""
    return tuple(_TEXT.split(markup))


def _skip(text: bytes, at: int) -> int:
    found = _BLANKS.match(text, at)
    return at if found is None else found.end()


def _is_empty(text: bytes, start: int) -> bool:
    """Say whether a tag both opens and closes its element."""
    return text.endswith(b"/", start, text.find(b">", start))


def end_of(text: bytes, name: bytes, start: int) -> tuple[int, bool]:
    """Return where an element ends, and whether it holds others of its name.

    Raises:
        UnusualError: It does not end.
    """
    close = text.find(b">", start)
    if _is_empty(text, start):
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


def element_at(text: bytes, start: int) -> Walked:
    """Return the element that begins here.

    Raises:
        UnusualError: None does, or it does not end.
    """
    found = _ELEMENT.match(text, start)
    if found is None:
        raise UnusualError
    return Walked(found[1], start, end_of(text, found[1], start)[0])


@cache
def _tags(name: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes], bytes]:
    """Return what finds the start tags of a name, what finds start and end tags, and its end tag."""
    opening, end_tag = rb"<%b(?=[ >])[^<>]*(?<!/)>" % name, b"</%b>" % name
    return re.compile(opening), re.compile(rb"%b|%b" % (opening, end_tag)), end_tag
