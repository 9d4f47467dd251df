"""Lists of unit names in the body of a notice, set against the units of its result table."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...schemas.records import Document, ResultRow, Source

SEPARATORS = re.compile(r"[、，,；;。：:\s]+")
MOSTLY = 0.6  # share of a paragraph's names that are units of the table
FEWEST = 3  # names that make a list
SAME_UNIT = 85  # of 100: one unit spelled in two ways
LONGEST_GAP = 40  # characters of a paragraph inside a list that names no known unit


@dataclass(frozen=True, slots=True)
class Name:
    """A unit as the body names it."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class NameList:
    """Names in the body that share one grade in the table, and what does not agree.

    Attributes:
        grade: Grade of most of them.
        names: All names of the list.
        strangers: Names with another grade in the table, with that row.
        absent: Units of the grade that the body does not name.
        unknown: Names that the table does not hold.
        respelled: Names that the table spells in another way, with that row.
    """

    grade: str
    names: tuple[Name, ...]
    strangers: tuple[tuple[Name, ResultRow], ...]
    absent: tuple[ResultRow, ...]
    unknown: tuple[Name, ...]
    respelled: tuple[tuple[Name, ResultRow], ...]


def name_lists(document: Document, rows: Sequence[ResultRow]) -> Iterator[NameList]:
    """Yield the name lists of a notice that belong to one grade of its table."""
    units = {row.unit: row for row in rows}
    for names in _runs(document, units) if units else ():
        grades = Counter(units[name.text].grade for name in names if name.text in units)
        grade, count = grades.most_common(1)[0]
        if grade and count >= FEWEST and count * 3 >= grades.total() * 2:
            yield _compared(grade, names, units, rows)


def _compared(
    grade: str, names: Sequence[Name], units: Mapping[str, ResultRow], rows: Sequence[ResultRow]
) -> NameList:
    named = {name.text for name in names}
    absent = {row.unit: row for row in rows if row.grade == grade and row.unit not in named}
    respelled, unknown = [], []
    for name in names:
        if name.text in units:
            continue
        near = process.extractOne(name.text, list(absent), scorer=fuzz.ratio, score_cutoff=SAME_UNIT)
        if near is None:
            unknown.append(name)
        else:
            respelled.append((name, absent.pop(near[0])))
    strangers = [(n, units[n.text]) for n in names if n.text in units and units[n.text].grade != grade]
    return NameList(
        grade, tuple(names), tuple(strangers), tuple(absent.values()), tuple(unknown), tuple(respelled)
    )


def _runs(document: Document, units: Mapping[str, ResultRow]) -> Iterator[list[Name]]:
    """Yield runs of paragraphs that consist of unit names."""
    run: list[Name] = []
    pending: list[Name] = []
    for paragraph in document.paragraphs:
        names = [Name(text, paragraph.source) for text in SEPARATORS.split(paragraph.text) if len(text) > 2]
        known = sum(name.text in units for name in names)
        if names and known >= MOSTLY * len(names):
            run += [*pending, *names] if run else names
            pending = []
        elif run and not pending and len(names) == 1 and len(paragraph.text) <= LONGEST_GAP:
            pending = names
        else:
            if len(run) >= FEWEST:
                yield run
            run, pending = [], []
    if len(run) >= FEWEST:
        yield run
