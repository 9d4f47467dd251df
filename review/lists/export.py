"""The discrepancy list in every format but the terminal's own."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ...schemas.rows import CODECS
from ..workbook.spreadsheet import workbook
from .columns import COLUMNS, SHORT_COLUMNS, plain
from .sarif import sarif

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...lake import Lake
    from .discrepancies import Discrepancy

FORMATS = ("json", "jsonl", "csv", "xlsx", "md", "sarif")
# A spreadsheet takes a cell that begins like this for a formula, whatever the file says.
FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
NEGATIVE = re.compile(r"-\d+(\.\d+)?%?")


def export(lake: Lake, rows: Sequence[Discrepancy], form: str) -> bytes:
    """Return the list as a file of one of FORMATS; text is UTF-8, CSV with the mark that Excel needs.

    Raises:
        KeyError: No such format.
    """
    if form == "xlsx":
        return workbook(lake, rows)
    if form == "sarif":
        return sarif(rows, lake.records("documents")).encode()
    text = {"json": _json, "jsonl": _json_lines, "csv": _csv, "md": _markdown}[form](rows)
    return text.encode("utf-8-sig" if form == "csv" else "utf-8")


def finding_object(row: Discrepancy) -> dict[str, Any]:
    """Return the columns of the findings dataset, with the names that a reader would look up."""
    named = {
        "name": row.document.name,
        "source": row.document.source,
        "organisation": row.document.organisation,
        "fiscal_year": row.document.fiscal_year,
        "rule_title": row.rule_title,
        "place": row.place,
        "relation": row.relation,
        "status": row.state,
        "copies": list(row.copies),
    }
    return CODECS["findings"].write(row.finding) | named


def _json(rows: Sequence[Discrepancy]) -> str:
    return (
        json.dumps([finding_object(row) for row in rows], ensure_ascii=False, indent=2, default=_decimal)
        + "\n"
    )


def _json_lines(rows: Sequence[Discrepancy]) -> str:
    return "".join(
        json.dumps(finding_object(row), ensure_ascii=False, default=_decimal) + "\n" for row in rows
    )


def _decimal(value: object) -> str:
    """Return a decimal as a string: a JSON number would pass through a float in most readers."""
    assert isinstance(value, Decimal)
    return plain(value)


def _csv(rows: Sequence[Discrepancy]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(column.header for column in COLUMNS)
    writer.writerows([harmless(plain(column.value(row))) for column in COLUMNS] for row in rows)
    return text.getvalue()


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; negative numbers stay numbers.

    >>> harmless("=1+1"), harmless("-12.5")
    ("'=1+1", '-12.5')
    """
    return f"'{text}" if text.startswith(FORMULA_START) and not NEGATIVE.fullmatch(text) else text


def _markdown(rows: Sequence[Discrepancy]) -> str:
    lines = [[column.header for column in SHORT_COLUMNS], ["---"] * len(SHORT_COLUMNS)]
    lines += [[_markdown_cell(plain(column.value(row))) for column in SHORT_COLUMNS] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _markdown_cell(text: str) -> str:
    escaped = re.sub(r"([\\`*_\[\]<>|])", r"\\\1", text)
    return " ".join(escaped.split())
