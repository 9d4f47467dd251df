"""The text of one paragraph of a Word file as a reader sees it, and what else hangs in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from ..limits import check_nesting
from .elements import ALTERNATE, child_of, chosen, switch, value
from .objects import read_anchor
from .package import W
from .symbols import from_font, is_symbol_font

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lxml.etree import _Element

    from .objects import Anchor

    # Says whether the style of that name hides its text.
    Hides = Callable[[str], bool]

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

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
# Characters without width, which would part words and figures from their look-alikes.
_WIDTHLESS = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_WITHOUT = str.maketrans("", "", _WIDTHLESS)


@dataclass(slots=True)
class Inline:
    """What a paragraph holds.

    Attributes:
        pieces: Its visible text in order, one piece for each w:t, break or sign.
        boxes: Contents of text boxes anchored in it.
        anchors: Pictures, charts and other objects anchored in it.
        revisions: Number of tracked changes.
        has_symbols: Some of its text is set in a symbol font, which shows other signs than stored.
    """

    pieces: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    revisions: int = 0
    has_symbols: bool = False

    @property
    def text(self) -> str:
        """The visible text; characters without width are left out."""
        return visible("".join(self.pieces))


def visible(text: str) -> str:
    """Return a text without the characters that have no width."""
    if text.isascii() or not any(sign in text for sign in _WIDTHLESS):
        return text
    return text.translate(_WITHOUT)


def read_inline(paragraph: _Element, hides: Hides, name: str, *, is_hidden: bool) -> Inline:
    """Return the text of a paragraph with the text boxes and other objects anchored in it.

    Args:
        paragraph: Element w:p.
        hides: Says which styles hide their text.
        name: File name, for complaints.
        is_hidden: The style of the paragraph hides its text.
    """
    walk = _Walk(hides, name, is_hidden=is_hidden)
    walk.children(paragraph, 0)
    return walk.inline


class _Walk:
    """One pass over a paragraph; remembers which fields are open."""

    def __init__(self, hides: Hides, name: str, *, is_hidden: bool) -> None:
        self.inline = Inline()
        self._hides = hides
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
            self.inline.revisions += 1
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
            anchor = read_anchor(element)
            if anchor is not None:
                self.inline.anchors.append(anchor)
            if anchor is None or anchor.kind != "object":
                self.children(element, depth)

    def _run(self, run: _Element, depth: int) -> None:
        properties = child_of(run, "rPr")
        own = switch(properties, "vanish")
        style_id = value(properties, "rStyle") if own is None else None
        is_hidden = self._hides(style_id) if style_id is not None else bool(own)
        visible = not is_hidden and not (self._is_hidden and own is not False)
        font = _font(properties)
        for child in run:
            if child.tag == f"{W}fldChar":
                self._field(child)
            elif visible:
                self._run_child(child, font, depth)

    def _run_child(self, child: _Element, font: str | None, depth: int) -> None:
        if child.tag == f"{W}t":
            text = child.text or ""
            if is_symbol_font(font):
                self.inline.has_symbols = True
                text = "".join(from_font(ord(sign), font) for sign in text)
            self._emit(text)
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


def _font(properties: _Element | None) -> str | None:
    fonts = child_of(properties, "rFonts")
    return None if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")


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
