"""The command line: what `fuhe` can be asked."""

from __future__ import annotations

import typer

from fuhe.commands.annotate import annotate
from fuhe.commands.check import check
from fuhe.commands.compact import compact
from fuhe.commands.compare import compare
from fuhe.commands.decisions import decisions
from fuhe.commands.doctor import doctor
from fuhe.commands.extract import extract
from fuhe.commands.findings import findings
from fuhe.commands.letter import letter
from fuhe.commands.manual import indicator, rule
from fuhe.commands.review import review
from fuhe.commands.sql import sql

app = typer.Typer(
    help="复核绩效自评报告：读取 Word、PDF 中的表格和数字，逐一复算，列出不符之处。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: importing what draws boxes takes longer than everything else
)
for command in (
    check,
    findings,
    review,
    extract,
    rule,
    indicator,
    sql,
    compact,
    doctor,
    annotate,
    letter,
    compare,
):
    app.command()(command)
app.add_typer(decisions, name="decisions")
