"""fuhe compact: the datasets once more as a few large files by fiscal year."""

from __future__ import annotations

import typer

from .common import Lake, plain_errors


def compact(lake: Lake) -> None:
    """把各文件的数据合并为按年度分区的大文件（结果文件夹/compact），供 DuckDB、Spark 等快速读取。

    原有数据不变；之后再次 fuhe check 的文件以新数据为准，积累较多时可再次运行。

    Example: fuhe compact 结果
    """
    from ..lake import compact as compact_lake  # noqa: PLC0415 - heavy

    with plain_errors():
        compacted = compact_lake(lake)
    rows = "，".join(f"{dataset} {count}" for dataset, count in compacted.rows.items() if count)
    typer.echo(f"已合并到“{lake / 'compact'}”（第 {compacted.generation} 次）。行数：{rows or '无'}")
