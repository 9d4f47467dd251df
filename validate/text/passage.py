"""A paragraph as the patterns see it: sentences of figures with the words between them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ...schemas.records import Kind
from ..precision import dimension
from .words import load_text_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...schemas.records import Fact

SENTENCE_END = re.compile(r"[。！？!?\n]")
CLAUSE_MARK = re.compile(r"[，,；;：:。、\n]")
OPENING, CLOSING = "（(〔[【", "）)〕]】"
COMPARED = re.compile(r"[比较与同][^，,]{0,16}$")
SHARED = re.compile("占(?!地|用|有|道|压)[^，,；;]{1,16}$")
OTHER_YEAR = re.compile(r"预算|20\d\d年")
MORE = re.compile("[余多]")
UNCOUNTED = frozenset({Kind.DATE, Kind.ORDINAL})


class Role(StrEnum):
    """What a figure does in its clause."""

    PLAIN = "plain"  # a quantity of its own
    DELTA = "delta"  # by how much something grew or shrank
    REFERENCE = "reference"  # the figure compared with: "比上年5万元"
    SHARE = "share"  # 占…%
    RATE = "rate"  # any other percentage
    GROWTH = "growth"  # 增长…%
    VAGUE = "vague"  # 约、近、以上: no operand, and a list that holds one cannot be added


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that may take part in arithmetic.

    Attributes:
        fact: The number.
        start: Its first character in the text of the passage.
        end: One past its last character.
        lead: Words since the figure before, or since the start of the sentence.
        tail: Words up to the next figure, or to the end of the sentence.
        depth: How many brackets it stands in.
        sentence: Number of its sentence, from 0.
        group: Number of its part between semicolons inside the sentence, from 0.
        role: What it does in its clause.
        clause: The words right before it, inside its clause.
        is_falling: The words say that it is a decrease.
        is_explained: It belongs to the reasons given, not to the statement.
    """

    fact: Fact
    start: int
    end: int
    lead: str
    tail: str
    depth: int
    sentence: int
    group: int
    role: Role
    clause: str
    is_falling: bool
    is_explained: bool

    def is_like(self, other: Figure) -> bool:
        """Return whether the two can be added: same dimension, and of counts the same measure word."""
        if self.fact.kind is not other.fact.kind:
            return False
        if self.fact.kind is Kind.COUNT or self.fact.kind is Kind.NUMBER:
            return self.fact.unit == other.fact.unit or {self.fact.unit, other.fact.unit} <= PERSONS
        return dimension(self.fact) == dimension(other.fact)


PERSONS = frozenset({"人", "名", "位"})


@dataclass(frozen=True)
class Passage:
    """A text with the figures in it, in order."""

    text: str
    figures: tuple[Figure, ...]

    def sentence(self, number: int) -> tuple[Figure, ...]:
        """Return the figures of a sentence."""
        return self._by_sentence.get(number, ())

    @cached_property
    def sentences(self) -> tuple[tuple[Figure, ...], ...]:
        """Sentences that hold figures."""
        return tuple(self._by_sentence.values())

    @cached_property
    def _by_sentence(self) -> Mapping[int, tuple[Figure, ...]]:
        return {number: tuple(found) for number, found in groupby(self.figures, lambda f: f.sentence)}

    def before(self, position: int) -> tuple[Figure, ...]:
        """Return the figures that end before a position of the text."""
        return self.figures[: bisect_right(self.figures, position, key=lambda f: f.end)]

    def after(self, position: int) -> tuple[Figure, ...]:
        """Return the figures that start at or after a position of the text."""
        return self.figures[bisect_left(self.figures, position, key=lambda f: f.start) :]


def read_passage(text: str, facts: Sequence[Fact], offset: int = 0) -> Passage:
    """Return the figures of a text, or of a part of one, with their words.

    Args:
        text: The words.
        facts: The facts located in it, in order.
        offset: Where the part begins in the text that the places of the facts count in.
    """
    counted = [fact for fact in facts if fact.kind not in UNCOUNTED]
    spans = [((f.source.start or 0) - offset, (f.source.end or 0) - offset) for f in counted]
    ends = [found.start() for found in SENTENCE_END.finditer(text)]
    edges = [0, *(end for _, end in spans)]
    nexts = [*(start for start, _ in spans[1:]), len(text)]
    beside = zip(edges, nexts, strict=False)
    places = [Place(*span, *next(beside)) for span in spans]
    return Passage(text, tuple(_figure(text, ends, *each) for each in zip(counted, places, strict=True)))


class Place(NamedTuple):
    """Where a figure stands in its text, and where the figures beside it end and begin."""

    start: int
    end: int
    last_end: int
    next_start: int


def _figure(text: str, sentence_ends: Sequence[int], fact: Fact, place: Place) -> Figure:
    start, end, last_end, next_start = place
    number = bisect_left(sentence_ends, start)
    sentence_start = sentence_ends[number - 1] + 1 if number else 0
    sentence_end = sentence_ends[number] if number < len(sentence_ends) else len(text)
    lead = text[max(sentence_start, last_end) : start]
    ahead = text[sentence_start:start]
    clause = CLAUSE_MARK.split(lead)[-1]
    role, is_falling = (Role.VAGUE, False) if _is_vague(fact, text, place) else _role(fact, clause)
    return Figure(
        fact=fact,
        start=start,
        end=end,
        lead=lead,
        tail=text[end : min(sentence_end, next_start)],
        depth=_depth(ahead),
        sentence=number,
        group=ahead.count("；") + ahead.count(";"),
        role=role,
        clause=clause,
        is_falling=is_falling,
        is_explained=load_text_words().reason.search(ahead, _last_semicolon(ahead) + 1) is not None,
    )


def _last_semicolon(ahead: str) -> int:
    return max(ahead.rfind("；"), ahead.rfind(";"))


def _is_vague(fact: Fact, text: str, place: Place) -> bool:
    words = load_text_words()
    before = text[max(0, place.start - 4) : place.start]
    if words.approximate_at_end.search(before) and not words.not_approximate_at_end.search(before):
        return True
    return words.approximate_at_start.match(text[place.end : place.end + 2]) is not None or bool(
        MORE.search(fact.text)
    )


def _depth(ahead: str) -> int:
    opened = sum(ahead.count(mark) for mark in OPENING)
    return max(0, opened - sum(ahead.count(mark) for mark in CLOSING))


def _role(fact: Fact, clause: str) -> tuple[Role, bool]:
    words = load_text_words()
    falls = words.decrease_at_end.search(clause) is not None
    moves = falls or words.increase_at_end.search(clause) is not None
    if fact.kind is Kind.PERCENT:
        if words.share_at_end.search(clause):
            return Role.SHARE, False
        return (Role.GROWTH, falls) if moves else (Role.RATE, False)
    if moves:
        return Role.DELTA, falls
    return (Role.REFERENCE if _is_reference(clause) else Role.PLAIN), False


def _is_reference(clause: str) -> bool:
    """Return whether a clause compares with the figure that follows: "比上年决算数", "占总投资"."""
    if SHARED.search(clause):
        return True
    compared = COMPARED.search(clause)
    if compared is None:
        return False
    words = load_text_words()
    return words.prior_year.search(compared[0]) is not None or OTHER_YEAR.search(compared[0]) is not None
