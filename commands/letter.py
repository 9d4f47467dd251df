"""fuhe letter: what a unit is asked to correct, as a Word letter."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from .common import Lake, plain_errors


def letter(  # noqa: PLR0913 - one parameter per option
    lake: Lake,
    *,
    unit: Annotated[str, typer.Option(help="单位名称，或其中一部分")],
    output: Annotated[Path, typer.Option("--output", "-o", help="写出的 .docx 文件")],
    until: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="更正期限；不写则留空待填")
    ] = None,
    office: Annotated[str, typer.Option(help="发函单位，落款用；不写则留空待填")] = "",
    template: Annotated[Path | None, typer.Option(help="替换默认的函件模板（.docx）")] = None,
) -> None:
    """写给一个单位的复核意见反馈函：只列已确认的问题，含位置、两个数和更正要求，不含个人信息。

    模板里的 {{单位}} {{年度}} {{期限}} {{发函单位}} {{日期}} {{问题数}} 会被替换；含 {{问题}} 的段落每个问题写一次，
    其中还可用 {{序号}} {{位置}} {{文中数}} {{复算数}} {{建议}}。

    Example: fuhe letter 结果 --unit 青川市文化旅游广电体育局 --until 2024-05-31 -o 反馈函.docx
    """
    from ..lake import open_lake  # noqa: PLC0415 - heavy
    from ..review.letters.letter import Letter, write_letter  # noqa: PLC0415

    with plain_errors():
        wanted = Letter(unit, until.date() if until else None, office, template)
        written = write_letter(open_lake(lake), wanted)
        output.write_bytes(written.data)
    typer.echo(f"致{written.unit}：{written.items} 个问题，{output}")
