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
            yield from text_relations(paragraph.text, facts)
    yield from list_relations(blocks)


def _of_cells(view: ReportView) -> Iterator[Relation]:
    for table in view.report.document.tables:
        for cell in table.cells:
            facts = view.in_cell(table.number, cell.row, cell.column)
            if len(facts) > 1 and len(cell.text) >= SHORTEST_CELL:
                yield from text_relations(cell.text, facts)
