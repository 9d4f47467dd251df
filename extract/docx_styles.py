"""What the styles of a Word file say about outline levels, automatic numbers and hidden text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .docx_package import W
from .docx_xml import integer, switch, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
# w:outlineLvl counts from 0; 9 stands for body text (ISO/IEC 29500-1, section 17.3.1.20).
BODY_TEXT = 9


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


class Styles:
    """The styles of a document, looked up through the chain of base styles."""

    def __init__(self, root: _Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default: str | None = None
        for element in () if root is None else root.iter(f"{W}style"):
            style = _read_style(element)
            self._styles[style.id] = style
            if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in {"1", "true", "on"}:
                self._default = style.id

    def chain(self, style_id: str | None) -> Iterator[Style]:
        """Yield a style and its bases, nearest first; the default paragraph style for None."""
        seen: set[str] = set()
        wanted = style_id or self._default
        while wanted is not None and wanted not in seen:
            seen.add(wanted)
            style = self._styles.get(wanted)
            if style is None:
                return
            yield style
            wanted = style.based_on

    def outline(self, properties: _Element | None) -> int | None:
        """Return the heading level (1 to 9) of a paragraph by its properties and style, None for body text."""
        level = integer(properties, "outlineLvl")
        if level is None:
            levels = (style.outline for style in self.chain(value(properties, "pStyle")))
            level = next((found for found in levels if found is not None), None)
        return None if level is None or not 0 <= level < BODY_TEXT else level + 1

    def is_hidden(self, properties: _Element | None) -> bool:
        """Say whether a run with these properties is hidden text."""
        own = switch(properties, "vanish")
        if own is not None:
            return own
        style_id = value(properties, "rStyle")
        return style_id is not None and self.hides(style_id)

    def hides(self, style_id: str | None) -> bool:
        """Say whether a style hides its text."""
        said = (style.is_hidden for style in self.chain(style_id))
        return next((hidden for hidden in said if hidden is not None), False)


def _read_style(element: _Element) -> Style:
    paragraph = element.find(f"{W}pPr")
    numbering = None if paragraph is None else paragraph.find(f"{W}numPr")
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
        is_hidden=switch(element.find(f"{W}rPr"), "vanish"),
    )
