"""fuhe sql: the datasets as views."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from .common import Lake, Output, emit, plain_errors

if TYPE_CHECKING:
    import pyarrow as pa


class RowsFormat(StrEnum):
    """Formats of a query's answer."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def sql(
    lake: Lake,
    query: Annotated[
        str, typer.Argument(help="DuckDB 查询；各数据集和现成视图（coverage 等）是同名视图，columns 解释各列")
    ],
    *,
    form: Annotated[RowsFormat, typer.Option("--format", help="格式")] = RowsFormat.TABLE,
    output: Output = None,
) -> None:
    """用 SQL 查询结果文件夹，只读，不能访问其他文件。

    Example: fuhe sql 结果 "SELECT rule, count(*) FROM findings GROUP BY rule"
    """
    from ..lake import open_lake  # noqa: PLC0415 - heavy
    from ..review.answers import answer  # noqa: PLC0415

    with plain_errors():
        table: pa.Table = open_lake(lake).query(query)
        emit(answer(table, form.value), output)
