"""What a run must know of every document of a lake, in one file instead of several thousand small ones.

LAKE/.index is a copy, and nothing is lost with it. What it says of a document counts only while the
document's row is the very file from which it was made, by inode, size and time of change; every run
that changes anything of a document replaces that file (behind a URL: while the lake's documents are of
the same commit). All else is read from the documents' own files.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from ..lake.commit import generation
from ..lake.durable import write_whole
from ..lake.files import count_of, dataset_files, read_table, records_of
from ..lake.remote import RemotePath
from ..schemas.errors import LakeError
from ..schemas.parquet import from_table, to_table
from .tally import FIGURES, Entry, tally

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from ..lake import Place

    Mark = tuple[int, int, int]

FILE = ".index"
MARK = ("inode", "size", "changed")
NUMBERS = (*MARK, *FIGURES)


@dataclass(frozen=True, slots=True)
class Index:
    """All documents of a lake; whoever uses it holds the lake for writing.

    Attributes:
        lake: Its folder.
        entries: By document.
    """

    lake: Place
    entries: Mapping[str, Entry]

    @classmethod
    def of(cls, lake: Place) -> Index:
        """Return what stands in a lake; what had to be looked up is written down."""
        marks = _marks(lake)
        known = _known(lake, marks)
        index = cls(lake, {key: known.get(key) or _looked_up(lake, key) for key in marks})
        if len(known) < len(marks):
            index._save()
        return index

    def updated(self, written: Mapping[str, Entry], gone: Container[str]) -> Index:
        """Return the index as a commit leaves it, and write it down."""
        kept = {key: entry for key, entry in self.entries.items() if key not in gone}
        index = Index(self.lake, {**kept, **written})
        index._save()
        return index

    def _save(self) -> None:
        """Write the file; one that a crash leaves broken is as good as none."""
        marks = _marks(self.lake)
        entries = [self.entries[key] for key in marks]
        columns = to_table("documents", [entry.row for entry in entries])
        for n, name in enumerate(MARK):
            columns = columns.append_column(name, pa.array([mark[n] for mark in marks.values()], pa.int64()))
        for name in FIGURES:
            columns = columns.append_column(name, pa.array([e.figures[name] for e in entries], pa.int64()))
        sink = pa.BufferOutputStream()
        pq.write_table(columns, sink, compression="zstd")
        write_whole(self.lake / FILE, memoryview(sink.getvalue()))


def _marks(lake: Place) -> dict[str, Mark]:
    """Return what tells each document's row from any other file that ever stood in its place."""
    if isinstance(lake, RemotePath):  # stores tell too little of a file, but every commit has its mark
        mark = (int(generation(lake).of_documents, 16) >> 65, 0, 0)
        return {file.stem: mark for file in dataset_files(lake, "documents")}
    stats = ((file.stem, file.stat()) for file in dataset_files(lake, "documents"))
    return {key: (stat.st_ino, stat.st_size, stat.st_mtime_ns) for key, stat in stats}


def _known(lake: Place, marks: Mapping[str, Mark]) -> dict[str, Entry]:
    """Return what the file says of the documents that stand as it saw them."""
    try:
        table = read_table(lake / FILE)
        numbers = table.select(NUMBERS).to_pylist()
        rows = from_table("documents", table)
    except (OSError, KeyError, ValueError, LakeError):  # missing, damaged, of another version
        return {}
    return {
        row.document_id: Entry(row, Counter({name: number[name] for name in FIGURES}))
        for row, number in zip(rows, numbers, strict=True)
        if marks.get(row.document_id) == tuple(number[name] for name in MARK)
    }


def _looked_up(lake: Place, document_id: str) -> Entry:
    (row,) = records_of(lake, "documents", document_id)
    judged = (records_of(lake, dataset, document_id) for dataset in ("checks", "findings", "unchecked"))
    return Entry(row, tally(count_of(lake, "facts", document_id), *judged))
