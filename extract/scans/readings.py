"""How sure the figures of a recognised page are, carried from its words to its lines and cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...schemas.records import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..pages.page_document import Layout
    from .scan_page import Word

_FIGURE = re.compile(r"\d[\d.,，]*%?")
_DIGITS = 3  # of a score
# Nothing that was recognised is as sure as native text, whose figures have 1.
_SUREST = 0.999


def with_readings(layout: Layout, words: Sequence[Word]) -> Layout:
    """Return the layout of a recognised page, each of whose figures says how sure it is."""
    figures = [word for word in words if _FIGURE.search(word.text)]
    tables = tuple(
        part._replace(
            origin="ocr" if part.origin == "native" else part.origin,
            cells=tuple(
                cell._replace(readings=_readings(cell.text, _inside(figures, cell.box)))
                for cell in part.cells
            ),
        )
        for part in layout.tables
    )
    lines = tuple(
        line._replace(
            readings=_readings(line.text, _inside(figures, (line.x0 - 1, line.top, line.x1 + 1, line.bottom)))
        )
        for line in layout.lines
    )
    return layout._replace(tables=tables, lines=lines)


def _inside(words: Iterable[Word], box: tuple[float, float, float, float]) -> list[Word]:
    """Return the words whose middle lies in a box, by line, then from left to right."""
    left, top, right, bottom = box
    return [
        word
        for word in words
        if left <= (word.box[0] + word.box[2]) / 2 <= right
        and top <= (word.box[1] + word.box[3]) / 2 <= bottom
    ]


def _readings(text: str, words: Iterable[Word]) -> tuple[Reading, ...]:
    """Return the places and scores of the figures of words in the text that they became."""
    found: list[Reading] = []
    taken: set[int] = set()
    for word in words:
        start = text.find(word.text)
        while start in taken:
            start = text.find(word.text, start + 1)
        if start < 0:
            continue
        taken.add(start)
        for figure in _FIGURE.finditer(word.text):
            first, end = figure.span()
            score = min(round(min(word.scores[first:end]), _DIGITS), _SUREST)
            found.append(Reading(start + first, start + end, score))
    return tuple(sorted(found))


def moved(readings: Iterable[Reading], offset: int) -> tuple[Reading, ...]:
    """Return readings of a text that became part of a longer one, in which it starts at `offset`."""
    return tuple(Reading(start + offset, end + offset, score) for start, end, score in readings)
