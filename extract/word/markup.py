"""What the body of a Word file is made of, and what was learned of its markup; see `patterns`."""

from __future__ import annotations

from functools import lru_cache
from threading import get_ident
from typing import NamedTuple

from .package import Wrap
from .shapes import Shapes
from .tables import RawHead

# Word, WPS, LibreOffice and the programs of offices declare some dozen sets of namespaces between them: the
# sixteen that are met most hold 97 of 100 documents. No tag of a root is longer than a tenth of this.
_SETS, _TAG_BYTES = 16, 1 << 16
# A long report repeats some 200 patterns of 1,000 bytes. What is learned of more is forgotten right away.
_LEARNED_BYTES = 1 << 20


class CellMarkup(NamedTuple):
    """A cell: its markup before, between and after its texts."""

    key: tuple[bytes, ...]


class ParagraphMarkup(NamedTuple):
    """A paragraph: its markup before, between and after its texts."""

    key: tuple[bytes, ...]


class TableHead(NamedTuple):
    """What a table says before its first cell: the widths of its columns, and what its first row says."""

    widths: tuple[str, ...]
    row: RawHead


class TableStart(NamedTuple):
    """A table begins, with its first row.

    Attributes:
        start: Where in the part.
        end: Where its first cell begins.
        head: What it says up to there.
    """

    start: int
    end: int
    head: TableHead


class TableEnd(NamedTuple):
    """A table ends."""


class Walked(NamedTuple):
    """An element that the walk must read: its name, and where in the part it begins and ends."""

    name: bytes
    start: int
    end: int


Item = CellMarkup | RawHead | ParagraphMarkup | TableStart | TableEnd | Walked
# The sign at which a hole ends, the markup behind it, and the length of that.
Hole = tuple[bytes, bytes, int]


class Pattern:
    """Markup with holes.

    Attributes:
        item: What it is.
        head: Markup before the first hole.
        length: Its length.
        holes: The holes, in order; at "<" a text ends, at ">" what stands in a tag.
        n_texts: How many of them are texts.
        in_table: A table is open behind it.
        followers: Patterns that came right behind it, the last one first.
    """

    __slots__ = ("followers", "head", "holes", "in_table", "item", "length", "n_texts")

    def __init__(self, item: Item, head: bytes, holes: tuple[Hole, ...]) -> None:
        self.item = item
        self.head = head
        self.length = len(head)
        self.holes = holes
        self.n_texts = sum(hole[0] == b"<" for hole in holes)
        self.in_table = isinstance(item, CellMarkup | RawHead | TableStart)
        self.followers: list[Pattern] = []


class Learned:
    """What was learned of the markup of documents whose roots declare the same namespaces.

    It holds for all of them: what markup means depends neither on what stands around it nor on the styles of
    a document, which only say how that is shown. So reports that one program wrote are learned once.

    Attributes:
        shapes: Paragraphs and cells.
        patterns: By their markup before, between and after their holes; None for what must be walked.
        tables: By their markup up to the first cell; None likewise.
        in_body: What came behind walked elements.
        in_rows: What came behind the starts of tables.
        size: Bytes of markup that were learned from.
    """

    def __init__(self, tag: bytes) -> None:
        """Prepare.

        Args:
            tag: Start tag of the root.
        """
        self._wrap = Wrap(tag)
        self.forget()

    def forget(self) -> None:
        """Forget everything."""
        self.shapes = Shapes(self._wrap)
        self.patterns: dict[tuple[bytes, ...], Pattern | None] = {}
        self.tables: dict[bytes, TableHead | None] = {}
        self.in_body: list[Pattern] = []
        self.in_rows: list[Pattern] = []
        self.size = 0

    @property
    def is_too_much(self) -> bool:
        """Whether it is more than is kept for the next document."""
        return self.size > _LEARNED_BYTES


def learned(tag: bytes) -> Learned:
    """Return what was learned of documents with this start tag; each thread learns for itself."""
    return Learned(tag) if len(tag) > _TAG_BYTES else _learned(tag, get_ident())


@lru_cache(_SETS)
def _learned(tag: bytes, _thread: int) -> Learned:
    return Learned(tag)
