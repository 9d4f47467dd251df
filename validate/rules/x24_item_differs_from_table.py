"""正文所列功能分类科目的支出决算或收入、支出总计，与本文件决算表中同一科目或总计的各栏数字都不相同。

## 为什么重要

逐项说明就是对决算表的解释；数字对不上，说明表或正文改过一处而没有改另一处。

## 会报告

| 正文 | 决算表 2210201 住房公积金 |
|---|---|
| 住房保障支出（类）住房改革支出（款）住房公积金（项），支出决算为89.78万元 | 98.78 |

| 正文 | 收入支出决算总表“总计” |
|---|---|
| 2023年度收入总计1802.84万元，支出总计8102.84万元 | 8102.84 |

## 不报告

类、款、项的名称与表中对不上的；正文数字与该科目任一张表、任一栏相同的；预算数、上年数、增减数；只差四舍五入的位数；
正文总计与收入支出总表的总计或本年合计之一相同的；没有收入支出总表的。

## 依据

《地方预决算公开操作规程》（财预〔2016〕143号）：公开的决算应当数据真实、表述一致。
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...schemas.records import Origin
from ..cases.slips import slip_shape
from ..precision import base_value, own_room
from ..registry import rule
from ..relation import Relation, Shape, Term
from ..tables.classified import classified_rows
from ..text.classified import named_amounts
from ..text.grand_totals import totals_of_tables, totals_of_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...schemas.records import Fact
    from ..context import Context, ReportView

DIFFERENT = 0.8  # confidence where no typing slip tells that the two figures are meant to be one


@rule("X24")
def item_differs_from_table(context: Context) -> Iterator[Relation]:
    """Propose that what the text says of a class, section, item or grand total stands in a row of that name."""
    for view in context.reports:
        rows = view.once(classified_rows, partial(classified_rows, view))
        for named in named_amounts(view) if rows else ():
            found = [row for row in rows if row.is_named(named.names)]
            if found:
                first = next((row for row in found if row.is_of(named.heading)), found[0]).figures[0]
                figures = [figure for row in found for figure in row.figures]
                yield _relation(named.names[-1], named.fact, figures, first)
        yield from _totals(view)


def _totals(view: ReportView) -> Iterator[Relation]:
    printed = list(totals_of_tables(view))
    for stated in totals_of_text(view) if printed else ():
        first = next((totals.figures[0] for totals in printed if totals.is_fiscal == stated.is_fiscal), None)
        if first is not None:
            figures = [figure for totals in printed for figure in totals.figures]
            yield _relation("总计", stated.figures[0], figures, first)


def _relation(name: str, fact: Fact, figures: Sequence[Fact], first: Fact) -> Relation:
    """Relate a figure of the text to the equal one of the tables, or else to the one named first."""
    same = next((figure for figure in figures if _is_same(figure, fact)), None)
    other = same or first
    is_slip = same is not None or slip_shape(fact.value, other.value) is not None
    return Relation(
        rule="X24",
        origin=Origin.CATALOGUE,
        shape=Shape.EQUAL,
        stated=Term(f"正文“{name}”决算", fact),
        terms=(Term(f"表{other.source.table}“{name}”", other),),
        confidence=1.0 if is_slip else DIFFERENT,
    )


def _is_same(figure: Fact, fact: Fact) -> bool:
    return abs(base_value(figure) - base_value(fact)) <= own_room(figure) + own_room(fact)
