"""Reads .docx: a direct walk over the XML, since the usual library leaves out what revisions and controls hold."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ..schemas.records import Cell, Document, Paragraph, Source, Table
from .captions import caption_and_unit
from .docx_blocks import Line, Remark, Story
from .docx_notices import notices
from .docx_package import W, open_parts
from .docx_tables import Grid
from .limits import check_size
from .outline import Placed, fold_headings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .docx_blocks import Block
    from .docx_package import Parts

_NO_HEADING = Placed(None, (), ())


def read(data: bytes, name: str, source: str) -> Document:
    """Return what stands in a Word file, revisions taken as accepted, headers and footers left out.

    Args:
        data: Bytes of the file.
        name: File name without folder.
        source: Path as the caller gave it.

    Raises:
        UnreadableDocument: Not a Word file, cut short, encrypted or too large.
    """
    check_size(len(data), name)
    parts = open_parts(data, name)
    story = Story(parts, name)
    body = list(story.blocks(parts.body))
    notes = [block for block in _notes(parts, story) if isinstance(block, Line)]
    identifier = hashlib.sha256(data).hexdigest()
    placed = fold_headings([block for block in body if isinstance(block, Line)])
    lines = [block for block in body if isinstance(block, Line)] + notes
    paragraphs = _paragraphs(lines, placed, identifier)
    tables = tuple(_tables(body, placed, identifier))
    return Document(
        id=identifier,
        name=name,
        source=source,
        format="docx",
        bytes=len(data),
        pages=None,
        paragraphs=paragraphs,
        tables=tables,
        notices=notices(
            _places(body), story.unknown_formats, parts.broken, has_text=bool(paragraphs or tables)
        ),
    )


def _notes(parts: Parts, story: Story) -> Iterator[Block]:
    """Yield the blocks of footnotes, then endnotes; separators are typed, notes are not."""
    for kind, tag in (("footnotes", "footnote"), ("endnotes", "endnote")):
        root = parts.side.get(kind)
        for note in () if root is None else root.iterfind(f"{W}{tag}"):
            if note.get(f"{W}type", "normal") == "normal":
                yield from story.blocks(note)


def _paragraphs(lines: Sequence[Line], placed: Sequence[Placed], identifier: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs; those past the outline are notes and stand under no heading."""
    places = [*placed, *([_NO_HEADING] * (len(lines) - len(placed)))]
    return tuple(
        Paragraph(number, line.text, place.heading, place.level, Source(identifier, paragraph=number))
        for number, (line, place) in enumerate(zip(lines, places, strict=True), start=1)
    )


def _tables(body: Sequence[Block], placed: Sequence[Placed], identifier: str) -> Iterator[Table]:
    """Yield the tables with what stands above them."""
    number = lines = 0
    above: list[str] = []
    for block in body:
        if isinstance(block, Line):
            lines += 1
            above.append(block.text)
        elif isinstance(block, Grid):
            number += 1
            lead = caption_and_unit(above)
            above = []
            yield Table(
                number=number,
                cells=_cells(block, number, identifier),
                n_rows=block.n_rows,
                n_columns=block.n_columns,
                caption=lead.caption,
                unit_line=lead.unit_line,
                heading=placed[lines - 1].below if lines else (),
                after_paragraph=lines,
            )


def _cells(grid: Grid, table: int, identifier: str) -> tuple[Cell, ...]:
    return tuple(
        Cell(*cell, source=Source(identifier, table=table, row=cell.row, column=cell.column))
        for cell in grid.cells
    )


def _places(body: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """Yield (code, place for people) of every remark."""
    lines = tables = 0
    for block in body:
        if isinstance(block, Line):
            lines += 1
        elif isinstance(block, Grid):
            tables += 1
        elif isinstance(block, Remark):
            yield block.code, f"表{tables}" if block.in_table else f"第{lines}段" if lines else "篇首"
