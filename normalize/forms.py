"""Which form a table is, and the key-value cells (project, department, goals) that it holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..schemas.labels import clean_label
from ..schemas.layouts import load_layouts
from ..schemas.records import Form
from .header import clean_unit

if TYPE_CHECKING:
    from ..schemas.layouts import FormLayout
    from ..schemas.records import Cell, Source
    from .reading import TableReading

PLAIN = "plain"
LIST_COLUMNS = frozenset({"rank", "remark"})


def recognise(reading: TableReading) -> Form:
    """Return the form that a table is; kind "plain" if it is none that forms.yaml declares."""
    fields = find_fields(reading)
    kind = next(
        (f.id for f in load_layouts().forms if _fits(f, reading, {name for name, _, _ in fields})), PLAIN
    )
    names = {name: value for name, value, _ in reversed(fields)}
    wanted = "project_name" if kind == "project_self_evaluation" else "budget_department"
    name = names.get(wanted)
    return Form(kind, reading.table.number, clean_name(name) if name else None, tuple(fields))


def _fits(form: FormLayout, reading: TableReading, fields: set[str]) -> bool:
    blocks = {block.id for block in reading.blocks}
    roles = frozenset().union(*(block.roles() for block in reading.blocks)) if reading.blocks else frozenset()
    return (
        form.blocks <= blocks
        and (not form.any_block or bool(form.any_block & blocks))
        and not form.without & blocks
        and form.fields <= fields
        and form.columns <= roles
        and (not form.any_column or bool(form.any_column & roles))
        and (not form.titles or any(title in _title(reading) for title in form.titles))
    )


def _title(reading: TableReading) -> str:
    """The caption, the nearest heading, and a title printed inside the table's first rows."""
    table = reading.table
    first = [cell.text for cell in table.cells if cell.row < 2 and cell.colspan >= table.n_columns - 1]
    return re.sub(r"\s", "", "".join([table.caption or "", *table.heading[-1:], *first]))


def find_fields(reading: TableReading) -> list[tuple[str, str, Source]]:
    """Return (field id, value as printed, place) of every key-value cell, top to bottom."""
    layouts = load_layouts()
    found = []
    for cell in reading.table.cells:
        field, glued = _field_of(cell)
        if field is None:
            continue
        value = cell if glued else _value_cell(reading, cell, below=field in layouts.fields_below)
        text = glued or (value.text if value else "")
        if value is None or (not glued and clean_label(text) in layouts.fields):
            continue
        if glued or not _heads_a_list(reading, cell, value):
            found.append((field, text.strip(), value.source))
    return found


def _heads_a_list(reading: TableReading, label: Cell, value: Cell) -> bool:
    """Return whether a label stands above a list of names ("序号 | 单位名称 | 备注"), not before a value."""
    left = reading.grid.at(label.row, label.column - 1) if label.column else None
    columns = (load_layouts().column(cell.text) for cell in (left, value) if cell is not None)
    return any(column is not None and column.role in LIST_COLUMNS for column in columns)


def _field_of(cell: Cell) -> tuple[str | None, str]:
    """Return (field id, value printed in the same cell): "项目名称：水库除险" holds both."""
    fields = load_layouts().fields
    if field := fields.get(clean_label(cell.text)):
        return field, ""
    head, mark, tail = re.sub(r"^[\s　]+", "", cell.text).replace(":", "：").partition("：")
    field = fields.get(clean_label(head)) if mark and len(head) < 14 else None
    return (field, tail.strip()) if field and tail.strip() else (None, "")


def _value_cell(reading: TableReading, label: Cell, *, below: bool) -> Cell | None:
    right = reading.grid.at(label.row, label.column + label.colspan)
    under = reading.grid.at(label.row + label.rowspan, label.column)
    if below and (
        right is None or clean_label(right.text) in load_layouts().fields or not right.text.strip()
    ):
        return under
    return right


def clean_name(name: str) -> str:
    """Return the name of a project or unit without code and blanks."""
    return clean_unit(re.sub(r"^\d{6,}[\s　]*[-－—]?", "", name.strip()))
