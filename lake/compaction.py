"""Makes the compact side of a lake from the documents' files."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from ..schemas.parquet import DATASETS, DICTIONARY, SCHEMA_VERSION, SCHEMAS, conform
from .commit import recover, roll_forward, seal
from .compacted import COMPACT, COMPACTING, REPLACED, Compacted, read_compacted, write_manifest
from .decisions import DATASET as DECISIONS
from .durable import files_below, remove_trees, sync_file, sync_folder
from .files import dataset_files, read_table, require_readable
from .locks import alone, locked
from .remote import RemotePath

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .remote import Place

NO_YEAR = "__HIVE_DEFAULT_PARTITION__"  # what hive, Spark and DuckDB read as null
GROUP_ROWS = (
    16_384  # a look at one document reads one or two groups; larger ones save no space (bench/queries.py)
)
FILE_ROWS = 64 * GROUP_ROWS  # 30 to 60 MB of facts


def compact(path: Place) -> Compacted:
    """Write the documents' files once more as a few large ones by fiscal year, and let these be read.

    Readers see the old files or the new ones. The documents' own files stay.

    Raises:
        LakeError: `path` is no lake, one of its files is damaged, or a run is writing into it.
    """
    require_readable(path)
    with locked(path) as confirm:
        recover(path)
        folder = path / COMPACTING / COMPACT
        before = read_compacted(path)
        generation = before.generation + 1 if before else 1
        years = _years(path)
        rows = {dataset: _write_dataset(path, dataset, years, generation) for dataset in DATASETS}
        last = max((file.name for file in dataset_files(path, DECISIONS)), default="")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        compacted = Compacted(generation, SCHEMA_VERSION, now, rows, last)
        write_manifest(folder, compacted)
        sync_folder(folder)
        confirm()
        _swap(path)
    return compacted


def _swap(path: Place) -> None:
    """Put the new compact side into the place of the old one.

    In the moment between the renames there is none, and the documents' files are read. Behind a URL, where
    folders cannot be renamed, it is a commit as that of a run.
    """
    if isinstance(path, RemotePath):
        old = [f"{COMPACT}/{name}" for name in files_below(path / COMPACT)]
        seal(path / COMPACTING, old, [])
        roll_forward(path)
        return
    with alone(path):
        if (path / COMPACT).exists():
            (path / COMPACT).rename(path / REPLACED)
        (path / COMPACTING / COMPACT).rename(path / COMPACT)
        sync_folder(path)
    remove_trees([path / REPLACED, path / COMPACTING])


def _write_dataset(path: Place, dataset: str, years: Mapping[str, str], generation: int) -> int:
    """Write one dataset below the folder being made; return its rows."""
    root = path / COMPACTING / COMPACT / dataset
    root.mkdir(parents=True)
    partitions: dict[str, Partition] = {}
    with ExitStack() as open_partitions:
        for year, table in _tables(path, dataset, years):
            if year not in partitions:
                partition = Partition(root / f"fiscal_year={year}", dataset, generation)
                partitions[year] = open_partitions.enter_context(closing(partition))
            partitions[year].add(table)
    return sum(partition.rows for partition in partitions.values())


def _tables(path: Place, dataset: str, years: Mapping[str, str]) -> Iterator[tuple[str, pa.Table]]:
    """Yield each file's rows with their year, by year and document.

    A dataset without any gives one table without rows, so that its columns can be read.
    """
    files = dataset_files(path, dataset)
    for file in sorted(files, key=lambda file: (years.get(file.stem, NO_YEAR), file.name)):
        yield years.get(file.stem, NO_YEAR), conform(dataset, read_table(file))
    if not files:
        yield NO_YEAR, SCHEMAS[dataset].empty_table()


def _years(path: Place) -> dict[str, str]:
    tables = (
        read_table(file).select(["document_id", "fiscal_year"]) for file in dataset_files(path, "documents")
    )
    rows = (row for table in tables for row in table.to_pylist())
    return {row["document_id"]: str(row["fiscal_year"] or NO_YEAR) for row in rows}


@dataclass(slots=True)
class Partition:
    """One year of a dataset that is being written, a row group at a time."""

    folder: Place
    dataset: str
    generation: int
    rows: int = 0
    files: int = 0
    written: int = 0
    waiting: list[pa.Table] = field(default_factory=list)
    sink: IO[bytes] | None = None
    writer: pq.ParquetWriter | None = None

    def add(self, table: pa.Table) -> None:
        """Add a document's rows, all to one row group if it can hold them."""
        if sum(part.num_rows for part in self.waiting) + table.num_rows > GROUP_ROWS:
            self._flush()
        self.waiting.append(_without_year(table))
        self.rows += table.num_rows

    def close(self) -> None:
        """Write what is left."""
        self._flush()
        self._close_file()

    def _flush(self) -> None:
        if not self.waiting:
            return
        table = pa.concat_tables(self.waiting)
        self.waiting.clear()
        if self.writer is None:
            self.writer = self._open_file(table.schema)
        self.writer.write_table(table, row_group_size=GROUP_ROWS)
        self.written += table.num_rows
        if self.written >= FILE_ROWS:
            self._close_file()

    def _open_file(self, schema: pa.Schema) -> pq.ParquetWriter:
        self.folder.mkdir(exist_ok=True)
        self.files += 1
        key = schema.get_field_index("document_id")
        order = None if key < 0 else [pq.SortingColumn(key)]
        dictionary = DICTIONARY[self.dataset]
        self.sink = self._path().open("wb")
        return pq.ParquetWriter(
            self.sink, schema, compression="zstd", use_dictionary=dictionary, sorting_columns=order
        )

    def _close_file(self) -> None:
        if self.writer is None or self.sink is None:
            return
        self.writer.close()
        self.sink.close()
        where = self._path()
        if not isinstance(where, RemotePath):
            sync_file(where)
        sync_folder(self.folder)
        self.writer, self.written = None, 0

    def _path(self) -> Place:
        """Names are never used again: who still reads old files gets an error, not a mixture."""
        return self.folder / f"{self.dataset}-{self.generation:06d}-{self.files:04d}.parquet"


def _without_year(table: pa.Table) -> pa.Table:
    """Leave the year to the folder's name, as hive readers expect; two of them would clash."""
    return table.drop_columns(["fiscal_year"]) if "fiscal_year" in table.column_names else table
