"""Read-only DuckDB over the datasets of a lake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds

from ..schemas.errors import LakeError
from ..schemas.parquet import SCHEMAS

if TYPE_CHECKING:
    from pathlib import Path


def run(path: Path, sql: str) -> pa.Table:
    """Return what `sql` gives, with every dataset as a view and `columns` as their dictionary.

    The views are Arrow datasets, so that DuckDB itself needs no file access and gets none: a query
    can neither read nor write anything else on the machine.

    Raises:
        LakeError: DuckDB refuses the query; the text says why.
    """
    with duckdb.connect(config={"enable_external_access": "false"}) as connection:
        for name, schema in SCHEMAS.items():
            connection.register(name, ds.dataset(path / name, schema=schema, format="parquet"))
        connection.register("columns", dictionary())
        connection.execute("SET lock_configuration = true")
        try:
            relation = connection.sql(sql)
            return relation.to_arrow_table() if relation is not None else pa.table({})
        except duckdb.Error as error:
            raise LakeError(f"查询无法执行：{error}") from error


def dictionary() -> pa.Table:
    """Return one row per column of the contract: what it is called, measures and means."""
    rows = [
        {"dataset": dataset, "column": field.name, "type": str(field.type), "unit": None}
        | {key.decode(): value.decode() for key, value in field.metadata.items()}
        for dataset, schema in SCHEMAS.items()
        for field in schema
    ]
    names = ("dataset", "column", "label_zh", "type", "unit", "description")
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in names]))
