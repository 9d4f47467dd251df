"""What a lake holds about single documents, the last ones kept at hand."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ...lake import Lake
    from ...schemas.records import Cell, Check, DocumentRow, Fact, Finding, Paragraph, TableRow

# Datasets of single documents kept in memory; a large report's cells are some 10 MB of records.
KEPT = 96


class Shelf:
    """Records of a lake by document, read once and kept while they are in use."""

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        self._kept: OrderedDict[tuple[str, str], list[Any]] = OrderedDict()
        self._lock = threading.Lock()

    def clear(self) -> None:
        """Forget everything: the lake has changed."""
        with self._lock:
            self._kept.clear()

    def document(self, document_id: str) -> DocumentRow | None:
        """Return the row of a document; None if the lake does not know it."""
        rows: list[DocumentRow] = self._records("documents", document_id)
        return rows[0] if rows else None

    def tables(self, document_id: str) -> list[TableRow]:
        """Return the tables of a document, without their cells."""
        return self._records("tables", document_id)

    def cells(self, document_id: str) -> list[Cell]:
        """Return the cells of all tables of a document, by table, row and column."""
        return self._records("cells", document_id)

    def paragraphs(self, document_id: str) -> list[Paragraph]:
        """Return the paragraphs of a document."""
        return self._records("paragraphs", document_id)

    def facts(self, document_id: str) -> list[Fact]:
        """Return the printed numbers of a document."""
        return self._records("facts", document_id)

    def checks(self, document_id: str) -> list[Check]:
        """Return the checks filed under a document."""
        return self._records("checks", document_id)

    def findings(self, document_id: str) -> list[Finding]:
        """Return the findings filed under a document."""
        return self._records("findings", document_id)

    def _records(self, dataset: str, document_id: str) -> list[Any]:
        key = dataset, document_id
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        records = self.lake.records(dataset, [document_id])
        with self._lock:
            self._kept[key] = records
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return records
