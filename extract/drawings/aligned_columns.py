"""Tables without rulings: rows of text whose pieces stand below each other.

Pure geometry, for pictures that show a table by blanks alone. It is less sure of itself than
rulings are, so it takes a block of text only if most of its places are filled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..pages.page_lines import glyphs_to_rows, row_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..pages.page_marks import Glyph

# A gap that parts two columns, in sizes of the text; blanks between words are a quarter to a half.
_COLUMN_GAP = 1.0
# A table's rows follow each other closer than this, in sizes of the text.
_ROW_GAP = 3.0
# Labels of a diagram also form rows, but leave most places empty.
_FILLED = 0.6


class Piece(NamedTuple):
    """A run of text in a row."""

    x0: float
    x1: float
    text: str


class AlignedCell(NamedTuple):
    """A cell of a table without rulings."""

    row: int
    column: int
    colspan: int
    text: str


class AlignedTable(NamedTuple):
    """A table without rulings.

    Attributes:
        cells: By row, then column; places without text are left out.
        n_rows: Number of rows.
        n_columns: Number of columns, at least 2.
    """

    cells: tuple[AlignedCell, ...]
    n_rows: int
    n_columns: int


def glyphs_to_aligned(glyphs: Iterable[Glyph]) -> list[str | AlignedTable]:
    """Return lines of text and tables without rulings, from top to bottom."""
    blocks: list[str | AlignedTable] = []
    for run in _runs(glyphs):
        # Single pieces above and below a table are its title and its notes.
        first = next((index for index, row in enumerate(run) if len(row) > 1), len(run))
        last = next((index for index in range(len(run) - 1, -1, -1) if len(run[index]) > 1), -1)
        table = _rows_to_table(run[first : last + 1])
        if table is None:
            blocks.extend(_line(row) for row in run)
            continue
        blocks.extend(_line(row) for row in run[:first])
        blocks.append(table)
        blocks.extend(_line(row) for row in run[last + 1 :])
    return blocks


def _runs(glyphs: Iterable[Glyph]) -> Iterable[list[list[Piece]]]:
    """Yield rows of pieces that follow each other without a wide gap."""
    run: list[list[Piece]] = []
    below = 0.0
    for row in glyphs_to_rows(glyphs):
        if run and min(glyph.top for glyph in row) - below > _ROW_GAP * row[0].size:
            yield run
            run = []
        run.append(_pieces(row))
        below = max(glyph.bottom for glyph in row)
    if run:
        yield run


def _pieces(row: Sequence[Glyph]) -> list[Piece]:
    groups: list[list[Glyph]] = []
    for glyph in row:
        before = groups[-1][-1] if groups else None
        if before is None or glyph.x0 - before.x1 > _COLUMN_GAP * max(glyph.size, before.size):
            groups.append([])
        groups[-1].append(glyph)
    return [Piece(group[0].x0, group[-1].x1, row_text(group)) for group in groups]


def _rows_to_table(rows: Sequence[Sequence[Piece]]) -> AlignedTable | None:
    if len(rows) < 2:
        return None
    bands = _bands(rows)
    cells: list[AlignedCell] = []
    for index, row in enumerate(rows):
        for piece in row:
            over = [n for n, (left, right) in enumerate(bands) if piece.x0 <= right and piece.x1 >= left]
            column, colspan = (over[0], over[-1] - over[0] + 1) if over else (_before(bands, piece.x0), 1)
            cells.append(AlignedCell(index, column, colspan, piece.text))
    places = [(cell.row, cell.column) for cell in cells]
    filled = sum(cell.colspan for cell in cells)
    if len(bands) < 2 or len(set(places)) < len(places) or filled < _FILLED * len(rows) * len(bands):
        return None
    return AlignedTable(tuple(cells), len(rows), len(bands))


def _bands(rows: Sequence[Sequence[Piece]]) -> list[tuple[float, float]]:
    """Return from where to where each column runs; rows with most pieces say so, headings over columns do not."""
    most = max(map(len, rows))
    pieces = sorted((piece.x0, piece.x1) for row in rows if len(row) == most for piece in row)
    bands: list[tuple[float, float]] = []
    for left, right in pieces:
        if bands and left <= bands[-1][1]:
            bands[-1] = (bands[-1][0], max(bands[-1][1], right))
        else:
            bands.append((left, right))
    return bands


def _before(bands: Sequence[tuple[float, float]], x: float) -> int:
    return max(sum(left <= x for left, _ in bands) - 1, 0)


def _line(row: Sequence[Piece]) -> str:
    return " ".join(piece.text for piece in row)
