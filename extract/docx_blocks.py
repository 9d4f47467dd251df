"""The content of a Word file as a flat sequence of lines, tables and remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .docx_numbering import Numbering
from .docx_package import W
from .docx_styles import Styles
from .docx_tables import Grid, read_grid
from .docx_text import Inline, read_inline
from .docx_xml import content, switch
from .limits import check_nesting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from .docx_package import Parts

_PARAGRAPH = f"{W}p"
_TABLE = f"{W}tbl"
_IMPORTED = f"{W}altChunk"
_BLOCKS = frozenset({_PARAGRAPH, _TABLE, _IMPORTED})


class Line(NamedTuple):
    """A paragraph with its automatic number; `level` is the heading level its style gives it."""

    text: str
    level: int | None


class Remark(NamedTuple):
    """Something that is not text, met right after the last line or, `in_table`, inside the last table."""

    code: str
    in_table: bool = False


Block = Line | Grid | Remark


class Story:
    """Reads the blocks of one document in order; lists count on from block to block."""

    def __init__(self, parts: Parts, name: str) -> None:
        self._name = name
        self._styles = Styles(parts.side.get("styles"))
        self._numbering = Numbering(parts.side.get("numbering"), self._styles)

    @property
    def unknown_formats(self) -> tuple[str, ...]:
        """Number formats met so far that are printed as plain digits for want of better knowledge."""
        return tuple(sorted(self._numbering.unknown_formats))

    def blocks(self, container: _Element, depth: int = 0) -> Iterator[Block]:
        """Yield the blocks of a body, cell, text box or note; tables in cells follow their outer table."""
        check_nesting(depth, self._name)
        carried = ""
        for element in content(container, _BLOCKS):
            if element.tag == _TABLE:
                yield from self._table(element, depth)
            elif element.tag == _IMPORTED:
                yield Remark("import")
            else:
                inline = read_inline(element, self._styles, self._name)
                if _runs_on(element):
                    carried += inline.text
                    yield Remark("revision")
                    yield from self._attached(inline, depth)
                else:
                    yield from self._paragraph(element, inline, carried, depth)
                    carried = ""
        if carried.strip():
            yield Line(carried.strip(), None)

    def _paragraph(self, element: _Element, inline: Inline, carried: str, depth: int) -> Iterator[Block]:
        properties = element.find(f"{W}pPr")
        text = (carried + inline.text).strip()
        if text or not _is_hidden_mark(properties):
            text = (self._numbering.label(properties) + text).strip()
        if text:
            yield Line(text, self._styles.outline(properties))
        yield from self._attached(inline, depth)

    def _attached(self, inline: Inline, depth: int) -> Iterator[Block]:
        """Yield what hangs in a paragraph: remarks, then the text boxes."""
        yield from (Remark(code) for code in inline.remarks)
        for box in inline.boxes:
            yield from self.blocks(box, depth + 1)

    def _table(self, element: _Element, depth: int) -> Iterator[Block]:
        """Yield a table, the remarks of its cells, then the tables nested in it."""
        aside: list[Block] = []

        def read_cell(cell: _Element) -> str:
            lines = []
            for block in self.blocks(cell, depth + 1):
                if isinstance(block, Line):
                    lines.append(block.text)
                else:
                    aside.append(block)
            return "\n".join(lines)

        grid = read_grid(element, read_cell, self._name)
        if grid is None:
            return
        yield grid
        yield from (Remark("revision", in_table=True) for _ in _revised_rows(element))
        nested = [block for block in aside if not isinstance(block, Remark)]
        if nested:
            yield Remark("nested-table", in_table=True)
        yield from (block._replace(in_table=True) for block in aside if isinstance(block, Remark))
        yield from nested


def _runs_on(paragraph: _Element) -> bool:
    """Say whether the paragraph's end is deleted: its text goes on in the next paragraph."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None)


def _revised_rows(table: _Element) -> Iterator[_Element]:
    """Yield the marks of rows that were inserted or deleted as a whole."""
    for row in content(table, frozenset({f"{W}tr"})):
        yield from row.iterfind(f"{W}trPr/{W}ins")
        yield from row.iterfind(f"{W}trPr/{W}del")


def _is_hidden_mark(properties: _Element | None) -> bool:
    mark = None if properties is None else properties.find(f"{W}rPr")
    return bool(switch(mark, "vanish"))
