"""Paragraphs and cells of one document: shapes with its texts, as its styles and lists show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .markup import CellMarkup
from .shapes import CellShape, ParagraphShape
from .tables import RawCell, raw_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .blocks import Block, Line, Story
    from .markup import Item
    from .shapes import Shapes
    from .styles import ParagraphFormat
    from .tables import Spans

    # Markup before, between and after texts.
    Key = tuple[bytes, ...]

# Spans of a cell that takes one column and is not merged.
_SINGLE = (1, None, None)


class Shown(NamedTuple):
    """A paragraph without its texts, as this document shows it: its format, and its pieces."""

    style: ParagraphFormat
    pieces: tuple[str | int, ...]


class ShownCell(NamedTuple):
    """A cell likewise: its spans, its paragraphs, and whether it shows all its texts and nothing else."""

    spans: Spans
    paragraphs: tuple[Shown, ...]
    is_whole: bool


class Filled:
    """Reads the paragraphs and cells of one document.

    Attributes:
        parse: Returns an element with some markup as its content.
        element: Returns an element that holds a paragraph or cell with its texts.
    """

    def __init__(self, shapes: Shapes, story: Story) -> None:
        self.parse = shapes.parse
        self.element = shapes.filled
        self._shapes = shapes
        self._story = story
        self._paragraphs: dict[Key, Shown | None] = {}
        self._cells: dict[Key, ShownCell | None] = {}

    def paragraph(self, key: Key) -> Shown | None:
        """Return a w:p without its texts, None if the walk must read it."""
        if key not in self._paragraphs:
            shape = self._shapes.of(key)
            self._paragraphs[key] = self._shown(shape) if isinstance(shape, ParagraphShape) else None
        return self._paragraphs[key]

    def is_plain(self, item: Item) -> bool:
        """Say whether this is a cell of one column, not merged, that shows its texts and nothing else."""
        shown = self._cell(item.key) if isinstance(item, CellMarkup) else None
        return shown is not None and shown.is_whole and shown.spans == _SINGLE

    def cell(self, key: Key, texts: Sequence[str]) -> RawCell | str:
        """Return a w:tc, with what its text is read from as its content."""
        shown = self._cell(key)
        if shown is None:
            return raw_cell(self.element(key, texts)[0])
        if not shown.is_whole:
            return RawCell(*shown.spans, (shown, texts))
        text = "".join(texts).strip()
        return text if shown.spans == _SINGLE else RawCell(*shown.spans, text)

    def line(self, shown: Shown, texts: Sequence[str]) -> Line | None:
        """Return a paragraph with its texts and its number, None if it shows nothing."""
        pieces = [piece if isinstance(piece, str) else texts[piece] for piece in shown.pieces]
        return self._story.line(shown.style, "".join(pieces))

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

    def _cell(self, key: Key) -> ShownCell | None:
        if key not in self._cells:
            shape = self._shapes.of(key)
            self._cells[key] = self._shown_cell(shape) if isinstance(shape, CellShape) else None
        return self._cells[key]

    def _shown_cell(self, shape: CellShape) -> ShownCell | None:
        paragraphs: list[Shown] = []
        for paragraph in shape.paragraphs:
            shown = self._shown(paragraph)
            if shown is None:
                return None
            paragraphs.append(shown)
        is_whole = len(paragraphs) == 1 and shape.paragraphs[0].is_whole and not paragraphs[0].style.place[0]
        return ShownCell(shape.spans, tuple(paragraphs), is_whole)

    def _shown(self, shape: ParagraphShape) -> Shown | None:
        """Return a paragraph as it is shown, None if a style hides some of it: then the walk must read it."""
        formats = self._story.formats
        style = formats.of(shape.said)
        if style.is_hidden or (shape.run_styles and any(map(formats.styles.hides, shape.run_styles))):
            return None
        return Shown(style, shape.pieces)
