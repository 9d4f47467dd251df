"""The data dictionary: what every column of every dataset and view is called, measures and means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from ..schemas.parquet import DATASETS, SCHEMA_VERSION, SCHEMAS
from ..schemas.views import load_views
from .parts import Parts
from .query import register

if TYPE_CHECKING:
    import pyarrow as pa

HEAD = f"""# Data dictionary

Generated from `schemas/parquet.py` and `schemas/views/` by `python tests/lake/test_manual.py`. Schema version {SCHEMA_VERSION}.

A lake is a folder with one folder of Parquet files per dataset. The same texts stand in the files' field
metadata (`label_zh`, `unit`, `description`) and in the view `columns` of `fuhe sql`. Amounts are
`decimal128(38, 10)`. Pages and tables count from 1, rows and columns from 0.

# How the datasets hang together

* `document_id` joins everything with `documents`, which has organisation and year. The files that `fuhe compact` makes carry the year in
  their folders' names as well, so that other programs see `fiscal_year` in every dataset.
* `document_id`, `table`, `row` and `col` join facts, score rows and evidence with `cells`; `document_id` and `paragraph` with `paragraphs`.
* `checks.facts` and `unchecked.fact` are `facts.fact` of the same document: every number is in a check with a verdict, or in `unchecked`.
* `findings.finding_id` joins `decisions`. The same report as Word and as PDF is two documents, whose findings have the same `finding_id`:
  count them with `count(DISTINCT finding_id)`.
* A figure's year is `facts.period` where the document tells it, else that of the document; its unit of measure is beside it and never
  converted: compare figures of one `unit` only.
"""

# What a row is, and which columns tell it from every other; decisions are a history, in which the latest row on a finding holds.
ROWS = {
    "documents": ("input file", "document_id"),
    "tables": ("table, joined over pages", "document_id, table"),
    "cells": ("cell, a merged area once", "document_id, table, row, col"),
    "paragraphs": ("paragraph outside tables", "document_id, paragraph"),
    "facts": ("printed number", "document_id, fact"),
    "scores": ("indicator row of a score form", "document_id, table, row"),
    "results": ("unit rated in a result notice", "document_id, table, row"),
    "checks": ("relation tried", "document_id, check"),
    "findings": ("discrepancy", "document_id, finding_id"),
    "unchecked": ("number without a verdict", "document_id, fact"),
    "decisions": ("reviewer's word on a finding", "finding_id, decided_at"),
}


def data_dictionary() -> str:
    """Return the data dictionary as Markdown."""
    datasets = [_dataset(name) for name in DATASETS]
    return "\n".join([HEAD, "# Datasets\n", *datasets, "# Ready views\n", *_views()])


def _dataset(name: str) -> str:
    rows = [_row(field) for field in SCHEMAS[name]]
    what, key = ROWS[name]
    head = f"## {name}\n\nOne row per {what}. Key: `{key}`.\n"
    return "\n".join([head, "| column | 中文 | type | unit | meaning |", "|---|---|---|---|---|", *rows, ""])


def _row(field: pa.Field) -> str:
    metadata = {key.decode(): value.decode() for key, value in field.metadata.items()}
    unit = metadata.get("unit", "")
    return f"| `{field.name}` | {metadata['label_zh']} | `{_type(field.type)}` | {unit} | {metadata['description']} |"


def _type(kind: pa.DataType) -> str:
    """Return a type in short: `list<struct<code, place>>` for a list of such structures."""
    import pyarrow as pa  # noqa: PLC0415

    if pa.types.is_list(kind):
        return f"list<{_type(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return f"struct<{', '.join(child.name for child in kind)}>"
    return str(kind)


def _views() -> list[str]:
    """Describe the views; DuckDB says what columns they have over an empty lake."""
    with duckdb.connect() as connection:
        register(connection, {name: Parts(name, (), (), frozenset()) for name in DATASETS})
        return [
            f"## {view.name}\n\n{view.label}. {view.description}\n\n"
            + "\n".join(
                ["| column | 中文 | type | meaning |", "|---|---|---|---|"]
                + [
                    f"| `{column.name}` | {column.label} | `{kind}` | {column.meaning} |"
                    for column, kind in zip(view.columns, _types(connection, view.name), strict=True)
                ]
            )
            + "\n"
            for view in load_views()
        ]


def _types(connection: duckdb.DuckDBPyConnection, view: str) -> list[str]:
    return [row[1] for row in connection.sql(f'DESCRIBE "{view}"').fetchall()]
