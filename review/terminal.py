"""The discrepancy list on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from ..schemas.records import Severity
from .columns import SHORT_COLUMNS, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .discrepancies import Discrepancy

STYLES = {Severity.ERROR: "red", Severity.WARN: "yellow", Severity.INFO: "blue"}


def findings_table(rows: Iterable[Discrepancy]) -> Table:
    """Return a table that wraps to the width of the terminal."""
    table = Table(show_lines=True)
    for column in SHORT_COLUMNS:
        wide = column is SHORT_COLUMNS[-1]
        table.add_column(
            column.header,
            ratio=None if wide else 0,
            max_width=None if wide else column.width,
            overflow="fold",
        )
    for row in rows:
        first, *rest = (Text(plain(column.value(row))) for column in SHORT_COLUMNS)
        first.stylize(STYLES[row.finding.severity])
        table.add_row(first, *rest)
    return table
