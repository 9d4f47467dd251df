"""Builds small documents from YAML, so that the cases of rules and layouts are data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from fuhe.extract.spreadsheets.sheet_formulas import read_formula
from fuhe.normalize import normalize
from fuhe.schemas.records import Cell, Document, Formula, Paragraph, Source, Submission, Table
from fuhe.validate import Options, Verdict, validate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def build_submission(case: dict[str, Any]) -> Submission:
    """One report per entry of `documents`, or the case itself as the only one; `neighbours` likewise."""
    entries = case.get("documents", [case])
    sets = [entries, case.get("neighbours", [])]
    reports = [
        tuple(normalize(build_document(entry, f"{n:032x}{m:032x}")) for m, entry in enumerate(given, start=1))
        for n, given in enumerate(sets)
    ]
    return Submission(case["name"], *reports)


def build_document(entry: dict[str, Any], identifier: str) -> Document:
    """`paragraphs`: texts, a heading as {heading: text}; `tables`: {caption, unit, rows, formulas}."""
    paragraphs: list[Paragraph] = []
    heading: tuple[str, ...] = ()
    for number, item in enumerate(entry.get("paragraphs", ()), start=1):
        text = item["heading"] if isinstance(item, dict) else item
        level = 1 if isinstance(item, dict) else None
        heading = () if level else heading
        paragraphs.append(Paragraph(number, text, heading, level, Source(identifier, paragraph=number)))
        heading = (text,) if level else heading
    tables = tuple(
        _table(t, n, identifier, len(paragraphs)) for n, t in enumerate(entry.get("tables", ()), start=1)
    )
    return Document(identifier, f"{identifier[-2:]}.docx", "", "docx", 1, None, tuple(paragraphs), tables)


def _table(entry: dict[str, Any], number: int, identifier: str, after: int) -> Table:
    """A row is a list of cells: text, or {text, colspan, rowspan}; places under a merged cell are not repeated."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, items in enumerate(entry["rows"]):
        column = 0
        for item in items:
            spec = item if isinstance(item, dict) else {"text": item}
            while (row, column) in taken:
                column += 1
            rowspan, colspan = spec.get("rowspan", 1), spec.get("colspan", 1)
            taken |= {(row + r, column + c) for r in range(rowspan) for c in range(colspan)}
            place = Source(identifier, table=number, row=row, column=column)
            cells.append(Cell(row, column, rowspan, colspan, str(spec["text"] or ""), place))
            column += colspan
    n_columns = max(column for _, column in taken) + 1
    n_rows = max(row for row, _ in taken) + 1
    caption, unit = entry.get("caption"), entry.get("unit")
    formulas = tuple(_formula(place, text) for place, text in entry.get("formulas", {}).items())
    return Table(
        number, tuple(cells), n_rows, n_columns, caption, unit, after_paragraph=after, formulas=formulas
    )


def _formula(place: str, text: str) -> Formula:
    """`place` as sheets name cells: the first cell of the table is A1."""
    found = read_formula(text, int(place[1:]) - 1, ord(place[0]) - ord("A"))
    assert found is not None, text
    return found


@pytest.fixture
def document_of() -> Callable[[dict[str, Any]], Document]:
    """Builds a document from a mapping of `paragraphs` and `tables`."""
    return lambda entry: build_document(entry, "d" * 64)


@pytest.fixture
def judge(tmp_path: Path) -> Callable[..., Verdict]:
    """Validates a case with some rules only: judge(case, "S05"); `parameters` stand for a user's rule file."""

    def run(case: dict[str, Any], *rules: str) -> Verdict:
        files: tuple[Path, ...] = ()
        if "parameters" in case:
            files = (tmp_path / "rules.yaml",)
            files[0].write_text(yaml.safe_dump({"parameters": case["parameters"]}), encoding="utf-8")
        return validate(build_submission(case), Options(select=rules, rule_files=files))

    return run
