"""What the commands share: options, messages, output, errors."""

from __future__ import annotations

import errno
import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..schemas.errors import FuheError, UnreadableDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

USAGE, FOUND, FAILED, INTERRUPTED = 2, 1, 3, 130
SYSTEM_WORDS = {
    errno.ENOENT: "没有这个文件或文件夹，请检查路径",
    errno.EACCES: "没有权限，请换一个文件夹，或请管理员开通权限",
    errno.EPERM: "系统不允许，请换一个文件夹，或请管理员开通权限",
    errno.EROFS: "所在磁盘只读，请换一个文件夹",
    errno.ENOSPC: "磁盘已满，请清理后重试",
    errno.EISDIR: "这是一个文件夹，请写文件名",
    errno.ENOTDIR: "路径中有一段是文件而不是文件夹，请检查路径",
    errno.ETXTBSY: "文件正在使用，请关闭后重试",
    errno.ENAMETOOLONG: "文件名太长，请缩短",
}


class PdfReader(StrEnum):
    """What reads PDF files."""

    PDFIUM = "pdfium"
    PDFPLUMBER = "pdfplumber"


class Ocr(StrEnum):
    """Which pages are recognised."""

    AUTO = "auto"
    NEVER = "never"
    ALWAYS = "always"


OcrOption = Annotated[
    Ocr, typer.Option(help="扫描页的文字识别：auto 只识别没有文字层的页，never 不识别，always 全部重新识别")
]
ReaderOption = Annotated[PdfReader, typer.Option(help="PDF 读取方式；pdfplumber 较慢，供对照")]
Lake = Annotated[str, typer.Argument(help="fuhe check 写出的结果文件夹，也可写 s3:// 等地址")]
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
        complain(f"无法访问“{error.filename}”：{system_words(error)}。")
        raise typer.Exit(USAGE) from None


def system_words(error: OSError) -> str:
    """Return why the system refused, in Chinese where it is a common reason."""
    return SYSTEM_WORDS.get(error.errno or 0, error.strerror or str(error))


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


def separate(output: Path, source: Path) -> None:
    """Refuse to write over a submitted file.

    Raises:
        FuheError: `output` is that file.
    """
    if output.exists() and source.exists() and output.samefile(source):
        raise FuheError(f"“{output}”是报送原件，不能覆盖。请用 -o 指定另一个文件名。")


def codes(text: str) -> tuple[str, ...]:
    """Return the rule codes of a comma-separated list."""
    return tuple(code.strip().upper() for code in text.replace("，", ",").split(",") if code.strip())
