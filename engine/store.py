"""What a run has read before it commits: LAKE/.read, laid out like the lake, kept when a run is broken off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..lake import stage
from ..lake.durable import files_below, move_files, remove_trees
from ..lake.files import dataset_files, files_of, read_records
from ..schemas.parquet import DATASETS

if TYPE_CHECKING:
    from collections.abc import Container

    from ..lake import Place
    from ..schemas.records import DocumentRow

FOLDER = ".read"


@dataclass(frozen=True, slots=True)
class Store:
    """Documents that were read but are not in the lake yet.

    Attributes:
        lake: The lake that they are for.
    """

    lake: Place

    @property
    def path(self) -> Place:
        """The folder, which need not exist."""
        return self.lake / FOLDER

    def rows(self) -> dict[str, DocumentRow]:
        """Return the rows of the documents that stand here whole."""
        rows: list[DocumentRow] = read_records(dataset_files(self.path, "documents"), "documents")
        return {row.document_id: row for row in rows}

    def keep(self, document_ids: Container[str]) -> None:
        """Throw away all other documents, among them those that a crash left half-written."""
        for dataset in DATASETS:
            for file in dataset_files(self.path, dataset):
                if file.stem not in document_ids:
                    file.unlink()

    def put_failed(self, row: DocumentRow) -> None:
        """Keep the row of a file that could not be read, and nothing that its reader may have written."""
        for file in files_of(self.path, row.document_id):
            file.unlink()
        stage(self.path, row.document_id, {"documents": [row]})

    def move_to(self, staging: Place) -> None:
        """Stage all documents; a row that is staged already is the newer one."""
        newer = set(files_below(staging))
        move_files(self.path, staging, [name for name in files_below(self.path) if name not in newer])
        remove_trees([self.path])
