"""The grade scheme that a document states: "90分（含）以上为优，80（含）—90分为良，…"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from ...schemas.catalogue import load_catalogue
from ...schemas.entries import Band, GradeScheme
from ..text.words import load_text_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Paragraph
    from ..context import ReportView

FEWEST_BANDS = 3
FIGURE = r"(\d{1,3}(?:\.\d+)?)\s*分?\s*(?:\((不?含)[^)]{0,8}\))?\s*分?"
RANGE = rf"{FIGURE}\s*(?:[-—–~～－至到]+|[,，]\s*低于|[≤<][^\d]{{0,6}}[≤<])\s*{FIGURE}(?:以下)?"
ABOVE = rf"(?:(?:高于或等于|大于或?等于|不低于|≥|>)\s*)?{FIGURE}\s*(?:及|\(含\))?\s*以上|(?:高于或等于|大于或?等于|不低于|≥)\s*{FIGURE}"
BELOW = rf"{FIGURE}\s*以下|(?:低于|不足|小于|<)\s*{FIGURE}"
LINK = r"[^\d。；;、]{0,16}?"


@dataclass(frozen=True, slots=True)
class StatedScheme:
    """A grade scheme in words.

    Attributes:
        scheme: Its bands, best first; a lower bound without remark counts as inclusive.
        shared: Bounds that two bands claim without saying which one has them.
        paragraph: Where it stands.
    """

    scheme: GradeScheme
    shared: tuple[Decimal, ...]
    paragraph: Paragraph


@dataclass(frozen=True, slots=True)
class _Range:
    lower: Decimal
    upper: Decimal | None
    lower_note: str | None
    upper_note: str | None
    word: str


@cache
def grade_words() -> tuple[str, ...]:
    """Return every grade word known, the longest first."""
    words = {band.word for scheme in load_catalogue().grades.values() for band in scheme.bands}
    words |= set(load_text_words().lists["grades"])
    return tuple(sorted((word for word in words if not word.isascii()), key=lambda word: (-len(word), word)))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    word = rf"[“\"「]?(?P<word>{'|'.join(grade_words())})[”\"」]?(?:等次|等级|级|档次?)?(?=[,，;；。、)(（]|的|单位|项目|$|\s)"
    bounds = rf"(?:(?P<range>{RANGE})|(?P<above>{ABOVE})|(?P<below>{BELOW}))"
    before = rf"[“\"「]?(?P<word>{'|'.join(grade_words())})[”\"」]?(?:等次|等级|级|档)?\s*[(:为是]\s*(?:得分|评分|分数|[SXsx](?=[<≥>≤]))?(?:在)?"
    return re.compile(bounds + LINK + word), re.compile(before + bounds)


def stated_scheme(view: ReportView) -> StatedScheme | None:
    """Return the grade scheme that a report states; None if it states none or two different ones."""
    return view.once(stated_scheme, lambda: _only_scheme(view))


def _only_scheme(view: ReportView) -> StatedScheme | None:
    found = [scheme for p in view.report.document.paragraphs if (scheme := _in_paragraph(p))]
    if not found or any(other.scheme.bands != found[0].scheme.bands for other in found[1:]):
        return None
    return found[0]


def _in_paragraph(paragraph: Paragraph) -> StatedScheme | None:
    if sum(word in paragraph.text for word in grade_words()) < FEWEST_BANDS:
        return None
    text = unicodedata.normalize("NFKC", paragraph.text)
    best: list[_Range] = max((list(_ranges(pattern, text)) for pattern in _patterns()), key=len)
    ranges = sorted({item.word: item for item in reversed(best)}.values(), key=lambda item: -item.lower)
    if len(ranges) < FEWEST_BANDS or len({item.lower for item in ranges}) < len(ranges) or ranges[-1].lower:
        return None
    bands = tuple(
        Band(item.lower, item.lower_note != "不含", item.word, n) for n, item in enumerate(ranges, start=1)
    )
    scheme = GradeScheme("stated", "文件写明的等次标准", bands)
    return StatedScheme(scheme, tuple(_shared(ranges)), paragraph)


def _ranges(pattern: re.Pattern[str], text: str) -> Iterator[_Range]:
    for found in pattern.finditer(text):
        figures = re.findall(FIGURE, found["range"] or found["above"] or found["below"])
        (low, low_note), *rest = figures
        if found["range"]:
            (high, high_note), *_ = rest
            if "<" in found["range"] or "≤" in found["range"]:
                low_note, high_note = (_note(found["range"], at) for at in (0, -1))
            ends = sorted([(Decimal(low), low_note), (Decimal(high), high_note)])
            yield _Range(ends[0][0], ends[1][0], ends[0][1] or None, ends[1][1] or None, found["word"])
        elif found["above"]:
            note = low_note or ("含" if re.search("≥|等于|不低于|及", found["above"]) else None)
            yield _Range(Decimal(low), None, note, None, found["word"])
        else:
            yield _Range(Decimal(0), Decimal(low), "含", low_note or "不含", found["word"])


def _note(inequality: str, at: int) -> str:
    """Whether the first or the last sign of "80≤S<90" includes its bound."""
    return "含" if re.findall("[<≤]", inequality)[at] == "≤" else "不含"


def has_unread_scheme(view: ReportView) -> bool:
    """Return whether a paragraph seems to state bands that cannot be read; no other scheme may stand in then."""
    return any(
        len(set(re.findall(r"\d{2,3}(?=\s*分|\s*[（(—-])", p.text))) >= FEWEST_BANDS
        and sum(word in p.text for word in grade_words()) >= FEWEST_BANDS
        and _in_paragraph(p) is None
        for p in view.report.document.paragraphs
    )


def _shared(ranges: list[_Range]) -> Iterator[Decimal]:
    """Bounds where neither band says whether it has them; "60分以下" leaves 60 to the band above."""
    for better, worse in pairwise(ranges):
        if worse.upper == better.lower and better.lower_note is None and worse.upper_note is None:
            yield better.lower
