"""Read-only DuckDB over the datasets of a lake."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from ..schemas.errors import LakeError
from ..schemas.parquet import SCHEMAS
from ..schemas.views import load_views
from .decisions import DATASET as DECISIONS
from .held import consistently, held
from .parts import compact_dataset, find_parts, loose_dataset, read_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .parts import Parts
    from .remote import Place

BOTH = """CREATE TEMP VIEW {dataset} AS
    FROM {dataset}_compact WHERE document_id NOT IN (SELECT document_id FROM superseded)
    UNION ALL FROM {dataset}_loose"""


def run(path: Place, sql: str) -> pa.Table:
    """Return what `sql` gives over the lake at `path`; see `connect`.

    Raises:
        LakeError: DuckDB refuses the query; the text says why.
    """
    return consistently(path, lambda: _answer(path, sql))


def _answer(path: Place, sql: str) -> pa.Table:
    with _connected(path) as connection:
        try:
            relation = connection.sql(sql)
            return relation.to_arrow_table() if relation is not None else pa.table({})
        except duckdb.Error as error:
            raise LakeError(f"查询无法执行：{error}") from error


@contextmanager
def connect(path: Place) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open DuckDB over the lake at `path`; no run replaces its files until the block is left.

    Every dataset is a view, so are the ready ones of schemas/views, and `columns` is their dictionary.
    They stand on Arrow datasets, so that DuckDB itself needs no file access and gets none: a query
    can neither read nor write anything else on the machine.
    """
    with held(path), _connected(path) as connection:
        yield connection


@contextmanager
def _connected(path: Place) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"enable_external_access": "false"}) as connection:
        register(connection, find_parts(path))
        connection.execute("SET lock_configuration = true")
        yield connection


def register(connection: duckdb.DuckDBPyConnection, datasets: Mapping[str, Parts]) -> None:
    """Make the views of a connection."""
    for name, parts in datasets.items():
        if name == DECISIONS:  # their order says which is the latest, so they are read whole
            connection.register(name, read_parts(parts))
        elif not parts.compact:
            connection.register(name, loose_dataset(parts))
        elif not parts.superseded:
            connection.register(name, compact_dataset(parts))
        else:
            _register_both(connection, parts)
    connection.register("columns", dictionary())
    for view in load_views():
        connection.execute(f'CREATE TEMP VIEW "{view.name}" AS {view.sql}')


def _register_both(connection: duckdb.DuckDBPyConnection, parts: Parts) -> None:
    name = parts.dataset
    connection.register(f"{name}_compact", compact_dataset(parts))
    connection.register(f"{name}_loose", loose_dataset(parts))
    connection.register("superseded", pa.table({"document_id": pa.array(parts.superseded, pa.string())}))
    connection.execute(BOTH.format(dataset=name))


def dictionary() -> pa.Table:
    """Return one row per column of the datasets and ready views: what it is called, measures and means."""
    rows = [
        {"dataset": dataset, "column": field.name, "type": str(field.type), "unit": None}
        | {key.decode(): value.decode() for key, value in field.metadata.items()}
        for dataset, schema in SCHEMAS.items()
        for field in schema
    ]
    rows += [
        {"dataset": view.name, "column": column.name, "label_zh": column.label, "description": column.meaning}
        for view in load_views()
        for column in view.columns
    ]
    names = ("dataset", "column", "label_zh", "type", "unit", "description")
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in names]))
