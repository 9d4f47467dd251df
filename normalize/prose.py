"""What each number of a paragraph is about: label, indicator, project, year, stage of the budget year."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..schemas.records import Kind, Stage
from .numbers import find_numbers
from .prose_labels import LIST_NUMBER, indicator_of, load_prose_words, name_in, of_whole_unit, project_in
from .stages import period_of, stage_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .numbers import PrintedNumber

SENTENCE_END = re.compile(r"[。！？!?\n]")
CLAUSE_MARK = re.compile(r"[，,；;：:。！？\n]")
# "17、11、1人" and "60%、40%": the unit is printed once, at the end of the list.
LIST_MARK = re.compile(r"\s*(?:[、和与及]|以及)\s*")
COMPARED = re.compile(r"[比较与同][^，,。]{0,12}$")
THIS_YEAR = re.compile("本年|今年|当年")
OPENS_LIST = re.compile(r"[^。\d]{0,12}(?:其中|主要|包括)")
REACH = 200  # characters before a number that may say what it is about
SAME_MOST = 60  # numbers before it in its sentence that are looked at
CARRIED_IN = re.compile(r"(?:上年|以前年度)(?=结转|结余)")
MEASURED = frozenset({Kind.AMOUNT, Kind.COUNT, Kind.AREA, Kind.NUMBER})


@dataclass(frozen=True, slots=True)
class ProseContext:
    """What is known before a paragraph is read.

    Attributes:
        fiscal_year: Year reported on; None if unknown.
        heading: Headings that the paragraph stands under, outermost first.
    """

    fiscal_year: int | None = None
    heading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProseNumber:
    """A number in running text and what it is about.

    Attributes:
        printed: The number as it stands; of a list "17、11、1人" each has the unit of the last.
        label: Words that name it, carried over from the clause before if its own names nothing.
        indicator: Id in the catalogue; None if the name is unknown or means another scope.
        entity: Project it is about; None for the reporting unit itself.
        period: Year as "2023"; None if nothing says.
        stage: Stage of the budget year; None if it has none.
    """

    printed: PrintedNumber
    label: str
    indicator: str | None
    entity: str | None
    period: str | None
    stage: Stage | None


@dataclass(frozen=True, slots=True)
class _Place:
    """A number with what was read before it.

    Attributes:
        text: The paragraph.
        number: The number.
        sentence_start: First character of its sentence.
        same: The numbers before it in the sentence, dates and list numbers left out.
        last: The number before it in the paragraph.
    """

    text: str
    number: PrintedNumber
    sentence_start: int
    same: Sequence[ProseNumber]
    last: ProseNumber | None

    @property
    def words(self) -> str:
        """The words since the number before, inside the sentence."""
        start = self.same[-1].printed.end if self.same else self.sentence_start
        return self.text[max(start, self.number.start - REACH) : self.number.start]

    @property
    def opening(self) -> str:
        """The words before the first number of the sentence."""
        first = self.same[0].printed.start if self.same else self.number.start
        return self.text[max(self.sentence_start, first - REACH) : first]

    @property
    def clause(self) -> str:
        """The words right before the number, inside its clause."""
        return CLAUSE_MARK.split(self.words)[-1]


def prose_numbers(text: str, context: ProseContext) -> tuple[ProseNumber, ...]:
    """Return the numbers of a paragraph with what they are about, in order.

    Args:
        text: The paragraph, or a cell with running text.
        context: What is known before.

    Returns:
        One per printed number, dates and list numbers included.
    """
    starts = [0, *(found.end() for found in SENTENCE_END.finditer(text))]
    read: list[ProseNumber] = []
    same: list[ProseNumber] = []
    last: ProseNumber | None = None
    for number in _with_list_units(find_numbers(text), text):
        sentence_start = starts[bisect_right(starts, number.start) - 1]
        if same and same[-1].printed.start < sentence_start:
            same = []
        place = _Place(text, number, sentence_start, same[-SAME_MOST:], last)
        if number.kind in (Kind.DATE, Kind.ORDINAL):
            read.append(ProseNumber(number, name_in(place.clause), None, None, None, None))
            continue
        last = _read(place, context)
        read.append(last)
        same.append(last)
    return tuple(read)


def _with_list_units(numbers: Sequence[PrintedNumber], text: str) -> tuple[PrintedNumber, ...]:
    """Give bare numbers of a list the unit printed after its last one."""
    carried = list(numbers)
    for at in range(len(carried) - 2, -1, -1):
        number, after = carried[at], carried[at + 1]
        is_bare = number.kind is Kind.NUMBER and number.unit is None and after.unit is not None
        if is_bare and LIST_MARK.fullmatch(text[number.end : after.start]):
            carried[at] = replace(number, unit=after.unit, kind=after.kind)
    return tuple(carried)


def _read(place: _Place, context: ProseContext) -> ProseNumber:
    clause, last, kind = place.clause, place.last, place.number.kind
    is_change = load_prose_words().change_at_end.search(clause) is not None
    name = name_in(clause)
    label = name or _carried(place)
    inherited = last.entity if last and not name and place.same else None
    indicator = None if is_change else indicator_of(name if kind is Kind.PERCENT else label, kind)
    return ProseNumber(
        printed=place.number,
        label=label,
        indicator=of_whole_unit(indicator, "".join((*context.heading, place.opening))),
        entity=project_in(clause) or inherited,
        period=_period(place, context),
        stage=_stage(place) if kind in MEASURED and not is_change else None,
    )


def _carried(place: _Place) -> str:
    """Return the name from an earlier clause: of these words, of the number before, of the title before."""
    for clause in reversed(CLAUSE_MARK.split(place.words)[:-1]):
        if name := name_in(clause):
            return name
    if place.same:
        return place.same[-1].label
    title = _title_before(place)
    if title:
        return name_in(CLAUSE_MARK.split(title)[-1])
    return place.last.label if place.last else ""


def _title_before(place: _Place) -> str:
    """Return the sentence before if it only names something: "1.行政运行（项）。年初预算为…"."""
    before = place.text[max(0, place.sentence_start - REACH) : place.sentence_start]
    sentences = [sentence for sentence in SENTENCE_END.split(before) if sentence.strip()]
    has_figures = sentences and any(c.isdigit() for c in LIST_NUMBER.sub("", sentences[-1]))
    return "" if not sentences or has_figures else sentences[-1]


def _period(place: _Place, context: ProseContext) -> str | None:
    own = CARRIED_IN.sub("", place.words)
    stated = period_of(own, None)
    if stated is not None:
        return stated
    current = period_of(own, context.fiscal_year)
    if context.fiscal_year is None or current != str(context.fiscal_year):
        return current
    if not place.same or COMPARED.search(own) or THIS_YEAR.search(own):
        return current
    start = place.same[-1].printed.start
    is_reference = COMPARED.search(place.text, max(place.sentence_start, start - REACH), start) is not None
    is_rate = place.same[-1].printed.kind is Kind.PERCENT
    return current if is_reference or is_rate else place.same[-1].period


def _stage(place: _Place) -> Stage | None:
    own = stage_of(place.clause)
    if own is not None:
        return own
    is_spent = load_prose_words().spent_at_end.search(place.clause) is not None
    stage = stage_of(place.words)
    if stage is not None:
        return Stage.ACTUAL if is_spent else stage
    totals = [n.stage for n in place.same if n.stage is not None and _opens_list(place.text, n)]
    if totals:
        return totals[-1]
    return Stage.ACTUAL if is_spent else None


def _opens_list(text: str, number: ProseNumber) -> bool:
    """Return whether 其中 or 主要有 follows a number: what is listed there was taken at the same stage."""
    return OPENS_LIST.match(text, number.printed.end) is not None
