"""A report's YAML file turned into contents to write, expected grids and labels, all checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from . import lists
from .figures import Broken, Figures
from .forms import check_form, exports, read_form
from .layouts import Rows, rows_of
from .model import Block, Content, TableStyle, lay_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_LABEL_KEYS = ("file", "rules", "severity", "where", "stated", "expected", "why")


@dataclass(frozen=True, slots=True)
class LabelledReport:
    """A report of one or several files with its labelled errors."""

    name: str
    contents: tuple[Content, ...]
    labels: dict[str, Any]


def load_report(path: Path) -> LabelledReport:
    """Read a report and assert that exactly the labelled relations are broken.

    Raises:
        ValueError: A relation is broken without a label, or a label names one that holds.
    """
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    figures = Figures()
    for name, spec in (data.get("figures") or {}).items():
        figures.add(name, spec if isinstance(spec, dict) else str(spec))
    files = data.get("files") or [{"name": "", **{key: data.get(key) for key in ("blocks", "running_head")}}]
    tables = [block["table"] for file in files for block in file["blocks"] if "table" in block]
    broken = _check_tables(tables, figures)
    broken.update(figures.broken())
    for name, relation in (data.get("relations") or {}).items():
        broken.update(figures.check(name, relation))
    labels = _labels(data, broken, figures)
    contents = tuple(_content(data, file, figures, tables) for file in files)
    return LabelledReport(data["name"], contents, labels)


def _check_tables(tables: Sequence[dict[str, Any]], figures: Figures) -> Broken:
    """Check every form and list, and make their figures known to the relations."""
    broken: Broken = {}
    for table in tables:
        table.update(_filled(table, figures))
        if "form" in table:
            form = read_form(table)
            broken.update(check_form(form))
            known = exports(form)
        elif "results" in table:
            broken.update(lists.check_results(table))
            known = lists.result_exports(table)
        else:
            broken.update(lists.check_sheet(table) if "sheet" in table else {})
            known = {}
        for name, value in known.items():
            figures.add(name, value)
    return broken


def _filled(value: Any, figures: Figures) -> Any:
    if isinstance(value, str):
        return figures.fill(value)
    if isinstance(value, list):
        return [_filled(entry, figures) for entry in value]
    if isinstance(value, dict):
        return {key: _filled(entry, figures) for key, entry in value.items()}
    return value


def _labels(data: Mapping[str, Any], broken: Broken, figures: Figures) -> dict[str, Any]:
    errors = data.get("errors") or []
    named = [name for error in errors for name in error.get("breaks", [])]
    if sorted(named) != sorted(broken):
        unlabelled = {name: pair for name, pair in broken.items() if name not in named}
        raise ValueError(
            f"{data['name']}: broken without label {unlabelled}; label without break {set(named) - set(broken)}"
        )
    labels = []
    for error in errors:
        pair = broken[error["breaks"][0]] if error.get("breaks") else ("", "")
        filled = {"stated": pair[0], "expected": pair[1], **_filled(error, figures)}
        labels.append({key: filled[key] for key in _LABEL_KEYS if key in filled})
    return {
        "organisation": data["organisation"],
        "fiscal_year": data["year"],
        "clean": not labels,
        "errors": labels,
        "tolerated": data.get("tolerated") or [],
    }


# ------------------------------------------------------------------ blocks


def _content(
    data: Mapping[str, Any], file: Mapping[str, Any], figures: Figures, tables: Sequence[Mapping[str, Any]]
) -> Content:
    blocks = [_block(block, figures, tables) for block in file["blocks"]]
    return Content(
        name="/".join(part for part in (data["name"], file["name"]) if part),
        blocks=tuple(blocks),
        numbered=bool(data.get("numbered")),
        running_head=file.get("running_head") or "",
        page_numbers=bool(data.get("page_numbers")),
    )


def _block(block: Mapping[str, Any], figures: Figures, tables: Sequence[Mapping[str, Any]]) -> Block:
    if "table" in block:
        table = block["table"]
        style = TableStyle(
            widths=tuple(table.get("widths") or _widths(table)),
            repeat=int(table.get("repeat", 0)),
            font_size=float(table.get("font_size", 9)),
            nested_in=table.get("nested_in", ""),
        )
        return Block("table", grid=lay_out(_table_rows(table, figures)), style=style)
    kind, text = next(iter(block.items()))
    if kind == "names":
        text = "、".join(lists.result_names(next(t for t in tables if "results" in t), text)) + "。"
        return Block("p", text)
    return Block(kind, figures.fill(str(text or "")))


def _table_rows(table: Mapping[str, Any], figures: Figures) -> Rows:
    if "form" in table:
        return rows_of(read_form(table))
    if "results" in table:
        return lists.result_rows(table)
    if "sheet" in table:
        return lists.sheet_rows(table)
    rows: Rows = _filled(table["rows"], figures)
    return rows


def _widths(table: Mapping[str, Any]) -> tuple[float, ...]:
    """Shares of the column widths of the known layouts."""
    if "results" in table:
        return (1, 5, 1.2, 1.2, 1)
    if "sheet" in table:
        return (1.2, 1.4, 1.8, 0.8, 0.8, 0.8, 2.6, 3)
    return {
        "sichuan": (0.6, 1.2, 1.2, 1.7, 0.9, 0.9, 0.9, 1.3, 0.9, 0.9, 1.6),
        "anhui": (0.6, 1.2, 1.2, 2.0, 0.9, 1.4, 1.4, 0.9, 1.8),
    }.get(table.get("layout", ""), (0.6, 1.2, 1.3, 2.2, 1.3, 1.3, 0.9, 0.9, 1.8) if "form" in table else ())


def texts_of(content: Content) -> Iterator[str]:
    """Yield every printed text of a file."""
    for block in content.blocks:
        if block.grid is None:
            yield block.text
        else:
            yield from (cell.text for cell in block.grid.cells)
