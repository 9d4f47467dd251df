"""Word comments at the figures of a submitted .docx."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, cast

from ..word_files import open_word
from .annotate import AUTHOR, Annotated
from .marked_words import WordPlaces
from .originals import OriginalError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.oxml.text.run import CT_R

    from ...lake import Lake
    from ...schemas.records import DocumentRow
    from .annotate import Remark


def write_comments(lake: Lake, row: DocumentRow, data: bytes, remarks: Sequence[Remark]) -> Annotated:
    """Return a Word file with its remarks as comments; all else in it stays as it is.

    Args:
        lake: The lake that the remarks are from.
        row: The document.
        data: Bytes of its file.
        remarks: What to write, in the order in which comments are numbered.

    Raises:
        OriginalError: The file cannot be opened for writing.
    """
    from docx.text.run import Run  # noqa: PLC0415 - heavy

    complaint = OriginalError(
        f"“{row.name}”能读取但不能写入批注（不是常规的 .docx）。请在 Word 或 WPS 中另存为 .docx，重新运行 fuhe check。"
    )
    document = open_word(data, complaint)
    keys = [row.document_id]
    places = WordPlaces(
        document.element.body,
        lake.records("tables", keys),
        lake.records("cells", keys),
        lake.records("paragraphs", keys),
    )
    placed = 0
    for remark in remarks:
        runs = places.runs(remark.item)
        if runs is not None:
            first, last = (Run(cast("CT_R", run), document) for run in runs)
            document.add_comment([first, last], remark.text, AUTHOR, "复")
            placed += 1
    buffer = io.BytesIO()
    document.save(buffer)
    return Annotated(buffer.getvalue(), row.source, placed, len(remarks) - placed)
