"""fuhe compact: the datasets once more as a few large files by fiscal year."""

from __future__ import annotations

from typing import Annotated

import typer

from .common import Lake, plain_errors


def compact(
    lake: Lake,
    *,
    delta: Annotated[
        str, typer.Option(metavar="文件夹", help="再把各数据集写成 Delta 表，放入此文件夹（需 fuhe[delta]）")
    ] = "",
) -> None:
    """把各文件的数据合并为按年度分区的大文件（结果文件夹/compact），供 DuckDB、Spark 等快速读取。

    原有数据不变；之后再次 fuhe check 的文件以新数据为准，积累较多时可再次运行。

    Example: fuhe compact 结果 --delta 结果-delta
    """
    from ..lake import compact as compact_lake  # noqa: PLC0415 - heavy
    from ..lake import place_of  # noqa: PLC0415
    from ..lake.delta import export, require_deltalake  # noqa: PLC0415

    with plain_errors():
        if delta:
            require_deltalake()
        place = place_of(lake)
        compacted = compact_lake(place)
        typer.echo(
            f"已合并到“{place / 'compact'}”（第 {compacted.generation} 次）。行数：{_rows(compacted.rows)}"
        )
        if delta:
            typer.echo(f"已写出 Delta 表到“{delta}”。行数：{_rows(export(place, delta))}")


def _rows(rows: dict[str, int]) -> str:
    return "，".join(f"{dataset} {count}" for dataset, count in rows.items() if count) or "无"
