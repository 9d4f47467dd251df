"""The command line: parses, calls, prints."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fuhe.schemas.errors import FuheError, UnreadableDocument
from fuhe.schemas.records import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

    from fuhe.engine import Summary

app = typer.Typer(
    help="复核绩效自评报告：读取 Word、PDF 中的表格和数字，逐一复算，列出不符之处。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

USAGE, FOUND, FAILED = 2, 1, 3


class FailOn(StrEnum):
    """Which findings make the exit status 1."""

    ERROR = "error"
    WARN = "warn"
    NEVER = "never"


class ListFormat(StrEnum):
    """Formats of the discrepancy list."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    MD = "md"


class LookFormat(StrEnum):
    """Formats of what was read."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


class RowsFormat(StrEnum):
    """Formats of a query's answer."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class PdfReader(StrEnum):
    """What reads PDF files."""

    PDFIUM = "pdfium"
    PDFPLUMBER = "pdfplumber"


ReaderOption = Annotated[PdfReader, typer.Option(help="PDF 读取方式；pdfplumber 较慢，供对照")]
Lake = Annotated[Path, typer.Argument(help="fuhe check 写出的结果文件夹")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="写入文件，不写则输出到屏幕")]


@contextmanager
def plain_errors() -> Iterator[None]:
    """Print what is wrong in one sentence and exit with status 2."""
    try:
        yield
    except UnreadableDocument as error:
        complain(error.reason)
        raise typer.Exit(USAGE) from None
    except FuheError as error:
        complain(str(error))
        raise typer.Exit(USAGE) from None
    except OSError as error:
        complain(f"无法访问“{error.filename}”：{error.strerror}。")
        raise typer.Exit(USAGE) from None


def complain(text: str) -> None:
    """Print a message to the standard error."""
    typer.echo(text, err=True)


def emit(data: bytes, output: Path | None) -> None:
    """Write a result to a file or to the standard output, byte for byte."""
    if output is not None:
        output.write_bytes(data)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


@app.command()
def check(  # noqa: PLR0913 - one parameter per option
    inputs: Annotated[list[Path], typer.Argument(help="文件或文件夹，可写多个")],
    out: Annotated[Path, typer.Option("--out", help="结果文件夹，不存在则新建")],
    *,
    workers: Annotated[int, typer.Option(min=0, help="同时处理的进程数，0 为处理器个数")] = 0,
    rules: Annotated[list[Path] | None, typer.Option(help="自定义规则文件（YAML），可写多次")] = None,
    select: Annotated[str, typer.Option(help="只用这些规则，如 A,S03")] = "",
    ignore: Annotated[str, typer.Option(help="不用这些规则")] = "",
    fail_on: Annotated[FailOn, typer.Option(help="有此级别及以上的问题时退出码为 1")] = FailOn.ERROR,
    timeout: Annotated[float, typer.Option(min=1, help="每个文件的时限（秒）")] = 120,
    memory: Annotated[int, typer.Option(min=512, help="每个进程的内存上限（MB）")] = 2048,
    force: Annotated[bool, typer.Option(help="全部重新读取；目前每次都重新读取")] = False,
    show_personal: Annotated[bool, typer.Option(help="不遮盖电话号码和填表人姓名")] = False,
    reader: ReaderOption = PdfReader.PDFIUM,
) -> None:
    """读取并复核文件，写出数据集，打印概要。

    退出码：0 无达到 --fail-on 级别的问题；1 有；2 用法有误或全部文件未能读取；3 部分文件失败且无达到级别的问题。

    Example: fuhe check 报送材料/ --out 结果
    """
    from fuhe.engine import RunOptions, run  # noqa: PLC0415 - heavy

    del force
    options = RunOptions(
        timeout=timeout,
        memory=memory,
        mask=not show_personal,
        select=codes(select),
        ignore=codes(ignore),
        rule_files=tuple(rules or ()),
        reader=reader.value,
        **({"workers": workers} if workers else {}),
    )
    with plain_errors(), progress_bar() as progress:
        summary = run(inputs, out, options, progress)
    for failure in summary.failures:
        complain(f"{failure.source}：{failure.reason}（{failure.code}）")
    typer.echo("\n".join(summary.lines()))
    raise typer.Exit(exit_status(summary, fail_on))


def codes(text: str) -> tuple[str, ...]:
    """Return the rule codes of a comma-separated list."""
    return tuple(code.strip().upper() for code in text.replace("，", ",").split(",") if code.strip())


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int], Callable[[], None]]]:
    """Show a bar per step on a terminal; show nothing elsewhere."""
    from rich.console import Console  # noqa: PLC0415 - only this command draws
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:

        def step(title: str, total: int) -> Callable[[], None]:
            task = bar.add_task(title, total=total)
            return lambda: bar.advance(task)

        yield step


def exit_status(summary: Summary, fail_on: FailOn) -> int:
    """Return the exit status; findings that were asked for go before failed documents."""
    from fuhe.schemas.records import Status  # noqa: PLC0415

    if summary.documents.get(Status.FAILED, 0) == sum(summary.documents.values()):
        return USAGE
    serious = {FailOn.ERROR: [Severity.ERROR], FailOn.WARN: [Severity.ERROR, Severity.WARN], FailOn.NEVER: []}
    if any(summary.findings.get(severity, 0) for severity in serious[fail_on]):
        return FOUND
    return FAILED if summary.failures else 0


@app.command()
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
    from fuhe.lake import open_lake  # noqa: PLC0415 - heavy
    from fuhe.review.discrepancies import Filters, discrepancies  # noqa: PLC0415

    chosen = form or list_format(output)
    if chosen is ListFormat.XLSX and output is None:
        complain("xlsx 格式请用 -o 指定文件，例如 -o 差异清单.xlsx。")
        raise typer.Exit(USAGE)
    with plain_errors():
        opened = open_lake(lake)
        rows = discrepancies(opened, Filters(severity, codes(rule), document, unit))
        if chosen is ListFormat.TABLE:
            from fuhe.review.terminal import findings_text  # noqa: PLC0415

            emit(findings_text(rows, to_file=output is not None).encode(), output)
        else:
            from fuhe.review.export import export  # noqa: PLC0415

            emit(export(opened, rows, chosen.value), output)


def list_format(output: Path | None) -> ListFormat:
    """Return the format that a file name asks for; a table if it asks for none."""
    suffix = output.suffix.lower().removeprefix(".") if output else ""
    return ListFormat(suffix) if suffix in set(ListFormat) else ListFormat.TABLE


@app.command()
def extract(  # noqa: PLR0913 - one parameter per option
    file: Annotated[Path, typer.Argument(help="Word 或 PDF 文件")],
    *,
    form: Annotated[LookFormat, typer.Option("--format", help="格式")] = LookFormat.TEXT,
    output: Output = None,
    show_personal: Annotated[bool, typer.Option(help="不遮盖电话号码和填表人姓名")] = False,
    reader: ReaderOption = PdfReader.PDFIUM,
    debug: Annotated[Path | None, typer.Option(help="在此文件夹里画出 PDF 各页找到的表格线和单元格")] = None,
) -> None:
    """显示从一个文件读到的段落和表格，供查看和反馈问题。

    Example: fuhe extract 自评报告.docx --format html -o 自评报告.html
    """
    import fuhe  # noqa: PLC0415 - heavy readers come with it
    from fuhe.normalize import normalize  # noqa: PLC0415
    from fuhe.review.looking import show  # noqa: PLC0415

    with plain_errors():
        document = normalize(fuhe.read(file, reader=reader.value), mask=not show_personal).document
        emit(show(document, form.value).encode("utf-8", "replace"), output)
        if debug is not None:
            from fuhe.extract.page_pictures import draw_pages  # noqa: PLC0415 - only this option draws

            draw_pages(file.read_bytes(), document, debug)


@app.command()
def rule(code: Annotated[str | None, typer.Argument(help="规则编号，如 A01")] = None) -> None:
    """列出全部规则，或解释一条规则。

    Example: fuhe rule A01
    """
    from fuhe.review.pages import rule_list, rule_page  # noqa: PLC0415 - heavy

    with plain_errors():
        typer.echo(rule_page(code) if code else rule_list(), nl=False)


@app.command()
def indicator(name: Annotated[str | None, typer.Argument(help="指标编号或表上的名称")] = None) -> None:
    """列出全部指标，或解释一个指标。

    Example: fuhe indicator 预算执行率
    """
    from fuhe.review.pages import indicator_list, indicator_page  # noqa: PLC0415 - heavy

    with plain_errors():
        typer.echo(indicator_page(name) if name else indicator_list(), nl=False)


@app.command()
def sql(
    lake: Lake,
    query: Annotated[str, typer.Argument(help="DuckDB 查询；各数据集是同名视图，columns 视图解释各列")],
    *,
    form: Annotated[RowsFormat, typer.Option("--format", help="格式")] = RowsFormat.TABLE,
    output: Output = None,
) -> None:
    """用 SQL 查询结果文件夹，只读，不能访问其他文件。

    Example: fuhe sql 结果 "SELECT rule, count(*) FROM findings GROUP BY rule"
    """
    from fuhe.lake import open_lake  # noqa: PLC0415 - heavy
    from fuhe.review.answers import answer  # noqa: PLC0415

    with plain_errors():
        table: pa.Table = open_lake(lake).query(query)
        emit(answer(table, form.value), output)
