"""fuhe (复核): rechecks the arithmetic of budget-performance self-evaluation reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fuhe.engine import RunOptions, Summary
    from fuhe.extract import Mode, Reader
    from fuhe.lake import Lake
    from fuhe.schemas.records import Document

__all__ = ["check", "open_lake", "read"]


def read(path: str | Path, *, reader: Reader = "pdfium", ocr: Mode = "auto") -> Document:
    """Return what stands in a file.

    Args:
        path: The file.
        reader: What reads PDF files; pdfplumber is slower, and there to compare with.
        ocr: Which pages are recognised: auto (those without readable text), never or always.

    Raises:
        UnreadableDocument: No reader can turn it into a document.
        OSError: It cannot be opened.
    """
    from fuhe.extract import Recognition  # noqa: PLC0415
    from fuhe.extract import read as read_bytes  # noqa: PLC0415 - `import fuhe` stays light

    file = Path(path)
    return read_bytes(file.read_bytes(), file.name, str(path), reader, Recognition(ocr))


def check(
    paths: str | Path | Sequence[str | Path], *, out: str | Path, options: RunOptions | None = None
) -> Summary:
    """Read and check files and folders, and write their datasets to the lake `out`.

    Work is done in processes of their own, so a script that calls this needs the usual
    `if __name__ == "__main__":` around its main part.

    Raises:
        FuheError: An input does not exist, `out` is no lake, or the rules are wrong.
    """
    from fuhe.engine import RunOptions, run  # noqa: PLC0415 - `import fuhe` stays light

    inputs = [paths] if isinstance(paths, str | Path) else paths
    return run(inputs, out, options or RunOptions())


def open_lake(path: str | Path) -> Lake:
    """Open the datasets of a folder for reading.

    Raises:
        LakeError: The folder is no lake, or one of another version.
    """
    from fuhe.lake import open_lake as open_folder  # noqa: PLC0415 - `import fuhe` stays light

    return open_folder(path)
