"""What styles and properties of a Word file say about outline levels, automatic numbers and hidden text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from ..plain_zip import COMMON_BYTES, COMMON_PARTS
from .elements import child_of, integer, switch, value, whole
from .numbering import Numbering
from .package import W, parse_xml, plain_root

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from .package import Package

_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_STYLE_ID = re.compile(rb'\sw:styleId="([^"]*)"')
_DEFAULT = re.compile(rb'\sw:default="(?:1|true|on)"')
# w:outlineLvl counts from 0; 9 stands for body text (ISO/IEC 29500-1, section 17.3.1.20).
BODY_TEXT = 9
_STYLE, _NUMBER, _OUTLINE, _MARK, _VALUE = (
    f"{W}{tag}" for tag in ("pStyle", "numPr", "outlineLvl", "rPr", "val")
)


@dataclass(frozen=True, slots=True)
class Style:
    """One style, with what it says itself; None where it leaves the word to its base.

    Attributes:
        id: Identifier that paragraphs refer to.
        based_on: Identifier of the base style.
        outline: Outline level from 0, 9 for body text.
        number: Identifier of the list it numbers by; 0 for none.
        number_level: Level in that list, from 0.
        is_hidden: Whether its text is hidden.
    """

    id: str
    based_on: str | None
    outline: int | None
    number: int | None
    number_level: int | None
    is_hidden: bool | None


# The part that a document without styles would have.
_NO_STYLES = b"<none/>"
# Stands for a style that cannot be parsed.
_BROKEN = Style("", None, None, None, None, None)


class Styles:
    """The styles of a document, looked up through the chain of base styles."""

    def __init__(self, package: Package) -> None:
        text = package.side("styles")
        self._broken = package.broken
        self._sheet = style_sheet(_NO_STYLES if text is None else text)
        if self._sheet.is_broken:
            self._broken.append("styles")

    def chain(self, style_id: str | None) -> Iterator[Style]:
        """Yield a style and its bases, nearest first; the default paragraph style for None."""
        seen: set[str] = set()
        wanted = style_id or self._sheet.default
        while wanted is not None and wanted not in seen:
            seen.add(wanted)
            style = self._sheet.style(wanted)
            if style is _BROKEN:
                self._broken.append("styles")
            if style is None or style is _BROKEN:
                return
            yield style
            wanted = style.based_on

    def outline(self, level: int | None, style_id: str | None) -> int | None:
        """Return the heading level (1 to 9) of a paragraph by its own word or its style, None for body text."""
        if level is None:
            levels = (style.outline for style in self.chain(style_id))
            level = next((found for found in levels if found is not None), None)
        return None if level is None or not 0 <= level < BODY_TEXT else level + 1

    def hides(self, style_id: str | None) -> bool:
        """Say whether a style hides its text."""
        said = (style.is_hidden for style in self.chain(style_id))
        return next((hidden for hidden in said if hidden is not None), False)


class StyleSheet:
    """The part that holds the styles, of which only those in use are parsed.

    Word writes some four hundred styles, most of them for tables that no document has; parsing them
    takes longer than reading the text.

    Attributes:
        default: Identifier of the default style of paragraphs, None if there is none.
        is_broken: Nothing in it can be read.
    """

    def __init__(self, text: bytes) -> None:
        """Prepare.

        Args:
            text: XML of the part.
        """
        self._text = text
        self._known: dict[str, Style | None] = {}
        self.default: str | None = None
        self.is_broken = False
        self._wrap = plain_root(self._text, b"w:styles")
        if self._wrap is None or not self._find_default():
            self._wrap = None
            self.is_broken = self._all is None
            self.default = None if self._all is None else self._all[1]

    def _find_default(self) -> bool:
        """Find the default style of paragraphs, the last that says so; False if it is not written as usual."""
        for tag, _ in self._tags(b' w:default="'):
            found = _STYLE_ID.search(tag)
            if found is not None and b' w:type="paragraph"' in tag and _DEFAULT.search(tag):
                self.default = found[1].decode("utf-8", "replace")
                return True
        return b"w:default" not in self._text

    def _tags(self, mark: bytes) -> Iterator[tuple[bytes, int]]:
        """Yield the start tags of styles that hold a mark and where each ends, the last one first."""
        at = len(self._text)
        while (at := self._text.rfind(mark, 0, at)) >= 0:
            start, end = self._text.rfind(b"<", 0, at), self._text.find(b">", at) + 1
            if self._text.startswith(b"<w:style ", start):
                yield self._text[start:end], end

    def style(self, identifier: str) -> Style | None:
        """Return a style, None if there is none of that name, `_BROKEN` if it cannot be read."""
        if identifier not in self._known:
            self._known[identifier] = self._read(identifier)
        return self._known[identifier]

    def _read(self, identifier: str) -> Style | None:
        written = identifier.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").encode()
        found = next(self._tags(b' w:styleId="%b"' % written), None)
        if self._wrap is None or found is None:  # it is not written as usual, or there is none of that name
            return _BROKEN if self._all is None else self._all[0].get(identifier)
        tag, start = found
        markup = self._text[start : self._text.find(b"</w:style>", start)]
        try:
            return _read_style(parse_xml(self._wrap.around(b"%b%b</w:style>" % (tag, markup)))[0])
        except etree.XMLSyntaxError:
            return _BROKEN

    @cached_property
    def _all(self) -> tuple[dict[str, Style], str | None] | None:
        """All styles and the default one, parsed with the whole part; None if that is malformed."""
        try:
            root = parse_xml(self._text)
        except etree.XMLSyntaxError:
            return None
        default = None
        styles: dict[str, Style] = {}
        for element in root.iter(f"{W}style"):
            style = _read_style(element)
            styles[style.id] = style
            if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in {"1", "true", "on"}:
                default = style.id
        return styles, default


_common_sheet = lru_cache(COMMON_PARTS)(StyleSheet)


def style_sheet(text: bytes) -> StyleSheet:
    """Return the styles of a part; those that many documents share are read once."""
    return _common_sheet(text) if len(text) <= COMMON_BYTES else StyleSheet(text)


def _read_style(element: _Element) -> Style:
    paragraph = child_of(element, "pPr")
    numbering = child_of(paragraph, "numPr")
    outline = integer(paragraph, "outlineLvl")
    named = _HEADING_NAME.fullmatch((value(element, "name") or "").strip())
    if outline is None and named:
        outline = int(named[1]) - 1
    return Style(
        id=element.get(f"{W}styleId", ""),
        based_on=value(element, "basedOn"),
        outline=outline,
        number=integer(numbering, "numId"),
        number_level=integer(numbering, "ilvl"),
        is_hidden=switch(child_of(element, "rPr"), "vanish"),
    )


class Stated(NamedTuple):
    """What the properties of a paragraph say themselves, each as written; None where they say nothing.

    Attributes:
        style: Identifier of its style.
        outline: Outline level, from 0.
        number: Identifier of the list that numbers it.
        level: Level in that list, from 0.
        hides_mark: Its end is hidden, so without text it is not even an empty line.
        runs_on: Its end is deleted: its text goes on in the next paragraph.
    """

    style: str | None = None
    outline: str | None = None
    number: str | None = None
    level: str | None = None
    hides_mark: bool = False
    runs_on: bool = False


def stated(properties: _Element | None) -> Stated:
    """Return what a w:pPr says; None stands for a paragraph without one."""
    style = outline = number = level = mark = None
    for child in () if properties is None else properties:
        tag = child.tag
        if tag == _STYLE:
            style = child.get(_VALUE)
        elif tag == _NUMBER:
            number, level = value(child, "numId"), value(child, "ilvl")
        elif tag == _OUTLINE:
            outline = child.get(_VALUE)
        elif tag == _MARK and len(child):
            mark = child
    if mark is None:
        return Stated(style, outline, number, level)
    runs_on = child_of(mark, "del") is not None or child_of(mark, "moveFrom") is not None
    return Stated(style, outline, number, level, bool(switch(mark, "vanish")), runs_on)


class ParagraphFormat(NamedTuple):
    """What the properties of a paragraph say with its style.

    Attributes:
        place: List and level that number it; list 0 for none.
        outline: Heading level (1 to 9) of its style, None for body text.
        is_hidden: Its style hides its text.
        hides_mark: As stated.
        runs_on: As stated.
    """

    place: tuple[int, int]
    outline: int | None
    is_hidden: bool
    hides_mark: bool
    runs_on: bool


class Formats:
    """Styles and lists of one document."""

    def __init__(self, package: Package) -> None:
        self.styles = Styles(package)
        self.numbering = Numbering(package, self.styles)
        self._known: dict[Stated, ParagraphFormat] = {}

    @property
    def has_run_on(self) -> bool:
        """Whether a paragraph met so far runs on into the next one."""
        return any(found.runs_on for found in self._known.values())

    def of(self, said: Stated) -> ParagraphFormat:
        """Return what a paragraph looks like whose properties say this."""
        found = self._known.get(said)
        if found is None:
            style, outline, number, level, hides_mark, runs_on = said
            found = self._known[said] = ParagraphFormat(
                self.numbering.place(whole(number), whole(level), style),
                self.styles.outline(whole(outline), style),
                self.styles.hides(style),
                hides_mark,
                runs_on,
            )
        return found
