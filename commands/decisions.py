"""fuhe decisions: what reviewers decided, in and out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .common import Lake, Output, emit, plain_errors

decisions = typer.Typer(help="复核意见：导入、导出。", no_args_is_help=True)


@decisions.command("import")
def import_decisions(
    file: Annotated[Path, typer.Argument(help="填写过的差异清单 .xlsx，或网页导出的 .json")],
    lake: Lake,
) -> None:
    """导入在 Excel 差异清单或网页报告中填写的复核意见；有一行不对就一行也不导入。

    Example: fuhe decisions import 差异清单.xlsx 结果
    """
    from ..lake import open_lake  # noqa: PLC0415 - heavy
    from ..review.workbook.taking_in import take_in  # noqa: PLC0415

    with plain_errors():
        taken = take_in(open_lake(lake), file)
        typer.echo(f"导入 {taken.changed} 条复核意见；与原来相同的 {taken.unchanged} 条未动。")


@decisions.command("export")
def export_decisions(lake: Lake, *, output: Output = None) -> None:
    """以 JSON 列出现行的复核意见，可用 fuhe decisions import 导入另一个结果文件夹。

    Example: fuhe decisions export 结果 -o 复核意见.json
    """
    from ..lake import open_lake  # noqa: PLC0415 - heavy
    from ..review.workbook.taking_in import decisions_json  # noqa: PLC0415

    with plain_errors():
        emit(decisions_json(open_lake(lake)), output)
