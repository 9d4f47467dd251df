"""How much of each document was checked, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from ...lake import Lake


def coverage_lines(lake: Lake, document_ids: Collection[str]) -> list[str]:
    """Return one line per document: numbers printed, checked, linked, and unchecked with the reasons."""
    rows = lake.query("FROM coverage ORDER BY name, document_id").to_pylist()
    return [
        f"{row['name']}：数字 {row['printed']}，参与复核 {row['covered']}，关联 {row['linked']}，"
        f"未核 {row['unchecked']}" + (f"（{row['reasons']}）" if row["reasons"] else "")
        for row in rows
        if row["document_id"] in document_ids
    ]
