"""Text of a page from PDFium as runs of characters between blanks, each with its place.

Only the first and the last character of a run are located. Runs that are set unevenly are looked at
character by character, and so is any run that crosses from one cell into the next (`PageText.cut`).
"""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_right
from functools import cache
from itertools import accumulate, chain, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from ..pages.page_marks import UNMAPPED, Glyph, fold_ideographs, made, symbol_font
from ..word.symbols import from_font
from .pdfium import each, library, structs
from .pdfium_settings import lean_on_arcs, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .pdfium import Handle

_RUN = re.compile(r"(\S+)")
# Places in FS_RECTF of fpdfview.h.
_LEFT, _RIGHT, _BOTTOM = 0, 2, 3
# Characters that need a second look: controls, blanks without width, radicals, private use, and
# letters that stand alone, as the boxes and ticks of symbol fonts do.
_ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u200b-\u200f\u2060\u2e80-\u2fdf\ud800-\udfff\ue000-\ufaff\ufeff\ufffe\uffff"
    "\U0002f800-\U0002fa1f]|[A-Za-z\xa1-\xff](?![!-~])(?<![!-~].)"
)
_FONT_NAME_BYTES = 128
# What PDFium puts in the place of a hyphen at the end of a line.
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_HYPHENS = frozenset("\x02\ufffe")
# A page is lying on its side if most of its text is.
_TURNED_SHARE = 0.6
# A run is set evenly if its characters take between these shares of their usual width.
_NARROWEST, _WIDEST = 0.62, 1.4
# Ink of one line differs in height by less than this share of its size.
_OTHER_LINE = 0.6
# The lower edge of a font box lies closer to the base line than this share of the size.
_FAR = 2.0
# Where the font box of Chinese fonts ends above and below the base line, as shares of the size.
_ASCENT, _DESCENT = 0.86, 0.14
# The middle of a character stands this share of its size above the base line.
MIDDLE = 0.35
_PRIVATE = frozenset(map(chr, range(0xE000, 0xF900)))
# Characters asked whether their font says what they are; good files have a few dingbats that do not.
_PROBES = 64
_UNMAPPED_SHARE = 0.05


Rectangle = tuple[float, float, float, float]  # left, bottom, right, top; y upwards


class PageText(NamedTuple):
    """The characters of a page, and where its runs stand in the coordinates of PDFium (y upwards).

    Attributes:
        page: Text page of PDFium.
        text: One character for each that PDFium counts.
        spans: First character and end of each run.
        words: What each run reads.
        leads: Blanks that are printed before each run on its line.
        lefts: Left ends of the first characters.
        lows: Lower edges of the first characters.
        rights: Right ends of the last characters.
        last_lows: Lower edges of the last characters.
        origin: Base line of the first characters.
        sizes: Font size of each run.
        angles: By how many degrees each run is turned to the left; None if it leans.
        legible: What to read in the place of characters that are none, or stand for several.
    """

    page: Handle
    text: str
    spans: Sequence[tuple[int, int]]
    words: Sequence[str]
    leads: Sequence[str]
    lefts: Sequence[float]
    lows: Sequence[float]
    rights: Sequence[float]
    last_lows: Sequence[float]
    origin: Sequence[float]
    sizes: Sequence[float]
    angles: Sequence[int | None]
    legible: Mapping[int, str]


def read_text(page: Handle, count: int) -> PageText:
    """Return the text of a text page of PDFium that counts so many characters."""
    text = _characters(page, count)
    parts = _RUN.split(text)
    # Runs and what stands between them take turns, so their lengths add up to where each starts and ends.
    words, places = parts[1::2], list(accumulate(map(len, parts)))
    starts, ends = places[:-1:2], places[1::2]
    text, legible = _readable(page, text)
    spans = list(zip(starts, ends, strict=True))
    if legible is not None:
        words = _legible_words(text, spans, legible)
    settings = read_settings(page, starts)
    count = len(starts)
    first_and_last = [*starts, *(end - 1 for end in ends)]
    xs, ends_x, ys = structs(
        library().FPDFText_GetLooseCharBox, first_and_last, (_LEFT, _RIGHT, _BOTTOM), page
    )
    lefts, rights, lows, last_lows = xs[:count], ends_x[count:], ys[:count], ys[count:]
    if None in settings.angles:
        lean_on_arcs(text, spans, (lefts, lows), settings)
    leads = _leads(page, parts[:-1:2], starts)
    sizes, angles, bases, _ = settings
    return PageText(
        page, text, spans, words, leads, lefts, lows, rights, last_lows, bases, sizes, angles, legible or {}
    )


def _readable(page: Handle, text: str) -> tuple[str, dict[int, str] | None]:
    """Return the text with odd characters as they read, and apart those that are not one character then.

    The second is None where no character is odd.
    """
    read = {found.start(): _legible(page, text, found.start()) for found in _ODD.finditer(text)}
    if not read:
        return text, None
    chars = list(text)
    for index, char in read.items():
        if len(char) == 1:
            chars[index] = char
    return "".join(chars), {index: char for index, char in read.items() if len(char) != 1}


def _legible_words(text: str, spans: Sequence[tuple[int, int]], legible: Mapping[int, str]) -> list[str]:
    """Return what each run reads."""
    words = [text[start:end] for start, end in spans]
    starts = [start for start, _ in spans]
    for index in {bisect_right(starts, place) - 1 for place in legible} - {-1}:
        words[index] = "".join(legible.get(place, text[place]) for place in range(*spans[index]))
    return words


def _characters(page: Handle, count: int) -> str:
    """Return the characters of a page; those whose font says nothing are marked where there are many."""
    calls = library()
    buffer = _buffer((4 * count + 2).bit_length())
    written = calls.FPDFText_GetText(page, 0, count, buffer)
    text = ctypes.string_at(buffer, max(2 * written - 2, 0)).decode("utf-16-le", "replace")
    if len(text) != count:  # some characters are left out of the text, but count
        codes = each(calls.FPDFText_GetUnicode, range(count), page)
        text = "".join(chr(code) if 0 < code <= 0x10FFFF else UNMAPPED for code in codes)
    step = max(count // _PROBES, 1)
    probes = [index for index in range(0, count, step) if not text[index].isspace()]
    wrong = each(calls.FPDFText_HasUnicodeMapError, probes, page).count(1)
    if wrong <= _UNMAPPED_SHARE * len(probes):
        return text
    flags = each(calls.FPDFText_HasUnicodeMapError, range(count), page)
    return "".join(
        UNMAPPED if flag == 1 and not char.isspace() else char for flag, char in zip(flags, text, strict=True)
    )


@cache
def _buffer(bits: int) -> Any:
    """Return a buffer of a size that is not made anew for every page: each size is a type of its own."""
    return ctypes.create_string_buffer(1 << bits)


def _legible(page: Handle, text: str, index: int) -> str:
    char = text[index]
    if char in _HYPHENS:
        return "-"
    if "\ud800" <= char <= "\udfff":
        return _halved(text, index)
    if char.isascii() or char in _PRIVATE or "\xa1" <= char <= "\xff":
        family = symbol_font(_font_name(page, index))
        return from_font(ord(char), family) if family or char in _PRIVATE else fold_ideographs(char)
    return fold_ideographs(char)


def _halved(text: str, index: int) -> str:
    """Return the character whose first half stands here, nothing for its second half; PDFium counts both."""
    if _PAIR.fullmatch(text, index, index + 2):
        return text[index : index + 2].encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    return "" if index and _PAIR.fullmatch(text, index - 1, index + 1) else UNMAPPED


def _font_name(page: Handle, index: int) -> str:
    name = ctypes.create_string_buffer(_FONT_NAME_BYTES)
    library().FPDFText_GetFontInfo(page, index, name, ctypes.c_ulong(_FONT_NAME_BYTES), None)
    return name.value.decode("utf-8", "replace")


def text_angle(text: PageText) -> int:
    """Return by how many degrees most of a page's text is turned to the left: 0, 90, 180 or 270."""
    if not any(text.angles):
        return 0
    weights = dict.fromkeys((0, 90, 180, 270), 0)
    total = 0
    for (start, end), angle in zip(text.spans, text.angles, strict=True):
        total += end - start
        if angle is not None:
            weights[angle] += end - start
    angle = max(weights, key=weights.__getitem__)
    return angle if weights[angle] > _TURNED_SHARE * total else 0


class Place(NamedTuple):
    """Where a page lies in what is drawn: its top left corner and its size."""

    left: float
    top: float
    width: float
    height: float


def text_to_glyphs(
    text: PageText, place: Place, hidden: Iterable[int], clips: Mapping[int, Sequence[Rectangle | None]]
) -> list[Glyph]:
    """Return the runs of a page as glyphs of several characters, from the top left corner.

    Args:
        text: Text of a page whose usual angle is 0.
        place: The page.
        hidden: Numbers of the runs that leave no ink.
        clips: What is visible of each character of runs that reach out of it, by their number, in the
            coordinates of PDFium.
    """
    left, top, width, height = place
    starts = [start for start, _ in text.spans]
    x0s, x1s = text.lefts, text.rights
    if left:
        x0s, x1s = [x - left for x in x0s], [x - left for x in x1s]
    bases = [top - origin for origin in text.origin]
    uppers = [base - _ASCENT * size for base, size in zip(bases, text.sizes, strict=True)]
    lowers = [base + _DESCENT * size for base, size in zip(bases, text.sizes, strict=True)]
    columns = zip(text.words, x0s, uppers, x1s, lowers, bases, text.sizes, text.leads, starts, strict=True)
    glyphs = list(map(made, repeat(Glyph), columns))
    unseen = set(hidden)
    closer = {*unseen, *clips, *_odd_runs(text)}
    if closer:
        pieces = [[glyph] for glyph in glyphs]
        for index in closer:
            pieces[index] = [] if index in unseen else _by_character(text, index, place, clips.get(index, ()))
        glyphs = list(chain.from_iterable(pieces))
    is_all_inside = (
        min(x1s, default=1.0) > 0
        and max(x0s, default=0.0) < width
        and min(uppers, default=0.0) >= 0
        and max(bases, default=0.0) <= height
    )
    return glyphs if is_all_inside else [glyph for glyph in glyphs if _is_inside(glyph, place)]


def _odd_runs(text: PageText) -> list[int]:
    """Return the runs that cannot be told from their ends: turned, set unevenly, misplaced, or of nothing legible."""
    rows = zip(
        text.words, text.lefts, text.lows, text.rights, text.last_lows, text.origin, text.sizes, strict=True
    )
    odd = [
        index
        for index, (word, x, low, far, last, origin, size) in enumerate(rows)
        if not -_FAR * size < low - origin < _FAR * size
        or (
            len(word) != 1
            and not (
                -_OTHER_LINE * size <= last - low <= _OTHER_LINE * size
                and _NARROWEST * (usual := size * _usual_width(word)) <= far - x <= _WIDEST * usual
            )
        )
    ]
    if None in text.angles or any(text.angles):
        odd += [index for index, angle in enumerate(text.angles) if angle != 0]
    return odd


def _usual_width(word: str) -> float:
    """Return how wide a run is in sizes, if ideographs are as wide as their size, and others half of it."""
    if word.isascii():
        return len(word) / 2
    return (len(word) + len(word.encode("utf-8", "replace"))) / 4


def _by_character(text: PageText, index: int, place: Place, clips: Sequence[Rectangle | None]) -> list[Glyph]:
    """Return what shows of a run that is turned, clipped or set unevenly."""
    angle = text.angles[index]
    if angle is None:
        return []
    if angle:
        return list(_sideways(text, text.spans[index], place))
    start = text.spans[index][0]
    glyphs = run_to_glyphs(text, text.spans[index], place, text.leads[index])
    return [glyph for glyph in glyphs if not clips or _is_visible(glyph, clips[glyph.start - start], place)]


def _is_visible(glyph: Glyph, clip: Rectangle | None, place: Place) -> bool:
    """Say whether the middle of a character lies inside its clip."""
    if clip is None or glyph.start < 0:
        return True
    left, bottom, right, top = clip
    x, y = glyph.center
    return left <= x + place.left <= right and bottom <= place.top - y <= top


def _leads(page: Handle, gaps: Sequence[str], starts: Sequence[int]) -> list[str]:
    """Return the blanks that are printed before each run on its line.

    Args:
        page: Text page of PDFium.
        gaps: What stands before each run.
        starts: First character of each run.
    """
    blanks = {gap: "" if gap == " " or "\n" in gap or "\r" in gap else gap for gap in set(gaps)}
    leads = [blanks[gap] for gap in gaps]
    if " " in blanks:  # PDFium makes blanks of its own
        asked = [index for index, gap in enumerate(gaps) if gap == " "]
        made_up = each(library().FPDFText_IsGenerated, [starts[index] - 1 for index in asked], page)
        for index, is_made in zip(asked, made_up, strict=True):
            if is_made != 1:
                leads[index] = " "
    return leads


def run_to_glyphs(text: PageText, span: tuple[int, int], place: Place, lead: str) -> list[Glyph]:
    """Return the characters of a run one by one; `lead` are the blanks before the first one."""
    indices = range(*span)
    lefts, rights, lows = structs(
        library().FPDFText_GetLooseCharBox, indices, (_LEFT, _RIGHT, _BOTTOM), text.page
    )
    sizes, _, origins, starts = read_settings(text.page, indices)
    glyphs: list[Glyph] = []
    rows = zip(indices, lefts, rights, lows, origins, sizes, starts, strict=True)
    for index, one, other, low, origin, size, start in rows:
        char = text.legible.get(index, text.text[index])
        x0, x1 = sorted((one - place.left, other - place.left))
        if (
            abs(low - origin) > _FAR * size
        ):  # PDFium forgets to place what stands for a text (ActualText) in a drawing
            x0 = max(start - place.left, glyphs[-1].x1 if glyphs else start - place.left)
            x1 = x0 + size
        base = place.top - origin
        if char:
            upper, lower = base - _ASCENT * size, base + _DESCENT * size
            found = index if len(char) == 1 else -1
            glyphs.append(Glyph(char, x0, upper, x1, lower, base, size, lead, found))
            lead = ""
    return [glyph for glyph in glyphs if _is_inside(glyph, place)]


def _is_inside(glyph: Glyph, place: Place) -> bool:
    """Say whether a glyph shows on the page."""
    return (
        glyph.x1 > 0 and glyph.x0 < place.width and 0 <= glyph.baseline - MIDDLE * glyph.size <= place.height
    )


def _sideways(text: PageText, span: tuple[int, int], place: Place) -> Iterator[Glyph]:
    """Yield a run that is turned against the page as one glyph, so that its characters keep their order."""
    words = "".join(text.legible.get(index, text.text[index]) for index in range(*span))
    boxes = [_ink(text.page, index) for index in range(*span)]
    left, right = min(box[0] for box in boxes) - place.left, max(box[1] for box in boxes) - place.left
    top, bottom = place.top - max(box[3] for box in boxes), place.top - min(box[2] for box in boxes)
    size = min(right - left, bottom - top)
    if words and size > 0:
        yield Glyph(words, left, top, right, bottom, bottom - 0.15 * size, size)


def _ink(page: Handle, index: int) -> list[float]:
    """Return left, right, bottom and top of the ink of a character."""
    values = [ctypes.c_double() for _ in range(4)]
    library().FPDFText_GetCharBox(page, index, *map(ctypes.byref, values))
    return [value.value for value in values]
