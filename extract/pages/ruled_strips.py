"""Tables with horizontal rulings alone: three-line tables, and rows parted by rules without sides.

Rulings of equal ends cut such a table into strips; the columns are the blank stripes that no text
of the strips crosses. Pure geometry; what cannot be told apart for sure is left as text and said.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ...schemas.records import Box
from .joined_tables import PartCell, TablePart
from .page_tables import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .page_marks import Glyph
    from .rulings import Ruling

# Rules of one table end within this many points of each other; text keeps inside them as well.
_ALIKE = 3.0
# Points: a signature line and the rule above a footnote are shorter than any table.
_SHORTEST = 120.0
# The two lines of a double rule.
_DOUBLE = 4.5
# Three rules, or a head and rows without a rule between them, are the least that makes a table.
_FEWEST_RULES = 3
# A blank stripe between two columns is at least this wide, in sizes of the text.
_GUTTER = 0.6
# Lines of one cell stand closer than this share of the distance of two rows.
_TIGHT = 0.8
# Where hardly any place is filled, the stripes are those of something else.
_FILLED = 0.5

Band = tuple[float, float]


class Strips(NamedTuple):
    """What a page shows outside its ruled tables.

    Attributes:
        tables: Those with horizontal rulings alone, from top to bottom.
        rows: The rest, line by line.
        is_unsure: Rules part rows and columns that could not be told apart.
    """

    tables: tuple[TablePart, ...]
    rows: tuple[list[Glyph], ...]
    is_unsure: bool = False


class _Strip(NamedTuple):
    """The lines of text between two rules."""

    top: float
    bottom: float
    rows: list[list[Glyph]]


class _Row(NamedTuple):
    """A row of a table: from where to where it reaches, and its text by column."""

    top: float
    bottom: float
    cells: list[tuple[int, int, list[Glyph]]]


def rows_to_strips(rows: Sequence[list[Glyph]], rulings: Iterable[Ruling], page: int) -> Strips:
    """Return the tables that horizontal rulings show in rows of glyphs, and the rows left over.

    Args:
        rows: Lines of glyphs outside ruled tables, from left to right.
        rulings: Horizontal rulings of the page.
        page: From 1.
    """
    tables: list[TablePart] = []
    taken: set[int] = set()
    is_unsure = False
    for rules in _alike(rulings):
        for chain in _chains(rules, rows):
            bands = _bands(chain)
            if len(bands) < 2:
                continue
            table = _chain_to_table(chain, bands, rules[0], page)
            is_unsure |= table is None
            if table is not None:
                tables.append(table)
                taken.update(id(row) for strip in chain for row in strip.rows)
    rest = tuple(row for row in rows if id(row) not in taken)
    return Strips(tuple(sorted(tables, key=lambda table: table.ys[0])), rest, is_unsure)


def _alike(rulings: Iterable[Ruling]) -> list[list[Ruling]]:
    """Return rules of equal ends, from top to bottom, double ones once; groups too few for a table are left out."""
    groups: list[list[Ruling]] = []
    for rule in sorted(rule for rule in rulings if rule.end - rule.start >= _SHORTEST):
        for group in groups:
            if abs(rule.start - group[0].start) <= _ALIKE and abs(rule.end - group[0].end) <= _ALIKE:
                if rule.position - group[-1].position > _DOUBLE:
                    group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) >= _FEWEST_RULES]


def _chains(rules: Sequence[Ruling], rows: Sequence[list[Glyph]]) -> list[list[_Strip]]:
    """Return runs of strips that hold text of columns; prose and empty strips part them."""
    chains: list[list[_Strip]] = [[]]
    for upper, lower in pairwise(rules):
        inside = [row for row in rows if upper.position < row[0].center[1] < lower.position]
        strip = _Strip(upper.position, lower.position, inside)
        if inside and _keeps_inside(inside, upper) and not _is_prose(inside, upper):
            chains[-1].append(strip)
        else:
            chains.append([])
    return [chain for chain in chains if len(chain) > 1]


def _keeps_inside(rows: Sequence[Sequence[Glyph]], rule: Ruling) -> bool:
    return all(rule.start - _ALIKE <= row[0].x0 and row[-1].x1 <= rule.end + _ALIKE for row in rows)


def _is_prose(rows: Sequence[Sequence[Glyph]], rule: Ruling) -> bool:
    """Say whether lines run through without a blank stripe, and are more than a label."""
    is_wide = any(row[-1].x1 - row[0].x0 > (rule.end - rule.start) / 2 for row in rows)
    return is_wide and len(_stripes(rows)) < 2


def _stripes(rows: Iterable[Sequence[Glyph]]) -> list[Band]:
    """Return from where to where text stands that no blank stripe parts."""
    bands: list[Band] = []
    inked = (glyph for row in rows for glyph in row if not glyph.text.isspace())
    for glyph in sorted(inked, key=lambda glyph: glyph.x0):
        if bands and glyph.x0 - bands[-1][1] < _GUTTER * glyph.size:
            bands[-1] = (bands[-1][0], max(bands[-1][1], glyph.x1))
        else:
            bands.append((glyph.x0, glyph.x1))
    return bands


def _bands(chain: Sequence[_Strip]) -> list[Band]:
    """Return from where to where each column runs; the first strip, the header, adds only columns that are empty below."""
    head, *body = chain
    bands = _stripes(row for strip in body for row in strip.rows)
    for left, right in _stripes(head.rows):
        if not any(left < end and start < right for start, end in bands):
            bands.append((left, right))
    return _one_column(sorted(bands), [row for strip in chain for row in strip.rows])


def _one_column(bands: list[Band], rows: Sequence[Sequence[Glyph]]) -> list[Band]:
    """Join neighbours that never stand in one row: a header set to the middle over figures set to the right."""
    joined = bands[:1]
    for band in bands[1:]:
        left, right = joined[-1]
        meet = any(_stands_in(row, (left, right)) and _stands_in(row, band) for row in rows)
        if meet:
            joined.append(band)
        else:
            joined[-1] = (left, max(right, band[1]))
    return joined


def _stands_in(row: Iterable[Glyph], band: Band) -> bool:
    return any(band[0] <= (glyph.x0 + glyph.x1) / 2 <= band[1] for glyph in row)


def _chain_to_table(
    chain: Sequence[_Strip], bands: Sequence[Band], rule: Ruling, page: int
) -> TablePart | None:
    xs = (rule.start, *((one[1] + other[0]) / 2 for one, other in pairwise(bands)), rule.end)
    rows: list[_Row] = []
    for strip in chain:
        found = _strip_to_rows(strip, bands, is_ruled=len(chain) > _FEWEST_RULES)
        if found is None:
            return None
        rows += found
    filled = sum(span for row in rows for _, span, _ in row.cells)
    if filled < _FILLED * len(rows) * len(bands):
        return None
    ys = (*(row.top for row in rows), rows[-1].bottom)
    cells: list[PartCell] = []
    for index, row in enumerate(rows):
        for column, span, glyphs in row.cells:
            box = Box(xs[column], row.top, xs[column + span], row.bottom)
            cells.append(PartCell(index, column, 1, span, *cell_text(index, box, glyphs, page)))
    return TablePart(page, page, xs, ys, tuple(cells), len(rows), origin="aligned")


def _strip_to_rows(strip: _Strip, bands: Sequence[Band], *, is_ruled: bool) -> list[_Row] | None:
    """Return the rows of a strip; None if its lines may be one row or several."""
    groups = _row_groups(strip, bands, is_ruled=is_ruled)
    if groups is None:
        return None
    rows: list[_Row] = []
    top = strip.top
    for group, below in zip(groups, [*groups[1:], None], strict=True):
        bottom = strip.bottom if below is None else (_bottom(group) + _top(below)) / 2
        cells = _cells(group, bands)
        if cells is None:
            return None
        rows.append(_Row(top, bottom, cells))
        top = bottom
    return rows


def _top(rows: Sequence[Sequence[Glyph]]) -> float:
    return min(glyph.top for row in rows for glyph in row)


def _bottom(rows: Sequence[Sequence[Glyph]]) -> float:
    return max(glyph.bottom for row in rows for glyph in row)


def _row_groups(
    strip: _Strip, bands: Sequence[Band], *, is_ruled: bool
) -> list[Sequence[list[Glyph]]] | None:
    """Return the lines of each row of a strip."""
    counts = [sum(_stands_in(row, band) for row in strip.rows) for band in bands]
    if is_ruled and 1 in counts:
        return [strip.rows]
    if all(len(row) > 1 and _is_filled(row, bands) for row in strip.rows):
        return [[row] for row in strip.rows]
    if len(strip.rows) == 1:
        return [strip.rows]
    steps = [lower[0].baseline - upper[0].baseline for upper, lower in pairwise(strip.rows)]
    widest = max(steps)
    if min(steps) > _TIGHT * widest:
        return [strip.rows] if 1 in counts else None
    groups: list[list[list[Glyph]]] = [[strip.rows[0]]]
    for step, row in zip(steps, strip.rows[1:], strict=True):
        if step > _TIGHT * widest:
            groups.append([row])
        else:
            groups[-1].append(row)
    return list(groups)


def _is_filled(row: Sequence[Glyph], bands: Sequence[Band]) -> bool:
    return sum(_stands_in(row, band) for band in bands) >= len(bands) - 1


def _cells(
    rows: Iterable[Sequence[Glyph]], bands: Sequence[Band]
) -> list[tuple[int, int, list[Glyph]]] | None:
    """Return column, span and glyphs of the cells of a row; None if they overlap."""
    found: dict[int, tuple[int, list[Glyph]]] = {}
    for row in rows:
        for piece in _pieces(row):
            left, right = piece[0].x0, piece[-1].x1
            over = [n for n, (start, end) in enumerate(bands) if left < end and start < right]
            if not over:
                middles = [abs(left + right - start - end) for start, end in bands]
                over = [middles.index(min(middles))]
            span, glyphs = found.setdefault(over[0], (len(over), []))
            found[over[0]] = (max(span, len(over)), [*glyphs, *piece])
    cells = [(column, span, glyphs) for column, (span, glyphs) in sorted(found.items())]
    if any(one[0] + one[1] > other[0] for one, other in pairwise(cells)):
        return None
    return cells


def _pieces(row: Sequence[Glyph]) -> list[list[Glyph]]:
    inked = [glyph for glyph in row if not glyph.text.isspace()]
    pieces = [inked[:1]]
    for before, glyph in pairwise(inked):
        if glyph.x0 - before.x1 >= _GUTTER * glyph.size:
            pieces.append([])
        pieces[-1].append(glyph)
    return [piece for piece in pieces if piece]
