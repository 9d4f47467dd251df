"""What was read from one file, table by table: for looking, and for reports of what went wrong."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from ..schemas.records import Table
from .lists.columns import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..schemas.records import Cell, Document, Paragraph

FORMATS = ("text", "json", "html")
STYLE = "body{font-family:sans-serif}table{border-collapse:collapse;margin:1em 0}td{border:1px solid #999;padding:2px 6px;white-space:pre-wrap}"


def show(document: Document, form: str) -> str:
    """Return a document as one of FORMATS.

    Raises:
        KeyError: No such format.
    """
    return {"text": _text, "json": _json, "html": _html}[form](document)


def _blocks(document: Document) -> Iterator[Paragraph | Table]:
    """Yield paragraphs and tables in reading order."""
    tables = list(document.tables)
    for paragraph in document.paragraphs:
        while tables and tables[0].after_paragraph < paragraph.number:
            yield tables.pop(0)
        yield paragraph
    yield from tables


def _json(document: Document) -> str:
    return json.dumps(_by_name(document), ensure_ascii=False, indent=1) + "\n"


def _by_name(value: Any) -> Any:
    """Return a record, whether dataclass or named tuple, with its fields by name, and all inside alike."""
    if is_dataclass(value):
        return {field.name: _by_name(getattr(value, field.name)) for field in fields(value)}
    if hasattr(value, "_asdict"):
        return {name: _by_name(held) for name, held in value._asdict().items()}
    return [_by_name(held) for held in value] if isinstance(value, tuple) else value


def _text(document: Document) -> str:
    lines = [
        f"{document.name}（{document.format}，{len(document.paragraphs)} 段，{len(document.tables)} 个表）",
        "",
    ]
    lines += [f"! {notice.place}：{notice.text}" for notice in document.notices]
    for block in _blocks(document):
        lines += (
            _table_lines(block) if isinstance(block, Table) else [f"[{block.number}] {plain(block.text)}"]
        )
    return "\n".join(lines) + "\n"


def _title(table: Table) -> str:
    words = [f"表{table.number}", table.caption, table.unit_line, f"{table.n_rows} 行 × {table.n_columns} 列"]
    return "  ".join(plain(word) for word in words if word)


def _table_lines(table: Table) -> list[str]:
    """Return a line per row; a merged cell shows where it starts, with its size."""
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(_sized(cell))
    return [
        "",
        _title(table),
        *(f"  {row:>3} | " + " | ".join(cells) for row, cells in sorted(rows.items())),
        "",
    ]


def _sized(cell: Cell) -> str:
    text = plain(" ".join(cell.text.split()))
    merged = cell.rowspan > 1 or cell.colspan > 1
    return f"{text} ⟨{cell.rowspan}×{cell.colspan}⟩" if merged else text


def _html(document: Document) -> str:
    body = [f"<h1>{_escaped(document.name)}</h1>"]
    body += [f"<p><b>{_escaped(notice.place)}</b> {_escaped(notice.text)}</p>" for notice in document.notices]
    for block in _blocks(document):
        body.append(_table_html(block) if isinstance(block, Table) else f"<p>{_escaped(block.text)}</p>")
    head = f'<meta charset="utf-8"><title>{_escaped(document.name)}</title><style>{STYLE}</style>'
    return (
        f'<!DOCTYPE html>\n<html lang="zh"><head>{head}</head><body>\n'
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def _table_html(table: Table) -> str:
    rows: dict[int, list[str]] = {row: [] for row in range(table.n_rows)}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(_cell_html(cell))
    lines = "".join(f"<tr>{''.join(cells)}</tr>\n" for _, cells in sorted(rows.items()))
    return f"<table><caption>{_escaped(_title(table))}</caption>\n{lines}</table>"


def _cell_html(cell: Cell) -> str:
    rowspan = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    colspan = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    return f"<td{rowspan}{colspan}>{_escaped(cell.text)}</td>"


def _escaped(text: str) -> str:
    return escape(plain(text))
