"""fuhe check: reads files, rechecks them, writes the datasets."""

from __future__ import annotations

from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..schemas.records import Severity, Status
from .common import FAILED, FOUND, USAGE, PdfReader, ReaderOption, codes, complain, plain_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..engine import Summary


class FailOn(StrEnum):
    """Which findings make the exit status 1."""

    ERROR = "error"
    WARN = "warn"
    NEVER = "never"


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
    from ..engine import RunOptions, run  # noqa: PLC0415 - heavy

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
    if summary.documents.get(Status.FAILED, 0) == sum(summary.documents.values()):
        return USAGE
    serious = {FailOn.ERROR: [Severity.ERROR], FailOn.WARN: [Severity.ERROR, Severity.WARN], FailOn.NEVER: []}
    if any(summary.findings.get(severity, 0) for severity in serious[fail_on]):
        return FOUND
    return FAILED if summary.failures else 0
