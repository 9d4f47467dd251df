"""The list in SARIF 2.1.0, which code review and issue systems read.

Source: OASIS Standard "Static Analysis Results Interchange Format (SARIF) Version 2.1.0" (2020-03-27);
section numbers below are of it.
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...schemas.records import Severity
from .columns import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...schemas.records import DocumentRow, Evidence
    from .discrepancies import Discrepancy

    Json = dict[str, Any]

VERSION = "2.1.0"
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARN: "warning", Severity.INFO: "note"}  # 3.27.10
FINGERPRINT = "fuheFindingId/v1"  # 3.27.17: stable over corrected figures
# 3.35.3: external decisions are suppressions; only these two say that there is nothing to correct.
SUPPRESSED = frozenset({"dismissed", "extraction-error"})


def sarif(rows: Sequence[Discrepancy], documents: Sequence[DocumentRow]) -> str:
    """Return findings as one SARIF run; places are words for people and, in a PDF, the page.

    Args:
        rows: The list.
        documents: Rows of all files of the lake.
    """
    from ...validate import rule_pages  # noqa: PLC0415 - the rules are heavy

    used = sorted({row.finding.rule for row in rows})
    pages = {page.code: page for page in rule_pages()}
    by_id = {row.document_id: row for row in documents}
    needed = {item.source.document for row in rows for item in row.finding.evidence}
    needed |= {row.document.document_id for row in rows}
    files = {key: index for index, key in enumerate(sorted(needed & by_id.keys()))}
    titles = {row.finding.rule: row.rule_title for row in rows}
    driver = {
        "name": "fuhe",
        "version": documents[0].fuhe_version if documents else "0",
        "rules": [_rule(code, titles[code], pages) for code in used],
    }
    run = {
        "tool": {"driver": driver},
        "language": "zh-CN",
        "artifacts": [_artifact(by_id[key]) for key in files],
        "results": [_result(row, used.index(row.finding.rule), by_id, files) for row in rows],
        "columnKind": "unicodeCodePoints",
    }
    log = {"$schema": SCHEMA, "version": VERSION, "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(code: str, title: str, pages: Json) -> Json:
    rule: Json = {"id": code, "shortDescription": {"text": title}}
    page = pages.get(code)
    if page is not None:
        rule["defaultConfiguration"] = {"level": LEVELS[page.severity]}
    return rule


def _artifact(row: DocumentRow) -> Json:
    return {
        "location": {"uri": _uri(row)},
        "length": row.bytes,
        "hashes": {"sha-256": row.document_id},
    }


def _uri(row: DocumentRow) -> str:
    """Return the path of a file as a relative or absolute URI (3.4.3)."""
    path = PurePath(row.source or row.name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _result(row: Discrepancy, rule: int, documents: dict[str, DocumentRow], files: dict[str, int]) -> Json:
    finding = row.finding
    evidence = [item for item in finding.evidence if item.source.document in files]
    places = [row.place, *row.others]
    locations = [
        _location(item, place, documents, files) for item, place in zip(evidence, places, strict=False)
    ]
    whole = {"physicalLocation": {"artifactLocation": _file(row.document, files)}}
    result: Json = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": plain(finding.message)},
        "locations": locations[:1] or [whole],
        "relatedLocations": [{"id": number, **place} for number, place in enumerate(locations[1:], 1)],
        "partialFingerprints": {FINGERPRINT: finding.id},
        "rank": round(finding.confidence * 100, 1),
        "properties": _properties(row),
    }
    if row.is_settled and row.decision and row.decision.decision in SUPPRESSED:
        note = plain(row.decision.note or row.decision.reason)
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": note}]
    return result


def _location(item: Evidence, place: str, documents: dict[str, DocumentRow], files: dict[str, int]) -> Json:
    """Return an operand's place; its words are the message, and a PDF page is a region of a paged file."""
    physical: Json = {"artifactLocation": _file(documents[item.source.document], files)}
    words = f"{item.role}：{item.text}" if item.role else item.text
    location: Json = {
        "physicalLocation": physical,
        "logicalLocations": [{"fullyQualifiedName": plain(place)}],
        "message": {"text": plain(words)},
    }
    box = item.source.box
    if item.source.page is not None and box is not None:
        location["properties"] = {"page": item.source.page, "box": [box.x0, box.top, box.x1, box.bottom]}
    return location


def _file(row: DocumentRow, files: dict[str, int]) -> Json:
    return {"uri": _uri(row), "index": files[row.document_id]}


def _properties(row: Discrepancy) -> Json:
    finding = row.finding
    figures = {"stated": finding.stated, "expected": finding.expected, "difference": finding.difference}
    values = {
        **{name: None if value is None else plain(value) for name, value in figures.items()},
        "unit": finding.unit,
        "category": finding.category,
        "case": finding.case,
        "cause": finding.cause,
        "suggestion": finding.suggestion,
        "organisation": row.document.organisation,
        "fiscalYear": row.document.fiscal_year,
        "copies": list(row.copies) or None,
    }
    return {name: plain(v) if isinstance(v, str) else v for name, v in values.items() if v is not None}
