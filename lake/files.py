"""Where a lake keeps what: LAKE/<dataset>/<document_id>.parquet.

Beside the documents' files, every dataset folder holds `schema.parquet` without rows, so that any
reader of the folder sees the columns even when nothing was found. A document without rows in a
dataset has no file there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from ..schemas.errors import LakeError
from ..schemas.parquet import DATASETS, SCHEMA_VERSION, SCHEMAS, from_table, to_table
from .durable import sync_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

SCHEMA_FILE = "schema.parquet"


def record_file(root: Path, dataset: str, document_id: str) -> Path:
    """Return where a document's rows of one dataset stand under `root`."""
    return root / dataset / f"{document_id}.parquet"


def stage(root: Path, document_id: str, records: Mapping[str, Sequence[Any]]) -> None:
    """Write a document's records under `root`, one file per dataset that has any, synced to disk.

    Args:
        root: Staging folder of a transaction.
        document_id: Key of the files.
        records: Dataset to its records; a dataset without records gets no file.
    """
    for dataset, rows in records.items():
        if rows:
            _write(record_file(root, dataset, document_id), to_table(dataset, rows))


def stage_schemas(root: Path) -> None:
    """Write the files without rows that give each dataset its columns."""
    for dataset, schema in SCHEMAS.items():
        _write(root / dataset / SCHEMA_FILE, schema.empty_table())


def _write(path: Path, table: pa.Table) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression="zstd")
    sync_file(path)


def read_records(paths: Iterable[Path], dataset: str) -> list[Any]:
    """Return the records of a dataset that stand in `paths`, in that order."""
    return [record for path in paths for record in from_table(dataset, read_table(path))]


def read_table(path: Path) -> pa.Table:
    """Return one file as a table; `ParquetFile` because `read_table` would search for partitions."""
    try:
        with pq.ParquetFile(path) as file:
            return file.read(use_threads=False)
    except pa.ArrowException as error:
        raise LakeError(f"“{path}”已损坏，无法读取。请删除结果文件夹后重新运行 fuhe check。") from error


def dataset_files(root: Path, dataset: str) -> list[Path]:
    """Return the files of a dataset that hold rows, sorted by document."""
    return sorted(path for path in (root / dataset).glob("*.parquet") if path.name != SCHEMA_FILE)


def files_of(root: Path, document_id: str, datasets: Iterable[str] = DATASETS) -> list[Path]:
    """Return the files of `datasets` that hold rows of a document."""
    candidates = (record_file(root, dataset, document_id) for dataset in datasets)
    return [path for path in candidates if path.exists()]


def is_lake(path: Path) -> bool:
    """Return whether `path` holds a lake that some version of this program wrote."""
    return (path / "documents" / SCHEMA_FILE).exists()


def require_readable(path: Path) -> None:
    """Raise LakeError unless `path` is a lake that this version can read."""
    if not is_lake(path):
        raise LakeError(
            f"“{path}”不是复核结果文件夹（缺少 documents/{SCHEMA_FILE}）。请先运行 fuhe check … --out {path}。"
        )
    metadata = pq.read_schema(path / "documents" / SCHEMA_FILE).metadata or {}
    version = int(metadata.get(b"schema_version", b"0"))
    if version != SCHEMA_VERSION:
        raise LakeError(
            f"“{path}”的数据结构版本是 {version}，本程序只能读写版本 {SCHEMA_VERSION}。"
            "请换用相应版本的 fuhe，或重新运行 fuhe check 写入新的文件夹。"
        )
