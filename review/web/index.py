"""The findings of a lake as one table in memory, in the order in which they are worked through."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from ...lake import OPEN, Standing
from ...lake.decisions import judge
from ...schemas.parquet import from_table
from ...schemas.units import load_units
from ...schemas.words import DECISION_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...lake import Judgement, Lake
    from ...schemas.records import Decision

REOPENED = "reopened"
STATE_WORDS = {OPEN: "待复核", REOPENED: "数字已变，待重核", **DECISION_WORDS}
UNSETTLED = (OPEN, REOPENED)
# A finding that stands in several copies of a report is one item: a decision is about its id.
_FINDINGS = """
SELECT finding_id, f.document_id, "case", rule, severity, CASE severity WHEN 'error' THEN 0 WHEN 'warn' THEN 1 ELSE 2 END AS rank, category, message,
       f.difference, f.unit AS measure, coalesce(cause, '') AS full_cause,
       coalesce(organisation, '') AS unit, coalesce(fiscal_year, 0) AS year, d.name AS file, d.source,
       row_number() OVER (PARTITION BY finding_id ORDER BY d.source, f.document_id) AS copy,
       count(*) OVER (PARTITION BY finding_id) AS copies
FROM findings f JOIN documents d USING (document_id)
"""
_ITEMS = """
CREATE OR REPLACE TABLE items AS
SELECT row_number() OVER (ORDER BY rank, money DESC, source, finding_id)::INTEGER AS position,
       dense_rank() OVER (ORDER BY "case")::INTEGER AS case_number, *
FROM (
  SELECT f.* EXCLUDE (copy, measure, full_cause),
         coalesce(abs(difference)::DOUBLE * m.factor, 0) AS money,
         regexp_replace(full_cause, '（[^）]*）', '', 'g') AS cause,
         lower(concat_ws(' ', message, f.unit, file, rule, finding_id)) AS words,
         'open' AS state
  FROM found f LEFT JOIN measures m ON m.name = f.measure
  WHERE copy = 1
)
"""
_COPIES = "CREATE OR REPLACE TABLE copies AS SELECT finding_id, document_id, file, copy FROM found"


class Index:
    """Table `items`, one row per finding, kept up to date with the lake and its decisions.

    Columns: position (from 1, most severe first, then most money), case_number (the same for all of a
    case), finding_id, document_id, case, rule, severity, rank (0 for error), category, message,
    difference, unit (organisation), year (0 if unknown), file, source, copies, money (元), cause (without its details), words (to search in), state (see STATE_WORDS).
    """

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        self.judgements: Mapping[str, Judgement] = {}
        self.history: tuple[Decision, ...] = ()
        self._connection = duckdb.connect(config={"enable_external_access": "false"})
        self._lock = threading.RLock()
        self._seen: tuple[object, ...] = ()
        self._decided: tuple[object, ...] = ()

    def refresh(self) -> bool:
        """Take in what was written since; return whether a run has changed the findings."""
        with self._lock:
            findings, decisions = self._stamp("findings", "documents"), self._stamp("decisions")
            changed = findings != self._seen
            if changed:
                self._load()
            if changed or decisions != self._decided:
                self._judge()
            self._seen, self._decided = findings, decisions
            return changed

    def query(self, sql: str, parameters: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        """Return the rows of a query over `items`; parameters are named `$name`."""
        with self._lock:
            cursor = self._connection.execute(sql, dict(parameters or {}))
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def state(self, finding_id: str) -> str:
        """Return what has become of a finding, one of STATE_WORDS."""
        judgement = self.judgements.get(finding_id)
        return _state(judgement) if judgement else OPEN

    def copies(self, finding_id: str) -> list[dict[str, Any]]:
        """Return the files (document_id, file) that hold a finding, the one that is shown first."""
        sql = "SELECT document_id, file FROM copies WHERE finding_id = $id ORDER BY copy"
        return self.query(sql, {"id": finding_id})

    def stale(self) -> list[Judgement]:
        """Return the decisions whose finding is gone, the latest first."""
        gone = [held for held in self.judgements.values() if held.standing is Standing.GONE]
        return sorted(gone, key=lambda held: held.decision.decided_at, reverse=True)

    def _stamp(self, *datasets: str) -> tuple[object, ...]:
        return tuple(self.lake.stamp(dataset) for dataset in datasets)

    def _load(self) -> None:
        self._connection.register("found", self.lake.query(_FINDINGS))
        self._connection.register("measures", _measures())
        self._connection.execute(_ITEMS)
        self._connection.execute(_COPIES)
        self._connection.unregister("found")

    def _judge(self) -> None:
        decided = "SELECT * FROM findings WHERE finding_id IN (SELECT finding_id FROM decisions)"
        findings = from_table("findings", self.lake.query(decided))
        self.history = tuple(self.lake.records("decisions"))
        self.judgements = judge(self.history, {finding.id: finding for finding in findings})
        states = [{"finding_id": key, "state": _state(held)} for key, held in self.judgements.items()]
        schema = pa.schema([("finding_id", pa.string()), ("state", pa.string())])
        self._connection.register("states", pa.Table.from_pylist(states, schema=schema))
        self._connection.execute("UPDATE items SET state = 'open' WHERE state <> 'open'")
        self._connection.execute(
            "UPDATE items SET state = states.state FROM states WHERE items.finding_id = states.finding_id"
        )
        self._connection.unregister("states")


def _state(judgement: Judgement) -> str:
    return REOPENED if judgement.standing is Standing.CHANGED else judgement.decision.decision


def _measures() -> pa.Table:
    """Return the units of money with their size in 元."""
    rows = [
        {"name": name, "factor": float(unit.factor)}
        for name, unit in load_units().items()
        if unit.dimension == "amount"
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema([("name", pa.string()), ("factor", pa.float64())]))
