"""Automatic numbers of a Word file, counted the way Word counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from .elements import child_of, integer, switch, value
from .numerals import numeral
from .package import W

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from .package import Package
    from .styles import Styles

_PLACEHOLDER = re.compile(r"%([1-9])")
# After these the tab that follows a number is only a gap on paper; text goes on at once.
_CLOSES_ITSELF = "、，。．：；）】〕》」）"
_LAST_LEVEL = 8


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list (ISO/IEC 29500-1, section 17.9.6)."""

    start: int
    number_format: str
    text: str
    suffix: str
    restart: int | None
    is_legal: bool
    style: str | None


@dataclass(frozen=True, slots=True)
class ListUse:
    """A list as paragraphs use it: shared counters, own levels, own starts."""

    counter: int
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


class Numbering:
    """The lists of a document with their running counters; fed with paragraphs in reading order."""

    def __init__(self, package: Package, styles: Styles) -> None:
        self._package = package
        self._styles = styles
        self._counts: dict[int, dict[int, int]] = {}
        self._started: set[tuple[int, int]] = set()
        self.unknown_formats: set[str] = set()

    @cached_property
    def _lists(self) -> _Lists:
        """The lists, read when a paragraph first asks for them: many documents number by hand."""
        return _Lists(self._package.side_root("numbering"), self._styles)

    def label(self, place: tuple[int, int]) -> str:
        """Return the number before a paragraph, with its gap, and count on; empty if it has none.

        Args:
            place: List and level, from `place`.
        """
        number, level = place
        if not number:
            return ""
        use = self._lists.use(number)
        if use is None or level not in use.levels:
            return ""
        self._advance(number, use, level)
        text = self._print(use, level)
        suffix = use.levels[level].suffix
        return text if not text or suffix == "nothing" or text[-1] in _CLOSES_ITSELF else f"{text} "

    def place(self, number: int | None, level: int | None, style: str | None) -> tuple[int, int]:
        """Return list and level of a paragraph: its own word first, then that of its styles; list 0 for none."""
        if number is None:
            number, styled = self._place_of_style(style)
            level = styled if level is None else level
        return number or 0, min(max(level or 0, 0), _LAST_LEVEL)

    def _place_of_style(self, style_id: str | None) -> tuple[int | None, int | None]:
        """Return list and level that a style gives; a level that the list ties to a style goes first."""
        names: list[str] = []
        stated: int | None = None
        for style in self._styles.chain(style_id):
            names.append(style.id)
            stated = style.number_level if stated is None else stated
            if style.number is not None:
                use = self._lists.use(style.number)
                levels = {} if use is None else use.levels
                tied = {level.style: index for index, level in levels.items() if level.style is not None}
                return style.number, next((tied[name] for name in names if name in tied), stated)
        return None, None

    def _advance(self, number: int, use: ListUse, level: int) -> None:
        counts = self._counts.setdefault(use.counter, {})
        begins = level in use.starts and (number, level) not in self._started
        self._started.add((number, level))
        if begins or level not in counts:
            counts[level] = use.starts.get(level, use.levels[level].start)
        else:
            counts[level] += 1
        for deeper in [index for index in counts if index > level]:
            restart = use.levels[deeper].restart if deeper in use.levels else None
            if restart is None or (restart > 0 and level < restart):
                del counts[deeper]

    def _print(self, use: ListUse, level: int) -> str:
        """Return the text of the number just counted; a level not reached yet shows its start."""
        counts = self._counts[use.counter]
        is_legal = use.levels[level].is_legal

        def spelled(found: re.Match[str]) -> str:
            index = int(found[1]) - 1
            source = use.levels.get(index)
            if source is None:
                return ""
            number_format = "decimal" if is_legal and index < level else source.number_format
            return self._spell(counts.get(index, source.start), number_format)

        if use.levels[level].number_format == "bullet":
            return ""
        return _PLACEHOLDER.sub(spelled, use.levels[level].text)

    def _spell(self, count: int, number_format: str) -> str:
        text = numeral(count, number_format)
        if text is None:
            self.unknown_formats.add(number_format)
            return str(count)
        return text


class _Lists:
    """The lists of a document by the number that paragraphs refer to, each read when first asked for."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        children = () if root is None else tuple(root)
        self._patterns = {
            _identifier(child, "abstractNumId"): child for child in children if child.tag == f"{W}abstractNum"
        }
        self._numbers = {_identifier(child, "numId"): child for child in children if child.tag == f"{W}num"}
        self._styles = styles
        self._known: dict[int, ListUse | None] = {}

    def use(self, number: int) -> ListUse | None:
        """Return a list, None if there is none of that number."""
        if number not in self._known:
            element = self._numbers.get(number)
            pattern = self._pattern(integer(element, "abstractNumId"))
            self._known[number] = (
                None
                if element is None or pattern is None
                else _read_use(element, pattern, self._patterns[pattern])
            )
        return self._known[number]

    def _pattern(self, pattern: int | None) -> int | None:
        """Return the pattern that holds the levels, where need be by way of a numbering style."""
        if pattern is None or pattern not in self._patterns:
            return None
        link = value(self._patterns[pattern], "numStyleLink")
        linked = next((style.number for style in self._styles.chain(link)), None) if link else None
        target = integer(self._numbers.get(linked), "abstractNumId") if linked is not None else None
        return target if target in self._patterns else pattern


def _read_use(element: _Element, pattern: int, levels: _Element) -> ListUse:
    read = {_identifier(level, "ilvl"): _read_level(level) for level in levels.iterfind(f"{W}lvl")}
    starts: dict[int, int] = {}
    for override in element.iterfind(f"{W}lvlOverride"):
        index = _identifier(override, "ilvl")
        own = child_of(override, "lvl")
        if own is not None:
            read[index] = _read_level(own)
        start = integer(override, "startOverride")
        if start is not None:
            starts[index] = start
            if index in read:
                read[index] = replace(read[index], start=start)
    return ListUse(pattern, read, starts)


def _read_level(element: _Element) -> Level:
    start = integer(element, "start")
    return Level(
        start=0 if start is None else start,
        number_format=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        suffix=value(element, "suff") or "tab",
        restart=integer(element, "lvlRestart"),
        is_legal=bool(switch(element, "isLgl")),
        style=value(element, "pStyle"),
    )


def _identifier(element: _Element, attribute: str) -> int:
    """Return a numeric identifier; -1 for one that is no number, which nothing refers to."""
    try:
        return int(element.get(f"{W}{attribute}", "-1"))
    except ValueError:
        return -1
