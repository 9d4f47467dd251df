"""Documents that flow: lines and tables in reading order, without pages, as Word, Excel and web pages keep them."""

from __future__ import annotations

import hashlib
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from ..schemas.records import Cell, Document, Paragraph, Source, Table
from .captions import caption_and_unit
from .outline import Placed, fold_headings
from .word.blocks import Line
from .word.tables import Grid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..schemas.records import Notice
    from .word.blocks import Block

_NO_HEADING = Placed(None, (), ())


class Original(NamedTuple):
    """A file as it was submitted: what its document is known by, also when it is read in another form.

    Attributes:
        id: SHA-256 of its bytes, hexadecimal.
        name: File name without folder.
        source: Path as the caller gave it.
        format: What `sniff` says of it.
        size: Its bytes, counted.
    """

    id: str
    name: str
    source: str
    format: str
    size: int

    @classmethod
    def of(cls, data: bytes, name: str, source: str, kind: str) -> Original:
        """Return what the document of these bytes is known by."""
        return cls(hashlib.sha256(data).hexdigest(), name, source, kind, len(data))


def flow_document(
    original: Original, body: Sequence[Block], notes: Sequence[Line] = (), notices: Sequence[Notice] = ()
) -> Document:
    """Return the document that lines and tables make.

    Args:
        original: The file.
        body: Lines, tables and remarks in reading order; remarks leave no trace.
        notes: Lines after the end, which stand under no heading.
        notices: What the reader is unsure of.
    """
    lines = [block for block in body if isinstance(block, Line)]
    placed = fold_headings((line.text, line.level) for line in lines)
    return Document(
        id=original.id,
        name=original.name,
        source=original.source,
        format=original.format,
        bytes=original.size,
        pages=None,
        paragraphs=_paragraphs([*lines, *notes], placed, original.id),
        tables=tuple(_tables(body, placed, original.id)),
        notices=tuple(notices),
    )


def _paragraphs(lines: Sequence[Line], placed: Sequence[Placed], identifier: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs; those past the outline are notes and stand under no heading."""
    places = [*placed, *([_NO_HEADING] * (len(lines) - len(placed)))]
    return tuple(
        Paragraph(
            number, line.text, place.heading, place.level, Source(identifier, paragraph=number), line.readings
        )
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
                formulas=block.formulas,
            )


def _cells(grid: Grid, table: int, identifier: str) -> tuple[Cell, ...]:
    # The constructors of named tuples count and name what they are given; that would take half of
    # the time that reading a table takes. All fields are given here, in order.
    if not grid.cells:
        return ()
    rows, columns, rowspans, colspans, texts = zip(*grid.cells, strict=True)
    blank: Iterator[None] = repeat(None)
    places = zip(
        repeat(identifier), blank, repeat(table), rows, columns, blank, blank, blank, blank, strict=False
    )
    sources = map(tuple.__new__, repeat(Source), places)
    fields = zip(rows, columns, rowspans, colspans, texts, sources, grid.readings or repeat(()), strict=False)
    return tuple(map(tuple.__new__, repeat(Cell), fields))
