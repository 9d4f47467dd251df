"""What the properties of paragraphs and runs mean for their text, with styles and lists looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .docx_numbering import Numbering
from .docx_package import W
from .docx_styles import Styles
from .docx_xml import switch, value, whole

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .docx_package import Package

_STYLE, _NUMBER, _OUTLINE, _MARK, _VALUE = (
    f"{W}{tag}" for tag in ("pStyle", "numPr", "outlineLvl", "rPr", "val")
)


class ParagraphFormat(NamedTuple):
    """What the properties of a paragraph say.

    Attributes:
        place: List and level that number it; list 0 for none.
        outline: Heading level (1 to 9) of its style, None for body text.
        is_hidden: Its style hides its text.
        hides_mark: Its end is hidden, so without text it is not even an empty line.
        runs_on: Its end is deleted: its text goes on in the next paragraph.
    """

    place: tuple[int, int] = (0, 0)
    outline: int | None = None
    is_hidden: bool = False
    hides_mark: bool = False
    runs_on: bool = False


class Formats:
    """Styles and lists of one document.

    Attributes:
        has_run_on: A paragraph met so far runs on into the next one.
    """

    def __init__(self, package: Package) -> None:
        self.styles = Styles(package)
        self.numbering = Numbering(package, self.styles)
        self.has_run_on = False
        self._known: dict[tuple[str | None, ...], ParagraphFormat] = {}

    def of(self, properties: _Element | None) -> ParagraphFormat:
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
        stated = (style, outline, number, level)
        if stated not in self._known:
            self._known[stated] = ParagraphFormat(
                self.numbering.place(whole(number), whole(level), style),
                self.styles.outline(whole(outline), style),
                self.styles.hides(style),
            )
        return self._known[stated] if mark is None else self._marked(self._known[stated], mark)

    def _marked(self, style: ParagraphFormat, mark: _Element) -> ParagraphFormat:
        """Return a format with what the properties of the paragraph's end add."""
        runs_on = mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None
        self.has_run_on = self.has_run_on or runs_on
        hides_mark = bool(switch(mark, "vanish"))
        return style._replace(hides_mark=hides_mark, runs_on=runs_on) if runs_on or hides_mark else style
