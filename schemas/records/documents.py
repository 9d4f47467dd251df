"""What the readers give: Document, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .places import Source


class Reading(NamedTuple):
    """How sure a figure is that was recognised on a picture.

    Attributes:
        start: Of its first character in the text of the cell or paragraph.
        end: One past the last.
        score: Of its least sure character, 0 to 1.
    """

    start: int
    end: int
    score: float


class Cell(NamedTuple):
    """A cell of a table, a merged area once, with its text as printed (line breaks kept).

    A named tuple, as places are: see there. `readings` are those of its figures; none of native text.
    They are not written to the datasets, where each fact has its confidence.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    source: Source
    readings: tuple[Reading, ...] = ()


class Formula(NamedTuple):
    """What a cell of a spreadsheet is computed from, of which only the four kinds of arithmetic are kept.

    Attributes:
        row: Row of the cell that shows the result.
        column: Its column.
        text: As typed, e.g. "=SUM(B2:B5)".
        operator: "+" for a sum, "*" for a product, "/" for a quotient, "%" for a quotient times 100.
        operands: Row, column and weight of each cell of the same table that goes in, empty ones included; the
            weight is -1 for what is subtracted, or stands below the line of a quotient, else 1.
    """

    row: int
    column: int
    text: str
    operator: str
    operands: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table, joined over pages.

    Attributes:
        number: From 1, in reading order.
        cells: By row, then column; a merged area appears once.
        n_rows: Rows of the grid.
        n_columns: Columns of the grid.
        caption: Title line right above the table; None if there is none.
        unit_line: Printed unit above the table, e.g. "单位：万元"; None if there is none.
        heading: Headings that the table stands under, outermost first.
        after_paragraph: Number of paragraphs that come before the table.
        page_first: Page of the first row; None in a Word file.
        page_last: Page of the last row; None in a Word file.
        origin: native, aligned (no rulings: inferred from columns of figures), image, chart or ocr.
        formulas: What its cells are computed from; only spreadsheets say.
    """

    number: int
    cells: tuple[Cell, ...]
    n_rows: int
    n_columns: int
    caption: str | None = None
    unit_line: str | None = None
    heading: tuple[str, ...] = ()
    after_paragraph: int = 0
    page_first: int | None = None
    page_last: int | None = None
    origin: str = "native"
    formulas: tuple[Formula, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose with its automatic number, as a reader sees it.

    Attributes:
        number: From 1, in reading order, empty paragraphs not counted.
        text: Automatic numbering included ("（一）预算执行"), soft line ends of a PDF joined.
        heading: Headings that it stands under, outermost first.
        level: 1 to 9 when the paragraph itself is a heading, else None.
        source: Its place.
        readings: As of cells.
    """

    number: int
    text: str
    heading: tuple[str, ...]
    level: int | None
    source: Source
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader could not do or is unsure of; it never goes unsaid.

    Attributes:
        code: Short stable word, e.g. page-without-text, table-not-closed.
        place: Where, for people: "第3页", "表2第5行".
        text: Chinese sentence.
        partial: True when content may be missing because of it.
    """

    code: str
    place: str
    text: str
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """What stands in a file, uninterpreted.

    Attributes:
        id: SHA-256 of the bytes, hexadecimal.
        name: File name without folder.
        source: Path as the caller gave it.
        format: docx, pdf, …
        bytes: Size of the file.
        pages: Number of pages; None in a Word file.
        paragraphs: In reading order.
        tables: In reading order.
        notices: What the reader is unsure of.
    """

    id: str
    name: str
    source: str
    format: str
    bytes: int
    pages: int | None
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    notices: tuple[Notice, ...] = ()
