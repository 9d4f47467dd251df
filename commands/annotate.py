"""fuhe annotate: the submitted file with its findings written at the figures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .common import Lake, complain, plain_errors, separate


def annotate(
    lake: Lake,
    document: Annotated[str, typer.Argument(help="报送文件：路径、文件名或文件标识")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="批注后的文件")],
) -> None:
    """在报送文件的副本上标出问题：Word 为批注，PDF 为高亮和注释；原件不动。

    Example: fuhe annotate 结果 自评报告.docx -o 自评报告-批注.docx
    """
    from ..lake import open_lake  # noqa: PLC0415 - heavy
    from ..review.marking.annotate import annotate as annotated  # noqa: PLC0415

    with plain_errors():
        found = annotated(open_lake(lake), document)
        for source in (document, found.source):
            separate(output, Path(source))
        output.write_bytes(found.data)
    typer.echo(f"已在 {found.placed} 处作批注：{output}")
    if found.missed:
        complain(f"有 {found.missed} 处在文件中没有找到位置（如图片、图表里的数），未作批注。")
