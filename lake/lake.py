"""A lake that is open for reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ..schemas.parquet import SCHEMAS, from_table
from .commit import generation
from .decisions import DATASET as DECISIONS
from .decisions import append, judge
from .files import dataset_files, records_of, require_readable
from .held import consistently, held, recover_if_idle
from .parts import find_parts, read_parts
from .remote import RemotePath, place_of
from .reports import read_report

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    import duckdb
    import pandas as pd

    from ..schemas.records import Decision, Finding, Report
    from .decisions import Judgement
    from .remote import Place


@dataclass(frozen=True, slots=True)
class Lake:
    """The datasets of one folder.

    The methods named after datasets return pandas frames; amounts in them are `Decimal`.

    Attributes:
        path: The folder, on this machine or behind a URL.
    """

    path: Place

    def table(self, dataset: str) -> pa.Table:
        """Return a dataset as an Arrow table, documents in order of their ids, decisions as made.

        Raises:
            KeyError: No such dataset.
        """
        return consistently(self.path, lambda: read_parts(find_parts(self.path, [dataset])[dataset]))

    def records(self, dataset: str, document_ids: Iterable[str] | None = None) -> list[Any]:
        """Return the records of a dataset, of all documents or of those named."""
        if document_ids is None:
            return from_table(dataset, self.table(dataset))
        keys = tuple(document_ids)
        return consistently(
            self.path, lambda: [record for key in keys for record in records_of(self.path, dataset, key)]
        )

    def reports(self, document_ids: Iterable[str]) -> tuple[Report, ...]:
        """Return the reports of documents that were read; a failed one comes back empty.

        Raises:
            LakeError: A document is not in the lake.
        """
        keys = tuple(document_ids)
        return consistently(self.path, lambda: tuple(read_report([self.path], key) for key in keys))

    def held(self) -> AbstractContextManager[None]:
        """Keep runs from replacing files, so that all that is read in the block is of one commit.

        Every method alone reads one commit. Runs wait for the block to end, so keep it short. Behind a URL
        nobody waits: there the block ends with an `OvertakenError` if a run came between.
        """
        return held(self.path)

    def stamp(self, dataset: str) -> object:
        """Return what is another value once files of a dataset were replaced or added."""
        if not isinstance(self.path, RemotePath):
            return (self.path / dataset).stat().st_mtime_ns
        if dataset == DECISIONS:
            return tuple(file.name for file in dataset_files(self.path, dataset))
        return generation(self.path).of_documents

    def connect(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """Open read-only DuckDB over the datasets and views, held as by `held`; see `query.connect`."""
        from .query import connect  # noqa: PLC0415 - DuckDB costs a quarter of a second

        return connect(self.path)

    def relation(self, name: str) -> duckdb.DuckDBPyRelation:
        """Return a dataset or a ready view as a DuckDB relation, read into memory.

        For a dataset that does not fit there, `connect` and name it in a query.
        """
        import duckdb  # noqa: PLC0415

        return duckdb.from_arrow(self.table(name) if name in SCHEMAS else self.query(f'FROM "{name}"'))

    def to_delta(self, target: str | Path) -> None:
        """Write every dataset as a Delta table `target`/<dataset>; see `delta.export`."""
        from .delta import export  # noqa: PLC0415 - an optional dependency

        export(self.path, str(target))

    def view(self, name: str) -> pd.DataFrame:
        """Return one of the ready views of schemas/views as a frame, e.g. coverage."""
        return self.sql(f'FROM "{name}"')

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
        """One row per decision, in the order in which they were made; `judgements` says which hold."""
        return self._frame("decisions")

    def decide(self, decisions: Sequence[Decision]) -> None:
        """Append decisions, all or none; any number of processes may do so at once, also during a run.

        The latest decision on a finding holds; one with the word `open` takes the last back.

        Raises:
            LakeError: A decision is none of `WORDS`.
        """
        unsigned = {decision.finding_id for decision in decisions if not decision.figures}
        append(self.path, decisions, self._findings(unsigned) if unsigned else {})

    def judgements(self) -> dict[str, Judgement]:
        """Return the decision that holds on each finding, and whether it still speaks of what was found.

        A dismissal whose `standing` is `CHANGED` is to be looked at again; `GONE` ones are kept, so that
        they hold again should the finding come back.
        """
        return consistently(self.path, self._judged)

    def _judged(self) -> dict[str, Judgement]:
        history = self.records("decisions")
        return judge(history, self._findings({decision.finding_id for decision in history}))

    def _findings(self, ids: Collection[str]) -> dict[str, Finding]:
        import pyarrow.compute as pc  # noqa: PLC0415 - costs a fifth of a second

        table = self.table("findings")
        wanted = table.filter(pc.is_in(table["finding_id"], pa.array(ids, pa.string())))
        return {finding.id: finding for finding in from_table("findings", wanted)}


def open_lake(path: str | Path) -> Lake:
    """Open a lake for reading, by path or URL; what a crashed run left is finished or thrown away first.

    Raises:
        FuheError: The folder is no lake, or one of another version, or nothing can open the URL.
    """
    folder = place_of(path)
    if folder.is_dir():
        recover_if_idle(folder)
    require_readable(folder)
    return Lake(folder)
