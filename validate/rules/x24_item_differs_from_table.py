"""正文所列功能分类科目的支出决算，与本文件决算表中同一科目的各栏数字都不相同。

## 为什么重要

逐项说明就是对决算表的解释；数字对不上，说明表或正文改过一处而没有改另一处。

## 会报告

| 正文 | 决算表 2210201 住房公积金 |
|---|---|
| 住房保障支出（类）住房改革支出（款）住房公积金（项），支出决算为89.78万元 | 98.78 |

## 不报告

类、款、项的名称与表中对不上的；正文数字与该科目任一张表、任一栏相同的；预算数、上年数、增减数；只差四舍五入的位数。

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

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...schemas.records import Fact
    from ..context import Context
    from ..tables.classified import Row
    from ..text.classified import Named

DIFFERENT = 0.8  # confidence where no typing slip tells that the two figures are meant to be one


@rule("X24")
def item_differs_from_table(context: Context) -> Iterator[Relation]:
    """Propose that what the text says of a class, section or item stands in a row of that name."""
    for view in context.reports:
        rows = view.once(classified_rows, partial(classified_rows, view))
        for named in named_amounts(view) if rows else ():
            found = [row for row in rows if row.is_named(named.names)]
            if found:
                yield _relation(named, found)


def _relation(named: Named, rows: Sequence[Row]) -> Relation:
    figures = [figure for row in rows for figure in row.figures]
    same = next((figure for figure in figures if _is_same(figure, named.fact)), None)
    other = same or next((row for row in rows if row.is_of(named.heading)), rows[0]).figures[0]
    is_slip = same is not None or slip_shape(named.fact.value, other.value) is not None
    return Relation(
        rule="X24",
        origin=Origin.CATALOGUE,
        shape=Shape.EQUAL,
        stated=Term(f"正文“{named.names[-1]}”决算", named.fact),
        terms=(Term(f"表{other.source.table}“{named.names[-1]}”", other),),
        confidence=1.0 if is_slip else DIFFERENT,
    )


def _is_same(figure: Fact, fact: Fact) -> bool:
    return abs(base_value(figure) - base_value(fact)) <= own_room(figure) + own_room(fact)
