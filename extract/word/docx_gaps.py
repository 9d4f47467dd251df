"""What the markup between two texts of a Word file does: which elements end there, stand there, begin there.

A document repeats few such gaps around ever new texts. Each is taken apart once, at the place where it
was met; from then on one look in a table says what to do. The rest is left to the walk.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from .docx_package import W
from .docx_shapes import ParagraphShape, UnusualError
from .docx_tables import RawCell, RawHead, raw_head, raw_widths

if TYPE_CHECKING:
    from .docx_shapes import Shapes

# The last gap, behind all texts, ends with it.
BODY_END = b"</w:body>"
_ELEMENT = re.compile(rb"<([\w:.-]+)(?=[ />])")
_ROW, _ROW_END, _CELL, _CELL_END = re.compile(rb"<w:tr(?=[ >])"), b"</w:tr>", b"<w:tc>", b"</w:tc>"
_TABLE_END, _PARAGRAPH_END = b"</w:tbl>", b"</w:p>"
# Elements between blocks that show nothing.
_MARKS = frozenset({b"w:bookmarkStart", b"w:bookmarkEnd", b"w:proofErr", b"w:sectPr"})
_TABLE_PARTS = frozenset(f"{W}{tag}" for tag in ("tblPr", "tblGrid"))
_ROW_PARTS = frozenset(f"{W}{tag}" for tag in ("trPr", "tblPrEx"))


class TableStart(NamedTuple):
    """A table begins: the stated widths of its columns, and where in the gap it begins."""

    widths: tuple[str, ...]
    at: int


class TableEnd(NamedTuple):
    """A table ends: where in the gap."""

    at: int


class Walk(NamedTuple):
    """Something that the walk must read: where in the gap it begins, None for what is open already."""

    at: int | None


class CellEnd(NamedTuple):
    """A cell ends that must be made from its texts and the markup around them."""

    key: tuple[bytes, ...]


_PLACED = (TableStart, TableEnd, Walk)
# Cells without text come as a list.
Item = TableStart | TableEnd | RawHead | list[RawCell | str] | ParagraphShape | Walk


class Step(NamedTuple):
    """What a gap does.

    Attributes:
        is_plain: A cell ends that takes one column, is not merged, and shows its texts and nothing else.
        ended: Any other cell, or the paragraph of the body, that ends.
        items: What stands in the gap complete, in order.
        node: What is open at its end; None after a `Walk` and at the end of the body.
        opens: Where in the gap that begins; -1 if it was open before.
    """

    is_plain: bool = False
    ended: CellEnd | ParagraphShape | None = None
    items: tuple[Item, ...] = ()
    node: Node | None = None
    opens: int = -1


class Node:
    """An open paragraph or cell: its markup so far, and what the gaps met there do."""

    def __init__(self, key: tuple[bytes, ...], *, is_cell: bool) -> None:
        self.key = key
        self.is_cell = is_cell
        self.steps: dict[bytes, Step] = {}


class Gaps:
    """The gaps of one document."""

    def __init__(self, shapes: Shapes) -> None:
        self.start = Node((), is_cell=False)
        self._shapes = shapes
        self._heads: dict[bytes, RawHead | None] = {}
        self._nodes: dict[tuple[bool, tuple[bytes, ...]], Node] = {}

    def step(self, node: Node, gap: bytes) -> Step:
        """Take a gap apart and remember what it does.

        Args:
            node: What is open before it.
            gap: Markup up to the tag of a text, or to the end of the body.
        """
        found = self._in_cell(node, self._shapes.bare(gap)) if node.is_cell else None
        found = found or self._tried(node, gap)
        node.steps[gap] = found
        return found

    def _in_cell(self, node: Node, bare: bytes) -> Step | None:
        """Return what a gap in a row does by its bare markup, None if it matters where in the gap."""
        found = node.steps.get(bare) or self._tried(node, bare)
        if any(isinstance(item, _PLACED) for item in found.items):
            return None
        node.steps[bare] = found
        return found

    def _tried(self, node: Node, gap: bytes) -> Step:
        try:
            return self._step(node, gap)
        except etree.XMLSyntaxError:  # what is open holds others of its kind
            return Step(items=(Walk(None),))

    def _step(self, node: Node, gap: bytes) -> Step:
        markup = gap.removesuffix(BODY_END)
        is_text = len(markup) == len(gap)
        if not node.key:
            return self._between(markup, 0, Step(), is_text=is_text)
        closing = _CELL_END if node.is_cell else _PARAGRAPH_END
        end = markup.find(closing) + len(closing)
        if end < len(closing):
            if not is_text:
                return Step(items=(Walk(None),))
            return Step(node=self._node((*node.key, self._shapes.bare(markup)), is_cell=node.is_cell))
        key = (*node.key, self._shapes.bare(markup[:end]))
        ended: CellEnd | ParagraphShape | None = CellEnd(key) if node.is_cell else self._shapes.paragraph(key)
        if ended is None:
            return Step(items=(Walk(None),))
        is_plain = node.is_cell and self._shapes.is_plain_cell(key)
        return self._between(
            markup, end, Step(is_plain=is_plain, ended=None if is_plain else ended), is_text=is_text
        )

    def _node(self, key: tuple[bytes, ...], *, is_cell: bool) -> Node:
        """Return the place after this markup, the same for markup that says the same."""
        return self._nodes.setdefault((is_cell, key), Node(key, is_cell=is_cell))

    def _between(self, markup: bytes, at: int, ended: Step, *, is_text: bool) -> Step:
        """Return a step with what stands in a gap behind the element that ends.

        Args:
            markup: The gap without the tag of the text.
            at: Where the element ends.
            ended: The step as far as known; a cell ends in a row, all others in the body.
            is_text: A text follows.
        """
        items: list[Item] = []
        is_in_row = is_in_table = ended.is_plain or isinstance(ended.ended, CellEnd)
        while (at := _skip(markup, at)) < len(markup):
            if is_in_row:
                item, end = self._in_row(markup, at)
                is_in_row = item is not None
            elif is_in_table:
                item, end = self._in_table(markup, at)
                is_in_row, is_in_table = isinstance(item, RawHead), not isinstance(item, TableEnd)
            else:
                item, end = self._in_body(markup, at)
                is_in_table = isinstance(item, TableStart)
            if end < 0:  # what begins here is open at the end
                if not is_text:
                    return ended._replace(items=(*items, Walk(None if is_in_table else at)))
                node = self._node((self._shapes.bare(markup[at:]),), is_cell=is_in_table)
                return ended._replace(items=tuple(items), node=node, opens=at)
            if isinstance(item, list) and items and isinstance(items[-1], list):
                items[-1] += item
            elif item is not None:
                items.append(item)
            if isinstance(item, Walk):
                return ended._replace(items=tuple(items))
            at = end
        if is_in_table:
            items.append(Walk(None))
        return ended._replace(items=tuple(items))

    def _in_row(self, markup: bytes, at: int) -> tuple[Item | None, int]:
        """Return the cell without text that begins here and its end, no cell at the end of the row."""
        if markup.startswith(_ROW_END, at):
            return None, at + len(_ROW_END)
        if not markup.startswith(_CELL, at):
            return Walk(None), at
        end = markup.find(_CELL_END, at) + len(_CELL_END)
        if end < len(_CELL_END):
            return Walk(None), -1
        return [self._shapes.raw_cell((self._shapes.bare(markup[at:end]),), ())], end

    def _in_table(self, markup: bytes, at: int) -> tuple[Item, int]:
        """Return what begins here between two rows, and where the next thing begins."""
        if markup.startswith(_TABLE_END, at):
            return TableEnd(at + len(_TABLE_END)), at + len(_TABLE_END)
        end = markup.find(_CELL, at)
        if end < 0 or _ROW.match(markup, at) is None:
            return Walk(None), at
        start = self._shapes.bare(markup[at:end])
        if start not in self._heads:
            self._heads[start] = self._head(start)
        head = self._heads[start]
        return (Walk(None), at) if head is None else (head, end)

    def _head(self, markup: bytes) -> RawHead | None:
        """Return what a row says before its first cell, None if that is more than plain properties."""
        root = self._shapes.parse(markup + _ROW_END)
        row = root[0] if len(root) == 1 and root[0].tag == f"{W}tr" else None
        if row is None or any(part.tag not in _ROW_PARTS for part in row):
            return None
        head = raw_head(row)
        return None if head.revisions else head

    def _in_body(self, markup: bytes, at: int) -> tuple[Item | None, int]:
        """Return what begins here between two blocks and its end, -1 if that lies behind the gap."""
        found = _ELEMENT.match(markup, at)
        if found is not None and found[1] == b"w:tbl":
            return self._table_start(markup, at)
        if found is not None and found[1] in _MARKS:
            return None, end_of(markup, found[1], at)[0]
        if found is None or found[1] != b"w:p":
            return Walk(at), at
        if markup.find(_PARAGRAPH_END, at) < 0 and not _is_empty(markup, at):
            return None, -1
        end, is_nested = end_of(markup, b"w:p", at)
        shape = None if is_nested else self._shapes.paragraph((self._shapes.bare(markup[at:end]),))
        return (Walk(at), at) if shape is None else (shape, end)

    def _table_start(self, markup: bytes, at: int) -> tuple[Item, int]:
        first = _ROW.search(markup, at)
        if first is None:
            return Walk(at), at
        root = self._shapes.parse(markup[at : first.start()] + _TABLE_END)
        table = root[0] if len(root) == 1 else None
        if table is None or table.tag != f"{W}tbl" or any(child.tag not in _TABLE_PARTS for child in table):
            return Walk(at), at
        return TableStart(raw_widths(table), at), first.start()


_BLANKS = re.compile(rb"\s*")


def _skip(markup: bytes, at: int) -> int:
    found = _BLANKS.match(markup, at)
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


@cache
def _tags(name: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes], bytes]:
    """Return what finds the start tags of a name, what finds start and end tags, and its end tag."""
    opening, end_tag = rb"<%b(?=[ >])[^<>]*(?<!/)>" % name, b"</%b>" % name
    return re.compile(opening), re.compile(rb"%b|%b" % (opening, end_tag)), end_tag
