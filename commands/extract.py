"""fuhe extract: what was read from one file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from .common import Ocr, OcrOption, Output, PdfReader, ReaderOption, emit, plain_errors


class LookFormat(StrEnum):
    """Formats of what was read."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def extract(  # noqa: PLR0913 - one parameter per option
    file: Annotated[Path, typer.Argument(help="Word 或 PDF 文件")],
    *,
    form: Annotated[LookFormat, typer.Option("--format", help="格式")] = LookFormat.TEXT,
    output: Output = None,
    show_personal: Annotated[bool, typer.Option(help="不遮盖电话号码和填表人姓名")] = False,
    reader: ReaderOption = PdfReader.PDFIUM,
    ocr: OcrOption = Ocr.AUTO,
    debug: Annotated[Path | None, typer.Option(help="在此文件夹里画出 PDF 各页找到的表格线和单元格")] = None,
) -> None:
    """显示从一个文件读到的段落和表格，供查看和反馈问题。

    Example: fuhe extract 自评报告.docx --format html -o 自评报告.html
    """
    from .. import read  # noqa: PLC0415 - heavy readers come with it
    from ..normalize import normalize  # noqa: PLC0415
    from ..review.looking import show  # noqa: PLC0415

    with plain_errors():
        document = normalize(read(file, reader=reader.value, ocr=ocr.value), mask=not show_personal).document
        emit(show(document, form.value).encode("utf-8", "replace"), output)
        if debug is not None:
            from ..extract.pages.page_pictures import draw_pages  # noqa: PLC0415 - only this option draws

            draw_pages(file.read_bytes(), document, debug)
