"""The table that discovery looks at, and what it finds there; no places, no units, only numbers and labels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number.

    Attributes:
        value: Exactly what is printed.
        decimals: How many decimals count as printed; negative for a figure in tens or more.
        is_rate: It is a percentage, so that nobody expects it to be added.
    """

    value: Decimal
    decimals: int
    is_rate: bool = False


@dataclass(frozen=True, slots=True)
class NumberGrid:
    """A table as numbers and labels.

    Attributes:
        cells: By row, then column, all rows equally long; None where no number stands.
        row_labels: Words of each row, outermost first, indentation kept at the front.
        column_labels: Words of each column's header, top to bottom.
    """

    cells: tuple[tuple[Number | None, ...], ...]
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]


class Operator(StrEnum):
    """How the operand lines give the target line.

    SUM and AVERAGE: of all operands. DIFFERENCE: first less second. RATIO: first over second.
    CHANGE: (first - second) over second. SHARE: the operand over its own figure in line `base`
    of the other axis (each row's part of the total row).
    """

    SUM = "sum"
    DIFFERENCE = "difference"
    AVERAGE = "average"
    RATIO = "ratio"
    CHANGE = "change"
    SHARE = "share"


class Axis(StrEnum):
    """Which lines are combined: ROWS, a row is made of rows, tried in every column; COLUMNS the reverse."""

    ROWS = "rows"
    COLUMNS = "columns"


@dataclass(frozen=True, slots=True)
class Aggregation:
    """One line that is computed from others.

    Attributes:
        operator: The arithmetic.
        axis: Whether the lines are rows or columns.
        target: Index of the computed line.
        operands: Indexes of the lines it is computed from; for DIFFERENCE, RATIO and CHANGE in the
            order of the formula.
        holds: Where along the line it holds (columns for ROWS, rows for COLUMNS).
        fails: Where it should hold and does not; a place where an operand is blank or unreadable is
            in neither.
        hits: How many of the places in `holds` say something: not zeros, copies or repetitions.
        bits: Evidence; what chance alone would give is 0.
        figure_bits: What the figures alone say, words, layout and other hypotheses apart.
        is_named: Words or layout say the same as the numbers.
        factor: 100 when a rate is printed in percent, else 1.
        base: Line of the other axis that holds the whole, for SHARE.
    """

    operator: Operator
    axis: Axis
    target: int
    operands: tuple[int, ...]
    holds: tuple[int, ...]
    fails: tuple[int, ...]
    hits: int
    bits: float
    figure_bits: float
    is_named: bool
    factor: int = 1
    base: int | None = None
