"""fuhe doctor: what is wrong with a lake, and putting it right."""

from __future__ import annotations

from typing import Annotated

import typer

from .common import FOUND, Lake, plain_errors


def doctor(
    lake: Lake,
    *,
    repair: Annotated[bool, typer.Option("--repair", help="修复能修复的问题；不写则只检查")] = False,
) -> None:
    """检查结果文件夹是否完整（断电、强行结束、磁盘损坏之后），并可修复。

    退出码：0 完好或已全部修复；1 有问题尚未修复；2 不是结果文件夹或正在写入。

    Example: fuhe doctor 结果 --repair
    """
    from ..lake import examine, place_of  # noqa: PLC0415 - heavy

    with plain_errors():
        found = examine(place_of(lake), repair=repair)
    for trouble in found:
        typer.echo(f"{trouble.text}（{trouble.code}）")
    if not found:
        typer.echo(f"“{lake}”完好。")
    elif repair:
        typer.echo(f"已修复 {len(found)} 处。")
    else:
        typer.echo(f"共 {len(found)} 处，可运行：fuhe doctor {lake} --repair")
        raise typer.Exit(FOUND)
