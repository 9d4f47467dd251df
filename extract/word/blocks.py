"""The content of a Word file as a flat sequence of lines, tables and remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ...schemas.errors import UnreadableDocument
from ..limits import check_nesting
from .elements import child_of, content
from .objects import Objects
from .package import Package, R, W
from .styles import Formats, stated
from .tables import Grid, raw_table, rows_to_areas, runs_on
from .text import read_inline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from ...schemas.records import Reading
    from .objects import Content
    from .styles import ParagraphFormat
    from .tables import RawTable
    from .text import Inline

_PARAGRAPH = f"{W}p"
_TABLE = f"{W}tbl"
_IMPORTED = f"{W}altChunk"
BLOCKS = frozenset({_PARAGRAPH, _TABLE, _IMPORTED})


class Line(NamedTuple):
    """A paragraph with its automatic number.

    Attributes:
        text: Number included.
        level: Of the heading that its style makes it.
        readings: Of its figures, where they were recognised on a picture.
    """

    text: str
    level: int | None
    readings: tuple[Reading, ...] = ()


class Remark(NamedTuple):
    """Something that is not text, met right after the last line or, `in_table`, inside the last table."""

    code: str
    in_table: bool = False


Block = Line | Grid | Remark


class CellReader(Protocol):
    """Reads what `RawCell.content` stands for."""

    def text(self, content: Any, /) -> str | None:
        """Return the text of a cell that holds nothing else, None if that is not known beforehand."""

    def blocks(self, content: Any, depth: int, /) -> Iterator[Block]:
        """Yield everything in a cell."""


class Story:
    """Reads the blocks of one document in order; lists count on from block to block."""

    def __init__(self, package: Package, level: int = 0) -> None:
        """Prepare.

        Args:
            package: The file.
            level: How many Word files this one is embedded in.
        """
        self.formats = Formats(package)
        self.part = package.main
        self._package = package
        self.name = package.name
        self._level = level
        self._objects = Objects(package, level)

    @property
    def unknown_formats(self) -> tuple[str, ...]:
        """Number formats met so far that are printed as plain digits for want of better knowledge."""
        return tuple(sorted(self.formats.numbering.unknown_formats))

    def notes(self, kind: str) -> Iterator[Line]:
        """Yield the lines of footnotes or endnotes; separators are typed, notes are not."""
        root = self._package.side_root(kind)
        self.part = self._package.side_name(kind).lstrip("/")
        for note in () if root is None else root.iterfind(f"{W}{kind[:-1]}"):
            if note.get(f"{W}type", "normal") == "normal":
                yield from (block for block in self.blocks(note) if isinstance(block, Line))

    def blocks(self, container: _Element, depth: int = 0) -> Iterator[Block]:
        """Yield the blocks of a body, cell, text box or note; tables in cells follow their outer table."""
        check_nesting(depth, self.name)
        carried = ""
        tables: list[RawTable] = []
        for element in content(container, BLOCKS):
            if element.tag == _TABLE:
                found = raw_table(element)
                if tables and not runs_on(tables[-1], found):
                    yield from self.table(tables, depth, self)
                    tables = []
                tables.append(found)
                continue
            if tables:
                yield from self.table(tables, depth, self)
                tables = []
            if element.tag == _IMPORTED:
                yield from self._content(self._objects.imported(element.get(f"{R}id"), self.part), depth)
            else:
                style = self.formats.of(stated(child_of(element, "pPr")))
                inline = read_inline(element, self.formats.styles.hides, self.name, is_hidden=style.is_hidden)
                if style.runs_on:
                    carried += inline.text
                    yield Remark("revision")
                else:
                    line = self.line(style, carried + inline.text)
                    if line is not None:
                        yield line
                    carried = ""
                yield from self._attached(inline, depth)
        if tables:
            yield from self.table(tables, depth, self)
        if carried.strip():
            yield Line(carried.strip(), None)

    def line(self, style: ParagraphFormat, text: str) -> Line | None:
        """Return a paragraph with its number, None if it shows nothing."""
        text = text.strip()
        if style.place[0] and (text or not style.hides_mark):
            text = (self.formats.numbering.label(style.place) + text).strip()
        return Line(text, style.outline) if text else None

    def _attached(self, inline: Inline, depth: int) -> Iterator[Block]:
        """Yield what hangs in a paragraph: remarks, then objects, then text boxes."""
        for _ in range(inline.revisions):
            yield Remark("revision")
        for anchor in inline.anchors:
            yield from self._content(self._objects.read(anchor, self.part), depth)
        for box in inline.boxes:
            yield from self.blocks(box, depth + 1)

    def _content(self, found: Content, depth: int) -> Iterator[Block]:
        for block in found.blocks:
            yield Line(block, None) if isinstance(block, str) else block
        if found.document is not None:
            try:
                with Package(found.document, self.name, self._package.recognition) as package:
                    inner = Story(package, self._level + 1)
                    yield from inner.blocks(package.body(package.main_text()), depth + 1)
            except UnreadableDocument:
                yield Remark("import")
        if found.remark is not None:
            yield Remark(found.remark)

    def table(self, tables: Sequence[RawTable], depth: int, reader: CellReader) -> Iterator[Block]:
        """Yield a table, the remarks of its cells, then the tables nested in it.

        A frame around a single cell is no table but a box: what stands in it is read as running text.

        Args:
            tables: The table, with others that run on from it.
            depth: How deep it is nested.
            reader: Reads the contents of its cells.
        """
        areas, n_rows, n_columns = rows_to_areas(tables, self.name)
        if len(areas) <= 1:
            for area in areas:
                yield from reader.blocks(area[4], depth + 1)
            return
        aside: list[Block] = []
        for index, (row, column, rowspan, colspan, inside) in enumerate(areas):
            if isinstance(inside, str):
                continue
            text = reader.text(inside)
            if text is None:
                blocks = list(reader.blocks(inside, depth + 1))
                text = "\n".join(block.text for block in blocks if isinstance(block, Line))
                aside += [block for block in blocks if not isinstance(block, Line)]
            areas[index] = (row, column, rowspan, colspan, text)
        yield Grid(tuple(areas), n_rows, n_columns)
        yield from (Remark("revision", in_table=True) for table in tables for _ in range(table.revisions))
        nested = [block for block in aside if not isinstance(block, Remark)]
        if nested:
            yield Remark("nested-table", in_table=True)
        yield from (block._replace(in_table=True) for block in aside if isinstance(block, Remark))
        yield from nested

    def text(self, cell: _Element) -> None:
        """Say that the text of a cell is known only with everything else in it."""
