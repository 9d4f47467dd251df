"""Shapes: the markup of paragraphs and cells without their texts, read once by the walk itself.

Word repeats the same markup around ever new texts. The walk reads each such shape once, with
numbered placeholders for the texts; every later paragraph of that shape only has its texts put in.
"""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from ...schemas.errors import UnreadableDocument
from .blocks import BLOCKS
from .elements import child_of, content
from .package import W, parse_xml
from .styles import stated
from .symbols import SYMBOL_FONTS
from .tables import raw_cell
from .text import read_inline, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from .package import Wrap
    from .styles import Stated
    from .tables import Spans

_PARAGRAPH, _CELL = f"{W}p", f"{W}tc"
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
    """A paragraph without its texts, as the walk reads it if no style hides any of them.

    Attributes:
        said: What its properties say.
        pieces: What it shows, numbers standing for its texts.
        run_styles: Styles of its runs, which may hide text.
        is_whole: It shows all its texts, one after the other, and nothing else.
    """

    said: Stated
    pieces: tuple[str | int, ...]
    run_styles: tuple[str, ...]
    is_whole: bool


class CellShape(NamedTuple):
    """A cell without its texts.

    Attributes:
        spans: How many columns it takes, and how it is merged sideways and downwards.
        paragraphs: Its paragraphs.
    """

    spans: Spans
    paragraphs: tuple[ParagraphShape, ...]


class Shapes:
    """The shapes of documents whose roots declare the same namespaces, whatever their styles are."""

    def __init__(self, wrap: Wrap) -> None:
        self._wrap = wrap
        self._known: dict[tuple[bytes, ...], ParagraphShape | CellShape | None] = {}
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

    def of(self, key: tuple[bytes, ...]) -> ParagraphShape | CellShape | None:
        """Return the shape of a w:p or w:tc, None if it holds more than paragraphs of text.

        Args:
            key: Its markup before, between and after its texts.

        Raises:
            UnusualError: The document must be walked as a whole.
        """
        if key not in self._known:
            try:
                self._known[key] = self._read(self._placeheld(key), len(key) - 1)
            except UnreadableDocument as error:  # nested too deep, as the walk says with the name of the file
                raise UnusualError from error
        return self._known[key]

    def filled(self, key: tuple[bytes, ...], texts: Sequence[str]) -> _Element:
        """Return an element that holds a w:p or w:tc with its texts."""
        parts = [
            b"<w:t>%b</w:t>%b" % (_escaped(text), markup) for text, markup in zip(texts, key[1:], strict=True)
        ]
        return self.parse(b"".join((key[0], *parts)))

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

    def _read(self, element: _Element, n_texts: int) -> ParagraphShape | CellShape | None:
        if element.tag == _PARAGRAPH:
            return _paragraph_shape(element, n_texts)
        if element.tag != _CELL:
            raise UnusualError
        paragraphs: list[ParagraphShape] = []
        for block in content(element, BLOCKS):
            shape = _paragraph_shape(block, n_texts) if block.tag == _PARAGRAPH else None
            if shape is None:
                return None
            paragraphs.append(shape)
        return CellShape(raw_cell(element)[:3], tuple(paragraphs))


def _paragraph_shape(element: _Element, n_texts: int) -> ParagraphShape | None:
    """Return what the walk makes of a w:p, None if it holds more than text."""
    said = stated(child_of(element, "pPr"))
    if said.runs_on:
        raise UnusualError
    run_styles: list[str] = []

    def hides(style: str) -> bool:
        run_styles.append(style)
        return False

    inline = read_inline(element, hides, "", is_hidden=False)
    if inline.boxes or inline.anchors or inline.revisions or inline.has_symbols:
        return None
    pieces: list[str | int] = []
    for piece in inline.pieces:
        number = ord(piece) - _PLACEHOLDER if len(piece) == 1 else -1
        pieces.append(number if 0 <= number < _PLACEHOLDERS else visible(piece))
    is_whole = pieces == list(range(n_texts))
    return ParagraphShape(said, tuple(pieces), tuple(dict.fromkeys(run_styles)), is_whole)


def _escaped(text: str) -> bytes:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()
