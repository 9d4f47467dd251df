"""What one line of the JSON lines output holds, as a JSON Schema made from the columns of the dataset."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ...lake import WORDS
from ...schemas.parquet import SCHEMAS
from ...schemas.records import Severity

if TYPE_CHECKING:
    Json = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
DECIMAL = r"^-?\d+(\.\d+)?$"  # text, because a JSON number passes through a float in most readers
# Columns that are never null.
REQUIRED = frozenset(
    {"finding_id", "document_id", "case", "rule", "severity", "category", "confidence", "message"}
)
NAMES: Json = {
    "name": {"type": "string", "description": "file name without folder"},
    "source": {"type": "string", "description": "path of the file as it was given"},
    "organisation": {"type": ["string", "null"], "description": "reporting unit"},
    "fiscal_year": {"type": ["integer", "null"], "description": "year reported on"},
    "rule_title": {"type": "string", "description": "what the rule is about, in Chinese"},
    "place": {"type": "string", "description": "where the stated figure stands, in Chinese"},
    "relation": {"type": "string", "description": "formula with the printed figures; empty if there is none"},
    "status": {"enum": list(WORDS), "description": "the reviewer's word; open if there is none"},
    "copies": {
        "type": "array",
        "items": {"type": "string"},
        "description": "other files with the same report and finding",
    },
}


def findings_schema() -> str:
    """Return the JSON Schema of one finding as `fuhe findings --format jsonl` writes it."""
    properties = {field.name: _described(field) for field in SCHEMAS["findings"]}
    properties["severity"]["enum"] = [severity.value for severity in Severity]
    schema = {
        "$schema": DRAFT,
        "title": "fuhe finding",
        "type": "object",
        "properties": properties | NAMES,
        "required": [*properties, *NAMES],
        "additionalProperties": False,
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _described(field: pa.Field) -> Json:
    found = _type(field.type)
    if field.name not in REQUIRED and isinstance(found["type"], str) and found["type"] != "array":
        found["type"] = [found["type"], "null"]
    metadata = {key.decode(): value.decode() for key, value in (field.metadata or {}).items()}
    return found | ({"description": metadata["description"]} if "description" in metadata else {})


def _type(kind: pa.DataType) -> Json:
    if pa.types.is_decimal(kind):
        return {"type": "string", "pattern": DECIMAL}
    if pa.types.is_list(kind):
        return {"type": "array", "items": _type(kind.value_type)}
    if pa.types.is_struct(kind):
        inner = {kind.field(i).name: _described(kind.field(i)) for i in range(kind.num_fields)}
        return {"type": "object", "properties": inner, "required": list(inner), "additionalProperties": False}
    names = {pa.string(): "string", pa.int32(): "integer", pa.int64(): "integer", pa.float64(): "number"}
    return {"type": names.get(kind, "boolean")}
