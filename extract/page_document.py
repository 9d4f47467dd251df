"""Pages of glyphs and strokes turned into paragraphs and tables; the same for every such reader."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ..schemas.records import Box, Cell, Paragraph, Source, Table
from .captions import caption_and_unit
from .joined_tables import Sheet, TablePart, join, on_same_columns, runs_on
from .line_paragraphs import document_setting, lines_to_paragraphs
from .outline import fold_headings
from .page_columns import rows_to_columns
from .page_furniture import PageLines, without_furniture
from .page_lines import Line, glyphs_to_rows, joined_text, rows_to_lines
from .page_marks import made, turned_box
from .page_tables import marks_to_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .joined_tables import PartCell
    from .line_paragraphs import Setting
    from .outline import Placed
    from .page_marks import PageMarks

# The text of a page starts and ends at least here, even if no page of a short document is full:
# official documents have 37 mm above and 35 mm below, and a page number in it.
_TEXT_STARTS = 0.14
_TEXT_ENDS = 0.82
_CONTINUED = re.compile(
    r"^(?:.{0,40}[（(]\s*续\s*[表0-9一二三四五]?\s*[）)]|续\s*(?:上\s*)?表.{0,20}|.{0,40}续表)$"
)


class Layout(NamedTuple):
    """A page taken apart.

    Attributes:
        number: From 1.
        width: In points.
        height: In points.
        tables: From top to bottom.
        lines: Lines outside the tables, from top to bottom.
        sizes: How many glyphs of each size it has, tables included.
        is_too_complex: Its rulings were too many to be looked at.
        turn: See `PageMarks`.
    """

    number: int
    width: float
    height: float
    tables: tuple[TablePart, ...]
    lines: tuple[Line, ...]
    sizes: Counter[float]
    is_too_complex: bool
    turn: int = 0

    def shown(self, box: tuple[float, float, float, float]) -> Box:
        """Return a box as it lies on the page that a reader sees."""
        if not self.turn:
            return made(Box, box)
        return Box(*turned_box(box, -self.turn % 360, self.width, self.height))


class _Places(NamedTuple):
    """What turns a box on a page into a place for people."""

    document: str
    pages: Mapping[int, Layout]


class _Lead(NamedTuple):
    """What stands before a table: the paragraphs since the last one, how many in all, the headings."""

    texts: Sequence[str]
    paragraphs: int
    heading: tuple[str, ...]


def marks_to_layout(marks: PageMarks) -> Layout:
    """Return the tables and lines of one page."""
    tables, outside, is_too_complex = marks_to_tables(marks)
    aligned, rows = rows_to_columns(glyphs_to_rows(outside), marks.number)
    lines = rows_to_lines(rows, marks.number)
    drawn: dict[float, int] = {}
    for text, _, _, _, _, _, size, *_ in marks.glyphs:
        drawn[size] = drawn.get(size, 0) + len(text)
    sizes: Counter[float] = Counter()
    for size, count in drawn.items():
        sizes[round(size * 2) / 2] += count
    return Layout(
        marks.number, marks.width, marks.height, (*tables, *aligned), lines, sizes, is_too_complex, marks.turn
    )


def layouts_to_content(
    layouts: Sequence[Layout], document: str
) -> tuple[tuple[Paragraph, ...], tuple[Table, ...]]:
    """Return the paragraphs and tables of a document, joined over its pages.

    Args:
        layouts: Its pages, in order.
        document: Id of the document, for the places.
    """
    pages = _without_furniture(layouts)
    items = _join_tables(pages)
    setting = document_setting([(page.width, page.lines) for page in pages])
    blocks = list(_items_to_blocks(items, setting))
    texts = [joined_text([line.text for line in block]) for block in blocks if isinstance(block, list)]
    placed = fold_headings((text, None) for text in texts)
    places = _Places(document, {page.number: page for page in pages})
    paragraphs: list[Paragraph] = []
    tables: list[Table] = []
    above = 0
    for block in blocks:
        number = len(paragraphs)
        if isinstance(block, list):
            paragraphs.append(_paragraph(block, texts[number], number + 1, placed[number], places))
        else:
            heading = placed[number - 1].below if number else ()
            lead = _Lead(texts[above:number], number, heading)
            tables.append(_table(block, len(tables) + 1, lead, places))
            above = number
    return tuple(paragraphs), tuple(tables)


def _without_furniture(layouts: Sequence[Layout]) -> list[Layout]:
    sizes: Counter[float] = Counter()
    for page in layouts:
        sizes.update(page.sizes)
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    pages = [
        PageLines(
            page.number,
            page.height,
            page.lines,
            min((table.ys[0] for table in page.tables), default=page.height),
            max((table.ys[-1] for table in page.tables), default=0.0),
        )
        for page in layouts
    ]
    kept = without_furniture(pages, size)
    if not any(kept) and not any(page.tables for page in layouts):
        return list(layouts)  # a document of running heads alone: then they are what it says
    return [page._replace(lines=lines) for page, lines in zip(layouts, kept, strict=True)]


def _join_tables(pages: Sequence[Layout]) -> list[Line | TablePart]:
    """Return lines and tables in reading order, the parts of a table joined at the place of the first."""
    sheets = _sheets(pages)
    items: list[Line | TablePart] = []
    latest = -1
    for page in pages:
        found: list[Line | TablePart] = [*page.lines, *page.tables]
        for item in sorted(found, key=_top):
            if isinstance(item, TablePart):
                joined = _joined(items[latest:], item, sheets) if latest >= 0 else None
                if joined is not None:
                    items[latest] = joined
                    continue
                latest = len(items)
            items.append(item)
    return items


def _joined(
    items: Sequence[Line | TablePart], part: TablePart, sheets: Mapping[int, Sheet]
) -> TablePart | None:
    """Return the last table, with which `items` start, and the part as one; None if they are two."""
    table, *between = items
    if not isinstance(table, TablePart):
        return None
    part = on_same_columns(table, part)
    is_next = all(isinstance(line, Line) and _CONTINUED.match(line.text) for line in between)
    if is_next and runs_on(table, part, sheets[table.page_last], sheets[part.page]):
        return join(table, part)
    return None


def _top(item: Line | TablePart) -> float:
    return item.ys[0] if isinstance(item, TablePart) else item.top


def _sheets(pages: Sequence[Layout]) -> dict[int, Sheet]:
    """Return where text starts and ends on each page; pages of one size share it."""
    by_size: dict[tuple[int, int], list[Layout]] = {}
    for page in pages:
        by_size.setdefault((round(page.width), round(page.height)), []).append(page)
    sheets: dict[int, Sheet] = {}
    for alike in by_size.values():
        height = alike[0].height
        tops = [line.top for page in alike for line in page.lines]
        tops += [table.ys[0] for page in alike for table in page.tables]
        ends = [line.bottom for page in alike for line in page.lines]
        ends += [table.ys[-1] for page in alike for table in page.tables]
        sheet = Sheet(
            min([*tops, height * _TEXT_STARTS]),
            max([*ends, height * _TEXT_ENDS]),
        )
        sheets.update({page.number: sheet for page in alike})
    return sheets


def _items_to_blocks(items: Iterable[Line | TablePart], setting: Setting) -> Iterable[list[Line] | TablePart]:
    """Yield paragraphs, as their lines, and tables."""
    lines: list[Line] = []
    for item in items:
        if isinstance(item, Line):
            lines.append(item)
            continue
        yield from lines_to_paragraphs(lines, setting)
        lines = []
        yield item
    yield from lines_to_paragraphs(lines, setting)


def _paragraph(lines: Sequence[Line], text: str, number: int, placed: Placed, places: _Places) -> Paragraph:
    page = lines[0].page
    here = [line for line in lines if line.page == page]
    box = places.pages[page].shown(
        (
            min(line.x0 for line in here),
            min(line.top for line in here),
            max(line.x1 for line in here),
            max(line.bottom for line in here),
        )
    )
    source = Source(places.document, page=page, paragraph=number, box=box)
    return Paragraph(number, text, placed.heading, placed.level, source)


def _table(part: TablePart, number: int, lead: _Lead, places: _Places) -> Table:
    caption, unit_line = caption_and_unit(lead.texts)
    return Table(
        number=number,
        cells=tuple(_cell(cell, number, places) for cell in part.cells),
        n_rows=part.n_rows,
        n_columns=len(part.xs) - 1,
        caption=caption,
        unit_line=unit_line,
        heading=lead.heading,
        after_paragraph=lead.paragraphs,
        page_first=part.page,
        page_last=part.page_last,
        origin=part.origin,
    )


def _cell(cell: PartCell, table: int, places: _Places) -> Cell:
    row, column, rowspan, colspan, text, page, box, *_ = cell
    shown = places.pages[page].shown(box)
    source = Source(places.document, page, table, row, column, None, None, None, shown)
    return Cell(row, column, rowspan, colspan, text, source)
