"""Targets that were declared or approved beforehand: 绩效目标申报表, as plain tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ...schemas.labels import clean_label
from ...schemas.layouts import load_layouts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...schemas.records import Cell, Source, Table
    from ..context import Context

TITLE = re.compile(r"目标(?:申报|批复|审批|下达)?表|目标申报")
PROJECT_LABELS = frozenset({"项目名称", "项目支出名称", "专项名称"})
LONGEST_HEADER = 20  # characters


class DeclaredTarget(NamedTuple):
    """One indicator of a declaration: project, name, target as printed, place of the target."""

    project: str
    name: str
    target: str
    source: Source


def declared_targets(context: Context) -> Iterator[DeclaredTarget]:
    """Yield the indicator rows of the declarations in a submission."""
    for view in context.reports:
        for table in view.report.document.tables:
            title = table.caption or (view.report.title or "")
            if TITLE.search("".join(title.split())):
                yield from _rows(table)


def _rows(table: Table) -> Iterator[DeclaredTarget]:
    at = {(cell.row, cell.column): cell for cell in table.cells}
    project = next(
        (_right_of(cell, at) for cell in table.cells if clean_label(cell.text) in PROJECT_LABELS), ""
    )
    headers = [(cell, role) for cell in table.cells if (role := _role(cell)) in ("level3", "target")]
    for header, role in headers:
        names = [cell for cell, other in headers if other == "level3" and cell.row == header.row]
        if role != "target" or not names or not project:
            continue
        for row in range(header.row + header.rowspan, table.n_rows):
            name, target = at.get((row, names[-1].column)), at.get((row, header.column))
            if name and target and name.text.strip() and target.text.strip():
                yield DeclaredTarget(project, "".join(name.text.split()), target.text, target.source)


def _role(cell: Cell) -> str | None:
    column = load_layouts().column(cell.text) if 0 < len(cell.text) <= LONGEST_HEADER else None
    return column.role if column else None


def _right_of(cell: Cell, at: Mapping[tuple[int, int], Cell]) -> str:
    beside = at.get((cell.row, cell.column + cell.colspan))
    return "".join(beside.text.split()) if beside else ""
