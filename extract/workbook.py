"""The sheets of a workbook that a Word file embeds, as tables."""

from __future__ import annotations

import io
import warnings
import zipfile
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from ..schemas.errors import UnreadableDocument
from . import limits
from .docx_tables import Grid, GridCell
from .plain_numbers import shown_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet


def read_workbook(data: bytes, name: str) -> tuple[Grid, ...]:
    """Return one table for each visible sheet that is not empty; none if the workbook cannot be read.

    Values are those last computed, printed the way their formats show them where these are simple.

    Args:
        data: Bytes of an .xlsx.
        name: File name of the Word file, for complaints.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            limits.check_zip(container.infolist(), name)
            if sum(entry.file_size for entry in container.infolist()) > limits.WORKBOOK_BYTES:
                return ()
        return _sheets(data)
    except UnreadableDocument:
        return ()
    except Exception:  # noqa: BLE001 - the library raises anything on damaged workbooks; none may cost the report
        return ()


def read_old_workbook(data: bytes) -> tuple[Grid, ...]:
    """Return the same for an .xls, whose number formats are not known here: plain digits, merged areas as cells.

    Args:
        data: Bytes of the .xls, also inside of an embedded object.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    if len(data) > limits.WORKBOOK_BYTES:
        return ()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ][: limits.WORKBOOK_SHEETS]
        rows = [book.get_sheet_by_name(name).to_python(nrows=limits.SHEET_CELLS) for name in shown]
    except Exception:  # noqa: BLE001 - as above: nothing that is wrong with a workbook may cost the report
        return ()
    grids = (
        _rows_to_grid(found, None if len(shown) == 1 else name)
        for name, found in zip(shown, rows, strict=True)
    )
    return tuple(grid for grid in grids if grid is not None)


def _rows_to_grid(rows: Sequence[Sequence[object]], caption: str | None) -> Grid | None:
    if not rows or not rows[0] or len(rows) * len(rows[0]) > limits.SHEET_CELLS:
        return None
    cells = tuple(
        GridCell(r, c, 1, 1, _shown_value(value)) for r, row in enumerate(rows) for c, value in enumerate(row)
    )
    return Grid(cells, len(rows), len(rows[0]), caption=caption)


def _sheets(data: bytes) -> tuple[Grid, ...]:
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to load and rarely needed

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about extensions that it drops: none holds a value
        book = load_workbook(io.BytesIO(data), data_only=True)
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    grids = (_sheet_to_grid(sheet, is_alone=len(shown) == 1) for sheet in shown[: limits.WORKBOOK_SHEETS])
    return tuple(grid for grid in grids if grid is not None)


def _sheet_to_grid(sheet: Worksheet, *, is_alone: bool) -> Grid | None:
    texts = _texts(sheet)
    if not texts:
        return None
    spans, covered = _merged(sheet)
    rows = sorted({row for row, _ in texts})
    columns = sorted({column for _, column in texts})
    top, left, bottom, right = rows[0], columns[0], rows[-1], columns[-1]
    if (bottom - top + 1) * (right - left + 1) > limits.SHEET_CELLS:
        return None
    cells = []
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if (row, column) in covered:
                continue
            down, across = spans.get((row, column), (1, 1))
            size = min(down, bottom - row + 1), min(across, right - column + 1)
            cells.append(GridCell(row - top, column - left, *size, texts.get((row, column), "")))
    return Grid(tuple(cells), bottom - top + 1, right - left + 1, caption=None if is_alone else sheet.title)


def _merged(sheet: Worksheet) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """Return rows and columns that each merged area spans, by its corner, and the places it covers."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for area in sheet.merged_cells.ranges:
        rows, columns = area.max_row - area.min_row + 1, area.max_col - area.min_col + 1
        if rows * columns <= limits.SHEET_CELLS:
            spans[area.min_row, area.min_col] = (rows, columns)
            covered |= {(area.min_row + r, area.min_col + c) for r in range(rows) for c in range(columns)}
            covered.discard((area.min_row, area.min_col))
    return spans, covered


def _texts(sheet: Worksheet) -> dict[tuple[int, int], str]:
    """Return the texts of the cells that show something, by row and column."""
    found = {}
    for cells in sheet.iter_rows():
        for cell in cells:
            text = _shown(cell)
            if text and cell.row and cell.column:
                found[cell.row, cell.column] = text
    return found


def _shown(cell: Cell | MergedCell) -> str:
    return _shown_value(cell.value, cell.number_format or "")


def _shown_value(value: object, code: str = "") -> str:
    """Return a value as a sheet shows it in a number format."""
    if value is None or isinstance(value, str):
        return (value or "").strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date | time):
        return value.isoformat()
    return shown_number(str(value), code)
