"""The sheets of an .xls: values by python-calamine, and from the file itself how its cells are shown."""

from __future__ import annotations

import io
import struct
from itertools import starmap
from typing import TYPE_CHECKING, NamedTuple

from ...schemas.errors import UnreadableDocument
from .. import limits
from ..compound_file import CompoundFile
from .number_formats import CHINESE_FORMATS, shown_value
from .sheets import Sheet
from .workbook import Workbook, damaged, embedded_grids

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..word.tables import Grid
    from .sheets import Spot

# Record types: [MS-XLS] section 2.3.
_BEGIN, _END, _ENCRYPTED, _SHEET, _FORMAT, _STYLE = 0x0809, 0x000A, 0x002F, 0x0085, 0x041E, 0x00E0
_ROW, _COLUMNS, _MERGED, _NUMBERS, _BLANKS = 0x0208, 0x007D, 0x00E5, 0x00BD, 0x00BE
# NUMBER, RK, LABELSST, LABEL, FORMULA, BOOLERR, BLANK: all begin with row, column and style.
_CELLS = frozenset({0x0203, 0x027E, 0x00FD, 0x0204, 0x0006, 0x0205, 0x0201})
_VERSION_97 = 0x0600
_ROW_HIDDEN, _COLUMNS_HIDDEN = 0x20, 0x01
# Left and right line of a cell: [MS-XLS] section 2.5.20.
_UPRIGHT_LINES = 0x00FF
_LAST_COLUMN = 256


class _Look(NamedTuple):
    """How a style shows a cell: its number format, and whether it has lines at its sides."""

    format: str
    is_ruled: bool


class _Layout(NamedTuple):
    """How a sheet shows its cells; styles by row and column."""

    styles: dict[Spot, int]
    spans: dict[Spot, Spot]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]


_PLAIN = _Look("", is_ruled=False)


def open_old_workbook(data: bytes, name: str) -> Workbook:
    """Return the sheets of an .xls.

    Args:
        data: Bytes of the file.
        name: File name, for complaints.

    Raises:
        UnreadableDocument: It has a password, is too large, or cannot be read.
    """
    try:
        container = CompoundFile(data)
        if container.is_cut_off:
            raise damaged(name)  # noqa: TRY301 - the other damage is met below
        stream = container.stream("Workbook", "Book") or b""
        looks, offsets = _looks_and_offsets(stream, name)
        return _opened(data, stream, looks, offsets, name)
    except (UnreadableDocument, MemoryError):
        raise
    except Exception as error:  # the library raises anything
        raise damaged(name) from error


def read_old_workbook(data: bytes, name: str) -> tuple[Grid, ...]:
    """Return one table for each sheet that an embedded .xls shows; none if it cannot be read.

    Args:
        data: Bytes of the .xls, also inside of an embedded object.
        name: File name of the document that embeds it, for complaints.
    """
    if len(data) > limits.WORKBOOK_BYTES:
        return ()
    try:
        return embedded_grids(open_old_workbook(data, name), name)
    except UnreadableDocument:
        return ()


def _opened(data: bytes, stream: bytes, looks: list[_Look], offsets: dict[str, int], name: str) -> Workbook:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    shown = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    hidden = tuple(sheet.name for sheet in sheets if sheet.name not in shown)
    found = []
    for title in shown[: limits.WORKBOOK_SHEETS]:
        sheet = book.get_sheet_by_name(title)
        limits.check_cells(sheet.height * sheet.width, name)
        rows = sheet.to_python(skip_empty_area=False)
        found.append(_sheet(title, rows, _layout(stream, offsets.get(title)), looks))
    return Workbook(tuple(found), hidden, unread=len(shown) - len(found))


def _sheet(title: str, rows: Sequence[Sequence[object]], layout: _Layout, looks: list[_Look]) -> Sheet:
    def look(spot: Spot) -> _Look:
        style = layout.styles.get(spot, -1)
        return looks[style] if 0 <= style < len(looks) else _PLAIN

    texts = {
        (r, c): text
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
        if (text := shown_value(value, look((r, c)).format))
    }
    ruled = frozenset(spot[0] for spot in layout.styles if look(spot).is_ruled)
    return Sheet(title, texts, layout.spans, ruled, layout.hidden_rows, layout.hidden_columns)


def _records(stream: bytes, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """Yield type and content of the records from a place to the end of what begins there."""
    depth = 0
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + size]
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0:
            return
        start += 4 + size


def _looks_and_offsets(stream: bytes, name: str) -> tuple[list[_Look], dict[str, int]]:
    """Return the styles of the workbook, and where each sheet begins; none in versions before Excel 97."""
    formats: dict[int, str] = {}
    styles: list[tuple[int, int]] = []
    offsets: dict[str, int] = {}
    for kind, content in _records(stream):
        if kind == _ENCRYPTED:
            reason = f"{name}：文件带打开密码，请取消密码后重新提交。"
            raise UnreadableDocument("encrypted", reason)
        if kind == _BEGIN and struct.unpack_from("<H", content)[0] != _VERSION_97:
            return [], {}
        if kind == _FORMAT:
            number, length = struct.unpack_from("<HH", content)
            formats[number] = _text(content[4:], length)
        elif kind == _STYLE:
            styles.append((struct.unpack_from("<H", content, 2)[0], struct.unpack_from("<H", content, 10)[0]))
        elif kind == _SHEET:
            offsets[_text(content[7:], content[6])] = struct.unpack_from("<I", content)[0]
    return [
        _Look(_format(number, formats), bool(lines & _UPRIGHT_LINES)) for number, lines in styles
    ], offsets


def _text(content: bytes, length: int) -> str:
    """Return a string that begins with a byte which says whether its characters take one byte or two."""
    if content[0] & 1:
        return content[1 : 1 + 2 * length].decode("utf-16-le", "replace")
    return content[1 : 1 + length].decode("latin-1")


def _format(number: int, formats: dict[int, str]) -> str:
    from openpyxl.styles.numbers import BUILTIN_FORMATS  # noqa: PLC0415 - slow to load

    return formats.get(number) or CHINESE_FORMATS.get(number) or BUILTIN_FORMATS.get(number, "")


def _layout(stream: bytes, offset: int | None) -> _Layout:
    styles: dict[Spot, int] = {}
    spans: dict[Spot, Spot] = {}
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    for kind, content in _records(stream, offset) if offset is not None else ():
        if kind in _CELLS:
            row, column, style = struct.unpack_from("<HHH", content)
            styles[row, column] = style
        elif kind in {_NUMBERS, _BLANKS}:
            styles |= _several(content, 6 if kind == _NUMBERS else 2)
        elif kind == _ROW and struct.unpack_from("<H", content, 12)[0] & _ROW_HIDDEN:
            hidden_rows.add(struct.unpack_from("<H", content)[0])
        elif kind == _COLUMNS:
            first, last, _, _, flags = struct.unpack_from("<HHHHH", content)
            if flags & _COLUMNS_HIDDEN:
                hidden_columns |= set(range(first, min(last, _LAST_COLUMN) + 1))
        elif kind == _MERGED:
            spans |= dict(
                starmap(_span, struct.iter_unpack("<HHHH", content[2 : 2 + (len(content) - 2) // 8 * 8]))
            )
    return _Layout(styles, spans, frozenset(hidden_rows), frozenset(hidden_columns))


def _several(content: bytes, step: int) -> dict[Spot, int]:
    """Return the styles of cells side by side, each of which begins with its style."""
    row, first = struct.unpack_from("<HH", content)
    count = (len(content) - 6) // step
    return {(row, first + n): struct.unpack_from("<H", content, 4 + n * step)[0] for n in range(count)}


def _span(top: int, bottom: int, left: int, right: int) -> tuple[Spot, Spot]:
    return (top, left), (bottom - top + 1, right - left + 1)
