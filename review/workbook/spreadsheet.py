"""The discrepancy list as an Excel workbook, with what was checked beside it and columns for the reviewer."""

from __future__ import annotations

import io
import json
import unicodedata
from datetime import UTC, datetime
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING, Any

import xlsxwriter

from ...schemas.file_names import path_on_disk
from ...schemas.reasons import load_reasons
from ...schemas.records import Severity
from ...schemas.words import DECISION_WORDS, SEVERITY_WORDS
from ..lists.columns import COLUMNS, plain, trimmed
from .sheet_rows import Contents
from .sheets import DEFERRED, FILES, FINDINGS, OPERANDS, PROJECTS, SCORE_CHECKS, SCORES, TOTALS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...lake import Lake
    from ..lists.columns import Value
    from ..lists.discrepancies import Discrepancy
    from .sheets import Sheet

# Limits of Excel: characters in a cell, digits kept of a number, rows and links of a sheet.
LONGEST_TEXT, MOST_DIGITS, MOST_ROWS, MOST_LINKS = 32_767, 15, 1_048_576, 65_530
MOST_DECIMALS = 4  # shown; the cell holds all digits
LINE_HEIGHT, MOST_LINES = 15, 8  # points; a longer text is read in the cell itself
COLOURS = {Severity.ERROR: "#F8CBAD", Severity.WARN: "#FFE699", Severity.INFO: "#DDEBF7"}
# Without it the workbook would carry the moment of its making, and no two would be equal.
CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
# What the reviewer's columns held when the workbook was made, so that only changes are taken in again.
AS_EXPORTED = "导出时"
HEADERS = [column.header for column in COLUMNS]
INPUT = ("处理意见", "理由", "备注", "复核人")
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook(lake: Lake, rows: Sequence[Discrepancy]) -> bytes:
    """Return a workbook: 汇总, 差异清单, 待核实, 指标明细, 评分复算, 项目清单核对, 依据, 文件."""
    buffer = io.BytesIO()
    contents = Contents(lake, rows)
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        book.set_properties({"title": "绩效自评复核差异清单", "created": CREATED})
        styles = _Styles(book)
        _add(book, styles, TOTALS, contents)
        _add_findings(book, styles, rows)
        for sheet in (DEFERRED, SCORES, SCORE_CHECKS, PROJECTS):
            _add(book, styles, sheet, contents)
        _link_operands(_add(book, styles, OPERANDS, contents), styles, rows)
        _add(book, styles, FILES, contents)
    return buffer.getvalue()


class _Styles:
    """The formats of a workbook; number formats are made as they are met."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._numbers: dict[int, Any] = {}
        self._border = {"border": 1, "border_color": "#BFBFBF", "valign": "top"}
        header = self._border | {"bold": True, "text_wrap": True, "valign": "vcenter"}
        self.header = book.add_format(header | {"bg_color": "#D9E1F2"})
        self.input_header = book.add_format(header | {"bg_color": "#C6E0B4"})
        self.text = book.add_format(self._border | {"text_wrap": True})
        self.input = book.add_format(self._border | {"text_wrap": True, "bg_color": "#FCFFF5"})
        self.link = book.add_format(
            self._border | {"font_color": "#0563C1", "underline": 1, "text_wrap": True}
        )
        self.severity = {
            key: book.add_format(self._border | {"bg_color": colour}) for key, colour in COLOURS.items()
        }

    def number(self, decimals: int) -> Any:
        """Return the format of a number with this many decimals."""
        if decimals not in self._numbers:
            shown = min(decimals, MOST_DECIMALS)
            pattern = "#,##0" + ("." + "0" * shown if shown else "")
            self._numbers[decimals] = self._book.add_format(self._border | {"num_format": pattern})
        return self._numbers[decimals]


def _add(book: Any, styles: _Styles, sheet: Sheet, contents: Contents) -> Any:
    return _table(book, styles, sheet.name, sheet.columns, list(sheet.rows(contents)))


def _table(
    book: Any, styles: _Styles, name: str, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[Value]]
) -> Any:
    sheet = book.add_worksheet(name)
    for index, (header, width) in enumerate(columns):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, header, styles.header)
    widths = [width for _, width in columns]
    for number, values in enumerate(rows[: MOST_ROWS - 2], 1):
        sheet.set_row(number, _height(values, widths))
        for index, value in enumerate(values):
            _write(sheet, styles, (number, index), value)
    if len(rows) > MOST_ROWS - 2:
        rest = f"共 {len(rows)} 行，超出 Excel 的行数上限，其余请用 fuhe sql 查询。"
        sheet.write_string(MOST_ROWS - 1, 0, rest, styles.text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&R&P / &N")
    return sheet


def _height(values: Sequence[Value], widths: Sequence[int]) -> int:
    """Return the height of a row in points, so that its longest text shows up to MOST_LINES lines."""
    lines = (_lines(plain(value), width) for value, width in zip(values, widths, strict=True))
    return LINE_HEIGHT * min(max(lines, default=1), MOST_LINES)


def _lines(text: str, width: int) -> int:
    part = text[: width * MOST_LINES]
    return sum(max(1, ceil(sum(map(_cells, line)) / width)) for line in part.splitlines() or [""])


def _cells(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def _write(sheet: Any, styles: _Styles, at: tuple[int, int], value: Value) -> None:
    if isinstance(value, Decimal) and len(trimmed(value).as_tuple().digits) <= MOST_DIGITS:
        sheet.write_number(*at, float(value), styles.number(max(0, -int(trimmed(value).as_tuple().exponent))))
    elif isinstance(value, int):
        sheet.write_number(*at, value, styles.text)
    else:
        sheet.write_string(*at, plain(value)[:LONGEST_TEXT], styles.text)


def _add_findings(book: Any, styles: _Styles, rows: Sequence[Discrepancy]) -> None:
    columns = [*((column.header, column.width) for column in COLUMNS), (AS_EXPORTED, 10)]
    values = [[*(column.value(row) for column in COLUMNS), as_exported(row)] for row in rows]
    sheet = _table(book, styles, FINDINGS, columns, values)
    shown = [index for index, column in enumerate(COLUMNS) if not column.is_detail]
    for number, line in enumerate(values[: MOST_ROWS - 2], 1):
        sheet.set_row(number, _height([line[index] for index in shown], [COLUMNS[i].width for i in shown]))
    for index, column in enumerate(COLUMNS):
        if column.is_detail:
            sheet.set_column(index, index, column.width, None, {"level": 1, "hidden": True})
        if column.is_input:
            sheet.write_string(0, index, column.header, styles.input_header)
            for number, line in enumerate(values[: MOST_ROWS - 2], 1):
                sheet.write_string(number, index, plain(line[index])[:LONGEST_TEXT], styles.input)
    sheet.set_column(len(COLUMNS), len(COLUMNS), 10, None, {"level": 1, "hidden": True})
    sheet.freeze_panes(1, 2)
    _choices(sheet, len(rows))
    _link_findings(sheet, styles, rows)


def _choices(sheet: Any, count: int) -> None:
    """Offer the words and reasons that a decision may have."""
    lists = {"处理意见": list(DECISION_WORDS.values()), "理由": [r.text for r in load_reasons().values()]}
    for header, words in lists.items():
        column = HEADERS.index(header)
        message = f"请从列表中选择：{'、'.join(words)}。"[:225]  # Excel allows no more
        rule = {"validate": "list", "source": words, "error_title": header, "error_message": message}
        sheet.data_validation(1, column, max(count, 1), column, rule)


def as_exported(row: Discrepancy) -> str:
    """Return what the reviewer's columns hold, in one cell."""
    inputs = {column.header: column for column in COLUMNS if column.header in INPUT}
    return json.dumps([plain(inputs[header].value(row)) for header in INPUT], ensure_ascii=False)


def _link_findings(sheet: Any, styles: _Styles, rows: Sequence[Discrepancy]) -> None:
    """Lead from each finding to its operands, and colour its severity."""
    first = _first_operands(rows)
    severity = HEADERS.index("严重程度")
    for number, row in enumerate(rows[: MOST_ROWS - 2], 1):
        word, style = SEVERITY_WORDS[row.finding.severity], styles.severity[row.finding.severity]
        sheet.write_string(number, severity, word, style)
        if row.number in first and number <= MOST_LINKS:
            target = f"internal:'{OPERANDS.name}'!A{first[row.number]}"
            sheet.write_url(number, 0, target, styles.link, str(row.number), "查看依据")


def _link_operands(sheet: Any, styles: _Styles, rows: Sequence[Discrepancy]) -> None:
    """Lead from each operand back to its finding, and to the file where it still lies."""
    number = 0
    for index, row in enumerate(rows, 2):
        for _ in row.finding.evidence:
            number += 1
            if number > MOST_LINKS // 2:
                return
            sheet.write_url(
                number, 0, f"internal:'{FINDINGS}'!A{index}", styles.link, str(row.number), "回到问题"
            )
            source = path_on_disk(row.document.source)
            if row.document.source and source.is_file():
                target = "external:" + source.resolve().as_posix()
                sheet.write_url(
                    number, len(OPERANDS.columns) - 1, target, styles.link, plain(row.document.source)
                )


def _first_operands(rows: Sequence[Discrepancy]) -> Mapping[int, int]:
    """Return for each number of the list the row of the sheet 依据, from 1, where its operands begin."""
    first, following = {}, 2
    for row in rows:
        if row.finding.evidence:
            first[row.number] = following
        following += len(row.finding.evidence)
    return first
