"""Tables without rulings on a page: rows of pieces that stand below each other and hold figures.

Pure geometry, and less sure of itself than rulings are. Prose, lists, contents and filled-in lines
are spread out too, so a table must show columns of figures beside a column of words.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ...schemas.records import Box
from .joined_tables import PartCell, TablePart
from .page_lines import row_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .page_lines import Line
    from .page_marks import Glyph

# A gap that parts two columns, in sizes of the text; blanks between words are a quarter to a half.
_COLUMN_GAP = 0.7
# Headings of narrow columns come closer: as close as words.
_WORD_GAP = 0.25
# Share of its width that a text may stand out of its column on the next page.
_OUTSIDE = 0.1
# Rows of a table follow each other closer than this, in sizes of the text.
_ROW_GAP = 3.5
# Fewer rows in line with each other happen by chance.
_FEWEST_ROWS = 3
# Shares of the places that hold something, and of a column of figures that are figures.
_FILLED, _FIGURES = 0.5, 0.7
# A label that wraps is one piece on a row of its own; more such rows on end are prose.
_MOST_LONE = 1
_HEADER_ROWS = 4
_FIGURE = re.compile(
    r"[（(]?[-+−－]?[¥￥]?[0-9]{1,3}(?:[,，]?[0-9]{3})*(?:\.[0-9]+)?[%％‰]?[)）]?|[-—–]{1,2}"
)
# In two or three columns only amounts make a table: contents and numbered lists end in whole numbers.
_FEW_COLUMNS = 3
_AMOUNT = re.compile(r".*(?:[0-9][,，][0-9]{3}|\.[0-9]|[%％])")
_LEADER = re.compile(r"[.．…·]{3,}")
_SENTENCE = re.compile(r"[。；;]$")


class Columns(NamedTuple):
    """What a page shows outside its ruled tables.

    Attributes:
        tables: Those without rulings, from top to bottom.
        rows: The rest, line by line.
    """

    tables: tuple[TablePart, ...]
    rows: tuple[list[Glyph], ...]


class _Piece(NamedTuple):
    """A run of text in a row, and the glyphs that it was made of."""

    x0: float
    x1: float
    text: str
    glyphs: Sequence[Glyph] = ()


class _Row(NamedTuple):
    """A line of text taken apart at its wide gaps."""

    top: float
    bottom: float
    pieces: tuple[_Piece, ...]


def rows_to_columns(rows: Sequence[list[Glyph]], page: int) -> Columns:
    """Return the tables that stand in rows of glyphs, each from left to right, and the rows left over."""
    if sum(any(map(_is_apart, row, row[1:])) for row in rows if len(row) > 1) < _FEWEST_ROWS:
        return Columns((), tuple(rows))
    taken = [_taken_apart(row) for row in rows]
    tables: list[TablePart] = []
    rest: list[list[Glyph]] = []
    done = 0
    waiting = list(reversed(list(_stretches(taken))))
    while waiting:
        first, end = waiting.pop()
        start = first + _header_start(taken[first:end])
        table = _rows_to_table(taken[start:end], page)
        if table is not None:
            tables.append(table)
            rest += rows[done:start]
            done = end
            continue
        # A caption between two tables looks like a label that wraps.
        waiting += reversed(list(_parts(taken, first, end)))
    return Columns(tuple(tables), (*rest, *rows[done:]))


def _taken_apart(row: Sequence[Glyph]) -> _Row:
    inked = [glyph for glyph in row if not glyph.text.isspace()] or list(row)
    return _Row(
        min(glyph.top for glyph in inked), max(glyph.bottom for glyph in inked), tuple(_pieces(inked))
    )


def _pieces(inked: Sequence[Glyph], gap: float = _COLUMN_GAP) -> list[_Piece]:
    """Return the pieces of a row that gaps part, given in sizes of the text."""
    groups = [[inked[0]]]
    for before, glyph in pairwise(inked):
        if _is_apart(before, glyph, gap):
            groups.append([])
        groups[-1].append(glyph)
    return [_Piece(group[0].x0, group[-1].x1, row_text(group).strip(), group) for group in groups]


def _is_apart(before: Glyph, glyph: Glyph, gap: float = _COLUMN_GAP) -> bool:
    return glyph.x0 - before.x1 > gap * max(glyph.size, before.size)


def _stretches(rows: Sequence[_Row]) -> Iterable[tuple[int, int]]:
    """Yield first row and end of stretches that start and end with several pieces and hardly lack them between."""
    first = end = -1
    for index, row in enumerate(rows):
        if len(row.pieces) < 2:
            continue
        if first >= 0 and (index - end > _MOST_LONE or not _are_close(rows[end - 1 : index + 1])):
            yield first, end
            first = -1
        first, end = (index if first < 0 else first), index + 1
    if first >= 0:
        yield first, end


def _parts(rows: Sequence[_Row], first: int, end: int) -> Iterable[tuple[int, int]]:
    """Yield the stretches between the lone pieces of a stretch that has some."""
    lone = [index for index in range(first, end) if len(rows[index].pieces) < 2]
    if lone:
        for before, after in pairwise([first - 1, *lone, end]):
            if after - before > 1:
                yield before + 1, after


def _header_start(rows: Sequence[_Row]) -> int:
    """Return the row that the header starts with: the highest above the first figures, with no lone piece between."""
    first = next((n for n, row in enumerate(rows) if any(map(_is_figure, row.pieces[1:]))), 0)
    start = first
    while start > max(first - _HEADER_ROWS, 0) and len(rows[start - 1].pieces) > 1:
        start -= 1
    return start


def _is_figure(piece: _Piece) -> bool:
    return bool(_FIGURE.fullmatch(piece.text))


def _are_close(rows: Sequence[_Row]) -> bool:
    return all(
        lower.top - upper.bottom <= _ROW_GAP * min(upper.bottom - upper.top, lower.bottom - lower.top)
        for upper, lower in pairwise(rows)
    )


def _rows_to_table(rows: Sequence[_Row], page: int) -> TablePart | None:
    if sum(len(row.pieces) > 1 for row in rows) < _FEWEST_ROWS:
        return None
    if any(
        _LEADER.search(piece.text) or _SENTENCE.search(piece.text) for row in rows for piece in row.pieces
    ):
        return None
    bands = _bands(rows)
    # A lone piece is a label that wraps or heads a group; further right it is a caption.
    has_caption = any(len(row.pieces) == 1 and row.pieces[0].x0 > bands[0][1] for row in rows)
    placed = [_placed(row, bands) for row in rows]
    if len(bands) < 2 or has_caption or any(one is None for one in placed):
        return None
    cells = [(index, *cell) for index, row in enumerate(placed) for cell in row or ()]
    if not _has_figures(cells, len(rows), len(bands)):
        return None
    return _part(cells, _edges(bands), rows, page)


def _bands(rows: Sequence[_Row]) -> list[tuple[float, float]]:
    """Return from where to where each column runs; rows with most pieces say so, headings over columns do not."""
    most = max(len(row.pieces) for row in rows)
    fullest = [row for row in rows if len(row.pieces) == most]
    bands: list[tuple[float, float]] = []
    for left, right in sorted(piece[:2] for row in fullest for piece in row.pieces):
        if bands and left <= bands[-1][1]:
            bands[-1] = (bands[-1][0], max(bands[-1][1], right))
        else:
            bands.append((left, right))
    return bands if len(bands) == most else _one_column(bands, fullest)


def _one_column(bands: Sequence[tuple[float, float]], rows: Sequence[_Row]) -> list[tuple[float, float]]:
    """Join neighbours that no row has both of: a heading set to the middle over figures set to the right."""
    joined = list(bands[:1])
    for left, right in bands[1:]:
        start = joined[-1][0]
        if any(sum(start <= piece.x0 <= right for piece in row.pieces) > 1 for row in rows):
            joined.append((left, right))
        else:
            joined[-1] = (start, right)
    return joined


def _placed(row: _Row, bands: Sequence[tuple[float, float]]) -> list[tuple[int, int, str]] | None:
    """Return column, span and text of the pieces of a row; None if two stand in one column, or one in none."""
    cells: list[tuple[int, int, str]] = []
    for piece in _parted(row.pieces, bands):
        over = [n for n, (left, right) in enumerate(bands) if piece.x0 <= right and piece.x1 >= left]
        if not over and (piece.x1 < bands[0][0] or piece.x0 > bands[-1][1]):
            return None  # a column that the fullest rows lack: a form of merged cells
        if not over:  # set to another side than the rest of its column
            middles = [abs(left + right - piece.x0 - piece.x1) for left, right in bands]
            over = [middles.index(min(middles))]
        if cells and over[0] < cells[-1][0] + cells[-1][1]:
            return None
        cells.append((over[0], over[-1] - over[0] + 1, piece.text))
    return cells


def _parted(pieces: Iterable[_Piece], bands: Sequence[tuple[float, float]]) -> Iterable[_Piece]:
    """Yield pieces, those over several columns as their words where there is one for each column."""
    for piece in pieces:
        over = [(left, right) for left, right in bands if piece.x0 <= right and piece.x1 >= left]
        words = _pieces(piece.glyphs, _WORD_GAP) if len(over) > 1 and piece.glyphs else []
        suits = len(words) == len(over) and all(
            word.x0 <= right and word.x1 >= left and len(word.text) > 1
            for word, (left, right) in zip(words, over, strict=True)
        )
        yield from words if suits else [piece]


def continued_rows(table: TablePart, lines: Sequence[Line]) -> TablePart | None:
    """Return the lines at the top of a page that go on with the table that the page before ends with.

    Args:
        table: Without rulings.
        lines: Lines of the page from the top, up to its first table.

    Returns:
        Rows on the columns of `table`, one for each line that stands on them; None if the first does not.
    """
    bands = list(pairwise(table.xs))
    cells: list[tuple[int, int, int, str]] = []
    rows: list[_Row] = []
    for line in lines:
        row = _Row(line.top, line.bottom, tuple(_Piece(*piece) for piece in line.columns))
        columns = [_column(piece, bands) for piece in row.pieces]
        figures = sum(map(_is_figure, row.pieces[1:]))
        if (
            None in columns
            or len(set(columns)) < len(columns)
            or not figures
            or not _are_close([*rows[-1:], row])
        ):
            break
        cells += [
            (len(rows), column, 1, piece.text)
            for column, piece in zip(columns, row.pieces, strict=True)
            if column is not None
        ]
        rows.append(row)
    return _part(cells, table.xs, rows, lines[0].page) if rows else None


def _column(piece: _Piece, bands: Sequence[tuple[float, float]]) -> int | None:
    """Return the column that holds a piece; None if it reaches out of all."""
    for column, (left, right) in enumerate(bands):
        slack = (right - left) * _OUTSIDE
        if left - slack <= piece.x0 and piece.x1 <= right + slack:
            return column
    return None


def _has_figures(cells: Iterable[tuple[int, int, int, str]], rows: int, columns: int) -> bool:
    """Say whether most places are filled, and columns of figures stand right of a column of words."""
    by_column: list[list[str]] = [[] for _ in range(columns)]
    filled = 0
    for _, column, span, text in cells:
        filled += span
        if span == 1:
            by_column[column].append(text)
    shares = [sum(bool(_FIGURE.fullmatch(text)) for text in texts) for texts in by_column]
    numeric = [
        column
        for column, (count, texts) in enumerate(zip(shares, by_column, strict=True))
        if column and count >= _FEWEST_ROWS - 1 and count >= _FIGURES * (len(texts) - 1)
    ]
    has_words = any(
        len(texts) >= _FEWEST_ROWS and 2 * count < len(texts)
        for count, texts in zip(shares, by_column, strict=True)
    )
    if columns <= _FEW_COLUMNS:
        amounts = [text for column in numeric for text in by_column[column] if _AMOUNT.match(text)]
        if len(amounts) < _FEWEST_ROWS:
            return False
    return bool(numeric) and has_words and filled >= _FILLED * rows * columns


def _edges(bands: Sequence[tuple[float, float]]) -> tuple[float, ...]:
    between = [(one[1] + other[0]) / 2 for one, other in pairwise(bands)]
    return (bands[0][0], *between, bands[-1][1])


def _part(
    cells: Iterable[tuple[int, int, int, str]], xs: tuple[float, ...], rows: Sequence[_Row], page: int
) -> TablePart:
    between = [(upper.bottom + lower.top) / 2 for upper, lower in pairwise(rows)]
    ys = (rows[0].top, *between, rows[-1].bottom)
    found = tuple(
        PartCell(row, column, 1, span, text, page, Box(xs[column], ys[row], xs[column + span], ys[row + 1]))
        for row, column, span, text in cells
    )
    return TablePart(page, page, xs, ys, found, len(rows), origin="aligned")
