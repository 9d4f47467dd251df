"""Which paragraphs are headings, judged by their text, and which headings a place stands under.

Pure functions on text, shared by the readers: a PDF has no styles, and many Word reports type
their outline numbers by hand.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Longer lines are run-in paragraphs that open with a number, not headings of their own.
HEADING_LIMIT = 40
# A heading style on a whole paragraph of prose is a slip of the author; see `fold_headings`.
STYLED_LIMIT = 100
DEEPEST = 9

_NUMERAL = "[一二三四五六七八九十百零〇○壹贰叁肆伍陆柒捌玖拾]{1,4}"
_DIGITS = "[0-9０-９]{1,2}"
# Outline order of official documents: GB/T 9704-2012, section 7.3.3 (一、（一） 1. （1）);
# parts and chapters stand above it, circled numbers and decimal sections below.
_MARKS = tuple(
    (re.compile(pattern), rank)
    for pattern, rank in (
        (rf"第(?:{_NUMERAL}|{_DIGITS})(?:部分|章|编|篇)(?=[\s：:、]*\S|$)", 0),
        (
            rf"附(?:件|表|录)\s*(?:{_NUMERAL}|[0-9０-９]{{1,2}}(?:[-－—.][0-9０-９]{{1,2}})?)?(?=[\s：:、.．]|$)",
            1,
        ),
        (rf"{_NUMERAL}\s*[、.．](?=\s*\S)", 1),
        (rf"[（(]\s*{_NUMERAL}\s*[）)]\s*[、.．]?(?=\s*\S)", 2),
        (rf"{_DIGITS}(?:[.．][0-9０-９]{{1,2}}){{2,3}}[.．]?(?=\s+\S)", 5),
        (rf"{_DIGITS}[.．][0-9０-９]{{1,2}}(?=\s+[^\s0-9０-９])", 4),
        (rf"{_DIGITS}\s*(?:、|[.．](?![0-9０-９]))(?=\s*\S)", 3),
        (rf"[（(]\s*{_DIGITS}\s*[）)]\s*[、.．]?(?=\s*\S)", 4),
        (r"[①-⑳](?=\s*\S)", 5),
    )
)
# What an outline number begins with; most paragraphs are told apart by their first character.
_OPENING = re.compile(rf"\s*(?:[第附（(①-⑳0-9０-９]|{_NUMERAL})")
_SOFT_BREAK = re.compile(r"(?<=[^\x00-\x7f])[ \t]*\n\s*|[ \t]*\n\s*(?=[^\x00-\x7f])")
_SENTENCE = re.compile(r"[。；;！？!?：:]")
_CONTENTS_LINE = re.compile(r"(?:\t|[.．…·]{2,}|\s{3,})\s*[-－—]?\s*\d{1,4}\s*[-－—]?$")


class Placed(NamedTuple):
    """Where a paragraph stands in the outline.

    Attributes:
        level: 1 to 9 if it is a heading itself, else None.
        heading: Headings that it stands under, outermost first, itself not included.
        below: Headings that whatever follows it stands under, itself included.
    """

    level: int | None
    heading: tuple[str, ...]
    below: tuple[str, ...]


def fold_headings(paragraphs: Iterable[tuple[str, int | None]]) -> tuple[Placed, ...]:
    """Return the place of each paragraph in the outline of the document.

    A level that the author gave by a style is taken at its word. Typed numbers fill in where styles
    say nothing; they are moved down so that both agree on the level of the same kind of number
    (a document whose title has style "heading 1" has 一、 on level 2), or below parts and chapters.

    Args:
        paragraphs: Text and level given by a style (None if none), in reading order.
    """
    given = tuple(paragraphs)
    ranks = tuple(_rank(text) for text, _ in given)
    shift = _typed_shift(given, ranks)
    path: list[tuple[int, str]] = []
    text_here = Placed(None, (), ())  # text below the last heading
    placed: list[Placed] = []
    for (text, styled), rank in zip(given, ranks, strict=True):
        level = _level(text, styled, rank, shift)
        if level is None:
            placed.append(text_here)
            continue
        path = [entry for entry in path if entry[0] < level]
        heading = tuple(title for _, title in path)
        path.append((level, one_line(text)))
        below = (*heading, path[-1][1])
        placed.append(Placed(level, heading, below))
        text_here = Placed(None, below, below)
    return tuple(placed)


def one_line(text: str) -> str:
    r"""Return a title on one line: line breaks between Chinese characters vanish, other white space is one blank.

    Examples:
        >>> one_line("综合评价\n结果表"), one_line("  表1   支出 ")
        ('综合评价结果表', '表1 支出')
    """
    return " ".join((_SOFT_BREAK.sub("", text) if "\n" in text else text).split())


def _level(text: str, styled: int | None, rank: int | None, shift: int) -> int | None:
    """Return the level by style where there is one and the text can be a heading, else by number."""
    if styled is not None and len(text) <= STYLED_LIMIT:
        return styled
    return None if rank is None else min(max(rank + shift, 1), DEEPEST)


def _typed_shift(given: Sequence[tuple[str, int | None]], ranks: Sequence[int | None]) -> int:
    """Return by how much typed numbers lie below their usual level in this document."""
    offsets = Counter(
        styled - rank
        for (_, styled), rank in zip(given, ranks, strict=True)
        if styled is not None and rank is not None
    )
    if offsets:
        return offsets.most_common(1)[0][0]
    return 1 if 0 in ranks else 0


def _rank(text: str) -> int | None:
    """Return the rank of the outline number at the start of a heading; 0 for parts and chapters."""
    if not _OPENING.match(text):
        return None
    line = one_line(text)
    if not line or len(line) > HEADING_LIMIT or _CONTENTS_LINE.search(text.strip()):
        return None
    for mark, rank in _MARKS:
        if found := mark.match(line):
            return rank if _reads_as_title(line[found.end() :], rank) else None
    return None


def _reads_as_title(rest: str, rank: int) -> bool:
    """Say whether the words after the number are a title, not a sentence.

    A colon may end a title. So may one full stop on the two upper levels, where many reports
    close their headings with it, unless figures show that something is stated there.
    """
    title = rest.strip(" ：:、")
    if rank <= 2 and title.endswith("。") and not re.search(r"[0-9０-９]", title):
        title = title[:-1]
    return not _SENTENCE.search(title)
