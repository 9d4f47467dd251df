"""Lines and tables of all pages in reading order, with the parts of tables that run over pages joined."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from ..captions import LINES_ABOVE, find_unit
from .joined_tables import Sheet, TablePart, join, on_same_columns, repeated_rows, runs_on
from .page_columns import continued_rows
from .page_lines import Line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .page_document import Layout

# The text of a page starts and ends at least here, even if no page of a short document is full:
# official documents have 37 mm above and 35 mm below, and a page number in it.
_TEXT_STARTS = 0.14
_TEXT_ENDS = 0.82
# Borders that reach the edge of the paper run off it and say nothing about the text.
_BLEED = 5.0
_CONTINUED = re.compile(
    r"^(?:.{0,40}[（(]\s*续\s*[表0-9一二三四五]?\s*[）)]|续\s*(?:上\s*)?表.{0,20}|.{0,40}续表)$"
)


def join_tables(pages: Sequence[Layout]) -> list[Line | TablePart]:
    """Return lines and tables in reading order, the parts of a table joined at the place of the first.

    A title that is repeated above the rest of a table goes with the header that is repeated below it.
    """
    sheets = _sheets(pages)
    items: list[Line | TablePart] = []
    latest = -1
    for page in pages:
        for item in _with_rest(items[-1:], page, sheets):
            if isinstance(item, TablePart):
                joined = _joined(items, latest, item, sheets) if latest >= 0 else None
                if joined is not None:
                    items[latest:] = [joined]
                    continue
                latest = len(items)
            items.append(item)
    return items


def _with_rest(
    above: Sequence[Line | TablePart], page: Layout, sheets: Mapping[int, Sheet]
) -> list[Line | TablePart]:
    """Return the lines and tables of a page; lines that go on with a table without rulings are one."""
    items: list[Line | TablePart] = [*page.lines, *page.tables]
    items.sort(key=_top)
    table = above[0] if above else None
    if isinstance(table, TablePart) and table.origin == "aligned" and table.page_last == page.number - 1:
        lines = [item for item in takewhile(_is_line, items) if isinstance(item, Line)]
        part = continued_rows(table, lines)
        if part is not None and runs_on(table, part, sheets[table.page_last], sheets[part.page]):
            return [part, *items[part.n_rows :]]
    return items


def _is_line(item: Line | TablePart) -> bool:
    return isinstance(item, Line)


def _top(item: Line | TablePart) -> float:
    if isinstance(item, TablePart):
        return item.ys[0]
    return item.block if item.column else item.top


def _joined(
    items: Sequence[Line | TablePart], latest: int, part: TablePart, sheets: Mapping[int, Sheet]
) -> TablePart | None:
    """Return the last table, which stands at `latest`, and the part as one; None if they are two."""
    table = items[latest]
    between = [item for item in items[latest + 1 :] if isinstance(item, Line)]
    if not isinstance(table, TablePart):
        return None
    part = on_same_columns(table, part)
    if between and not _is_title_again(items[:latest], table, part, between):
        return None
    before, after = sheets[table.page_last], sheets[part.page]
    if between:  # the title starts as high as the rest of a table does
        after = after._replace(top=after.top + part.ys[0] - between[0].top)
    return join(table, part) if runs_on(table, part, before, after) else None


def _is_title_again(
    above: Sequence[Line | TablePart], table: TablePart, part: TablePart, between: Sequence[Line]
) -> bool:
    """Say whether lines above a part only say that it goes on, or repeat what stands above the table."""
    if all(_CONTINUED.match(line.text) for line in between):
        return True
    lead = takewhile(_is_line, reversed(above[-LINES_ABOVE:]))
    said = {_words(item) for item in lead if isinstance(item, Line)}
    has_mark = any(_CONTINUED.match(line.text) for line in between)
    is_known = all(
        _words(line) in said or (has_mark and (_CONTINUED.match(line.text) or find_unit(line.text)))
        for line in between
    )
    return is_known and repeated_rows(table, part) > 0


def _words(line: Line) -> str:
    return "".join(line.text.split())


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
        ends += [table.ys[-1] for page in alike for table in page.tables if table.ys[-1] < height - _BLEED]
        sheet = Sheet(
            min([*tops, height * _TEXT_STARTS]),
            max([*ends, height * _TEXT_ENDS]),
        )
        sheets.update({page.number: sheet for page in alike})
    return sheets
