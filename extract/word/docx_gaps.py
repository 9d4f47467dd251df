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


# Cells without text come as a list.
Item = TableStart | TableEnd | RawHead | list[RawCell | str] | ParagraphShape | Walk


class Step(NamedTuple):
    """What a gap does.

    Attributes:
        is_plain: A cell ends that takes one column, is not merged, and shows its texts and nothing else.
        ended: Any other cell, or the paragraph of the body, that ends.
        items: What stands in the gap complete, in order.
        node: What is open at its end; None after a `Walk` and at the end of the body.
        opens: Where in the gap a paragraph of the body begins; 0 for a cell, -1 if it was open before.
    """

    is_plain: bool = False
    ended: CellEnd | ParagraphShape | None = None
    items: tuple[Item, ...] = ()
    node: Node | None = None
    opens: int = -1


class Node:
    """An open paragraph or cell: its markup so far, and what the gaps met there do.

    Attributes:
        steps: What each gap does.
        ends: What is known of it once it ends, by the markup that ends it.
    """

    def __init__(self, key: tuple[bytes, ...], *, is_cell: bool) -> None:
        self.key = key
        self.is_cell = is_cell
        self.steps: dict[bytes, Step] = {}
        self.ends: dict[bytes, Step] = {}


class Gaps:
    """The gaps of one document, and the cells and starts of rows that they are made of.

    Gaps are many, since each holds the end of one cell, the start of another, and the empty cells
    between; what they are made of is little, and read once.
    """

    def __init__(self, shapes: Shapes) -> None:
        self.start = Node((), is_cell=False)
        self._shapes = shapes
        self._rows: dict[bytes, RawHead | Walk | None] = {}
        self._empty: dict[bytes, RawCell | str] = {}
        self._begun: dict[bytes, Node] = {}
        self._nodes: dict[tuple[bool, tuple[bytes, ...]], Node] = {}

    def step(self, node: Node, gap: bytes) -> Step:
        """Take a gap apart and remember what it does.

        Args:
            node: What is open before it.
            gap: Markup up to the tag of a text, or to the end of the body.
        """
        try:
            found = self._step(node, gap)
        except etree.XMLSyntaxError:  # what is open holds others of its kind
            found = Step(items=(Walk(None),))
        node.steps[gap] = found
        return found

    def _step(self, node: Node, gap: bytes) -> Step:
        if not node.key:
            return self._in_body(gap, 0, Step())
        closing = _CELL_END if node.is_cell else _PARAGRAPH_END
        end = gap.find(closing) + len(closing)
        if end < len(closing):
            return Step(node=self._node((*node.key, self._shapes.bare(gap)), is_cell=node.is_cell))
        ended = node.ends.get(gap[:end]) or self._ended(node, gap[:end])
        if ended.items:
            return ended
        return (self._in_table if node.is_cell else self._in_body)(gap, end, ended)

    def _ended(self, node: Node, markup: bytes) -> Step:
        """Return a step that ends a paragraph or cell and does nothing else."""
        key = (*node.key, self._shapes.bare(markup))
        if node.is_cell:
            is_plain = self._shapes.is_plain_cell(key)
            step = Step(is_plain=is_plain, ended=None if is_plain else CellEnd(key))
        else:
            shape = self._shapes.paragraph(key)
            step = Step(ended=shape) if shape is not None else Step(items=(Walk(None),))
        node.ends[markup] = step
        return step

    def _node(self, key: tuple[bytes, ...], *, is_cell: bool) -> Node:
        """Return the place after this markup, the same for markup that says the same."""
        return self._nodes.setdefault((is_cell, key), Node(key, is_cell=is_cell))

    def _in_table(self, gap: bytes, at: int, step: Step, before: bytes = b"") -> Step:
        """Return a step with what stands in a gap behind a cell or the start of a table.

        Args:
            gap: The gap.
            at: Where the cell ends, or the first row begins.
            step: What stands in the gap before.
            before: What ends before the first row.
        """
        end = gap.find(_TABLE_END, at)
        rows = before + (gap[at:] if end < 0 else gap[at:end])
        items = [*step.items]
        *cells, last = rows.split(_CELL_END)
        for cell in cells:
            content = self._begin_cell(cell, items)
            if content is None:
                return step._replace(items=(*items, Walk(None)))
            if content not in self._empty:
                whole_cell = self._shapes.bare(_CELL + content + _CELL_END)
                self._empty[content] = self._shapes.raw_cell((whole_cell,), ())
            if items and isinstance(items[-1], list):
                items[-1].append(self._empty[content])
            else:
                items.append([self._empty[content]])
        if end >= 0:
            if last.strip() != _ROW_END:
                return step._replace(items=(*items, Walk(None)))
            end += len(_TABLE_END)
            return self._in_body(gap, end, step._replace(items=(*items, TableEnd(end))))
        content = self._begin_cell(last, items)
        if content is None:
            return step._replace(items=(*items, Walk(None)))
        if content not in self._begun:
            self._begun[content] = self._node((self._shapes.bare(_CELL + content),), is_cell=True)
        return step._replace(items=tuple(items), node=self._begun[content], opens=0)

    def _begin_cell(self, markup: bytes, items: list[Item]) -> bytes | None:
        """Add the row that begins before a cell to the items; return what stands in the cell.

        Returns:
            None if there is anything else between this cell and the one before.
        """
        between, tag, content = markup.partition(_CELL)
        if not tag:
            return None
        if between:
            if between not in self._rows:
                self._rows[between] = self._row(between.strip())
            row = self._rows[between]
            if isinstance(row, Walk):
                return None
            if row is not None:
                items.append(row)
        return content

    def _row(self, between: bytes) -> RawHead | Walk | None:
        """Return the row that begins between two cells, None if none does."""
        if not between:
            return None
        if not between.startswith(_ROW_END):
            return Walk(None)
        return self._head(self._shapes.bare(between[len(_ROW_END) :].lstrip())) or Walk(None)

    def _in_body(self, gap: bytes, at: int, step: Step) -> Step:
        """Return a step with what stands in a gap between two blocks of the body.

        Args:
            gap: The gap.
            at: Where the block before ends.
            step: What stands in the gap before.
        """
        items = [*step.items]
        while (at := _skip(gap, at)) < len(gap) and not gap.startswith(BODY_END, at):
            item, end = self._block(gap, at)
            if end < 0:  # a paragraph is open at the end
                node = self._node((self._shapes.bare(gap[at:]),), is_cell=False)
                return step._replace(items=tuple(items), node=node, opens=at)
            if item is not None:
                items.append(item)
            if isinstance(item, Walk):
                break
            if isinstance(item, TableStart):
                return self._in_table(gap, end, step._replace(items=tuple(items)), _ROW_END)
            at = end
        return step._replace(items=tuple(items))

    def _head(self, markup: bytes) -> RawHead | None:
        """Return what a row says before its first cell, None if that is more than plain properties."""
        root = self._shapes.parse(markup + _ROW_END)
        row = root[0] if len(root) == 1 and root[0].tag == f"{W}tr" else None
        if row is None or any(part.tag not in _ROW_PARTS for part in row):
            return None
        head = raw_head(row)
        return None if head.revisions else head

    def _block(self, markup: bytes, at: int) -> tuple[Item | None, int]:
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
