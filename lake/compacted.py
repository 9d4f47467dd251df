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
from .durable import sync_file, sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

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


def read_compacted(path: Path) -> Compacted | None:
    """Return what the compact side of a lake holds; None if there is none of this schema version."""
    try:
        raw = json.loads((path / COMPACT / MANIFEST).read_text(encoding="utf-8"))
        compacted = Compacted(**raw)
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return compacted if compacted.schema_version == SCHEMA_VERSION else None


def write_manifest(folder: Path, compacted: Compacted) -> None:
    """Write what stands in `folder`, which is to become the compact side."""
    manifest = folder / MANIFEST
    manifest.write_text(json.dumps(asdict(compacted), ensure_ascii=False, indent=1), encoding="utf-8")
    sync_file(manifest)


def superseded(path: Path) -> frozenset[str]:
    """Return the documents that changed since the compaction."""
    file = path / COMPACT / SUPERSEDED
    return frozenset(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else frozenset()


def supersede(path: Path, document_ids: Iterable[str]) -> None:
    """Note that the compact rows of documents hold no longer; does nothing without a compact side."""
    folder = path / COMPACT
    if not folder.exists():
        return
    new = folder / f".{SUPERSEDED}"
    new.write_text(json.dumps(sorted({*superseded(path), *document_ids})), encoding="utf-8")
    sync_file(new)
    new.replace(folder / SUPERSEDED)
    sync_folder(folder)
