"""The discrepancy list as an Excel workbook: an overview by file, and the list."""

from __future__ import annotations

import io
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import xlsxwriter

from ..schemas.records import Outcome, Severity
from ..schemas.words import OUTCOME_WORDS, SEVERITY_WORDS, STATUS_WORDS
from .columns import COLUMNS, Column, plain, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..lake import Lake
    from ..schemas.records import DocumentRow
    from .columns import Value
    from .discrepancies import Discrepancy

LONGEST_TEXT = 32_767  # characters that Excel allows in a cell
MOST_DIGITS = 15  # that Excel keeps of a number
COLOURS = {Severity.ERROR: "#F8CBAD", Severity.WARN: "#FFE699", Severity.INFO: "#DDEBF7"}
SEVERITY_COLUMN = [column.header for column in COLUMNS].index("严重程度")
# Without it the workbook would carry the moment of its making, and no two would be equal.
CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
OVERVIEW = (
    ("文件", 30),
    ("单位名称", 24),
    ("年度", 7),
    ("读取状态", 10),
    *((SEVERITY_WORDS[severity], 8) for severity in Severity),
    ("复核关系", 10),
    *((OUTCOME_WORDS[outcome], 13) for outcome in Outcome),
    ("说明", 70),
)


def workbook(lake: Lake, rows: Sequence[Discrepancy]) -> bytes:
    """Return a workbook with the sheets 汇总 (one row per file, failed ones too) and 差异清单."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": "绩效自评复核差异清单", "created": CREATED})
        styles = _Styles(book)
        _sheet(book, styles, "汇总", OVERVIEW, list(overview(lake, rows)))
        headers = [(column.header, column.width) for column in COLUMNS]
        sheet = _sheet(book, styles, "差异清单", headers, [_values(row, COLUMNS) for row in rows])
        for number, row in enumerate(rows, 1):
            severity = row.finding.severity
            sheet.write_string(number, SEVERITY_COLUMN, SEVERITY_WORDS[severity], styles.severity[severity])
    return buffer.getvalue()


def overview(lake: Lake, rows: Iterable[Discrepancy]) -> Iterable[list[Value]]:
    """Yield one row per file of the lake: what was found among `rows`, what was checked, what went wrong."""
    severities = Counter((row.document.document_id, row.finding.severity) for row in rows)
    outcomes = Counter((check.document, check.outcome) for check in lake.records("checks"))
    documents: list[DocumentRow] = lake.records("documents")
    for document in sorted(documents, key=lambda row: row.source):
        checks = [outcomes[document.document_id, outcome] for outcome in Outcome]
        yield [
            document.name,
            document.organisation,
            document.fiscal_year,
            STATUS_WORDS[document.status],
            *(severities[document.document_id, severity] for severity in Severity),
            sum(checks),
            *checks,
            "；".join([document.error or "", *(f"{n.place}：{n.text}" for n in document.notices)]).strip(
                "；"
            ),
        ]


def _values(row: Discrepancy, columns: Iterable[Column]) -> list[Value]:
    return [column.value(row) for column in columns]


class _Styles:
    """The formats of a workbook; number formats are made as they are met."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._numbers: dict[int, Any] = {}
        border = {"border": 1, "border_color": "#BFBFBF", "valign": "top"}
        self._border = border
        self.header = book.add_format(border | {"bold": True, "bg_color": "#D9E1F2", "text_wrap": True})
        self.text = book.add_format(border | {"text_wrap": True})
        self.severity = {
            key: book.add_format(border | {"bg_color": colour}) for key, colour in COLOURS.items()
        }

    def number(self, decimals: int) -> Any:
        """Return the format of a number with this many decimals."""
        if decimals not in self._numbers:
            pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
            self._numbers[decimals] = self._book.add_format(self._border | {"num_format": pattern})
        return self._numbers[decimals]


def _sheet(
    book: Any, styles: _Styles, name: str, headers: Sequence[tuple[str, int]], rows: Sequence[Sequence[Value]]
) -> Any:
    sheet = book.add_worksheet(name)
    for column, (header, width) in enumerate(headers):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, header, styles.header)
    for number, values in enumerate(rows, 1):
        for column, value in enumerate(values):
            _write(sheet, styles, (number, column), value)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(headers) - 1)
    return sheet


def _write(sheet: Any, styles: _Styles, at: tuple[int, int], value: Value) -> None:
    if isinstance(value, Decimal) and len(trimmed(value).as_tuple().digits) <= MOST_DIGITS:
        sheet.write_number(*at, float(value), styles.number(max(0, -int(trimmed(value).as_tuple().exponent))))
    elif isinstance(value, int):
        sheet.write_number(*at, value, styles.text)
    else:
        sheet.write_string(*at, plain(value)[:LONGEST_TEXT], styles.text)
