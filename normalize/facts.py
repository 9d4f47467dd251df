"""One Fact for every printed number, in cells and in prose."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from ..schemas.catalogue import load_catalogue
from ..schemas.loading import load_yaml
from ..schemas.records import Fact, Kind, Notice
from ..schemas.time_limit import UNREAD, time_limit
from .numbers import find_numbers
from .prose import ProseContext, prose_numbers
from .reading import is_running_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..schemas.records import Cell, Document, Form, Paragraph
    from .numbers import PrintedNumber
    from .prose import ProseNumber
    from .reading import Meaning, TableReading

KIND_OF_DIMENSION = {
    "amount": Kind.AMOUNT,
    "percent": Kind.PERCENT,
    "count": Kind.COUNT,
    "area": Kind.AREA,
    "score": Kind.SCORE,
}
# Seconds of processor time; a paragraph takes some milliseconds, a table of 27,000 figures four seconds.
PARAGRAPH_SECONDS, TABLE_SECONDS = 20.0, 60.0
SETTLED = frozenset({Kind.DATE, Kind.ORDINAL})
KINDS_OF_INDICATOR = {
    "amount": (Kind.AMOUNT, Kind.AREA, Kind.NUMBER),
    "ratio": (Kind.PERCENT, Kind.NUMBER),
    "count": (Kind.COUNT, Kind.NUMBER),
    "score": (Kind.SCORE, Kind.NUMBER),
    "text": tuple(Kind),
}


def document_facts(
    document: Document, readings: Sequence[TableReading], forms: Sequence[Form], fiscal_year: int | None
) -> tuple[tuple[Fact, ...], tuple[Notice, ...]]:
    """Return the facts of a document, paragraphs first, numbered from 1, and what was given up to find them."""
    context = ProseContext(fiscal_year=fiscal_year)
    found: list[Fact] = []
    notices: list[Notice] = []
    for paragraph in document.paragraphs:
        with _bounded(f"第{paragraph.number}段", PARAGRAPH_SECONDS, notices):
            found.extend(_paragraph_facts(paragraph, context))
    for reading, form in zip(readings, forms, strict=True):
        with _bounded(f"表{reading.table.number}", TABLE_SECONDS, notices):
            found.extend(_table_facts(reading, form, context))
    facts = tuple(replace(fact, number=number) for number, fact in enumerate(found, start=1))
    return facts, tuple(notices)


@contextmanager
def _bounded(place: str, seconds: float, notices: list[Notice]) -> Iterator[None]:
    """Give up a place whose text takes too long, and say so; what was found before stays."""
    try:
        with time_limit(seconds):
            yield
    except TimeoutError:
        notices.append(
            Notice(
                UNREAD, place, "这里的文字过于复杂，没有在限定时间内读完，其中的数字未列全。", partial=True
            )
        )


def _table_facts(reading: TableReading, form: Form, context: ProseContext) -> Iterator[Fact]:
    entity = form.name if form.kind == "project_self_evaluation" else None
    most = _confidence_by_origin()[reading.table.origin]
    for cell in reading.table.cells:
        for fact in _cell_facts(reading, cell, entity, context):
            yield fact if fact.confidence <= most else replace(fact, confidence=most)


def _paragraph_facts(paragraph: Paragraph, context: ProseContext) -> Iterator[Fact]:
    context = replace(context, heading=paragraph.heading)
    for number in prose_numbers(paragraph.text, context):
        yield _prose_fact(number, paragraph)


def _prose_fact(number: ProseNumber, place: Paragraph | Cell) -> Fact:
    printed = number.printed
    return Fact(
        number=0,
        text=printed.text,
        value=printed.value,
        unit=printed.unit,
        decimals=printed.decimals,
        kind=printed.kind,
        indicator=_fitting(number.indicator, printed.kind),
        label=number.label,
        entity=number.entity,
        period=number.period,
        stage=number.stage,
        confidence=_legibility(place, printed),
        source=place.source._replace(start=printed.start, end=printed.end),
    )


def _cell_facts(
    reading: TableReading, cell: Cell, entity: str | None, context: ProseContext
) -> Iterator[Fact]:
    printed_numbers = find_numbers(cell.text)
    if not printed_numbers:
        return
    meaning = reading.meaning(cell)
    if meaning.is_prose or (meaning.kind is None and is_running_text(cell.text)):
        for number in prose_numbers(cell.text, context):
            yield _with_column(_prose_fact(number, cell), meaning, entity)
        return
    for printed in printed_numbers:
        yield _cell_fact(printed, meaning, cell, meaning.entity or entity)


def _with_column(fact: Fact, meaning: Meaning, entity: str | None) -> Fact:
    """Give a number in running text the stage of its column and the entity of its form."""
    return replace(
        fact,
        entity=fact.entity or entity,
        stage=meaning.stage or fact.stage,
        label=fact.label or meaning.label,
    )


def _cell_fact(printed: PrintedNumber, meaning: Meaning, cell: Cell, entity: str | None) -> Fact:
    kind, unit = printed.kind, printed.unit
    if _is_long_amount(printed, meaning, cell):
        kind = Kind.NUMBER
    if kind is Kind.NUMBER:
        kind = meaning.kind or Kind.NUMBER
        unit = unit or meaning.unit
        kind = _kind_of_unit(unit) or kind if kind is Kind.NUMBER else kind
    return Fact(
        number=0,
        text=printed.text,
        value=printed.value,
        unit=unit,
        decimals=printed.decimals,
        kind=kind,
        indicator=_fitting(meaning.indicator, kind),
        label=meaning.label,
        entity=entity,
        period=meaning.period,
        stage=meaning.stage,
        confidence=_legibility(cell, printed),
        source=cell.source._replace(start=printed.start, end=printed.end),
    )


def _legibility(place: Paragraph | Cell, printed: PrintedNumber) -> float:
    """Return how sure a number was read: 1 for native text."""
    scores = (score for start, end, score in place.readings if start < printed.end and printed.start < end)
    return min(scores, default=1.0)


@cache
def _confidence_by_origin() -> Mapping[str, float]:
    """Return how sure the numbers of a table are at most, by its origin."""
    confidence: Mapping[str, float] = load_yaml("legibility.yaml")["confidence"]
    return confidence


def _is_long_amount(printed: PrintedNumber, meaning: Meaning, cell: Cell) -> bool:
    """Return whether digits that look like a code fill a cell where an amount is asked for: 11215500 (元)."""
    is_alone = printed.text.isdigit() and cell.text.strip() == printed.text
    return printed.kind is Kind.ORDINAL and meaning.kind is Kind.AMOUNT and is_alone


def _fitting(indicator: str | None, kind: Kind) -> str | None:
    """Drop an indicator that cannot be what was counted: 车辆 as a number of cars where 元 are printed."""
    known = load_catalogue().indicators.get(indicator or "")
    if known is None or kind in SETTLED:
        return None
    return known.id if kind in KINDS_OF_INDICATOR[known.kind] else None


def _kind_of_unit(unit: str | None) -> Kind | None:
    known = load_catalogue().unit(unit) if unit else None
    return KIND_OF_DIMENSION.get(known.dimension) if known else None
