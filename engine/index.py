"""What a run must know of every document of a lake, in one file instead of several thousand small ones.

LAKE/.index is a copy, and nothing is lost with it. What it says of a document counts only while the
document's row is the very file from which it was made, by inode, size and time of change; every run
that changes anything of a document replaces that file (behind a URL: while the lake's documents are of
the same commit). All else is read from the documents' own files.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..lake.commit import generation
from ..lake.durable import write_whole
from ..lake.files import SCHEMA_FILE, count_of, dataset_files, records_of
from ..lake.remote import RemotePath
from ..schemas.parquet import SCHEMA_VERSION
from ..schemas.records import Severity
from ..schemas.rows import CODECS
from .tally import Entry, Tally, tally

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from ..lake import Place

    Mark = tuple[int, int, int]  # inode, size, time of change

FILE, SUFFIX = ".index", ".parquet"


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
        write = CODECS["documents"].write
        lines = []
        for key, mark in _marks(self.lake).items():
            entry = self.entries[key]
            line = [SCHEMA_VERSION, mark, entry.tally.figures, entry.tally.findings, write(entry.row)]
            lines.append(json.dumps(line, default=date.isoformat))
        write_whole(self.lake / FILE, "\n".join(lines).encode())


def _marks(lake: Place) -> dict[str, Mark]:
    """Return what tells each document's row from any other file that ever stood in its place."""
    if isinstance(lake, RemotePath):  # stores tell too little of a file, but every commit has its mark
        mark = (int(generation(lake).of_documents, 16) >> 65, 0, 0)
        return {file.stem: mark for file in dataset_files(lake, "documents")}
    with os.scandir(lake / "documents") as files:  # thousands of paths as objects take longer than all else
        rows = [file for file in files if file.name.endswith(SUFFIX) and file.name != SCHEMA_FILE]
    stats = {file.name.removesuffix(SUFFIX): file.stat() for file in rows}
    return {key: (stat.st_ino, stat.st_size, stat.st_mtime_ns) for key, stat in sorted(stats.items())}


def _known(lake: Place, marks: Mapping[str, Mark]) -> dict[str, Entry]:
    """Return what the file says of the documents that stand as it saw them."""
    try:
        lines = (lake / FILE).read_text("utf-8").splitlines()
        known = {entry.row.document_id: (mark, entry) for mark, entry in map(_entry, lines)}
    except (OSError, LookupError, TypeError, ValueError):  # missing, damaged, of another version
        return {}
    return {key: entry for key, (mark, entry) in known.items() if marks.get(key) == mark}


def _entry(line: str) -> tuple[Mark, Entry]:
    version, mark, figures, findings, row = json.loads(line)
    if version != SCHEMA_VERSION:
        raise ValueError(version)
    signed = row["report_date"]
    row["report_date"] = date.fromisoformat(signed) if signed else None
    found = Tally(Counter(figures), {key: Severity(name) for key, name in findings.items()})
    return tuple(mark), Entry(CODECS["documents"].read(row), found)


def _looked_up(lake: Place, document_id: str) -> Entry:
    (row,) = records_of(lake, "documents", document_id)
    judged = (records_of(lake, dataset, document_id) for dataset in ("checks", "findings", "unchecked"))
    return Entry(row, tally(count_of(lake, "facts", document_id), *judged))
