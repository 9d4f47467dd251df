"""Rows of final accounts tables by the names of their class, section and item (类、款、项)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .outline import CODE
from .panels import panels_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...schemas.records import Fact
    from ..context import ReportView
    from .panels import Panel

LEVELS = (3, 5, 7)  # digits of the code of a class, a section, an item
SCOPES = ("政府性基金", "国有资本经营", "一般公共预算")
CUT = 6  # characters from which on a name may be cut short by its cell


@dataclass(frozen=True, slots=True)
class Row:
    """A row with a classification code.

    Attributes:
        names: Names of its class, section and item, as far as its code goes.
        caption: Caption of its table, or of none an empty text.
        figures: Its figures from left to right; at least one.
    """

    names: tuple[str, ...]
    caption: str
    figures: tuple[Fact, ...]

    def is_named(self, names: Sequence[str]) -> bool:
        """Return whether the names are those of the row; one that is cut short fits the whole name."""
        return len(names) == len(self.names) and all(
            one == other
            or (min(len(one), len(other)) >= CUT and (one.startswith(other) or other.startswith(one)))
            for one, other in zip(names, self.names, strict=True)
        )

    def is_of(self, heading: str) -> bool:
        """Return whether the table is of the funds that a heading names; of the general budget where it names none."""
        scope = next((word for word in SCOPES if word in heading), SCOPES[-1])
        return scope in self.caption


def plain_name(text: str) -> str:
    """Return the name of a class, section or item without code, blanks and quotation marks.

    >>> plain_name("  2210201　住房公积金")
    '住房公积金'
    """
    return re.sub(rf"^(?:{CODE.pattern})|[\s　“”\"]", "", re.sub(r"[\s　]", "", text))


def classified_rows(view: ReportView) -> tuple[Row, ...]:
    """Return the rows of all tables whose code and the codes above it stand in one list, in order."""
    return tuple(
        row
        for table in view.report.document.tables
        for panel in panels_of(view, table)
        for row in _of_panel(panel, table.caption or "")
    )


def _of_panel(panel: Panel, caption: str) -> Iterator[Row]:
    labels: Mapping[str, str] = {line.code: plain_name(line.label) for line in panel.lines if line.code}
    for line in panel.lines:
        above = [line.code[:digits] for digits in LEVELS if digits <= len(line.code)]
        if line.code and all(code in labels for code in above):
            figures = tuple(line.figures[column] for column in sorted(line.figures))
            yield Row(tuple(labels[code] for code in above), caption, figures)
