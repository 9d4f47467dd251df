"""Which files make up a dataset now: compact ones, and those of documents that changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from ..schemas.errors import LakeError
from ..schemas.parquet import DATASETS, SCHEMAS, conform
from .compacted import COMPACT, read_compacted, superseded
from .decisions import DATASET as DECISIONS
from .files import dataset_files, read_table, record_file
from .remote import RemotePath

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow.dataset as ds

    from .remote import Place

YEARS = pa.schema([("fiscal_year", pa.int32())])


@dataclass(frozen=True, slots=True)
class Parts:
    """The files of one dataset; the rows of superseded documents in compact ones do not count.

    Attributes:
        dataset: Its name.
        compact: Large files of many documents, by year.
        loose: Files of one document each, or of decisions, in order.
        superseded: Documents whose rows in compact files do not count.
    """

    dataset: str
    compact: tuple[Place, ...]
    loose: tuple[Place, ...]
    superseded: frozenset[str]


def find_parts(path: Place, datasets: Iterable[str] = DATASETS) -> dict[str, Parts]:
    """Return the files of datasets of the lake at `path`; call it under `held`."""
    compacted = read_compacted(path)
    if compacted is None:
        return {name: Parts(name, (), tuple(dataset_files(path, name)), frozenset()) for name in datasets}
    changed = superseded(path)
    return {
        name: Parts(
            name,
            tuple(sorted((path / COMPACT / name).glob("*/*.parquet"))),
            _loose(path, name, changed, compacted.last_decision),
            changed if name != DECISIONS else frozenset(),
        )
        for name in datasets
    }


def _loose(path: Place, dataset: str, changed: frozenset[str], last_decision: str) -> tuple[Place, ...]:
    if dataset == DECISIONS:
        return tuple(file for file in dataset_files(path, dataset) if file.name > last_decision)
    if isinstance(path, RemotePath) and changed:  # one listing instead of a request for each document
        return tuple(file for file in dataset_files(path, dataset) if file.stem in changed)
    files = (record_file(path, dataset, document_id) for document_id in sorted(changed))
    return tuple(file for file in files if file.exists())


def read_parts(parts: Parts) -> pa.Table:
    """Return the rows of a dataset, documents in order of their ids, decisions in the order made."""
    import pyarrow.compute as pc  # noqa: PLC0415 - costs a fifth of a second

    tables = [conform(parts.dataset, read_table(path)) for path in parts.loose]
    if parts.compact:
        tables.insert(0, _read_compact(parts))
    table = pa.concat_tables([SCHEMAS[parts.dataset].empty_table(), *tables])
    if not parts.compact or parts.dataset == DECISIONS:
        return table
    return table.take(pc.sort_indices(table, [("document_id", "ascending")]))  # a stable sort


def _read_compact(parts: Parts) -> pa.Table:
    import pyarrow.compute as pc  # noqa: PLC0415

    counted = ~pc.field("document_id").isin(sorted(parts.superseded)) if parts.superseded else None
    try:
        return compact_dataset(parts).to_table(filter=counted)
    except (pa.ArrowException, OSError) as error:
        folder = parts.compact[0].parent.parent.parent
        raise LakeError(
            f"“{folder}”已损坏，无法读取。请运行 fuhe doctor {folder.parent} --repair。"
        ) from error


def compact_dataset(parts: Parts) -> ds.Dataset:
    """Return the compact files as a dataset; the `fiscal_year` of documents comes from the folders' names."""
    return _over(parts, parts.compact, by_year=True)


def loose_dataset(parts: Parts) -> ds.Dataset:
    """Return the documents' own files as a dataset."""
    return _over(parts, parts.loose, by_year=False)


def _over(parts: Parts, paths: Sequence[Place], *, by_year: bool) -> ds.Dataset:
    import pyarrow.dataset as ds  # noqa: PLC0415 - imports pandas, a second that no run should wait for

    schema = SCHEMAS[parts.dataset]
    if not paths:
        return ds.dataset(schema.empty_table())
    years = ds.partitioning(YEARS, flavor="hive") if by_year else None
    first = paths[0]
    system = first.system if isinstance(first, RemotePath) else None
    names = [path.path if isinstance(path, RemotePath) else str(path) for path in paths]
    return ds.dataset(names, schema=schema, format="parquet", partitioning=years, filesystem=system)
