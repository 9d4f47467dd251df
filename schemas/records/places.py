"""Places: where a piece of text stands in a file.

A report has a place for each of its thousands of cells, so places and cells are named tuples: as
immutable and hashable as the other records, and made in a third of the time, but changed with
`_replace`. The price is that they also iterate and that they equal plain tuples of the same values.
"""

from __future__ import annotations

from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle on a page, in points, origin top left."""

    x0: float
    top: float
    x1: float
    bottom: float


class Source(NamedTuple):
    """The place of a piece of text: a cell, a paragraph, or a span of characters inside one.

    Attributes:
        document: SHA-256 of the file's bytes.
        page: From 1; None in a Word file.
        table: From 1; None for a paragraph.
        row: From 0, with `column` the top left corner of the cell.
        column: From 0.
        paragraph: From 1; None for a cell.
        start: First character of the span in the text of the cell or paragraph; None for the whole.
        end: One past the last character.
        box: Where it stands on the page; None in a Word file.
    """

    document: str
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    paragraph: int | None = None
    start: int | None = None
    end: int | None = None
    box: Box | None = None
