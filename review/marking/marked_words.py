"""Where in the XML of a Word file the figures stand that the lake knows by table, row and character."""

from __future__ import annotations

from copy import deepcopy
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from ...extract.word.blocks import BLOCKS
from ...extract.word.elements import ALTERNATE, chosen, content
from ...extract.word.package import W
from ...extract.word.tables import raw_table, rows_to_areas, runs_on
from .matching import nearest, same, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lxml.etree import _Element

    from ...extract.word.tables import RawTable
    from ...schemas.records import Cell, Evidence, Paragraph, TableRow

    Spot = tuple[int, int]  # row and column of a cell's top left corner

_PARAGRAPH, _RUN, _TEXT, _CELL, _BOX = (f"{W}{tag}" for tag in ("p", "r", "t", "tc", "txbxContent"))
_PROPERTIES = f"{W}rPr"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Text that was deleted or moved away, and pronunciation aids.
_UNREAD = frozenset(f"{W}{tag}" for tag in ("del", "moveFrom", "rt"))
# A table is the one meant if this share of its cells reads the same; masked cells read differently.
_ALIKE = 0.8


class Grid(NamedTuple):
    """A table of the file: its cells by place, and the paragraphs in each."""

    cells: Mapping[Spot, _Element]


class Letter(NamedTuple):
    """A printed character, and the w:t that holds it at `offset`."""

    text: _Element
    offset: int
    char: str


class WordPlaces:
    """Finds operands in the body of one Word file.

    Text and places of the lake are matched with the file by what they say, in reading order, so that
    nothing here depends on how the reader numbers tables and paragraphs.
    """

    def __init__(
        self,
        body: _Element,
        tables: Sequence[TableRow],
        cells: Iterable[Cell],
        paragraphs: Iterable[Paragraph],
    ) -> None:
        """Match the file with what the lake says of it.

        Args:
            body: Element w:body.
            tables: Tables of the document, by number.
            cells: Its cells.
            paragraphs: Its paragraphs, by number.
        """
        self._texts: dict[tuple[int | None, int | None, int | None, int | None], str] = {}
        by_table: dict[int, dict[Spot, str]] = {}
        for cell in cells:
            place = cell.source
            self._texts[place.table, place.row, place.column, None] = cell.text
            by_table.setdefault(place.table or 0, {})[cell.row, cell.column] = cell.text
        grids = list(_grids(body))
        wanted = [(row.table.number, by_table.get(row.table.number, {})) for row in tables]
        self._tables = _matched_tables(wanted, grids)
        inside = {p for grid in self._tables.values() for cell in grid.cells.values() for p in _lines(cell)}
        prose = [p for p in _lines(body) if p not in inside]
        self._paragraphs: dict[int, _Element] = _matched_lines(paragraphs, prose)
        self._texts |= {(None, None, None, p.number): p.text for p in paragraphs}

    def runs(self, item: Evidence) -> tuple[_Element, _Element] | None:
        """Return the first and the last run of an operand, cut out of longer runs; None if it is not found."""
        place = item.source
        container = self._container(item)
        if container is None:
            return None
        letters = [letter for line in _lines(container) for letter in _letters(line)]
        text = self._texts.get((place.table, place.row, place.column, place.paragraph), "")
        span = _span(letters, text, item)
        found = _whole(container) if span is None else _cut_out(letters, *span)
        return found and (_outside(found[0]), _outside(found[1]))

    def _container(self, item: Evidence) -> _Element | None:
        place = item.source
        if place.paragraph is not None:
            return self._paragraphs.get(place.paragraph)
        grid = self._tables.get(place.table or 0)
        if grid is None:
            return None
        if place.row is None or place.column is None:  # the table as a whole: its first cell
            return grid.cells[min(grid.cells)]
        return grid.cells.get((place.row, place.column))


def _grids(body: _Element) -> Iterator[Grid]:
    """Yield the tables of a body in reading order, nested ones after the one that holds them."""
    containers = [body, *body.iter(_CELL, _BOX)]
    found: list[tuple[_Element, Grid]] = []
    for container in containers:
        blocks = content(container, BLOCKS)
        for is_line, group in groupby(blocks, lambda element: element.tag == _PARAGRAPH):
            if not is_line:
                found += _joined(list(group))
    order = {element: number for number, element in enumerate(body.iter(f"{W}tbl"))}
    yield from (grid for first, grid in sorted(found, key=lambda pair: order[pair[0]]))


def _joined(elements: Sequence[_Element]) -> Iterator[tuple[_Element, Grid]]:
    """Yield tables that stand on each other, those that run on as one, each with its first element."""
    parts: list[RawTable] = []
    first: _Element | None = None
    for element in (element for element in elements if element.tag == f"{W}tbl"):
        table = raw_table(element)
        if first is not None and not runs_on(parts[-1], table):
            yield first, _grid(parts)
            first, parts = None, []
        first = element if first is None else first
        parts.append(table)
    if first is not None:
        yield first, _grid(parts)


def _grid(parts: Sequence[RawTable]) -> Grid:
    areas, _, _ = rows_to_areas(parts, "")
    return Grid({(row, column): inside for row, column, _, _, inside in areas})


def _matched_tables(
    wanted: Iterable[tuple[int, Mapping[Spot, str]]], grids: Sequence[Grid]
) -> dict[int, Grid]:
    """Return the table of the file for each number, in order; charts and pictures match none."""
    matched: dict[int, Grid] = {}
    following = 0
    for number, cells in wanted:
        for index in range(following, len(grids)):
            if _is_alike(cells, grids[index]):
                matched[number], following = grids[index], index + 1
                break
    return matched


def _is_alike(cells: Mapping[Spot, str], grid: Grid) -> bool:
    if not cells or cells.keys() != grid.cells.keys():
        return False
    alike = sum(same(text, _text(grid.cells[spot])) for spot, text in cells.items())
    return alike >= _ALIKE * len(cells)


def _matched_lines(paragraphs: Iterable[Paragraph], lines: Sequence[_Element]) -> dict[int, _Element]:
    """Return the w:p of each paragraph number; automatic numbers stand in the lake only."""
    texts = [_text(line) for line in lines]
    matched: dict[int, _Element] = {}
    following = 0
    for paragraph in paragraphs:
        order = [*range(following, len(lines)), *range(following)]
        index = next((i for i in order if same(paragraph.text, texts[i])), None)
        if index is not None:
            matched[paragraph.number], following = lines[index], index + 1
    return matched


def _lines(container: _Element) -> Iterator[_Element]:
    """Yield a paragraph itself, or the paragraphs in a container in reading order, tables included."""
    if container.tag == _PARAGRAPH:
        yield container
        return
    for element in _shown(container):
        if element.tag == _PARAGRAPH:
            yield element


def _shown(container: _Element) -> Iterator[_Element]:
    """Yield all elements below one that a reader sees: no deleted text, one branch of alternate content."""
    for child in chosen(container) if container.tag == ALTERNATE else container:
        if child.tag not in _UNREAD:
            yield child
            yield from _shown(child)


def _letters(line: _Element) -> Iterator[Letter]:
    """Yield the characters of a paragraph but for white space; those of boxes anchored in it are not its own."""
    for element in _shown(line):
        if element.tag == _TEXT and next(element.iterancestors(_PARAGRAPH)) is line:
            for offset, char in enumerate(element.text or ""):
                if squeezed(char):
                    yield Letter(element, offset, char)


def _text(container: _Element) -> str:
    return "".join(letter.char for line in _lines(container) for letter in _letters(line))


def _span(letters: Sequence[Letter], text: str, item: Evidence) -> tuple[int, int] | None:
    """Return the first letter and the end of an operand; None if it is blank or not found."""
    words = "".join(letter.char for letter in letters)
    lead = len(squeezed(text)) - len(words)  # an automatic number stands before the text of the file
    about = len(squeezed(text[: item.source.start or 0])) - max(lead, 0)
    return nearest(words, item.text, about)


def _whole(container: _Element) -> tuple[_Element, _Element] | None:
    """Return the first and last run of a container; a blank cell gets an empty one."""
    runs = [element for line in _lines(container) for element in _shown(line) if element.tag == _RUN]
    if runs:
        return runs[0], runs[-1]
    line: Any = next(iter(_lines(container)), None)
    if line is None:
        return None
    run = line.add_r()
    return run, run


def _cut_out(letters: Sequence[Letter], start: int, end: int) -> tuple[_Element, _Element]:
    """Split the runs at both ends of some letters, and return the first and last run of what lies between."""
    first, last = letters[start], letters[end - 1]
    _split(last.text, last.offset + 1)
    head = _split(first.text, first.offset)
    return head, head if last.text is first.text else _run(last.text)


def _split(text: _Element, offset: int) -> _Element:
    """Return the run that begins at `offset` of a w:t, split off with the same format where need be.

    At the end of a run there is nothing to split off, and the run itself comes back.
    """
    run, whole = _run(text), text.text or ""
    moving = list(text.itersiblings())
    if offset == 0:
        moving.insert(0, text)
    elif offset < len(whole):
        rest = deepcopy(text)
        text.text, rest.text = whole[:offset], whole[offset:]
        for part in (text, rest):
            part.set(_SPACE, "preserve")
        moving.insert(0, rest)
    properties = run.find(_PROPERTIES)
    is_start = offset == 0 and text.getprevious() is properties
    if is_start or not moving:
        return run
    tail = run.makeelement(_RUN, {str(key): str(value) for key, value in run.attrib.items()})
    if properties is not None:
        tail.append(deepcopy(properties))
    tail.extend(moving)
    run.addnext(tail)
    return tail


def _run(text: _Element) -> _Element:
    return next(text.iterancestors(_RUN))


def _outside(run: _Element) -> _Element:
    """Return the run that holds the text box of a run: Word knows no comments inside boxes."""
    boxes = list(run.iterancestors(_BOX))
    return next(boxes[-1].iterancestors(_RUN)) if boxes else run
