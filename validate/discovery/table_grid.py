"""A table of a document as the grid of numbers that discovery works on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...schemas.catalogue import load_catalogue
from ...schemas.records import Kind
from ..tables.outline import CODE
from .grid import Number, NumberGrid
from .wording import is_not_added

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...schemas.records import Fact, Table
    from ..precision import Precision

FIGURES = frozenset({Kind.AMOUNT, Kind.NUMBER, Kind.COUNT, Kind.AREA, Kind.PERCENT, Kind.SCORE})
FEWEST_CODES = 3
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TableGrid:
    """The grid, and the fact behind each of its numbers, by (row, column)."""

    grid: NumberGrid
    facts: Mapping[Place, Fact]


def table_grid(table: Table, facts: Sequence[Fact], precision: Precision) -> TableGrid:
    """Return the figures that fill a cell of their own, with the words around them.

    Args:
        table: The table.
        facts: The facts of the table.
        precision: Effective decimals of the submission.
    """
    texts = _texts(table)
    found = _figures(facts, texts)
    first_row = min((row for row, _ in found), default=0)
    headers = tuple(_joined(texts, [(row, c) for row in range(first_row)]) for c in range(table.n_columns))
    codes = {c for c in range(table.n_columns) if is_not_added(headers[c]) or _is_of_codes(found, c)}
    kept = {(row, c): fact for (row, c), fact in found.items() if c not in codes}
    last = dict(sorted(kept))
    stubs = [[(row, c) for c in range(last.get(row, table.n_columns))] for row in range(table.n_rows)]
    rows = tuple(_joined(texts, [place for place in places if place not in kept]) for places in stubs)
    added = {place: fact for place, fact in kept.items() if not is_not_added(rows[place[0]])}
    cells = tuple(
        tuple(_number(added.get((row, c)), precision) for c in range(table.n_columns))
        for row in range(table.n_rows)
    )
    return TableGrid(NumberGrid(cells, rows, headers), added)


def _is_of_codes(found: Mapping[Place, Fact], column: int) -> bool:
    """Return whether a column holds classification codes: 201, 20103, 2010301."""
    texts = [fact.text for (_, c), fact in found.items() if c == column]
    return (
        len(texts) >= FEWEST_CODES
        and all(CODE.fullmatch(text) for text in texts)
        and len(set(map(len, texts))) > 1
    )


def _texts(table: Table) -> Mapping[Place, str]:
    """Return the text over every place of the grid; a title across the whole table is no header."""
    return {
        (row, column): cell.text
        for cell in table.cells
        if cell.text.strip() and (cell.colspan < table.n_columns or table.n_columns == 1)
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    }


def _joined(texts: Mapping[Place, str], places: Sequence[Place]) -> str:
    """Return the different words of some places, one line each, indentation of each kept."""
    words = [texts[place].replace("\n", "") for place in places if place in texts]
    return "\n".join(dict.fromkeys(words))


def _figures(facts: Sequence[Fact], texts: Mapping[Place, str]) -> dict[Place, Fact]:
    by_place: dict[Place, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.source.row is not None and fact.source.column is not None:
            by_place[fact.source.row, fact.source.column].append(fact)
    return {
        place: found[0]
        for place, found in by_place.items()
        if len(found) == 1 and found[0].kind in FIGURES and _fills(texts.get(place, ""), found[0])
    }


def _fills(text: str, fact: Fact) -> bool:
    return len("".join(text.split()).replace("".join(fact.text.split()), "", 1)) <= 1


def _number(fact: Fact | None, precision: Precision) -> Number | None:
    """Return an amount in 元, so that columns in different units can be added, anything else as printed."""
    if fact is None:
        return None
    decimals = precision.decimals(fact)
    unit = load_catalogue().unit(fact.unit) if fact.unit else None
    if unit is None or unit.dimension != "amount":
        return Number(fact.value, decimals, is_rate=fact.kind is Kind.PERCENT)
    return Number(fact.value * unit.factor, decimals - unit.factor.adjusted())
