"""fuhe check: reads files, rechecks them, writes the datasets."""

from __future__ import annotations

from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..schemas.records import Severity, Status
from .common import (
    FAILED,
    FOUND,
    INTERRUPTED,
    USAGE,
    Ocr,
    OcrOption,
    PdfReader,
    ReaderOption,
    codes,
    complain,
    plain_errors,
)
from .telling import Telling, failure_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ..engine import Summary


class FailOn(StrEnum):
    """Which findings make the exit status 1."""

    ERROR = "error"
    WARN = "warn"
    NEVER = "never"


def check(  # noqa: PLR0913 - one parameter per option
    inputs: Annotated[list[str], typer.Argument(help="文件或文件夹，可写多个；也可写 s3:// 等地址")],
    out: Annotated[str, typer.Option("--out", help="结果文件夹，不存在则新建；也可写 s3:// 等地址")],
    *,
    workers: Annotated[int, typer.Option(min=0, help="同时处理的进程数，0 为处理器个数")] = 0,
    rules: Annotated[list[Path] | None, typer.Option(help="自定义规则文件（YAML），可写多次")] = None,
    profile: Annotated[
        str, typer.Option(help="当地的界限、分值结构和等次：自带方案的名称，或 YAML 文件")
    ] = "",
    select: Annotated[str, typer.Option(help="只用这些规则，如 A,S03")] = "",
    ignore: Annotated[str, typer.Option(help="不用这些规则")] = "",
    fail_on: Annotated[FailOn, typer.Option(help="有此级别及以上的问题时退出码为 1")] = FailOn.ERROR,
    min_coverage: Annotated[
        float, typer.Option(min=0, max=1, help="参与复核的数字占比低于此数（如 0.6）时退出码为 1")
    ] = 0,
    timeout: Annotated[float, typer.Option(min=1, help="每个文件的时限（秒）")] = 120,
    memory: Annotated[int, typer.Option(min=512, help="每个进程的内存上限（MB）")] = 2048,
    force: Annotated[bool, typer.Option(help="未变的文件也重新读取和复核")] = False,
    show_personal: Annotated[bool, typer.Option(help="不遮盖电话号码和填表人姓名")] = False,
    reader: ReaderOption = PdfReader.PDFIUM,
    ocr: OcrOption = Ocr.AUTO,
    engine: Annotated[str, typer.Option(help="由谁处理：local 本机，或 dask://主机:端口")] = "local",
) -> None:
    """读取并复核文件，写出数据集，打印概要。

    退出码：0 无达到 --fail-on 级别的问题；1 有，或覆盖率低于 --min-coverage；2 用法有误或全部文件未能读取；3 部分文件失败且无达到级别的问题。

    Example: fuhe check 报送材料/ --out 结果
    """
    from ..engine import RunOptions, start_early  # noqa: PLC0415 - heavy

    options = RunOptions(
        timeout=timeout,
        memory=memory,
        mask=not show_personal,
        select=codes(select),
        ignore=codes(ignore),
        rule_files=tuple(rules or ()),
        profile=profile or None,
        reader=reader.value,
        ocr=ocr.value,
        force=force,
        engine=engine,
        **({"workers": workers} if workers else {}),
    )
    start_early(options, out)
    from ..schemas.lean import load_arrow  # noqa: PLC0415

    load_arrow()
    from ..engine import run  # noqa: PLC0415 - heavier

    with plain_errors(), interruptible(), Telling() as telling:
        summary = run(inputs, out, options, telling.begin)
    tell(summary, telling.told)
    status = exit_status(summary, fail_on)
    if summary.coverage < min_coverage:
        complain(f"参与复核的数字占 {summary.coverage:.0%}，低于 --min-coverage {min_coverage:.0%}。")
        status = status or FOUND
    raise typer.Exit(status)


def tell(summary: Summary, told: Collection[str]) -> None:
    """Print what came of the run; failures that were told while it went on are not told again."""
    for failure in summary.failures:
        if failure.source not in told:
            complain(failure_line(failure))
    for missing in summary.partly:
        complain(f"部分读取：{failure_line(missing)}")
    typer.echo("\n".join(summary.lines()))


@contextmanager
def interruptible() -> Iterator[None]:
    """Say how to go on when Ctrl-C breaks the run off."""
    try:
        yield
    except KeyboardInterrupt:
        complain("已中断。已读取的文件都已保留，再次运行同一命令即从中断处继续。")
        raise typer.Exit(INTERRUPTED) from None


def exit_status(summary: Summary, fail_on: FailOn) -> int:
    """Return the exit status; findings that were asked for go before failed documents."""
    if summary.documents.get(Status.FAILED, 0) == sum(summary.documents.values()):
        return USAGE
    serious = {FailOn.ERROR: [Severity.ERROR], FailOn.WARN: [Severity.ERROR, Severity.WARN], FailOn.NEVER: []}
    if any(summary.findings.get(severity, 0) for severity in serious[fail_on]):
        return FOUND
    return FAILED if summary.failures else 0
