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
from ..schemas.parquet import DATASETS, DICTIONARY, SCHEMA_VERSION, SCHEMAS, from_table, to_table
from .durable import sync_folder, write_whole
from .remote import RemotePath

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .remote import Place

SCHEMA_FILE, NEW = "schema.parquet", ".new"
# A file of one document is passed over if another is asked for. Statistics of its other columns would not
# spare anyone a look into it, and take longer to write than the columns; compact files have them.
SOUGHT_BY = ["document_id"]


def record_file(root: Place, dataset: str, document_id: str) -> Place:
    """Return where a document's rows of one dataset stand under `root`."""
    return root / dataset / f"{document_id}.parquet"


def stage(root: Place, document_id: str, records: Mapping[str, Sequence[Any]]) -> None:
    """Write a document's records under `root`, one file per dataset that has any; the commit syncs them.

    Args:
        root: Staging folder of a transaction.
        document_id: Key of the files.
        records: Dataset to its records; a dataset without records gets no file.
    """
    for dataset, rows in records.items():
        if rows:
            _write(record_file(root, dataset, document_id), dataset, to_table(dataset, rows), synced=False)


def add_file(root: Place, dataset: str, name: str, rows: Sequence[Any]) -> None:
    """Add a file to a dataset of a lake, which readers see when it is whole, and not before."""
    new = to_table(dataset, rows)
    if isinstance(root, RemotePath):  # where an object is whole or not there at all
        _write(root / dataset / name, dataset, new)
        return
    hidden = root / NEW / name  # not beside its place: Arrow reads every file of a folder
    _write(hidden, dataset, new)
    hidden.rename(root / dataset / name)
    sync_folder(root / dataset)


def stage_schemas(root: Place, lake: Place) -> None:
    """Stage the files without rows that give datasets their columns, where the lake lacks them.

    A new lake lacks all of them, one of an older program those of datasets that came since.
    """
    for dataset in DATASETS:
        if not (lake / dataset / SCHEMA_FILE).exists():
            write_schema(root, dataset)


def write_schema(root: Place, dataset: str) -> None:
    """Write the file without rows that gives a dataset its columns."""
    no_rows = pa.Table.from_batches([], SCHEMAS[dataset])  # `empty_table` would import pandas
    _write(root / dataset / SCHEMA_FILE, dataset, no_rows)


def _write(path: Place, dataset: str, table: pa.Table, *, synced: bool = True) -> None:
    sink = pa.BufferOutputStream()
    # Zstandard saves these small files 3 % and takes twice the time, reading and writing; compaction uses it.
    pq.write_table(
        table, sink, compression="snappy", use_dictionary=DICTIONARY[dataset], write_statistics=SOUGHT_BY
    )
    write_whole(path, memoryview(sink.getvalue()), synced=synced)


def read_records(paths: Iterable[Place], dataset: str) -> list[Any]:
    """Return the records of a dataset that stand in `paths`, in that order."""
    return [record for path in paths for record in from_table(dataset, read_table(path))]


def read_schema(path: Place) -> pa.Schema:
    """Return the columns of a file."""
    return pq.read_schema(_source(path))


def read_table(path: Place) -> pa.Table:
    """Return one file as a table; `ParquetFile` because `read_table` would search for partitions."""
    try:
        with pq.ParquetFile(_source(path)) as file:
            return file.read(use_threads=False)
    except pa.ArrowException as error:
        raise LakeError(f"“{path}”已损坏，无法读取。请运行 fuhe doctor 检查并修复结果文件夹。") from error


def _source(path: Place) -> Any:
    """Return what Arrow reads a document's file from: behind a URL one request is enough for all of it."""
    return pa.BufferReader(path.read_bytes()) if isinstance(path, RemotePath) else path


def records_of(root: Place, dataset: str, document_id: str) -> list[Any]:
    """Return the records that a document has in a dataset."""
    path = record_file(root, dataset, document_id)
    return read_records([path], dataset) if path.exists() else []


def count_of(root: Place, dataset: str, document_id: str) -> int:
    """Return how many rows a document has in a dataset."""
    path = record_file(root, dataset, document_id)
    return int(pq.read_metadata(_source(path)).num_rows) if path.exists() else 0


def dataset_files(root: Place, dataset: str) -> list[Any]:
    """Return the files of a dataset that hold rows, sorted by document."""
    files = (root / dataset).glob("*.parquet")
    return sorted(path for path in files if path.name != SCHEMA_FILE)


def files_of(root: Place, document_id: str, datasets: Iterable[str] = DATASETS) -> list[Place]:
    """Return the files of `datasets` that hold rows of a document."""
    candidates = (record_file(root, dataset, document_id) for dataset in datasets)
    return [path for path in candidates if path.exists()]


def is_lake(path: Place) -> bool:
    """Return whether `path` holds a lake that some version of this program wrote."""
    return (path / "documents" / SCHEMA_FILE).exists()


def schema_version(path: Place) -> int:
    """Return the schema version that the lake at `path` was written with; 0 if its mark is unreadable."""
    try:
        metadata = read_schema(path / "documents" / SCHEMA_FILE).metadata or {}
    except pa.ArrowException:
        return 0
    return int(metadata.get(b"schema_version", b"0"))


def require_readable(path: Place) -> None:
    """Raise LakeError unless `path` is a lake that this version can read."""
    if not is_lake(path):
        raise LakeError(
            f"“{path}”不是复核结果文件夹（缺少 documents/{SCHEMA_FILE}）。请先运行 fuhe check … --out {path}。"
        )
    version = schema_version(path)
    if version != SCHEMA_VERSION:
        raise LakeError(
            f"“{path}”的数据结构版本是 {version}，本程序只能读写版本 {SCHEMA_VERSION}。"
            "请换用相应版本的 fuhe，或重新运行 fuhe check 写入新的文件夹。"
        )
