"""A lake that is open for reading."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ..schemas.parquet import SCHEMAS
from .commit import recover_if_idle
from .files import dataset_files, read_records, read_table, record_file, require_readable
from .reports import read_report

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from ..schemas.records import Report


@dataclass(frozen=True, slots=True)
class Lake:
    """The datasets of one folder.

    The methods named after datasets return pandas frames; amounts in them are `Decimal`.

    Attributes:
        path: The folder.
    """

    path: Path

    def table(self, dataset: str) -> pa.Table:
        """Return a dataset as an Arrow table, documents in order of their ids.

        Raises:
            KeyError: No such dataset.
        """
        schema = SCHEMAS[dataset]
        parts = [read_table(path).cast(schema) for path in dataset_files(self.path, dataset)]
        return pa.concat_tables([schema.empty_table(), *parts])

    def records(self, dataset: str, document_ids: Iterable[str] | None = None) -> list[Any]:
        """Return the records of a dataset, of all documents or of those named."""
        if document_ids is None:
            return read_records(dataset_files(self.path, dataset), dataset)
        paths = (record_file(self.path, dataset, document_id) for document_id in document_ids)
        return read_records([path for path in paths if path.exists()], dataset)

    def reports(self, document_ids: Iterable[str]) -> tuple[Report, ...]:
        """Return the reports of documents that were read; a failed one comes back empty.

        Raises:
            LakeError: A document is not in the lake.
        """
        return tuple(read_report([self.path], document_id) for document_id in document_ids)

    def query(self, sql: str) -> pa.Table:
        """Return what a DuckDB query over the datasets gives; see `query.run`."""
        from .query import run  # noqa: PLC0415 - DuckDB costs a quarter of a second

        return run(self.path, sql)

    def sql(self, query: str) -> pd.DataFrame:
        """Return what a DuckDB query gives as a frame; each dataset is a view, `columns` explains them."""
        frame: pd.DataFrame = self.query(query).to_pandas()
        return frame

    def _frame(self, dataset: str) -> pd.DataFrame:
        frame: pd.DataFrame = self.table(dataset).to_pandas()
        return frame

    def documents(self) -> pd.DataFrame:
        """One row per input file, read or not."""
        return self._frame("documents")

    def tables(self) -> pd.DataFrame:
        """One row per table."""
        return self._frame("tables")

    def cells(self) -> pd.DataFrame:
        """One row per cell, a merged area once."""
        return self._frame("cells")

    def paragraphs(self) -> pd.DataFrame:
        """One row per paragraph."""
        return self._frame("paragraphs")

    def facts(self) -> pd.DataFrame:
        """One row per printed number."""
        return self._frame("facts")

    def scores(self) -> pd.DataFrame:
        """One row per indicator row of a score form."""
        return self._frame("scores")

    def results(self) -> pd.DataFrame:
        """One row per unit of a result notice."""
        return self._frame("results")

    def checks(self) -> pd.DataFrame:
        """One row per relation that was tried."""
        return self._frame("checks")

    def findings(self) -> pd.DataFrame:
        """One row per discrepancy."""
        return self._frame("findings")

    def decisions(self) -> pd.DataFrame:
        """One row per finding that a reviewer decided on."""
        return self._frame("decisions")


def open_lake(path: str | Path) -> Lake:
    """Open a lake for reading; what a crashed run left is finished or thrown away first.

    Raises:
        LakeError: The folder is no lake, or one of another version.
    """
    folder = Path(path)
    if folder.is_dir():
        recover_if_idle(folder)
    require_readable(folder)
    return Lake(folder)
