"""fuhe compare: what changed between two runs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from .common import Output, emit, plain_errors


class CompareFormat(StrEnum):
    """Formats of a comparison."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def compare(
    old: Annotated[str, typer.Argument(help="先前的结果文件夹")],
    new: Annotated[str, typer.Argument(help="后来的结果文件夹")],
    *,
    form: Annotated[CompareFormat, typer.Option("--format", help="格式")] = CompareFormat.TABLE,
    output: Output = None,
    unit: Annotated[str, typer.Option(help="只比较名称含此文字的单位")] = "",
) -> None:
    """比较两次复核：哪些问题是新的、仍在、数字有变、已消除。

    Example: fuhe compare 结果-3月 结果-4月
    """
    from ..lake import open_lake  # noqa: PLC0415 - heavy
    from ..review.answers import answer  # noqa: PLC0415
    from ..review.lists.comparison import comparison, comparison_table  # noqa: PLC0415

    with plain_errors():
        found = comparison(open_lake(old), open_lake(new), unit)
        emit(answer(comparison_table(found), form.value), output)
    typer.echo("，".join(found.lines()), err=True)
