"""What each number of a paragraph is about: label, indicator, project, year, stage of the budget year."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..schemas.records import Kind, Stage
from .numbers import find_numbers
from .prose_labels import indicator_of, load_prose_words, name_in, project_in
from .stages import period_of, stage_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .numbers import PrintedNumber

SENTENCE_END = re.compile(r"[。！？!?\n]")
CLAUSE_MARK = re.compile(r"[，,；;：:。！？\n]")
# "17、11、1人" and "60%、40%": the unit is printed once, at the end of the list.
LIST_MARK = re.compile(r"\s*(?:[、和与及]|以及)\s*")
COMPARED = re.compile(r"[比较与同][^，,。]{0,12}$")
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


def prose_numbers(text: str, context: ProseContext) -> tuple[ProseNumber, ...]:
    """Return the numbers of a paragraph with what they are about, in order.

    Args:
        text: The paragraph, or a cell with running text.
        context: What is known before.

    Returns:
        One per printed number, dates and list numbers included.
    """
    printed = _with_list_units(find_numbers(text), text)
    read: list[ProseNumber] = []
    for number in printed:
        if number.kind in (Kind.DATE, Kind.ORDINAL):
            read.append(ProseNumber(number, name_in(_clause(text, number.start)), None, None, None, None))
        else:
            read.append(
                _read(
                    text,
                    number,
                    [n for n in read if n.printed.kind not in (Kind.DATE, Kind.ORDINAL)],
                    context,
                )
            )
    return tuple(read)


def _with_list_units(numbers: Sequence[PrintedNumber], text: str) -> tuple[PrintedNumber, ...]:
    """Give bare numbers of a list the unit printed after its last one."""
    carried = list(numbers)
    for at in range(len(carried) - 2, -1, -1):
        number, after = carried[at], carried[at + 1]
        if number.kind is Kind.NUMBER and number.unit is None and after.unit is not None:
            if LIST_MARK.fullmatch(text[number.end : after.start]):
                carried[at] = replace(number, unit=after.unit, kind=after.kind)
    return tuple(carried)


def _read(
    text: str, number: PrintedNumber, before: Sequence[ProseNumber], context: ProseContext
) -> ProseNumber:
    sentence_start = _sentence_start(text, number.start)
    last = before[-1] if before else None
    same = [n for n in before if n.printed.start >= sentence_start]
    words = text[max(sentence_start, same[-1].printed.end if same else 0) : number.start]
    clause = _clause(words, len(words))
    is_change = load_prose_words().change_at_end.search(clause) is not None
    name = name_in(clause)
    label = name or _carried(text, words, sentence_start, last)
    entity = project_in(clause) or (last.entity if last and not name and same else None)
    is_measure = number.kind in MEASURED and not is_change
    return ProseNumber(
        printed=number,
        label=label,
        indicator=indicator_of(name if number.kind is Kind.PERCENT else label, number.kind)
        if not is_change
        else None,
        entity=entity,
        period=_period(words, same, context),
        stage=_stage(words, clause, text, same) if is_measure else None,
    )


def _sentence_start(text: str, position: int) -> int:
    starts = [found.end() for found in SENTENCE_END.finditer(text, 0, position)]
    return starts[-1] if starts else 0


def _clause(text: str, position: int) -> str:
    return CLAUSE_MARK.split(text[:position])[-1]


def _carried(text: str, words: str, sentence_start: int, last: ProseNumber | None) -> str:
    """Return the name from an earlier clause: of these words, of the number before, of the title before."""
    for clause in reversed(CLAUSE_MARK.split(words)[:-1]):
        if name := name_in(clause):
            return name
    if last is not None and last.printed.start >= sentence_start:
        return last.label
    earlier = [clause for clause in SENTENCE_END.split(text[:sentence_start]) if clause.strip()]
    if earlier and not any(
        character.isdigit() for character in re.sub(r"^\s*[（(]?\d{1,2}[.、．)）]", "", earlier[-1])
    ):
        return name_in(CLAUSE_MARK.split(earlier[-1])[-1])
    return last.label if last else ""


def _period(words: str, same: Sequence[ProseNumber], context: ProseContext) -> str | None:
    own = CARRIED_IN.sub("", words)
    stated = period_of(own, None)
    if stated is not None:
        return stated
    current = period_of(own, context.fiscal_year)
    is_compared = COMPARED.search(own) is not None
    if context.fiscal_year is None or current != str(context.fiscal_year) or is_compared:
        return current
    if re.search("本年|今年|当年", own) or not same:
        return current
    return same[-1].period if not _is_compared_figure(same[-1]) else current


def _is_compared_figure(number: ProseNumber) -> bool:
    return number.printed.kind is Kind.PERCENT


def _stage(words: str, clause: str, text: str, same: Sequence[ProseNumber]) -> Stage | None:
    stage = stage_of(clause) or stage_of(words)
    known = load_prose_words()
    if stage is not None:
        later_spent = known.spent_at_end.search(clause) and not stage_of(clause)
        return Stage.ACTUAL if later_spent else stage
    totals = [n.stage for n in same if n.stage is not None and _opens_list(text, n)]
    if totals:
        return totals[-1]
    return Stage.ACTUAL if known.spent_at_end.search(clause) else None


def _opens_list(text: str, number: ProseNumber) -> bool:
    """Return whether 其中 or 主要有 follows a number: what is listed there was taken at the same stage."""
    return re.match(r"[^。\d]{0,12}(?:其中|主要|包括)", text[number.printed.end :]) is not None
