"""A grid seen along one axis: lines that are combined, samples along which a combination is tried.

All numbers are integers in units of the finest decimal of the grid, so that every test is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from .grid import Axis
from .wording import Cues, cues_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from .grid import NumberGrid

# Statistics offices and planners round to these; a column that holds only multiples has that room.
COARSE_STEPS = (1000, 500, 100, 50, 10, 5, 3)
FEWEST_FOR_STEP = 6
T = TypeVar("T")
LOOKUPS = 40_000  # figures that one search for hypotheses looks at
FEWEST_PROBES = 8
YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class View:
    """Lines by samples.

    Attributes:
        axis: What the lines are.
        values: values[line][sample], scaled integers; None where no number stands.
        steps: steps[line][sample], the width of what the printed number stands for, scaled alike.
        labels: Words of each line.
        cues: What the words say.
        lines: Lines that may take part, in order: years, serial numbers and empty ones are left out.
        samples: Number of samples.
        rates: rates[line][sample], whether it is a percentage or its sample's label says rate.
        one: The number 1 in scaled units.
    """

    axis: Axis
    values: Sequence[Sequence[int | None]]
    steps: Sequence[Sequence[int]]
    labels: Sequence[str]
    cues: Sequence[Cues]
    lines: tuple[int, ...]
    samples: int
    rates: Sequence[Sequence[bool]]
    one: int

    def probes(self, lines: int) -> range:
        """Return the samples that hypotheses about `lines` lines are looked for in; all of an ordinary table."""
        each = max(FEWEST_PROBES, LOOKUPS // max(lines, 1))
        return range(0, self.samples, max(1, -(-self.samples // each)))


def views_of(grid: NumberGrid) -> tuple[View, View]:
    """Return the grid with its rows as lines, and with its columns as lines."""
    decimals = max(0, *(n.decimals for row in grid.cells for n in row if n), 0)
    values = [[None if n is None else _scaled(n.value, decimals) for n in row] for row in grid.cells]
    own = [[10 ** (decimals - n.decimals) if n else 1 for n in row] for row in grid.cells]
    coarse = [_coarseness(column) for column in zip(*values, strict=True)]
    steps = [[max(s, c) for s, c in zip(row, coarse, strict=True)] for row in own]
    ignored_columns = {
        c for c, column in enumerate(zip(*values, strict=True)) if _is_serial(column, 10**decimals)
    }
    ignored_rows = {r for r, row in enumerate(values) if _is_header(row, 10**decimals)}
    kept = [
        [None if r in ignored_rows or c in ignored_columns else n for c, n in enumerate(row)]
        for r, row in enumerate(values)
    ]
    percents = [[n is not None and n.is_rate for n in row] for row in grid.cells]
    rows = _view(Axis.ROWS, (kept, steps, percents), (grid.row_labels, grid.column_labels), 10**decimals)
    turned = (_turned(kept), _turned(steps), _turned(percents))
    return rows, _view(Axis.COLUMNS, turned, (grid.column_labels, grid.row_labels), 10**decimals)


def _view(
    axis: Axis,
    figures: tuple[Sequence[Sequence[int | None]], Sequence[Sequence[int]], Sequence[Sequence[bool]]],
    labels: tuple[Sequence[str], Sequence[str]],
    one: int,
) -> View:
    values, steps, percents = figures
    named = [cues_of(label).rate for label in labels[1]]
    return View(
        axis=axis,
        values=values,
        steps=steps,
        labels=labels[0],
        cues=tuple(cues_of(label) for label in labels[0]),
        lines=tuple(n for n, line in enumerate(values) if any(v is not None for v in line)),
        samples=len(values[0]) if values else 0,
        rates=[[a or b for a, b in zip(line, named, strict=True)] for line in percents],
        one=one,
    )


def _scaled(value: Decimal, decimals: int) -> int:
    return int(value.scaleb(decimals).to_integral_value())


def _turned(rows: Sequence[Sequence[T]]) -> list[list[T]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _coarseness(column: Sequence[int | None]) -> int:
    """Return the largest round step that all figures of a column are multiples of; 1 if there is none."""
    found = [v for v in column if v]
    if len(found) < FEWEST_FOR_STEP:
        return 1
    for step in COARSE_STEPS:
        if 10 * sum(v % step == 0 for v in found) >= 9 * len(found):
            return step
    return 1


def _is_header(row: Sequence[int | None], one: int) -> bool:
    """Return whether a row holds years only, and more than one, or numbers its columns from 1."""
    found = {v for v in row if v is not None}
    if len(found) > 2 and sorted(found) == [n * one for n in range(1, len(found) + 1)]:
        return True
    return len(found) > 1 and all(v % one == 0 and v // one in YEARS for v in found)


def _is_serial(column: Sequence[int | None], one: int) -> bool:
    """Return whether a column counts its rows, or holds their years."""
    found = [v for v in column if v is not None]
    if len(found) < 3:
        return False
    return all(b - a == one for a, b in pairwise(found)) or _is_header(column, one)
