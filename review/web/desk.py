"""The reviewers' desk without its pages: what is asked of a lake, and what is written into it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ...lake import OPEN, WORDS, figures_of
from ...schemas.errors import FuheError
from ...schemas.reasons import load_reasons
from ...schemas.records import Decision
from .index import Index
from .items import ItemReader
from .pictures import Pictures, unbounded
from .shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...lake import Lake
    from ...schemas.records import Finding
    from .items import Item
    from .pictures import Bounded

LONGEST_NOTE, LONGEST_NAME = 2000, 60
# Items shown last; each holds the rows of its tables.
KEPT_ITEMS = 200


class DecisionError(FuheError):
    """A decision that cannot be taken; the text says why and what to do."""


class OvertakenError(DecisionError):
    """Somebody else decided on the finding since it was shown."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer says.

    Attributes:
        decision: confirmed, dismissed, explained, extraction-error, or open to take the last word back.
        reason: Code of schemas/reasons.yaml; only for a dismissal.
        note: Free text.
        reviewer: Who says it.
    """

    decision: str
    reason: str
    note: str
    reviewer: str

    def fault(self) -> str:
        """Return what is wrong with it, in Chinese; empty if nothing is."""
        reason = load_reasons().get(self.reason)
        if self.decision not in WORDS:
            return "没有这种复核结论。"
        if self.decision == "dismissed" and reason is None:
            return "请为“不成立”选择一条理由。"
        if reason is not None and reason.needs_note and not self.note.strip():
            return f"选择“{reason.text}”时请填写复核意见。"
        if not self.reviewer.strip():
            return "请先在页面右上角填写复核人姓名。"
        if len(self.note) > LONGEST_NOTE or len(self.reviewer) > LONGEST_NAME:
            return f"复核意见不超过 {LONGEST_NOTE} 字，姓名不超过 {LONGEST_NAME} 字。"
        return ""


@dataclass(slots=True)
class Desk:
    """A lake with its index, records and pictures at hand; safe to use from several threads."""

    lake: Lake
    index: Index
    reader: ItemReader
    _items: dict[tuple[str, str], Item] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def open(cls, lake: Lake, bounded: Bounded = unbounded) -> Desk:
        """Lay out a lake.

        Args:
            lake: The lake.
            bounded: Runs what opens submitted files.
        """
        desk = cls(lake, Index(lake), ItemReader(Shelf(lake), Pictures(bounded)))
        desk.refresh()
        return desk

    def refresh(self) -> None:
        """Take in what a run or another process has written since."""
        if self.index.refresh():
            self.reader.shelf.clear()
            self._items.clear()

    def finding(self, finding_id: str, document_id: str = "") -> Finding:
        """Return a finding, as it stands in one copy of the report if several hold it.

        Raises:
            LookupError: The lake does not hold it.
        """
        held = document_id or self._document_of(finding_id)
        found = (f for f in self.reader.shelf.findings(held) if f.id == finding_id)
        finding = next(found, None)
        if finding is None:
            raise LookupError(finding_id)
        return finding

    def item(self, finding_id: str, document_id: str = "") -> Item:
        """Return all that is shown of a finding.

        Raises:
            LookupError: The lake does not hold it.
        """
        finding = self.finding(finding_id, document_id)
        key = finding_id, finding.document
        item = self._items.get(key)
        if item is None or any(sheet.note for sheet in item.sheets):
            item = self.reader.read(finding)
            if len(self._items) >= KEPT_ITEMS:
                self._items.clear()
            self._items[key] = item
        return item

    def case(self, finding_id: str) -> list[str]:
        """Return the ids of the findings with the same cause, most severe first."""
        sql = """SELECT finding_id FROM items WHERE "case" = (SELECT "case" FROM items WHERE finding_id = $id)
                 ORDER BY position"""
        return [row["finding_id"] for row in self.index.query(sql, {"id": finding_id})]

    def decide(self, finding_ids: Sequence[str], verdict: Verdict, seen: str) -> None:
        """Write a decision on findings of one case.

        Args:
            finding_ids: The findings; the first is the one that was shown.
            verdict: What is said.
            seen: When the decision that was shown had been taken; empty if none was.

        Raises:
            DecisionError: The verdict is faulty.
            OvertakenError: Somebody decided since.
            LookupError: The lake does not hold a finding.
        """
        fault = verdict.fault()
        if fault:
            raise DecisionError(fault)
        with self._lock:
            self.refresh()
            self._require_seen(finding_ids[0], seen)
            now = datetime.now(UTC).astimezone().isoformat(timespec="milliseconds")
            self.lake.decide([self._decision(key, verdict, now) for key in finding_ids])
            self.refresh()

    def _require_seen(self, finding_id: str, seen: str) -> None:
        held = self.index.judgements.get(finding_id)
        if (held.decision.decided_at if held else "") != seen:
            who = held.decision.reviewer if held else "另一位复核人"
            raise OvertakenError(f"{who}刚刚改动了这一条的复核结论，页面已更新，请看过后再决定。")

    def _decision(self, finding_id: str, verdict: Verdict, now: str) -> Decision:
        return Decision(
            finding_id=finding_id,
            decision=verdict.decision,
            reason=verdict.reason if verdict.decision == "dismissed" else "",
            note=verdict.note.strip() if verdict.decision != OPEN else "",
            reviewer=verdict.reviewer.strip(),
            decided_at=now,
            figures=figures_of(self.finding(finding_id)),
        )

    def _document_of(self, finding_id: str) -> str:
        rows = self.index.query("SELECT document_id FROM items WHERE finding_id = $id", {"id": finding_id})
        if not rows:
            raise LookupError(finding_id)
        return str(rows[0]["document_id"])
