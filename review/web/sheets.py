"""Where the operands of a finding stand, ready to be shown: pages of a PDF, tables, paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ..lists.columns import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...schemas.records import Box, Cell, Paragraph, Source, TableRow

# A table of up to so many rows is shown whole; of a longer one, rows around the operands.
WHOLE_TABLE = 60
HEAD_ROWS, ROWS_AROUND = 3, 8
PARAGRAPHS_AROUND = 2


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of one operand.

    Attributes:
        number: Of the operand, from 1; the first is the stated figure.
        place: Where it stands.
    """

    number: int
    place: Source


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text that belongs to the same operands all along; to none if `operands` is empty."""

    text: str
    operands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell with its size in the rows shown, and the operands that are the whole of it."""

    rowspan: int
    colspan: int
    segments: tuple[Segment, ...]
    operands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a table: its number from 1, whether rows before it are left out, and its cells."""

    number: int
    follows_gap: bool
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Boxes of one operand on a page, one for each line that it runs over."""

    operand: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """One page, table or run of paragraphs with operands on it.

    Attributes:
        title: File and place, for people.
        note: Why something else is shown than the page; empty if nothing is amiss.
        document_id: The file.
        page: Number of the page whose picture is shown; None for a table or paragraphs.
        turn: By how many degrees to the right the picture is turned.
        width: Of the picture, in points.
        height: Of the picture, in points.
        marks: Operands on the picture.
        caption: Title of the table.
        rows: Rows of the table.
        paragraphs: Paragraphs: number, text cut where operands begin and end, operands that are all of it.
    """

    title: str
    note: str = ""
    document_id: str = ""
    page: int | None = None
    turn: int = 0
    width: float = 0.0
    height: float = 0.0
    marks: tuple[Mark, ...] = ()
    caption: str = ""
    rows: tuple[ShownRow, ...] = ()
    paragraphs: tuple[tuple[int, tuple[Segment, ...], tuple[int, ...]], ...] = ()


def segments(text: str, spots: Sequence[Spot]) -> tuple[Segment, ...]:
    """Return a text cut where operands begin and end, without control characters.

    >>> from fuhe.schemas.records import Source
    >>> [(s.text, s.operands) for s in segments("共12万", [Spot(1, Source("d", start=1, end=3))])]
    [('共', ()), ('12', (1,)), ('万', ())]
    """
    spans = [(s.place.start, s.place.end, s.number) for s in spots if s.place.start is not None]
    cuts = {0, len(text)} | {
        min(max(edge, 0), len(text)) for span in spans for edge in span[:2] if edge is not None
    }
    edges = sorted(cuts)
    return tuple(
        Segment(
            plain(text[start:end]),
            tuple(n for first, last, n in spans if first <= start and end <= (last or 0)),
        )
        for start, end in pairwise(edges)
    )


def table_sheet(
    title: str, table: TableRow | None, cells: Iterable[Cell], spots: Sequence[Spot]
) -> ShownSheet:
    """Return a table as it stands, with merged cells, its operands lit.

    Args:
        title: File and place.
        table: The table; None if the lake does not hold it.
        cells: Its cells.
        spots: Operands in it.
    """
    held = list(cells)
    shown = _rows_shown(held, spots)
    rows = tuple(
        ShownRow(row + 1, row > 0 and row - 1 not in shown, tuple(_row_cells(held, row, shown, spots)))
        for row in sorted(shown)
    )
    caption = table.table.caption if table else None
    return ShownSheet(title, caption=plain(caption), rows=rows)


def _rows_shown(cells: Sequence[Cell], spots: Sequence[Spot]) -> set[int]:
    n_rows = max((cell.row + cell.rowspan for cell in cells), default=0)
    if n_rows <= WHOLE_TABLE:
        return set(range(n_rows))
    lit = [spot.place.row for spot in spots if spot.place.row is not None]
    near = {row + step for row in lit for step in range(-ROWS_AROUND, ROWS_AROUND + 1)}
    return {row for row in {*range(HEAD_ROWS), *near} if 0 <= row < n_rows}


def _row_cells(
    cells: Sequence[Cell], row: int, shown: set[int], spots: Sequence[Spot]
) -> Iterable[ShownCell]:
    """Yield the cells that begin in a row, or that begin in rows left out right before it."""
    for cell in cells:
        covered = [r for r in range(cell.row, cell.row + cell.rowspan) if r in shown]
        if covered and covered[0] == row:
            own = [spot for spot in spots if (spot.place.row, spot.place.column) == (cell.row, cell.column)]
            whole = tuple(spot.number for spot in own if spot.place.start is None)
            yield ShownCell(len(covered), cell.colspan, segments(cell.text, own), whole)


def prose_sheet(title: str, paragraphs: Sequence[Paragraph], spots: Sequence[Spot]) -> ShownSheet:
    """Return the paragraphs around operands, the operands lit."""
    lit = {spot.place.paragraph for spot in spots}
    near = {n + step for n in lit if n for step in range(-PARAGRAPHS_AROUND, PARAGRAPHS_AROUND + 1)}
    return ShownSheet(
        title,
        paragraphs=tuple(
            (
                paragraph.number,
                segments(paragraph.text, [s for s in spots if s.place.paragraph == paragraph.number]),
                tuple(
                    s.number for s in spots if s.place.paragraph == paragraph.number and s.place.start is None
                ),
            )
            for paragraph in paragraphs
            if paragraph.number in near
        ),
    )
