"""A sheet of a workbook as a person reads it: hidden rows and columns left out, tables told from the lines around them."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from ..captions import caption_and_unit, find_unit
from ..limits import check_cells, check_grid
from ..word.blocks import Line
from ..word.tables import Grid, GridCell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...schemas.records import Formula

    Spot = tuple[int, int]

# Names that Excel and WPS give.
_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|表)\s*\d*(?:\s*\(\d+\))?", re.IGNORECASE)
_FIELD = re.compile(r"[^：:]+[：:]")
_NOTE = re.compile(r"(?:附?注|备注|说明|注释)\s*\d*\s*[：:.、]|[（(]注|\*")


class Sheet(NamedTuple):
    """A sheet; rows and columns count from 0.

    Attributes:
        name: On its tab.
        texts: What cells show, by row and column; only those that show something.
        spans: Rows and columns of merged areas, by their corner.
        ruled: Rows in which upright lines are drawn: they belong to a table even when they are empty.
        hidden_rows: Rows that are not shown.
        hidden_columns: Columns that are not shown.
        formulas: What cells are computed from, in rows and columns of the sheet.
        uncomputed: Number of cells with a formula whose result is not in the file.
    """

    name: str
    texts: Mapping[Spot, str]
    spans: Mapping[Spot, Spot] = {}
    ruled: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formulas: Sequence[Formula] = ()
    uncomputed: int = 0


class _Area(NamedTuple):
    """A cell or a merged area as it is shown, both ends included."""

    top: int
    left: int
    bottom: int
    right: int
    text: str


def sheet_to_blocks(sheet: Sheet, name: str, *, is_alone: bool) -> Iterator[Line | Grid]:
    """Yield the lines and tables of a sheet.

    Rows without text or rulings part its tables. Single cells and fields above a table (title, unit, who
    fills it in) and notes below it are lines. A sheet without lines gives its tables its own name.

    Args:
        sheet: The sheet.
        name: File name, for complaints.
        is_alone: The workbook shows no other sheet.

    Raises:
        UnreadableDocument: A table has more cells than a worker can hold.
    """
    check_cells(sum(rows * columns for rows, columns in sheet.spans.values()), name)
    shown = _without_hidden(sheet)
    caption = None if is_alone or _DEFAULT_NAME.fullmatch(sheet.name.strip()) else sheet.name.strip()
    for first, last in _stretches(shown):
        areas = [area for area in _areas(shown) if first <= area.top <= last]
        above, below = _lines_around(areas, shown.ruled)
        caption = None if above else caption
        yield from (Line(text, None) for text in above.values())
        rest = [area for area in areas if area.top not in above and area.top not in below]
        if rest:
            yield _grid(shown, rest, caption, name)
        yield from (Line(text, None) for text in below.values())


def sheet_to_grid(sheet: Sheet, name: str, *, is_alone: bool) -> Grid | None:
    """Return a whole sheet as one table, as it is shown inside another document; None if it is empty.

    Raises:
        UnreadableDocument: The table has more cells than a worker can hold.
    """
    check_cells(sum(rows * columns for rows, columns in sheet.spans.values()), name)
    shown = _without_hidden(sheet)
    areas = _areas(shown)
    return _grid(shown, areas, None if is_alone else sheet.name, name) if areas else None


def _without_hidden(sheet: Sheet) -> Sheet:
    """Return a sheet of which nothing is hidden; merged areas lose the hidden part."""
    if not sheet.hidden_rows and not sheet.hidden_columns:
        return sheet
    rows = _Numbering(sheet.hidden_rows)
    columns = _Numbering(sheet.hidden_columns)
    texts: dict[Spot, str] = {}
    spans: dict[Spot, Spot] = {}
    covered = _covered(sheet)
    for (row, column), text in sheet.texts.items():
        if (row, column) in covered:
            continue
        down, across = sheet.spans.get((row, column), (1, 1))
        spot = rows.first(row, down), columns.first(column, across)
        if spot[0] is not None and spot[1] is not None:
            texts[spot[0], spot[1]] = text
    for (row, column), (down, across) in sheet.spans.items():
        top, left = rows.first(row, down), columns.first(column, across)
        if top is not None and left is not None:
            spans[top, left] = rows.count(row, down), columns.count(column, across)
    ruled = frozenset(rows.number(row) for row in sheet.ruled - sheet.hidden_rows)
    formulas = tuple(_moved(sheet.formulas, rows, columns))
    return Sheet(sheet.name, texts, spans, ruled, formulas=formulas)


class _Numbering:
    """Numbers of rows or columns once the hidden ones are taken out."""

    def __init__(self, hidden: frozenset[int]) -> None:
        self._hidden = hidden
        self._sorted = sorted(hidden)

    def number(self, old: int) -> int:
        return old - bisect_left(self._sorted, old)

    def first(self, old: int, count: int) -> int | None:
        """Return the number of the first that is shown; None if none is."""
        shown = next((at for at in range(old, old + count) if at not in self._hidden), None)
        return None if shown is None else self.number(shown)

    def count(self, old: int, count: int) -> int:
        return self.number(old + count) - self.number(old)

    def is_hidden(self, old: int) -> bool:
        return old in self._hidden


def _moved(formulas: Sequence[Formula], rows: _Numbering, columns: _Numbering) -> Iterator[Formula]:
    """Yield the formulas all of whose cells are shown."""
    for formula in formulas:
        spots = [(formula.row, formula.column), *((row, column) for row, column, _ in formula.operands)]
        if not any(rows.is_hidden(row) or columns.is_hidden(column) for row, column in spots):
            operands = tuple((rows.number(r), columns.number(c), weight) for r, c, weight in formula.operands)
            yield formula._replace(
                row=rows.number(formula.row), column=columns.number(formula.column), operands=operands
            )


def _areas(sheet: Sheet) -> list[_Area]:
    """Return what stands in the sheet by row and column; what a merged area covers is not seen."""
    found = []
    for row, column in sorted({*sheet.texts, *sheet.spans} - _covered(sheet)):
        rows, columns = sheet.spans.get((row, column), (1, 1))
        text = sheet.texts.get((row, column), "")
        if text or row in sheet.ruled:
            found.append(_Area(row, column, row + rows - 1, column + columns - 1, text))
    return found


def _covered(sheet: Sheet) -> set[Spot]:
    """Return the places that merged areas cover, their corners left out."""
    return {
        (row + down, column + across)
        for (row, column), (rows, columns) in sheet.spans.items()
        for down in range(rows)
        for across in range(columns)
    } - sheet.spans.keys()


def _stretches(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Yield first and last row of each run of rows that hold something."""
    filled = {row for area in _areas(sheet) for row in range(area.top, area.bottom + 1)}
    if not filled:
        return
    inside = {row for row in sheet.ruled if min(filled) < row < max(filled)}
    rows = sorted(filled | inside)
    first = last = rows[0]
    for row in rows[1:]:
        if row != last + 1:
            yield first, last
            first = row
        last = row
    yield first, last


def _lines_around(areas: Sequence[_Area], ruled: frozenset[int]) -> tuple[dict[int, str], dict[int, str]]:
    """Return the texts of the rows above and below a table that are not part of it."""
    rows: dict[int, list[_Area]] = {}
    for area in areas:
        if area.text:
            rows.setdefault(area.top, []).append(area)
    above: dict[int, str] = {}
    for (row, found), following in zip(rows.items(), [*rows.values(), []][1:], strict=True):
        if not _is_line(found, is_ruled=row in ruled) or _is_heading(found, following, above, ruled):
            break
        above[row] = _joined(found)
    below: dict[int, str] = {}
    for row, found in reversed(rows.items()):
        if row in above or row in ruled or not _is_note(found):
            break
        below[row] = _joined(found)
    return above, dict(reversed(below.items()))


def _is_line(areas: Sequence[_Area], *, is_ruled: bool) -> bool:
    """Say whether a row above a table is a title, or states unit, year or who fills it in."""
    if len(areas) == 1:
        return areas[0].bottom == areas[0].top
    return not is_ruled and all(_FIELD.match(area.text) or find_unit(area.text) for area in areas)


def _is_heading(
    found: Sequence[_Area], following: Sequence[_Area], above: Mapping[int, str], ruled: frozenset[int]
) -> bool:
    """Say whether a merged area heads all columns of a table, though it could be one more title.

    The table has its title already and starts here: the rulings do, or its unit stands right above.
    """
    if not above or len(found) != 1 or not following:
        return False
    [area] = found
    last = max(above)
    starts = (area.top in ruled and last not in ruled) or find_unit(above[last]) is not None
    spans = area.left <= following[0].left < following[-1].right <= area.right
    words = caption_and_unit([area.text]).caption == area.text and not area.text.endswith("表")
    return starts and spans and words and caption_and_unit(tuple(above.values())).caption is not None


def _is_note(areas: Sequence[_Area]) -> bool:
    if len(areas) == 1:
        return bool(_NOTE.match(areas[0].text) or _FIELD.match(areas[0].text))
    return all(_FIELD.match(area.text) for area in areas)


def _joined(areas: Sequence[_Area]) -> str:
    return "    ".join(area.text for area in areas)


def _grid(sheet: Sheet, areas: Sequence[_Area], caption: str | None, name: str) -> Grid:
    """Return the table that these areas make, empty cells between them included."""
    top, left = min(area.top for area in areas), min(area.left for area in areas)
    bottom, right = max(area.bottom for area in areas), max(area.right for area in areas)
    n_rows, n_columns = bottom - top + 1, right - left + 1
    check_grid(n_rows, n_columns, name, f"工作表“{sheet.name}”")
    taken = {
        (row, column)
        for area in areas
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    }
    blank = (
        _Area(row, column, row, column, "")
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) not in taken
    )
    cells = tuple(
        GridCell(a.top - top, a.left - left, a.bottom - a.top + 1, a.right - a.left + 1, a.text)
        for a in sorted([*areas, *blank])
    )
    formulas = _inside(sheet.formulas, top, left, (n_rows, n_columns))
    return Grid(cells, n_rows, n_columns, caption=caption, formulas=tuple(formulas))


def _inside(formulas: Sequence[Formula], top: int, left: int, size: Spot) -> Iterator[Formula]:
    """Yield the formulas whose cells all stand in one table, in its rows and columns."""
    for formula in formulas:
        operands = tuple((row - top, column - left, weight) for row, column, weight in formula.operands)
        moved = formula._replace(row=formula.row - top, column=formula.column - left, operands=operands)
        spots = [(moved.row, moved.column), *((row, column) for row, column, _ in operands)]
        if all(0 <= row < size[0] and 0 <= column < size[1] for row, column in spots):
            yield moved
