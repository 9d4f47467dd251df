"""The submitted file that a document of the lake was read from, proven by its hash."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from ...schemas.errors import FuheError
from ...schemas.file_names import path_on_disk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...lake import Lake
    from ...schemas.records import DocumentRow

INSIDE = "!/"  # parts an archive from what is in it, see engine/archives.py
SHORTEST_ID = 8  # characters of a document id that still name one document


class OriginalError(FuheError):
    """The document is unknown, or its file is missing or has changed."""


def original(lake: Lake, wanted: str) -> tuple[DocumentRow, bytes]:
    """Return a document of the lake and the bytes of the file that it was read from.

    Args:
        lake: The lake.
        wanted: Path of the file wherever it lies now, its name, its source, or the beginning of its id.

    Raises:
        OriginalError: No document, or several, are meant; or the file is gone or has changed.
    """
    rows: list[DocumentRow] = lake.records("documents")
    path = Path(wanted)
    if path.is_file():
        data = path.read_bytes()
        return _with_hash(rows, data, wanted), data
    row = _named(rows, wanted)
    return row, verified(row)


def verified(row: DocumentRow) -> bytes:
    """Return the bytes of the file that a document was read from.

    Raises:
        OriginalError: The file is gone, or is not the one that was read.
    """
    source = path_on_disk(row.source)
    if not source.is_file():
        raise OriginalError(f"{why_missing(row.source)}。请把原件现在的路径写作 DOCUMENT。")
    data = source.read_bytes()
    if hashlib.sha256(data).hexdigest() != row.document_id:
        raise OriginalError(
            f"原件“{row.source}”在复核之后改动过。请重新运行 fuhe check，或指定复核时的文件。"
        )
    return data


def why_missing(source: str) -> str:
    """Return why there is no file at a source, in Chinese, without a full stop."""
    archive, inside, member = source.partition(INSIDE)
    if inside:
        return f"原件“{member}”在压缩包“{archive}”内，须先解压"
    if "://" in source:
        return f"原件“{source}”不在本机，须先下载"
    return f"找不到原件“{source}”（可能已移动）"


def _with_hash(rows: Sequence[DocumentRow], data: bytes, wanted: str) -> DocumentRow:
    digest = hashlib.sha256(data).hexdigest()
    found = next((row for row in rows if row.document_id == digest), None)
    if found is None:
        raise OriginalError(
            f"“{wanted}”不是复核时的文件（内容不同）。请重新运行 fuhe check，或指定原来的文件。"
        )
    return found


def _named(rows: Sequence[DocumentRow], wanted: str) -> DocumentRow:
    found = [row for row in rows if wanted in {row.name, row.source}]
    if not found and len(wanted) >= SHORTEST_ID:
        found = [row for row in rows if row.document_id.startswith(wanted)]
    if not found:
        raise OriginalError(
            f"结果文件夹中没有文件“{wanted}”。文件名见 fuhe findings LAKE -o 清单.xlsx 的“文件”表。"
        )
    if len(found) > 1:
        sources = "、".join(f"“{row.source}”" for row in found)
        raise OriginalError(f"有 {len(found)} 个文件叫“{wanted}”：{sources}。请写路径。")
    return found[0]
