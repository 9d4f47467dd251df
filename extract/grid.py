"""A frame of rulings turned into a grid: rows, columns, and the areas that walls enclose.

Pure geometry. The frame is cut into atoms by all its rulings; atoms without a wall between them are
one area, so merged cells need no special case, and a missing outer border closes by itself.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

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
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    areas: tuple[Area, ...]
    open_sides: frozenset[str] = frozenset()

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
    owner = _atoms_to_owners(len(ys) - 1, len(xs) - 1, beside, below)
    areas = sorted(area for atoms in _groups(owner) for area in atoms_to_areas(atoms))
    if len(areas) < 2:
        return None
    return Grid(xs, ys, tuple(areas), open_x | open_y)


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
    right = min(max(bisect_right(edges, value), 1), len(edges) - 1)
    return right - 1 if value - edges[right - 1] <= edges[right] - value else right


def _walls(rulings: Iterable[Ruling], edges: Sequence[float], steps: Sequence[float]) -> set[tuple[int, int]]:
    """Return (edge, step) for every step between two neighbouring atoms that a ruling covers."""
    covered: dict[tuple[int, int], float] = {}
    for ruling in rulings:
        edge = nearest(edges, ruling.position)
        first = max(bisect_right(steps, ruling.start) - 1, 0)
        for step in range(first, len(steps) - 1):
            low, high = max(ruling.start, steps[step]), min(ruling.end, steps[step + 1])
            if steps[step] >= ruling.end:
                break
            covered[edge, step] = covered.get((edge, step), 0.0) + max(high - low, 0.0)
    return {
        (edge, step)
        for (edge, step), length in covered.items()
        if length >= _COVERED * (steps[step + 1] - steps[step])
    }


def _atoms_to_owners(
    rows: int, columns: int, beside: set[tuple[int, int]], below: set[tuple[int, int]]
) -> list[list[int]]:
    """Return, for each atom, the number of the area it belongs to."""
    parent = list(range(rows * columns))

    def root(atom: int) -> int:
        while parent[atom] != atom:
            parent[atom] = parent[parent[atom]]
            atom = parent[atom]
        return atom

    for row in range(rows):
        for column in range(columns):
            atom = row * columns + column
            if column + 1 < columns and (column + 1, row) not in beside:
                parent[root(atom + 1)] = root(atom)
            if row + 1 < rows and (row + 1, column) not in below:
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
    for index, area in enumerate(grid.areas):
        for row in range(area.row, area.row + area.rowspan):
            for column in range(area.column, area.column + area.colspan):
                owner[row][column] = index
    return owner


def holds(grid: Grid, point: tuple[float, float]) -> bool:
    """Say whether a point lies inside a grid."""
    return grid.xs[0] <= point[0] <= grid.xs[-1] and grid.ys[0] <= point[1] <= grid.ys[-1]


def is_inside(inner: Grid, outer: Grid) -> bool:
    """Say whether one grid lies within another, as a table nested in a cell does."""
    return (
        inner is not outer
        and outer.xs[0] - TOUCH <= inner.xs[0]
        and inner.xs[-1] <= outer.xs[-1] + TOUCH
        and outer.ys[0] - TOUCH <= inner.ys[0]
        and inner.ys[-1] <= outer.ys[-1] + TOUCH
    )
