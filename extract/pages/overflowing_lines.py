"""Lines of wrapped text that a row is too low for, given back to the cell that they were drawn with.

Such lines are drawn over the ruling into the cells above and below. Where they stand says nothing then, but
a program draws the lines of one cell one after the other.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from .page_lines import opening_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .grid import Grid
    from .page_marks import Glyph

# The next line of a wrapped text stands so many sizes lower; fonts for Chinese set 1.2 to 1.5.
_CLOSEST, _WIDEST = 0.9, 1.7
# Raised figures stand so many sizes off the base line of their line at most.
_SAME_LINE = 0.45
# Steps and sizes that are the same differ by less than this share of the size.
_ALIKE = 0.1
# Where the middle of characters starts and ends, as shares of their size above the base line.
_LOWER, _UPPER = 0.2, 0.5
# Where their ink ends.
_HIGHEST = 0.75
# Room in a cell that no line of wrapped text takes, in sizes.
_PADDING = 1.0

_START = attrgetter("start")


class _Line(NamedTuple):
    """What was drawn on end on one line of an area."""

    area: int  # as many as the table has: below it
    glyphs: list[Glyph]

    @property
    def base(self) -> float:
        return self.glyphs[0].baseline

    @property
    def size(self) -> float:
        return self.glyphs[0].size

    @property
    def width(self) -> float:
        return self.glyphs[-1].x1 - self.glyphs[0].x0


def count_crossed(grid: Grid, texts: Sequence[Sequence[Glyph]]) -> tuple[int, int]:
    """Return how many runs of text the border above or below them touches, and runs through the middle of."""
    touched = crossed = 0
    for (row, _, rowspan, _), glyphs in zip(grid.areas, texts, strict=True):
        top, bottom = grid.ys[row], grid.ys[row + rowspan]
        for _, _, _, _, _, base, size, _, _ in glyphs:
            if not base - _HIGHEST * size > top or not base < bottom:
                touched += 1
                if not base - _UPPER * size > top or not base - _LOWER * size < bottom:
                    crossed += 1
    return touched, crossed


def give_back(
    grid: Grid,
    texts: Sequence[list[Glyph]],
    outside: list[Glyph],
    cut: Callable[[Glyph], Sequence[Glyph]],
) -> bool:
    """Move lines that overflow to the area that they belong to, where the order of drawing leaves no doubt.

    A wrapped text over several areas belongs to the only one of them that holds nothing else. All others
    must hold text of their own that was drawn apart from it, or be what lies right below the table;
    otherwise nothing is moved.

    Args:
        grid: A table.
        texts: What each area holds; changed in place.
        outside: Glyphs in no table, changed in place: the last row overflows to there.
        cut: Returns the characters of a run one by one.

    Returns:
        Whether anything was moved.
    """
    if any(glyph.start < 0 for text in texts for glyph in text):  # the order of drawing is not known
        return False
    pieces = [[piece for glyph in text for piece in _pieces(glyph, cut)] for text in texts]
    below = [glyph for glyph in outside if _is_on_border(grid, glyph)]
    blocks = list(_blocks(grid, _lines([*pieces, below])))
    changed: set[int] = set()
    for block, owner in _settled(grid, blocks):
        for area, glyphs in block:
            if area != owner:
                moved = set(map(_START, glyphs))
                home = outside if area == len(texts) else pieces[area]
                home[:] = [glyph for glyph in home if glyph.start not in moved]
                pieces[owner].extend(glyphs)
        changed.update(line.area for line in block)
    for area in changed - {len(texts)}:
        texts[area][:] = pieces[area]
    return bool(changed)


def _settled(grid: Grid, blocks: Sequence[list[_Line]]) -> Iterator[tuple[list[_Line], int]]:
    """Yield the texts over several areas with the area each belongs to; one that goes may settle the next."""
    held = Counter(area for block in blocks for area in _areas(block))
    waiting = [block for block in blocks if len(_areas(block)) > 1 and _is_wrapped(grid, block)]
    count = -1
    while len(waiting) != count:
        count = len(waiting)
        unsettled: list[list[_Line]] = []
        for block in waiting:
            areas = _areas(block)
            owners = [area for area in areas if held[area] == 1 and area < len(grid.areas)]
            if len(owners) == 1:
                held.subtract(areas - {owners[0]})
                yield block, owners[0]
            else:
                unsettled.append(block)
        waiting = unsettled[::-1]  # texts settle each other downwards or upwards


def _areas(block: Sequence[_Line]) -> set[int]:
    return {line.area for line in block}


def _is_on_border(grid: Grid, glyph: Glyph) -> bool:
    """Say whether the lower border of a table runs through what stands below it."""
    upper = glyph.baseline - _UPPER * glyph.size
    return glyph.start >= 0 and upper <= grid.ys[-1] < glyph.baseline


def _pieces(glyph: Glyph, cut: Callable[[Glyph], Sequence[Glyph]]) -> Iterator[Glyph]:
    """Yield the parts of a run that is two lines, one printed over the other."""
    chars = () if glyph.text.isascii() else cut(glyph)
    starts = [0, *(place for place, (one, other) in enumerate(pairwise(chars), 1) if other.x0 < one.x0)]
    if len(starts) == 1 or any(char.start < 0 for char in chars):
        yield glyph
        return
    for first, end in pairwise([*starts, len(chars)]):
        text = "".join(char.text for char in chars[first:end])
        yield chars[first]._replace(text=text, x1=chars[end - 1].x1)


def _lines(texts: Sequence[Sequence[Glyph]]) -> Iterator[_Line]:
    """Yield the lines of a table in the order of drawing."""
    drawn = sorted((glyph.start, area, glyph) for area, text in enumerate(texts) for glyph in text)
    line: _Line | None = None
    for _, area, glyph in drawn:
        if line is not None and line.area == area and _is_beside(line.glyphs[-1], glyph):
            line.glyphs.append(glyph)
            continue
        if line is not None:
            yield line
        line = _Line(area, [glyph])
    if line is not None:
        yield line


def _is_beside(before: Glyph, glyph: Glyph) -> bool:
    return abs(glyph.baseline - before.baseline) < _SAME_LINE * glyph.size and glyph.x0 > before.x0


def _blocks(grid: Grid, lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """Yield the lines of each text: what may be of one cell and was drawn on end is held together."""
    block: list[_Line] = []
    for line in lines:
        if block and not _runs_on(grid, block[-1], line):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _runs_on(grid: Grid, before: _Line, line: _Line) -> bool:
    """Say whether a line may go on with a text: anywhere below it in its area, as wrapped text in the next."""
    if line.area == before.area:
        return line.base - before.base >= _CLOSEST * line.size
    return _is_next(grid, before, line) and _is_wrapped(grid, [before, line])


def _is_next(grid: Grid, before: _Line, line: _Line) -> bool:
    """Say whether a line stands in the area below another one, or below the table under the same column."""
    if before.area == len(grid.areas):
        return False
    above = grid.areas[before.area]
    if line.area == len(grid.areas):
        x0, _, x1, bottom = grid.box(above)
        return bottom == grid.ys[-1] and x0 <= line.glyphs[0].x0 and line.glyphs[-1].x1 <= x1
    below = grid.areas[line.area]
    is_same_column = (above.column, above.colspan) == (below.column, below.colspan)
    return is_same_column and above.row + above.rowspan == below.row


def _is_wrapped(grid: Grid, block: Sequence[_Line]) -> bool:
    """Say whether lines are one text that broke where its column was full."""
    x0, _, x1, _ = grid.box(grid.areas[block[0].area])
    size = block[0].size
    steps = [below.base - above.base for above, below in pairwise(block)]
    return (
        _CLOSEST * size <= min(steps)
        and max(steps) <= _WIDEST * size
        and max(steps) - min(steps) < _ALIKE * size
        and all(abs(glyph.size - size) < _ALIKE * size for line in block for glyph in line.glyphs)
        and all(
            above.width + opening_width(below.glyphs) > x1 - x0 - _PADDING * size
            for above, below in pairwise(block)
        )
    )
