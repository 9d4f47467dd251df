"""Feeds the words of a report to the text patterns: paragraphs, lists of paragraphs, long cells."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from .text import Block, list_relations, text_relations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .context import Context, ReportView
    from .relation import Relation

SHORTEST_CELL = 12  # characters; shorter cells hold a value, not a sentence


def text_proposals(context: Context) -> Iterator[Relation]:
    """Yield the relations that sentences state, in reading order."""
    for view in context.reports:
        yield from view.once(text_proposals, partial(_of_report, view))


def _of_report(view: ReportView) -> tuple[Relation, ...]:
    return (*_of_paragraphs(view), *_of_cells(view))


def _of_paragraphs(view: ReportView) -> Iterator[Relation]:
    blocks = []
    for paragraph in view.report.document.paragraphs:
        facts = view.in_paragraph(paragraph.number)
        blocks.append(Block(paragraph.text, tuple(facts), paragraph.heading))
        if len(facts) > 1:
            yield from _within_time(view, f"第{paragraph.number}段", text_relations(paragraph.text, facts))
    yield from _within_time(view, "各段之间", list_relations(blocks))


def _of_cells(view: ReportView) -> Iterator[Relation]:
    for table in view.report.document.tables:
        for cell in table.cells:
            facts = view.in_cell(table.number, cell.row, cell.column)
            if len(facts) > 1 and len(cell.text) >= SHORTEST_CELL:
                place = f"表{table.number}第{cell.row + 1}行"
                yield from _within_time(view, place, text_relations(cell.text, facts))


def _within_time(view: ReportView, place: str, relations: Iterator[Relation]) -> Iterator[Relation]:
    """Yield relations for as long as their text is read in bounded time, and say where it is not."""
    try:
        yield from relations
    except TimeoutError:
        view.give_up(place, "这里的文字过于复杂，没有在限定时间内复核完，请人工复核。")
