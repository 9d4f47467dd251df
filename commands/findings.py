"""fuhe findings: the discrepancy list."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ..schemas.records import Severity
from .common import USAGE, Lake, Output, codes, complain, emit, plain_errors
from .drawing import guarded


class ListFormat(StrEnum):
    """Formats of the discrepancy list."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    MD = "md"
    SARIF = "sarif"
    HTML = "html"


def findings(  # noqa: PLR0913 - one parameter per option
    lake: Lake,
    *,
    form: Annotated[
        ListFormat | None, typer.Option("--format", help="格式；不写则看 -o 的后缀，再不然为表格")
    ] = None,
    output: Output = None,
    severity: Annotated[Severity | None, typer.Option(help="只列此级别及以上")] = None,
    rule: Annotated[str, typer.Option(help="只列这些规则，如 A,S03")] = "",
    document: Annotated[str, typer.Option(help="只列文件名含此文字的文件")] = "",
    unit: Annotated[str, typer.Option(help="只列名称含此文字的单位")] = "",
) -> None:
    """列出差异清单，先严重后轻微，再按涉及金额。

    Example: fuhe findings 结果 -o 差异清单.xlsx
    """
    from ..lake import open_lake  # noqa: PLC0415 - heavy
    from ..review.lists.discrepancies import Filters, discrepancies  # noqa: PLC0415

    chosen = form or list_format(output)
    if chosen is ListFormat.XLSX and output is None:
        complain("xlsx 格式请用 -o 指定文件，例如 -o 差异清单.xlsx。")
        raise typer.Exit(USAGE)
    if chosen is ListFormat.HTML and output is None:
        complain("html 格式请用 -o 指定文件夹，例如 --format html -o 差异清单。")
        raise typer.Exit(USAGE)
    with plain_errors():
        opened = open_lake(lake)
        rows = discrepancies(opened, Filters(severity, codes(rule), document, unit))
        if not rows:
            complain("没有符合条件的问题。")
        if chosen is ListFormat.TABLE:
            from ..review.lists.coverage import coverage_lines  # noqa: PLC0415
            from ..review.lists.terminal import findings_text  # noqa: PLC0415

            emit(findings_text(rows, to_file=output is not None).encode(), output)
            if output is None and rows:
                complain("\n".join(coverage_lines(opened, {row.document.document_id for row in rows})))
        elif chosen is ListFormat.HTML:
            from ..review.web.static_report import write_report  # noqa: PLC0415

            assert output is not None
            with guarded() as bounded:
                write_report(opened, output, (row.finding.id for row in rows), bounded)
        else:
            from ..review.lists.export import export  # noqa: PLC0415

            emit(export(opened, rows, chosen.value), output)


def list_format(output: Path | None) -> ListFormat:
    """Return the format that a file name asks for; a table for .txt and no file at all.

    Raises:
        typer.Exit: The name asks for something else.
    """
    suffix = output.suffix.lower().removeprefix(".") if output else "txt"
    if suffix in {"txt", ""}:
        return ListFormat.TABLE
    if suffix not in set(ListFormat):
        known = "、".join(f".{form}" for form in ListFormat if form is not ListFormat.TABLE)
        complain(f"不会写 .{suffix} 文件，请用 {known}、.txt 之一，或用 --format 指定格式。")
        raise typer.Exit(USAGE)
    return ListFormat(suffix)
