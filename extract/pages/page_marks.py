"""What a page shows before anyone calls it a line or a table: glyphs and strokes, as plain tuples.

Every reader that knows where characters and rules stand (a PDF, recognised scans) hands over
`PageMarks`; all geometry after that is the same for all of them.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Radicals without a decomposition of their own. Source: Unicode 15.1, EquivalentUnifiedIdeograph.txt;
# printing from a browser maps common characters (页, 风, 长 …) to them.
_RADICALS = str.maketrans(
    "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰",
    "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙",
)
_FOLDED = ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))
_INVISIBLE = dict.fromkeys([*range(0x20), 0x7F, 0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF])


# Makes a NamedTuple from all its fields. Its own constructor is a Python function that costs twice as
# much, which counts where there is one for each glyph or cell.
made = tuple.__new__


class NotOpenedError(Exception):
    """A file cannot be opened; `is_encrypted` says that it needs a password."""

    def __init__(self, *, is_encrypted: bool) -> None:
        super().__init__()
        self.is_encrypted = is_encrypted


class UnsureError(Exception):
    """A reader cannot tell what a page shows; another one must, which does not see text typed over it."""

    def __init__(self, *, has_typed_text: bool = False) -> None:
        super().__init__()
        self.has_typed_text = has_typed_text


class PageTooLargeError(Exception):
    """A page draws more than any page of a report does."""


# What stands for a character whose font does not say which one it is.
UNMAPPED = "\ufffd"


class Glyph(NamedTuple):
    """A printed character, or a run of characters without a blank, with its box.

    Attributes:
        text: What it reads.
        x0: Left end.
        top: Upper edge of its font box.
        x1: Right end.
        bottom: Lower edge of its font box.
        baseline: Height on which it stands.
        size: Of its font.
        lead: Blanks that are printed before it on its line and are no glyphs of their own.
        start: Where the reader finds a run of several characters again, for `PageMarks.cut`.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    lead: str = ""
    start: int = -1

    @property
    def center(self) -> tuple[float, float]:
        """Middle of the ink: font boxes are too uneven, so the height comes from the base line."""
        return (self.x0 + self.x1) / 2, self.baseline - 0.35 * self.size


class Stroke(NamedTuple):
    """A straight piece of ruling: a line, a thin filled rectangle, or one side of a box."""

    x0: float
    top: float
    x1: float
    bottom: float


def _as_it_is(glyph: Glyph) -> Sequence[Glyph]:
    return (glyph,)


def _black(_: Glyph) -> tuple[int, ...]:
    return 0, 0, 0


class PageMarks(NamedTuple):
    """Everything on a page.

    Attributes:
        number: From 1.
        width: In points.
        height: In points.
        glyphs: In no special order, blanks included.
        strokes: In no special order.
        picture_share: Share of the page that its largest picture covers, 0 to 1.
        turn: By how many degrees to the left the text is printed on the page as it is shown; all
            coordinates here have the text upright.
        is_recognised: It is a scan, and its text was recognised and printed without ink.
        cut: Returns the characters of a run one by one, each with its own box.
        ink: Returns the red, green and blue that a run is printed in, each up to 255.
        is_cut_off: Some text is longer than what it may be seen in, and only a part of it shows.
        is_typed_text_missing: Some text typed over the page has no drawing in the file, and was not read.
        seals: Round drawings, and strokes that are red where others are not: x0, top, x1, bottom.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    strokes: tuple[Stroke, ...]
    picture_share: float = 0.0
    turn: int = 0
    is_recognised: bool = False
    cut: Callable[[Glyph], Sequence[Glyph]] = _as_it_is
    ink: Callable[[Glyph], tuple[int, ...]] = _black
    seals: tuple[Stroke, ...] = ()
    is_cut_off: bool = False
    is_typed_text_missing: bool = False


def turned_size(width: float, height: float, turn: int) -> tuple[float, float]:
    """Return the width and height of a sheet whose text, turned to the left by `turn`, is set upright."""
    return (height, width) if turn in {90, 270} else (width, height)


def turned_box(
    box: tuple[float, float, float, float], turn: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """Return where a box lies once text that is turned to the left by `turn` degrees is set upright.

    Args:
        box: x0, top, x1, bottom on a sheet as it is shown.
        turn: 0, 90, 180 or 270.
        width: Of the sheet as it is shown.
        height: Of the sheet as it is shown.

    Examples:
        >>> turned_box((10, 20, 40, 30), 90, 200, 100)
        (70, 10, 80, 40)
        >>> turned_box((70, 10, 80, 40), 270, 100, 200)
        (10, 20, 40, 30)
    """
    x0, top, x1, bottom = box
    if turn == 90:
        return height - bottom, x0, height - top, x1
    if turn == 180:
        return width - x1, height - bottom, width - x0, height - top
    if turn == 270:
        return top, width - x1, bottom, width - x0
    return box


def fold_ideographs(text: str) -> str:
    """Return the text with radicals and compatibility ideographs as the ordinary characters.

    Nothing else is normalised: full-width figures and punctuation stay as printed. Characters that
    leave no ink (control characters, zero-width blanks) are dropped.

    Examples:
        >>> fold_ideographs("⼈员１：⻓")
        '人员１：长'
    """
    visible = text.translate(_INVISIBLE).translate(_RADICALS)
    return "".join(unicodedata.normalize("NFKC", char) if _is_folded(char) else char for char in visible)


def _is_folded(char: str) -> bool:
    code = ord(char)
    return any(low <= code <= high for low, high in _FOLDED)


def symbol_font(name: str) -> str | None:
    """Return the family of a symbol font by its name in a PDF; None for any other font.

    Examples:
        >>> symbol_font("ABCDEF+Wingdings2-Regular"), symbol_font("SimSun")
        ('wingdings 2', None)
    """
    family = name.rpartition("+")[2].lower().replace(" ", "").replace("-", "")
    if family.startswith("wingdings"):
        return "wingdings 2" if family.startswith("wingdings2") else "wingdings"
    return "symbol" if family.startswith("symbol") else None
