"""Pages of glyphs and strokes turned into paragraphs and tables; the same for every such reader."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from ...schemas.records import Box, Cell, Paragraph, Source, Table
from ..captions import caption_and_unit
from ..outline import fold_headings
from ..scans.readings import moved
from .line_paragraphs import document_setting, lines_to_paragraphs
from .page_columns import rows_to_columns
from .page_furniture import PageLines, without_furniture
from .page_gutters import rows_to_halves
from .page_lines import Line, glyphs_to_rows, joined_text, rows_to_lines
from .page_marks import made, turned_box
from .page_stamps import without_watermarks
from .page_tables import marks_to_tables
from .ruled_strips import rows_to_strips
from .table_flow import join_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ...schemas.records import Reading
    from ..outline import Placed
    from .joined_tables import TablePart
    from .line_paragraphs import Setting
    from .page_marks import PageMarks


_SIZE, _TEXT = attrgetter("size"), attrgetter("text")


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
        is_unsure: Rules show a table that could not be told apart.
        is_stamped: See `PageTables`.
        is_crossed: See `PageTables`.
    """

    number: int
    width: float
    height: float
    tables: tuple[TablePart, ...]
    lines: tuple[Line, ...]
    sizes: Counter[float]
    is_too_complex: bool
    turn: int = 0
    is_unsure: bool = False
    is_stamped: bool = False
    is_crossed: bool = False


class _Sheet(NamedTuple):
    """What a page is for the places on it: see `Layout`."""

    width: float
    height: float
    turn: int

    def shown(self, box: Box) -> Box:
        """Return a box as it lies on the page that a reader sees."""
        return Box(*turned_box(box, -self.turn % 360, self.width, self.height)) if self.turn else box


class _Places(NamedTuple):
    """What turns a box on a page into a place for people."""

    document: str
    pages: Mapping[int, _Sheet]


class _Lead(NamedTuple):
    """What stands before a table: the paragraphs since the last one, how many in all, the headings."""

    texts: Sequence[str]
    paragraphs: int
    heading: tuple[str, ...]


def marks_to_layout(marks: PageMarks) -> Layout:
    """Return the tables and lines of one page."""
    sizes = _sizes(marks)
    marks = without_watermarks(marks, sizes.most_common(1)[0][0] if sizes else 0.0)
    found_tables = marks_to_tables(marks)
    tables, outside, rules = found_tables.tables, found_tables.outside, found_tables.rules
    strips, rows, is_unsure = rows_to_strips(glyphs_to_rows(outside), rules, marks.number)
    aligned, rows = rows_to_columns(rows, marks.number)
    found = (*tables, *strips, *aligned)
    lines = rows_to_lines(rows_to_halves(rows, (table.ys[0] for table in found)), marks.number)
    return Layout(
        number=marks.number,
        width=marks.width,
        height=marks.height,
        tables=found,
        lines=lines,
        sizes=sizes,
        is_too_complex=found_tables.is_too_complex,
        turn=marks.turn,
        is_unsure=is_unsure,
        is_stamped=found_tables.is_stamped,
        is_crossed=found_tables.is_crossed,
    )


def _sizes(marks: PageMarks) -> Counter[float]:
    """Count the characters of each size, rounded to halves of a point."""
    sizes: Counter[float] = Counter()
    for size, alike in groupby(marks.glyphs, _SIZE):
        sizes[round(size * 2) / 2] += sum(map(len, map(_TEXT, alike)))
    return sizes


def layouts_to_content(
    layouts: list[Layout], document: str
) -> tuple[tuple[Paragraph, ...], tuple[Table, ...]]:
    """Return the paragraphs and tables of a document, joined over its pages.

    Args:
        layouts: Its pages, in order. Emptied, so that a long report does not stand in memory twice.
        document: Id of the document, for the places.
    """
    places = _Places(document, {page.number: _Sheet(page.width, page.height, page.turn) for page in layouts})
    blocks = _layouts_to_blocks(layouts)
    texts = [joined_text([line.text for line in block]) for block in blocks if isinstance(block, list)]
    placed = fold_headings((text, None) for text in texts)
    paragraphs: list[Paragraph] = []
    tables: list[Table] = []
    above = 0
    blocks.reverse()
    while blocks:
        block = blocks.pop()
        number = len(paragraphs)
        if isinstance(block, list):
            paragraphs.append(_paragraph(block, texts[number], number + 1, placed[number], places))
        else:
            heading = placed[number - 1].below if number else ()
            lead = _Lead(texts[above:number], number, heading)
            tables.append(_table(block, len(tables) + 1, lead, places))
            above = number
    return tuple(paragraphs), tuple(tables)


def _layouts_to_blocks(layouts: list[Layout]) -> list[list[Line] | TablePart]:
    """Return paragraphs, as their lines, and tables in reading order; the list of pages is emptied."""
    pages = _without_furniture(layouts)
    layouts.clear()
    setting = document_setting([(page.width, page.lines) for page in pages])
    return list(_items_to_blocks(join_tables(pages), setting))


def _without_furniture(layouts: Sequence[Layout]) -> list[Layout]:
    sizes: Counter[float] = Counter()
    for page in layouts:
        sizes.update(page.sizes)
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    pages = [
        PageLines(
            page.number,
            page.height,
            max(page.width, page.height),
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
    here = [line for line in lines if (line.page, line.column) == (page, lines[0].column)]
    box = places.pages[page].shown(
        Box(
            min(line.x0 for line in here),
            min(line.top for line in here),
            max(line.x1 for line in here),
            max(line.bottom for line in here),
        )
    )
    source = Source(places.document, page=page, paragraph=number, box=box)
    return Paragraph(number, text, placed.heading, placed.level, source, _line_readings(lines, text))


def _line_readings(lines: Sequence[Line], text: str) -> tuple[Reading, ...]:
    """Return the readings of lines in the text that they were joined to."""
    readings: list[Reading] = []
    end = 0
    for line in lines:
        start = text.find(line.text, end)
        if start >= 0:
            readings += moved(line.readings, start)
            end = start + len(line.text)
    return tuple(readings)


def _table(part: TablePart, number: int, lead: _Lead, places: _Places) -> Table:
    caption, unit_line = caption_and_unit(lead.texts)
    return Table(
        number=number,
        cells=tuple(_cells(part, number, places)),
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


def _cells(part: TablePart, table: int, places: _Places) -> Iterable[Cell]:
    """Yield the cells of a table; there are so many that no record is made in more than one step."""
    document, pages = places
    for row, column, rowspan, colspan, text, page, box, _, _, _, readings in part.cells:
        shown = pages[page].shown(box) if pages[page].turn else box
        place = (document, page, table, row, column, None, None, None, shown)
        yield made(Cell, (row, column, rowspan, colspan, text, made(Source, place), readings))
