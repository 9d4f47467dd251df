"""The text of one paragraph of a Word file as a reader sees it, and what else hangs in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from .docx_package import W
from .docx_symbols import from_font, is_symbol_font
from .docx_xml import ALTERNATE, chosen, switch, value
from .limits import check_nesting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from .docx_styles import Styles

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_VML = "{urn:schemas-microsoft-com:vml}"

# Deleted and moved-away text, field instructions, pronunciation aids.
_UNREAD = frozenset(
    f"{W}{tag}"
    for tag in ("del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "pPr", "rPr", "sdtPr")
)
_REVISIONS = frozenset(f"{W}{tag}" for tag in ("ins", "del", "moveFrom", "moveTo"))
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_CHARTS = frozenset({"chart", "relIds"})
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD))

_EMU_PER_POINT = 12700
# 60 cm²: seals and logos stay below, a pasted table or scanned page does not.
_LARGE_SQUARE_POINTS = 48_200
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75}
_SIZE = re.compile(r"(width|height)\s*:\s*([0-9.]+)(pt|in|cm|mm|px)")


@dataclass(slots=True)
class Inline:
    """What a paragraph holds.

    Attributes:
        pieces: Its visible text in order.
        boxes: Contents of text boxes anchored in it.
        remarks: Codes of things that are not text: picture, large-picture, chart, object, revision.
    """

    pieces: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The visible text; characters without width are left out."""
        return "".join(self.pieces).translate(_INVISIBLE)


def read_inline(paragraph: _Element, styles: Styles, name: str) -> Inline:
    """Return the text of a paragraph with the text boxes and other objects anchored in it.

    Args:
        paragraph: Element w:p.
        styles: Styles of the document, for hidden text.
        name: File name, for complaints.
    """
    walk = _Walk(styles, name, is_hidden=styles.hides(value(paragraph.find(f"{W}pPr"), "pStyle")))
    walk.children(paragraph, 0)
    return walk.inline


class _Walk:
    """One pass over a paragraph; remembers which fields are open."""

    def __init__(self, styles: Styles, name: str, *, is_hidden: bool) -> None:
        self.inline = Inline()
        self._styles = styles
        self._name = name
        self._is_hidden = is_hidden
        # One entry per open field: False while its instruction runs, True in its result.
        self._fields: list[bool] = []

    def children(self, parent: Iterable[_Element], depth: int) -> None:
        check_nesting(depth, self._name)
        for child in parent:
            self._visit(child, depth + 1)

    def _visit(self, element: _Element, depth: int) -> None:
        tag = element.tag
        if tag in _REVISIONS:
            self.inline.remarks.append("revision")
        if not isinstance(tag, str) or tag in _UNREAD:
            return
        if tag == f"{W}r":
            self._run(element, depth)
        elif tag == ALTERNATE:
            self.children(chosen(element), depth)
        elif tag == f"{W}txbxContent":
            self.inline.boxes.append(element)
        elif tag.startswith(_MATH):
            self._emit(_formula(element))
        else:
            self._note(element)
            self.children(element, depth)

    def _run(self, run: _Element, depth: int) -> None:
        properties = run.find(f"{W}rPr")
        is_hidden = self._styles.is_hidden(properties) if properties is not None else False
        visible = not is_hidden and not (self._is_hidden and switch(properties, "vanish") is not False)
        font = _font(properties)
        for child in run:
            if child.tag == f"{W}fldChar":
                self._field(child)
            elif visible:
                self._run_child(child, font, depth)

    def _run_child(self, child: _Element, font: str | None, depth: int) -> None:
        if child.tag == f"{W}t":
            text = child.text or ""
            self._emit(_shown(text, font))
        elif child.tag == f"{W}sym":
            self._emit(_symbol(child))
        elif child.tag == f"{W}br":
            # Page and column breaks are no lines of their own.
            self._emit("" if child.get(f"{W}type") in {"page", "column"} else "\n")
        elif child.tag in _SIGNS:
            self._emit(_SIGNS[child.tag])
        else:
            self._visit(child, depth + 1)

    def _emit(self, text: str) -> None:
        if all(self._fields):
            self.inline.pieces.append(text)

    def _field(self, mark: _Element) -> None:
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            self._emit(_tick_box(mark))
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _note(self, element: _Element) -> None:
        """Keep in mind what is not text."""
        name = etree.QName(element).localname
        if element.tag == f"{_DRAWING}blip":
            self.inline.remarks.append(
                "large-picture" if _drawing_area(element) >= _LARGE_SQUARE_POINTS else "picture"
            )
        elif element.tag == f"{_VML}imagedata" and not _stands_for_object(element):
            self.inline.remarks.append(
                "large-picture" if _vml_area(element) >= _LARGE_SQUARE_POINTS else "picture"
            )
        elif name in _CHARTS:
            self.inline.remarks.append("chart")
        elif name == "OLEObject":
            self.inline.remarks.append("object")


def _font(properties: _Element | None) -> str | None:
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    return None if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")


def _shown(text: str, font: str | None) -> str:
    """Return text as its font shows it; only symbol fonts show other signs than the codes say."""
    return "".join(from_font(ord(sign), font) for sign in text) if is_symbol_font(font) else text


def _symbol(element: _Element) -> str:
    try:
        return from_font(int(element.get(f"{W}char", ""), 16), element.get(f"{W}font"))
    except ValueError:
        return ""


def _tick_box(mark: _Element) -> str:
    """Return the sign of a form field that is a tick box, empty for other fields."""
    box = mark.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    ticked = switch(box, "checked")
    return "☑" if (switch(box, "default") if ticked is None else ticked) else "☐"


def _formula(element: _Element) -> str:
    """Return a formula on one line, fractions with a slash."""
    pieces: list[str] = []
    for event, part in etree.iterwalk(element, events=("start", "end"), tag=(f"{_MATH}t", f"{_MATH}num")):
        if event == "start" and part.tag == f"{_MATH}t":
            pieces.append(part.text or "")
        elif event == "end" and part.tag == f"{_MATH}num":
            pieces.append("/")
    return "".join(pieces)


def _drawing_area(blip: _Element) -> float:
    """Return the printed area of a picture in square points; 0 if the file does not say."""
    for frame in blip.iterancestors(f"{_PLACED}inline", f"{_PLACED}anchor"):
        extent = frame.find(f"{_PLACED}extent")
        try:
            sides = (0, 0) if extent is None else (int(extent.get("cx", "0")), int(extent.get("cy", "0")))
        except ValueError:
            return 0.0
        return sides[0] / _EMU_PER_POINT * sides[1] / _EMU_PER_POINT
    return 0.0


def _vml_area(image: _Element) -> float:
    """Return the printed area of an old-style picture in square points; 0 if the file does not say."""
    parent = image.getparent()
    style = "" if parent is None else parent.get("style", "")
    sides = {
        side: float(size) * _POINTS[unit] for side, size, unit in _SIZE.findall(style) if size.count(".") < 2
    }
    return sides.get("width", 0.0) * sides.get("height", 0.0)


def _stands_for_object(image: _Element) -> bool:
    """Say whether a picture only shows an embedded object, which is counted by itself."""
    return next(image.iterancestors(f"{W}object"), None) is not None
