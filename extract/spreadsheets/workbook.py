"""The sheets of an .xlsx or .xlsm: what its cells show, as they were last computed."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from typing import TYPE_CHECKING, NamedTuple

from ...schemas.errors import UnreadableDocument
from .. import limits
from .number_formats import CHINESE_FORMATS, shown_value
from .sheet_formulas import read_formula
from .sheets import Sheet, sheet_to_grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from ...schemas.records import Formula
    from ..word.tables import Grid
    from .sheets import Spot

_MERGED = re.compile(rb'mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


class Workbook(NamedTuple):
    """The sheets that a workbook shows, the names of those that it hides, and how many were too many to read."""

    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()
    unread: int = 0


def open_workbook(data: bytes, name: str) -> Workbook:
    """Return the sheets of an .xlsx or .xlsm; macros and links are never looked at.

    Args:
        data: Bytes of the file.
        name: File name, for complaints.

    Raises:
        UnreadableDocument: It claims more than a worker can hold, or cannot be read.
    """
    try:
        has_formulas = _check_parts(data, name)
        book = _load(data, data_only=True)
        typed = _load(data, data_only=False) if has_formulas else {}
        hidden = tuple(title for title, sheet in book.items() if sheet.sheet_state != "visible")
        visible = [sheet for title, sheet in book.items() if title not in hidden]
        shown = visible[: limits.WORKBOOK_SHEETS]
        limits.check_cells(sum(len(sheet._cells) for sheet in shown), name)  # noqa: SLF001 - see _cells
        sheets = tuple(_sheet(sheet, typed.get(sheet.title)) for sheet in shown)
        return Workbook(sheets, hidden, unread=len(visible) - len(shown))
    except (UnreadableDocument, MemoryError):
        raise
    except Exception as error:  # the library raises anything on damaged workbooks
        raise damaged(name) from error


def damaged(name: str) -> UnreadableDocument:
    """Return what is said of a workbook that cannot be read."""
    reason = f"{name}：Excel 文件已损坏，无法读取，请用 Excel 或 WPS 打开后另存为 .xlsx 重新提交。"
    return UnreadableDocument("truncated", reason)


def read_workbook(data: bytes, name: str) -> tuple[Grid, ...]:
    """Return one table for each sheet that an embedded workbook shows; none if it cannot be read.

    Args:
        data: Bytes of an .xlsx.
        name: File name of the document that embeds it, for complaints.
    """
    try:
        return embedded_grids(open_workbook(data, name), name)
    except UnreadableDocument:
        return ()


def embedded_grids(book: Workbook, name: str) -> tuple[Grid, ...]:
    """Return one table for each sheet that is not empty.

    Raises:
        UnreadableDocument: A table has more cells than a worker can hold.
    """
    shown = book.sheets[: limits.EMBEDDED_SHEETS]
    grids = (sheet_to_grid(sheet, name, is_alone=len(book.sheets) == 1) for sheet in shown)
    return tuple(grid for grid in grids if grid is not None)


def _check_parts(data: bytes, name: str) -> bool:
    """Raise `UnreadableDocument` if the sheets are too large; return whether any holds a formula."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        limits.check_zip(container.infolist(), name)
        parts = [entry for entry in container.infolist() if entry.filename.endswith(".xml")]
        limits.check_workbook(sum(entry.file_size for entry in parts), name)
        sheets = [container.read(entry) for entry in parts if "/worksheets/" in entry.filename]
    limits.check_cells(sum(map(_merged_cells, sheets)), name)
    return any(b"<f" in sheet for sheet in sheets)


def _merged_cells(sheet: bytes) -> int:
    """Return how many cells the merged areas of a sheet claim; the library would make each of them."""
    sides = ((found[1], int(found[2]), found[3], int(found[4])) for found in _MERGED.finditer(sheet))
    return sum(
        (abs(_column(right) - _column(left)) + 1) * (abs(bottom - top) + 1)
        for left, top, right, bottom in sides
    )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _load(data: bytes, *, data_only: bool) -> dict[str, Worksheet]:
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to load and rarely needed

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about extensions that it drops: none holds a value
        book = load_workbook(io.BytesIO(data), data_only=data_only, keep_links=False)
    return {sheet.title: sheet for sheet in book.worksheets}


def _sheet(sheet: Worksheet, typed: Worksheet | None) -> Sheet:
    return Sheet(
        sheet.title,
        texts=_texts(sheet),
        spans=_spans(sheet),
        ruled=_ruled(_cells(sheet)),
        hidden_rows=frozenset(row - 1 for row, shape in sheet.row_dimensions.items() if shape.hidden),
        hidden_columns=_hidden_columns(sheet),
        formulas=() if typed is None else tuple(_formulas(typed)),
        uncomputed=0 if typed is None else _uncomputed(sheet, typed),
    )


def _cells(sheet: Worksheet) -> Iterable[Cell]:
    from openpyxl.cell.cell import MergedCell  # noqa: PLC0415 - slow to load

    # Going through rows and columns would make every cell up to the farthest, which may be the last of
    # seventeen thousand million.
    return (cell for cell in sheet._cells.values() if not isinstance(cell, MergedCell))  # noqa: SLF001


def _texts(sheet: Worksheet) -> dict[Spot, str]:
    """Return what the cells show."""
    found = {}
    for cell in _cells(sheet):
        text = "" if cell.value is None else shown_value(cell.value, _format(cell))
        if text:
            found[cell.row - 1, cell.column - 1] = text
    return found


def _format(cell: Cell) -> str:
    number = cell._style.numFmtId  # type: ignore[attr-defined]  # noqa: SLF001 - the library names formats as English editions do
    return CHINESE_FORMATS.get(number) or cell.number_format or ""


def _spans(sheet: Worksheet) -> dict[Spot, Spot]:
    """Return rows and columns that each merged area spans, by its corner."""
    spans: dict[Spot, Spot] = {}
    for area in sheet.merged_cells.ranges:
        rows, columns = area.max_row - area.min_row + 1, area.max_col - area.min_col + 1
        if rows * columns <= limits.TABLE_CELLS:
            spans[area.min_row - 1, area.min_col - 1] = (rows, columns)
    return spans


def _ruled(cells: Iterable[Cell]) -> frozenset[int]:
    return frozenset(
        cell.row - 1
        for cell in cells
        if (cell.border.left and cell.border.left.style) or (cell.border.right and cell.border.right.style)
    )


def _hidden_columns(sheet: Worksheet) -> frozenset[int]:
    last = max((cell.column for cell in _cells(sheet)), default=0)
    hidden = (shape for shape in sheet.column_dimensions.values() if shape.hidden)
    return frozenset(
        column - 1 for shape in hidden for column in range(shape.min or 1, min(shape.max or 0, last) + 1)
    )


def _formulas(sheet: Worksheet) -> Iterator[Formula]:
    for cell in _cells(sheet):
        if cell.data_type == "f" and isinstance(cell.value, str):
            found = read_formula(cell.value, cell.row - 1, cell.column - 1)
            if found is not None:
                yield found


def _uncomputed(sheet: Worksheet, typed: Worksheet) -> int:
    formulas = {(cell.row, cell.column) for cell in _cells(typed) if cell.data_type == "f"}
    return sum(cell.value is None for cell in _cells(sheet) if (cell.row, cell.column) in formulas)
