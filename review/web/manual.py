"""The page of a rule cut into blocks: headings, tables, lists and paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a manual page.

    Attributes:
        kind: heading, table, list or paragraph.
        text: Of a heading or paragraph.
        rows: Cells of a table, header first, or entries of a list in rows of one.
    """

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def blocks(markdown: str) -> list[Block]:
    """Return the blocks of a manual page, which uses only headings, tables, lists and paragraphs."""
    found = []
    for kind, lines in groupby(markdown.strip().splitlines(), _kind):
        held = [line.strip() for line in lines]
        if kind == "heading":
            found += [Block(kind, line.lstrip("# ")) for line in held]
        elif kind == "table":
            rows = (tuple(cell.strip() for cell in line.strip("|").split("|")) for line in held)
            found.append(Block(kind, rows=tuple(row for row in rows if set("".join(row)) - set("-: "))))
        elif kind == "list":
            found.append(Block(kind, rows=tuple((line.lstrip("- "),) for line in held)))
        elif kind == "paragraph":
            found.append(Block(kind, "".join(held)))
    return found


def _kind(line: str) -> str:
    start = line.strip()[:1]
    return {"": "blank", "#": "heading", "|": "table", "-": "list"}.get(start, "paragraph")
