"""Shapes: the markup of paragraphs and cells without their texts, read once by the walk itself.

Word repeats the same markup around ever new texts. The walk reads each such shape once, with
numbered placeholders for the texts; every later paragraph of that shape only has its texts put in.
"""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from .blocks import BLOCKS
from .elements import child_of, content
from .package import W, parse_xml
from .symbols import SYMBOL_FONTS
from .tables import RawCell, raw_cell
from .text import read_inline, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from .blocks import Block, Line, Story
    from .package import Wrap
    from .styles import ParagraphFormat

_PARAGRAPH, _CELL = f"{W}p", f"{W}tc"
# Spans of a cell that takes one column and is not merged.
_SINGLE = (1, None, None)
# Placeholders stand where no document has characters: in a private plane.
_PLACEHOLDER, _PLACEHOLDERS = 0xF0000, 0x8000
# Ways to write such a character all the same.
_PRIVATE = re.compile(rb"\xf3|&#|w:char=.[^\"']{5}")


# Properties that change how text looks, not what it says, and marks: the walk never asks for them.
_LOOKS = (
    "trHeight cantSplit tblHeader cnfStyle tblCellSpacing sz szCs jc spacing ind color kern lang b bCs i iCs u cs rtl em shd highlight position fitText snapToGrid "
    "widowControl keepNext keepLines adjustRightInd autoSpaceDE autoSpaceDN topLinePunct overflowPunct "
    "wordWrap kinsoku textAlignment contextualSpacing suppressAutoHyphens suppressLineNumbers bidi "
    "tcW vAlign noWrap top left bottom right start end lastRenderedPageBreak proofErr bookmarkStart bookmarkEnd"
)
_SYMBOL_FONTS = "|".join(map(re.escape, SYMBOL_FONTS))
# One branch for each first letter: a third of the time that a plain list of names takes.
_BRANCHES = "|".join(
    f"{letter}(?:{'|'.join(name[1:] for name in names)})"
    for letter, names in groupby(sorted(_LOOKS.split()), key=itemgetter(0))
)
_FORMATTING = re.compile(
    # Right behind a tag: where else a tag begins, the markup is malformed and must stay so.
    rf"<w:(?<=><w:)(?:(?:{_BRANCHES})(?=[ /])|rFonts(?![^<>]*(?i:{_SYMBOL_FONTS})))[^<>]*/>".encode()
)


class UnusualError(Exception):
    """The document is not written the usual way and must be walked as a whole."""


class ParagraphShape(NamedTuple):
    """A paragraph without its texts: its format, and its pieces, numbers standing for texts."""

    style: ParagraphFormat
    pieces: tuple[str | int, ...]

    def is_plain(self, n_texts: int) -> bool:
        """Say whether it shows all its texts, one after the other and without a number."""
        return not self.style.place[0] and self.pieces == tuple(range(n_texts))


class CellShape(NamedTuple):
    """A cell without its texts.

    Attributes:
        cell: Its spans.
        paragraphs: Its paragraphs.
        is_plain: It shows its texts one after the other, and nothing else.
    """

    cell: RawCell
    paragraphs: tuple[ParagraphShape, ...]
    is_plain: bool


class Shapes:
    """The shapes of one document; reads the cells that are made of them."""

    def __init__(self, wrap: Wrap, story: Story) -> None:
        self._wrap = wrap
        self._story = story
        self._paragraphs: dict[tuple[bytes, ...], ParagraphShape | None] = {}
        self._cells: dict[tuple[bytes, ...], CellShape | None] = {}
        self._bare: dict[bytes, bytes] = {}

    def bare(self, markup: bytes) -> bytes:
        """Return markup without what only changes how text looks."""
        bare = b""
        for part in markup.partition(b"</w:tcPr>"):  # columns differ in width, and in little else
            if part not in self._bare:
                self._bare[part] = _FORMATTING.sub(b"", part)
            bare += self._bare[part]
        return bare

    def parse(self, markup: bytes) -> _Element:
        """Return an element with this markup as its content."""
        return parse_xml(self._wrap.around(markup))

    def paragraph(self, key: tuple[bytes, ...]) -> ParagraphShape | None:
        """Return the shape of a w:p, None if it holds more than text.

        Args:
            key: Its markup before, between and after its texts.
        """
        if key not in self._paragraphs:
            self._paragraphs[key] = self._paragraph_shape(self._placeheld(key))
        return self._paragraphs[key]

    def cell(self, key: tuple[bytes, ...]) -> CellShape | None:
        """Return the shape of a w:tc, None if it holds more than paragraphs of text.

        Args:
            key: Its markup before, between and after its texts.
        """
        if key not in self._cells:
            self._cells[key] = self._cell_shape(self._placeheld(key), len(key) - 1)
        return self._cells[key]

    def is_plain_cell(self, key: tuple[bytes, ...]) -> bool:
        """Say whether a w:tc takes one column, is not merged, and shows its texts and nothing else."""
        shape = self.cell(key)
        return shape is not None and shape.is_plain and shape.cell[:3] == _SINGLE

    def raw_cell(self, key: tuple[bytes, ...], texts: Sequence[str]) -> RawCell | str:
        """Return a w:tc, with what its text is read from as its content.

        Args:
            key: Its markup before, between and after its texts.
            texts: Its texts.
        """
        shape = self.cell(key)
        if shape is not None:
            if not shape.is_plain:
                return RawCell(*shape.cell[:3], (shape, texts))
            text = "".join(texts).strip()
            return text if shape.cell[:3] == _SINGLE else RawCell(*shape.cell[:3], text)
        filled = [
            b"<w:t>%b</w:t>%b" % (_escaped(text), markup) for text, markup in zip(texts, key[1:], strict=True)
        ]
        return raw_cell(self.parse(b"".join((key[0], *filled)))[0])

    def line(self, shape: ParagraphShape, texts: Sequence[str]) -> Line | None:
        """Return a paragraph with its texts and its number, None if it shows nothing."""
        shown = [piece if isinstance(piece, str) else texts[piece] for piece in shape.pieces]
        return self._story.line(shape.style, "".join(shown))

    def text(self, found: Any) -> str | None:
        """Return the text of a cell, None if the walk must read it."""
        if isinstance(found, str):
            return found
        if not isinstance(found, tuple):
            return None
        lines = [self.line(paragraph, found[1]) for paragraph in found[0].paragraphs]
        return "\n".join([line.text for line in lines if line is not None])

    def blocks(self, found: Any, depth: int) -> Iterator[Block]:
        """Yield the blocks of a cell that the walk must read."""
        yield from self._story.blocks(found, depth)

    def _placeheld(self, key: tuple[bytes, ...]) -> _Element:
        """Return a shape parsed with placeholders for its texts."""
        if len(key) > _PLACEHOLDERS or any(_PRIVATE.search(markup) for markup in key):
            raise UnusualError
        marks = (chr(_PLACEHOLDER + index).encode() for index in range(len(key) - 1))
        marked = [b"<w:t>%b</w:t>%b" % (mark, markup) for mark, markup in zip(marks, key[1:], strict=True)]
        root = self.parse(b"".join((key[0], *marked)))
        if len(root) != 1 or root.text:
            raise UnusualError
        return root[0]

    def _paragraph_shape(self, element: _Element) -> ParagraphShape | None:
        """Return what the walk makes of a paragraph, None if it holds more than text."""
        if element.tag != _PARAGRAPH:
            return None
        story = self._story
        style = story.formats.of(child_of(element, "pPr"))
        inline = read_inline(element, story.formats.styles, story.name, is_hidden=style.is_hidden)
        if style.runs_on:
            raise UnusualError
        if inline.boxes or inline.anchors or inline.revisions or inline.has_symbols:
            return None
        pieces: list[str | int] = []
        for piece in inline.pieces:
            number = ord(piece) - _PLACEHOLDER if len(piece) == 1 else -1
            pieces.append(number if 0 <= number < _PLACEHOLDERS else visible(piece))
        return ParagraphShape(style, tuple(pieces))

    def _cell_shape(self, element: _Element, n_texts: int) -> CellShape | None:
        """Return what the walk makes of a cell, None if it holds more than paragraphs of text."""
        if element.tag != _CELL:
            raise UnusualError
        paragraphs: list[ParagraphShape] = []
        for block in content(element, BLOCKS):
            shape = self._paragraph_shape(block)
            if shape is None:
                return None
            paragraphs.append(shape)
        is_plain = len(paragraphs) == 1 and paragraphs[0].is_plain(n_texts)
        return CellShape(raw_cell(element), tuple(paragraphs), is_plain)


def _escaped(text: str) -> bytes:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()
