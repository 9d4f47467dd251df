"""The datasets as Delta tables, for platforms that expect them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..schemas.errors import LakeError
from ..schemas.parquet import DATASETS
from .commit import held
from .parts import find_parts, read_parts

if TYPE_CHECKING:
    from pathlib import Path


def export(path: Path, target: Path) -> None:
    """Write every dataset of the lake at `path` as a Delta table `target`/<dataset>, all of one commit.

    A table that is there gets a new version with the rows of now; the earlier ones stay readable.

    Raises:
        LakeError: The library `deltalake` is not installed.
    """
    try:
        from deltalake import write_deltalake  # noqa: PLC0415 - an optional dependency
    except ImportError as error:
        raise LakeError("导出 Delta 需要 deltalake，请先安装：pip install 'fuhe[delta]'。") from error
    with held(path):
        parts = find_parts(path)
        for dataset in DATASETS:
            table = read_parts(parts[dataset])
            write_deltalake(target / dataset, table, mode="overwrite", schema_mode="overwrite")
