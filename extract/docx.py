"""Reads .docx: a direct walk over the XML, since the usual library leaves out what revisions and controls hold."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ..schemas.records import Cell, Document, Paragraph, Source, Table
from .captions import caption_and_unit
from .collector import collector_paused
from .docx_blocks import Line, Remark, Story
from .docx_notices import notices
from .docx_package import Package
from .docx_scan import scan
from .docx_shapes import UnusualError
from .docx_tables import Grid
from .limits import check_size
from .outline import Placed, fold_headings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .docx_blocks import Block

_NO_HEADING = Placed(None, (), ())
# The rest of the place of a cell: no paragraph, no span of characters, no box.
_WHOLE = (None, None, None, None)


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
    with collector_paused():
        return _read(data, name, source)


def _read(data: bytes, name: str, source: str) -> Document:
    with Package(data, name) as package:
        story, body = _body(package)
        notes = [*story.notes("footnotes"), *story.notes("endnotes")]
    identifier = hashlib.sha256(data).hexdigest()
    lines = [block for block in body if isinstance(block, Line)]
    placed = fold_headings(lines)
    paragraphs = _paragraphs(lines + notes, placed, identifier)
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
            _places(body),
            story.unknown_formats,
            tuple(dict.fromkeys(package.broken)),
            has_text=bool(paragraphs or tables),
        ),
    )


def _body(package: Package) -> tuple[Story, list[Block]]:
    """Return the blocks of the main part, and the story that read them."""
    text = package.main_text()
    try:
        story = Story(package)
        return story, list(scan(text, story))
    except UnusualError:
        story = Story(package)
        return story, list(story.blocks(package.body(text)))


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
                caption=block.caption or lead.caption,
                unit_line=lead.unit_line,
                heading=placed[lines - 1].below if lines else (),
                after_paragraph=lines,
                origin=block.origin,
            )


def _cells(grid: Grid, table: int, identifier: str) -> tuple[Cell, ...]:
    # The constructors of named tuples count and name what they are given; that would take half of
    # the time that reading a table takes. All fields are given here, in order.
    new = tuple.__new__
    return tuple(
        [
            new(
                Cell,
                (
                    row,
                    column,
                    rowspan,
                    colspan,
                    text,
                    new(Source, (identifier, None, table, row, column, *_WHOLE)),
                ),
            )
            for row, column, rowspan, colspan, text in grid.cells
        ]
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
