"""The compact side of a lake: LAKE/compact/<dataset>/fiscal_year=<year>/*.parquet.

It is a copy of the documents' files as they were at the last `fuhe compact`, in a few large files
instead of many small ones. Nothing is ever changed in it: it is replaced as a whole, by two renames.
Every commit afterwards adds the documents it changed to `superseded.json`; for these the documents'
own files hold, which stay what is true. So a crash, or damage to the copy, loses nothing.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ..schemas.parquet import SCHEMA_VERSION
from .durable import sync_folder, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .remote import Place

COMPACT, COMPACTING, REPLACED = "compact", ".compacting", ".compact-old"
LEFTOVERS = (COMPACTING, REPLACED)
MANIFEST, SUPERSEDED = "manifest.json", "superseded.json"


@dataclass(frozen=True, slots=True)
class Compacted:
    """What stands in the compact side.

    Attributes:
        generation: Counts compactions; part of every file name.
        schema_version: Of the columns.
        compacted_at: ISO 8601, UTC.
        rows: Rows by dataset.
        last_decision: Name of the last file of decisions that it holds; empty if none.
    """

    generation: int
    schema_version: int
    compacted_at: str
    rows: dict[str, int]
    last_decision: str


def read_compacted(path: Place) -> Compacted | None:
    """Return what the compact side of a lake holds; None if there is none of this schema version."""
    try:
        raw = json.loads((path / COMPACT / MANIFEST).read_text("utf-8"))
        compacted = Compacted(**raw)
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return compacted if compacted.schema_version == SCHEMA_VERSION else None


def write_manifest(folder: Place, compacted: Compacted) -> None:
    """Write what stands in `folder`, which is to become the compact side."""
    text = json.dumps(asdict(compacted), ensure_ascii=False, indent=1)
    write_whole(folder / MANIFEST, text.encode())


def superseded(path: Place) -> frozenset[str]:
    """Return the documents that changed since the compaction."""
    file = path / COMPACT / SUPERSEDED
    return frozenset(json.loads(file.read_text("utf-8"))) if file.exists() else frozenset()


def supersede(path: Place, document_ids: Iterable[str]) -> None:
    """Note that the compact rows of documents hold no longer; does nothing without a compact side."""
    folder = path / COMPACT
    if not folder.exists():
        return
    write_whole(folder / SUPERSEDED, json.dumps(sorted({*superseded(path), *document_ids})).encode())
    sync_folder(folder)
