"""A frame of rulings turned into a grid: rows, columns, and the areas that walls enclose.

Pure geometry. The frame is cut into atoms by all its rulings; atoms without a wall between them are
one area, so merged cells need no special case, and a missing outer border closes by itself.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from .page_marks import made
from .rulings import TOUCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .rulings import Frame, Ruling

# Rulings closer than this are the two lines of a double border; no row is that low.
_DOUBLE = 4.5
# Ends that stick out by less are drawn badly, by more they show a side without border.
_OPEN_SIDE = 8.0
# A wall stands between two atoms if it covers at least this share of the side they share.
_COVERED = 0.5


class Area(NamedTuple):
    """A cell of a grid, merged or not."""

    row: int
    column: int
    rowspan: int
    colspan: int


class Grid(NamedTuple):
    """Rows, columns and areas.

    Attributes:
        xs: Column edges from left to right, in points.
        ys: Row edges from top to bottom, in points.
        areas: By row, then column; together they cover the grid once.
        open_sides: Names of the sides without a ruling of their own: left, top, right, bottom.
        gaps: Numbers of areas at a corner that no ruling closes to the outside: a row that starts late
            or ends early leaves them.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    areas: tuple[Area, ...]
    open_sides: frozenset[str] = frozenset()
    gaps: frozenset[int] = frozenset()

    def box(self, area: Area) -> tuple[float, float, float, float]:
        """Return x0, top, x1, bottom of an area."""
        return (
            self.xs[area.column],
            self.ys[area.row],
            self.xs[area.column + area.colspan],
            self.ys[area.row + area.rowspan],
        )


def frame_to_grid(frame: Frame, *, most_atoms: int) -> Grid | None:
    """Return the grid of a frame, or None if it encloses fewer than two areas.

    Args:
        frame: Rulings that touch.
        most_atoms: Largest number of rows times columns to work on; None is returned above it.
    """
    xs, open_x = _edges(frame.vertical, frame.horizontal, ("left", "right"))
    ys, open_y = _edges(frame.horizontal, frame.vertical, ("top", "bottom"))
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > most_atoms:
        return None
    beside = _walls(frame.vertical, xs, ys)
    below = _walls(frame.horizontal, ys, xs)
    areas = _closed_areas(beside, below)
    if areas is None:  # a wall is missing somewhere
        owner = _atoms_to_owners(beside, below)
        areas = sorted(area for atoms in _groups(owner) for area in atoms_to_areas(atoms))
    if len(areas) < 2:
        return None
    open_sides = open_x | open_y
    rows, columns = len(ys) - 1, len(xs) - 1
    gaps = {
        index
        for index, (row, column, rowspan, colspan) in enumerate(areas)
        if (row == 0 or row + rowspan == rows)
        and (column == 0 or column + colspan == columns)
        and _is_gap(areas[index], beside, below, open_sides)
    }
    return Grid(xs, ys, tuple(areas), open_sides, frozenset(gaps))


def _is_gap(
    area: Area, beside: Sequence[bytearray], below: Sequence[bytearray], open_sides: frozenset[str]
) -> bool:
    """Say whether an area lies at a corner of its grid and nothing closes it to the outside."""
    row, column, rowspan, colspan = area
    rows, columns = slice(row, row + rowspan), slice(column, column + colspan)
    across = [beside[0][rows]] if column == 0 and "left" not in open_sides else []
    across += [beside[-1][rows]] if column + colspan == len(beside) - 1 and "right" not in open_sides else []
    along = [below[0][columns]] if row == 0 and "top" not in open_sides else []
    along += [below[-1][columns]] if row + rowspan == len(below) - 1 and "bottom" not in open_sides else []
    return bool(across) and bool(along) and not any(map(any, (*across, *along)))


def _edges(
    across: Sequence[Ruling], along: Sequence[Ruling], sides: tuple[str, str]
) -> tuple[tuple[float, ...], frozenset[str]]:
    """Return the edges that rulings in one direction make, with those that only the others show."""
    edges = cluster((ruling.position for ruling in across), _DOUBLE)
    first, last = min(ruling.start for ruling in along), max(ruling.end for ruling in along)
    is_open = set()
    if first < edges[0] - _OPEN_SIDE:
        edges.insert(0, first)
        is_open.add(sides[0])
    if last > edges[-1] + _OPEN_SIDE:
        edges.append(last)
        is_open.add(sides[1])
    return tuple(edges), frozenset(is_open)


def cluster(values: Iterable[float], width: float) -> list[float]:
    """Return the middle of each run of values that lie within `width` of the run's first one."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][0] <= width:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [(group[0] + group[-1]) / 2 for group in groups]


def nearest(edges: Sequence[float], value: float) -> int:
    """Return the index of the edge that lies closest to a value."""
    right = bisect_right(edges, value) or 1
    if right == len(edges):
        return right - 1
    return right - 1 if value - edges[right - 1] <= edges[right] - value else right


def _walls(rulings: Iterable[Ruling], edges: Sequence[float], steps: Sequence[float]) -> list[bytearray]:
    """Return, for each edge, which of the steps along it a ruling covers."""
    count = len(steps) - 1
    walls = [bytearray(count) for _ in edges]
    covered: dict[tuple[int, int], float] = {}
    for position, start, end in rulings:
        edge = nearest(edges, position)
        first, last = bisect_left(steps, start), bisect_right(steps, end) - 1
        if last > first:
            walls[edge][first:last] = b"\1" * (last - first)
        if 0 < first <= count:
            length = min(end, steps[first]) - start
            covered[edge, first - 1] = covered.get((edge, first - 1), 0.0) + length
        if first <= last < count:
            covered[edge, last] = covered.get((edge, last), 0.0) + end - steps[last]
    for (edge, step), length in covered.items():
        if length >= _COVERED * (steps[step + 1] - steps[step]):
            walls[edge][step] = 1
    return walls


def _closed_areas(beside: Sequence[bytearray], below: Sequence[bytearray]) -> list[Area] | None:
    """Return the areas of a grid by row, then column; None if one of them is not closed on all sides."""
    rows, columns = len(below) - 1, len(beside) - 1
    taken = [bytearray(columns) for _ in range(rows)]
    areas: list[Area] = []
    spans: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    for row, (taken_here, walls) in enumerate(zip(taken, zip(*beside, strict=True), strict=True)):
        if (row == 0 or 0 not in below[row]) and (row == rows - 1 or 0 not in below[row + 1]):
            if walls not in spans:
                edges = [0, *(edge for edge in range(1, columns) if walls[edge]), columns]
                spans[walls] = [(left, right - left) for left, right in pairwise(edges)]
            areas += [made(Area, (row, column, 1, span)) for column, span in spans[walls]]
            continue
        column = taken_here.find(0)
        while column >= 0:
            right, end = column + 1, row + 1
            while right < columns and not beside[right][row]:
                right += 1
            while end < rows and not below[end][column]:
                end += 1
            # An area of one atom is closed: it ends at walls, and starts where others do that are closed.
            if (right > column + 1 or end > row + 1) and not (
                _is_closed(beside, row, end, column, right) and _is_closed(below, column, right, row, end)
            ):
                return None
            if end == row + 1:
                taken_here[column:right] = b"\1" * (right - column)
            else:
                for line in taken[row:end]:
                    line[column:right] = b"\1" * (right - column)
            areas.append(Area(row, column, end - row, right - column))
            column = taken_here.find(0, right)
    return areas


def _is_closed(walls: Sequence[bytearray], start: int, end: int, first: int, last: int) -> bool:
    """Say whether walls stand at edges `first` and `last` from step `start` to `end`, and none in between.

    The outer border is taken for granted.
    """
    if first > 0 and 0 in walls[first][start:end]:
        return False
    if last < len(walls) - 1 and 0 in walls[last][start:end]:
        return False
    return last == first + 1 or all(1 not in wall[start:end] for wall in walls[first + 1 : last])


def _atoms_to_owners(beside: Sequence[bytearray], below: Sequence[bytearray]) -> list[list[int]]:
    """Return, for each atom, the number of the area it belongs to."""
    rows, columns = len(below) - 1, len(beside) - 1
    parent = list(range(rows * columns))

    def root(atom: int) -> int:
        while parent[atom] != atom:
            parent[atom] = parent[parent[atom]]
            atom = parent[atom]
        return atom

    for row in range(rows):
        for column in range(columns):
            atom = row * columns + column
            if column + 1 < columns and not beside[column + 1][row]:
                parent[root(atom + 1)] = root(atom)
            if row + 1 < rows and not below[row + 1][column]:
                parent[root(atom + columns)] = root(atom)
    return [[root(row * columns + column) for column in range(columns)] for row in range(rows)]


def _groups(owner: list[list[int]]) -> Iterable[list[tuple[int, int]]]:
    groups: dict[int, list[tuple[int, int]]] = {}
    for row, line in enumerate(owner):
        for column, area in enumerate(line):
            groups.setdefault(area, []).append((row, column))
    return groups.values()


def atoms_to_areas(atoms: Sequence[tuple[int, int]]) -> list[Area]:
    """Return the rectangles that a group of connected atoms makes: one, unless a wall is missing.

    Args:
        atoms: (row, column) of each, by row, then column.

    Examples:
        >>> atoms_to_areas([(0, 0), (0, 1), (1, 0), (1, 1)])
        [Area(row=0, column=0, rowspan=2, colspan=2)]
    """
    runs: list[Area] = []
    for row, column in atoms:
        if runs and (runs[-1].row, runs[-1].column + runs[-1].colspan) == (row, column):
            runs[-1] = runs[-1]._replace(colspan=runs[-1].colspan + 1)
        else:
            runs.append(Area(row, column, 1, 1))
    stacked: dict[tuple[int, int], Area] = {}
    finished: list[Area] = []
    for run in runs:
        above = stacked.get((run.column, run.colspan))
        if above is not None and above.row + above.rowspan == run.row:
            stacked[run.column, run.colspan] = above._replace(rowspan=above.rowspan + 1)
            continue
        if above is not None:
            finished.append(above)
        stacked[run.column, run.colspan] = run
    return [*finished, *stacked.values()]


def areas_at(grid: Grid) -> list[list[int]]:
    """Return, for each row and column, the index of the area that covers it."""
    owner = [[0] * (len(grid.xs) - 1) for _ in grid.ys[1:]]
    for index, (first, column, rowspan, colspan) in enumerate(grid.areas):
        for row in range(first, first + rowspan):
            owner[row][column : column + colspan] = [index] * colspan
    return owner


def is_inside(inner: Grid, outer: Grid) -> bool:
    """Say whether one grid lies within another, as a table nested in a cell does."""
    return (
        inner is not outer
        and outer.xs[0] - TOUCH <= inner.xs[0]
        and inner.xs[-1] <= outer.xs[-1] + TOUCH
        and outer.ys[0] - TOUCH <= inner.ys[0]
        and inner.ys[-1] <= outer.ys[-1] + TOUCH
    )
