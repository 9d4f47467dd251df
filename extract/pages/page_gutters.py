"""Prose in two columns: rows of glyphs parted at the gutter, the left half read before the right one.

Pure geometry. Columns of prose are told from tables and filled-in lines by their many full lines of
words that end at one gutter and start again behind it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .page_marks import Glyph

# A gutter is at least this wide, in sizes of the text; blanks in prose are a quarter to one.
_GUTTER = 1.2
# So many rows must have words on both sides, this long on average, most of them full lines.
_FEWEST_ROWS = 5
_WORDS = 10
_FULL_SHARE = 0.6
# Full lines end within so many sizes of each other, and start within the indent of a paragraph.
_RAGGED = 2.0
_INDENT = 2.2


class Half(NamedTuple):
    """A row of glyphs in reading order.

    Attributes:
        glyphs: From left to right.
        column: 0 across the page, 1 left and 2 right of a gutter.
        block: Upper edge of the columns that it stands in; 0 across the page.
    """

    glyphs: list[Glyph]
    column: int = 0
    block: float = 0.0


class _Block(NamedTuple):
    """Rows that one gutter parts: its left and right edge."""

    rows: list[list[Glyph]]
    left: float
    right: float


def rows_to_halves(rows: Sequence[list[Glyph]], tops: Iterable[float]) -> list[Half]:
    """Return rows of glyphs in reading order.

    Args:
        rows: From top to bottom, each from left to right.
        tops: Where tables start, which end columns.
    """
    if sum(_gap(row) is not None for row in rows) < _FEWEST_ROWS:
        return [Half(row) for row in rows]
    edges = sorted(tops)
    halves: list[Half] = []
    block: _Block | None = None
    for row in rows:
        joined = None if block is None or _is_between(edges, block.rows[-1], row) else _with_row(block, row)
        if joined is None:
            halves += _read(block)
            gap = _gap(row)
            joined = _Block([row], *(gap or (0.0, 0.0)))
        block = joined
    return halves + _read(block)


def _gap(row: Sequence[Glyph]) -> tuple[float, float] | None:
    """Return the widest blank stripe of a row; None if it is no gutter."""
    gaps = ((after.x0 - before.x1, before.x1, after.x0) for before, after in pairwise(row))
    width, left, right = max(gaps, default=(0.0, 0.0, 0.0))
    return (left, right) if row and width >= _GUTTER * row[0].size else None


def _is_between(edges: Iterable[float], upper: Sequence[Glyph], lower: Sequence[Glyph]) -> bool:
    return any(upper[0].baseline <= edge <= lower[0].baseline for edge in edges)


def _with_row(block: _Block, row: list[Glyph]) -> _Block | None:
    """Return the block with one more row, and its gutter narrower; None if the row runs across it."""
    left, right = block.left, block.right
    for glyph in row:
        if glyph.x1 <= right and glyph.x0 < left:
            left = max(left, glyph.x1)
        elif glyph.x0 >= left and glyph.x1 > right:
            right = min(right, glyph.x0)
        else:
            return None
    return (
        block._replace(rows=[*block.rows, row], left=left, right=right)
        if _is_gutter(row, left, right)
        else None
    )


def _is_gutter(row: Sequence[Glyph], left: float, right: float) -> bool:
    return right - left >= _GUTTER * row[0].size


def _read(block: _Block | None) -> list[Half]:
    if block is None:
        return []
    lefts = [[glyph for glyph in row if glyph.x1 <= block.right] for row in block.rows]
    rights = [[glyph for glyph in row if glyph.x1 > block.right] for row in block.rows]
    if not _are_columns(lefts, rights):
        return [Half(row) for row in block.rows]
    top = min(glyph.top for row in block.rows for glyph in row)
    return [
        Half(row, column, top) for column, half in enumerate((lefts, rights), start=1) for row in half if row
    ]


def _are_columns(lefts: Sequence[Sequence[Glyph]], rights: Sequence[Sequence[Glyph]]) -> bool:
    both = sum(bool(left and right) for left, right in zip(lefts, rights, strict=True))
    return both >= _FEWEST_ROWS and all(_is_prose([row for row in half if row]) for half in (lefts, rights))


def _is_prose(rows: Sequence[Sequence[Glyph]]) -> bool:
    """Say whether the rows of one half are lines of words, most of which reach from margin to margin."""
    size = rows[0][0].size
    start, end = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    full = sum(row[0].x0 - start <= _INDENT * size and end - row[-1].x1 <= _RAGGED * size for row in rows)
    words = sum(not char.isascii() for row in rows for glyph in row for char in glyph.text)
    return full >= _FULL_SHARE * len(rows) and words >= _WORDS * len(rows)
