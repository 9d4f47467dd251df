"""The command line: what `fuhe` can be asked."""

from __future__ import annotations

import typer

from fuhe.commands.check import check
from fuhe.commands.extract import extract
from fuhe.commands.findings import findings
from fuhe.commands.manual import indicator, rule
from fuhe.commands.sql import sql

app = typer.Typer(
    help="复核绩效自评报告：读取 Word、PDF 中的表格和数字，逐一复算，列出不符之处。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (check, findings, extract, rule, indicator, sql):
    app.command()(command)
