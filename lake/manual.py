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
"""


def data_dictionary() -> str:
    """Return the data dictionary as Markdown."""
    datasets = [_dataset(name) for name in DATASETS]
    return "\n".join([HEAD, "# Datasets\n", *datasets, "# Ready views\n", *_views()])


def _dataset(name: str) -> str:
    rows = [_row(field) for field in SCHEMAS[name]]
    return "\n".join(
        [f"## {name}\n", "| column | 中文 | type | unit | meaning |", "|---|---|---|---|---|", *rows, ""]
    )


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
