"""What a run has read before it commits: LAKE/.read, laid out like the lake, kept when a run is broken off.

Its files are not synced one by one, which would take longer than many a document. So they outlive
the process, but after a power cut they may be anything: what an earlier start of the machine left is
not used.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..lake import stage
from ..lake.durable import files_below, move_files, remove_trees, write_whole
from ..lake.files import dataset_files, files_of, read_records
from ..schemas.parquet import DATASETS

if TYPE_CHECKING:
    from collections.abc import Container

    from ..lake import Place
    from ..schemas.records import DocumentRow

FOLDER, START = ".read", ".start"
BOOT = Path("/proc/sys/kernel/random/boot_id")


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
        """Return the rows of the documents that stand here whole; none if the machine was started since."""
        start = self.path / START
        if not start.exists() or start.read_text("ascii") != start_of_machine():
            return {}
        rows: list[DocumentRow] = read_records(dataset_files(self.path, "documents"), "documents")
        return {row.document_id: row for row in rows}

    def keep(self, document_ids: Container[str]) -> None:
        """Throw away all other documents, among them those that a crash left half-written."""
        for dataset in DATASETS:
            for file in dataset_files(self.path, dataset):
                if file.stem not in document_ids:
                    file.unlink()

    def open(self) -> None:
        """Make ready for documents that workers write."""
        write_whole(self.path / START, start_of_machine().encode())

    def put_failed(self, row: DocumentRow) -> None:
        """Keep the row of a file that could not be read, and nothing that its reader may have written."""
        for file in files_of(self.path, row.document_id):
            file.unlink()
        stage(self.path, row.document_id, {"documents": [row]})

    def move_to(self, staging: Place) -> None:
        """Stage all documents; a row that is staged already is the newer one."""
        (self.path / START).unlink(missing_ok=True)
        newer = set(files_below(staging))
        move_files(self.path, staging, [name for name in files_below(self.path) if name not in newer])
        remove_trees([self.path])


def start_of_machine() -> str:
    """Return what tells this start of the machine from others: by Linux its name, elsewhere about its minute."""
    try:
        return BOOT.read_text("ascii").strip()
    except OSError:
        return str(round((time.time() - time.monotonic()) / 60))
