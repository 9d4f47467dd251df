"""The answer to a query, as table, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from .lists.columns import plain
from .lists.export import harmless
from .lists.terminal import rendered

if TYPE_CHECKING:
    import pyarrow as pa


def answer(table: pa.Table, form: str) -> bytes:
    """Return a table as one of table, csv, json; decimals keep their digits.

    Raises:
        KeyError: No such format.
    """
    return {"table": _drawn, "csv": _csv, "json": _json}[form](table)


def _json(table: pa.Table) -> bytes:
    return (json.dumps(table.to_pylist(), ensure_ascii=False, indent=2, default=_jsonable) + "\n").encode()


def _csv(table: pa.Table) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(harmless(name) for name in table.column_names)
    writer.writerows([harmless(_cell(value)) for value in row.values()] for row in table.to_pylist())
    return text.getvalue().encode("utf-8-sig")


def _drawn(table: pa.Table) -> bytes:
    rows = [[_cell(value) for value in row.values()] for row in table.to_pylist()]
    return rendered(table.column_names, rows).encode()


def _cell(value: object) -> str:
    if isinstance(value, list | dict):
        return plain(json.dumps(value, ensure_ascii=False, default=_jsonable))
    return plain(value) if value is None or isinstance(value, str | int | Decimal) else plain(str(value))


def _jsonable(value: object) -> str:
    """Return a decimal as a string: a JSON number would pass through a float in most readers."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return plain(value) if isinstance(value, Decimal) else str(value)
