"""Grand totals of final accounts in the text and in the tables: "收入总计8102.84万元，支出总计8102.84万元"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...schemas.records import Kind, Stage
from ..tables.classified import SCOPES, plain_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Fact, Paragraph, Table
    from ..context import ReportView

FISCAL = "财政拨款"  # the table of fiscal appropriations has totals of its own
CAPTION = re.compile(r"(?:收入支出|收支)(?:决算)?总表")
OTHERS = (*SCOPES, "预算")  # tables of single funds and of the budget
# Text that says 总计 of the figure before carryovers is loose, not wrong.
ROW = re.compile(r"(?:收入|支出|收支)?总计|本年(?:收入|支出)合计")
NAME = re.compile(
    r"(?:^|[。；;，,：:\n])(?P<whose>[^。；;，,：:\n]{0,40}?)(?:财政拨款)?"
    r"(?:收入、?支出|收、?支|收入|支出)(?:决算)?总计数?(?:各|均)?(?:为|是)?\s*$"
)
REACH = 400  # characters before a figure that are looked at; a sentence is shorter
# What may stand before the name of the total: the year, and the unit by a pronoun.
OWN = re.compile(r"20\d\d\s*年度?|本年度?|全年|当年|[本我](?:部门|单位|局|委|办|厅|院|校|中心)|[\s　的]")


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals of income and expenditure in one place, grand totals first.

    Attributes:
        is_fiscal: They are those of the fiscal appropriations alone.
        figures: At least one.
    """

    is_fiscal: bool
    figures: tuple[Fact, ...]


def totals_of_tables(view: ReportView) -> Iterator[Totals]:
    """Yield the totals of each table of income and expenditure that prints a grand total, in order."""
    for table in view.report.document.tables:
        corner = view.cell(table.number, 0, 0)  # where the title of the table may stand
        title = f"{table.caption or ''} {corner.text if corner else ''}"
        is_meant = CAPTION.search(title) and not any(word in title for word in OTHERS)
        if is_meant and (figures := _figures(view, table)):
            yield Totals(FISCAL in title, figures)


def _figures(view: ReportView, table: Table) -> tuple[Fact, ...]:
    rows = [
        (plain_name(fact.label), fact)
        for fact in view.in_table(table.number)
        if fact.kind is Kind.AMOUNT and fact.unit and ROW.fullmatch(plain_name(fact.label))
    ]
    grand = tuple(fact for label, fact in rows if label.endswith("总计"))
    return (*grand, *(fact for label, fact in rows if not label.endswith("总计"))) if grand else ()


def totals_of_text(view: ReportView) -> Iterator[Totals]:
    """Yield each grand total of the unit's own year that a paragraph states, one figure at a time."""
    for paragraph in view.report.document.paragraphs:
        if "总计" in paragraph.text:
            yield from _stated(view, paragraph)


def _stated(view: ReportView, paragraph: Paragraph) -> Iterator[Totals]:
    year = str(view.report.fiscal_year)
    for fact in view.in_paragraph(paragraph.number):
        start = fact.source.start or 0
        before = paragraph.text[max(0, start - REACH) : start]
        found = NAME.search(before)
        is_amount = fact.kind is Kind.AMOUNT and fact.unit and fact.stage in (None, Stage.ACTUAL)
        if found and is_amount and fact.period in (None, year) and _is_own(view, found["whose"]):
            sentence = re.split("[。；;\n]", before)[-1]
            is_fiscal = FISCAL in sentence or any(FISCAL in heading for heading in paragraph.heading)
            yield Totals(is_fiscal, (fact,))


def _is_own(view: ReportView, whose: str) -> bool:
    """Return whether the words before a total leave it to the reporting unit as a whole."""
    return OWN.sub("", whose.replace(view.report.organisation or "\n", "")) == ""
