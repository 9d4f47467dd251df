"""资产净值不等于原值减去累计折旧或累计摊销。

## 为什么重要

净值、原值和折旧是同一批资产的三个数，不相符则资产底数不清，资产利用率也无从算起。

## 会报告

| 固定资产原值 | 累计折旧 | 固定资产净值 |
|---|---|---|
| 320 | 120 | 210 |

## 不报告

三个数没有在同一行或同一栏印全；原值、净值名称不是同一类资产的；末位四舍五入的差列为提示。

## 依据

《政府会计准则第3号——固定资产》《政府会计准则第4号——无形资产》。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.labels import clean_label
from ...schemas.records import Origin
from ..registry import rule
from ..relation import Relation, Shape, Term
from ..tables.panels import table_panels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...schemas.records import Fact
    from ..context import Context
    from ..registry import Parameters
    from ..tables.panels import Panel

    Named = tuple[str, Fact]


@rule("A13")
def net_value_unequal_to_difference(context: Context) -> Iterator[Relation]:
    """Propose net = original - accumulated, down the columns and along the rows of every table."""
    for view in context.reports:
        for table in view.report.document.tables:
            for panel in table_panels(table, view.in_table(table.number)):
                for named in _strips(panel):
                    yield from _net_values(named, context.parameters)


def _strips(panel: Panel) -> Iterator[Sequence[Named]]:
    """The figures of each column with their row labels, and of each row with their headers."""
    for column in panel.headers:
        yield [(line.label, line.figures[column]) for line in panel.lines if column in line.figures]
    for line in panel.lines:
        yield [(panel.headers[column], fact) for column, fact in line.figures.items()]


def _net_values(named: Sequence[Named], parameters: Parameters) -> Iterator[Relation]:
    """Three figures in a row or column, the original first, the net value last, of one kind of asset."""
    for first, second, third in zip(named, named[1:], named[2:], strict=False):
        original = _stem(first[0], parameters.words("original"))
        reduction = _stem(second[0], parameters.words("reduction"))
        net = _stem(third[0], parameters.words("net"))
        if None in (original, reduction, net) or (original != net and net):
            continue
        terms = (Term(clean_label(first[0]), first[1]), Term(clean_label(second[0]), second[1], -1))
        yield Relation("A13", Origin.CATALOGUE, Shape.SUM, Term(clean_label(third[0]), third[1]), terms)


def _stem(label: str, words: Sequence[str]) -> str | None:
    """What stands before the word that a label ends with, e.g. 固定资产; None if it ends with none."""
    text = clean_label(label)
    found = next((word for word in words if text.endswith(word)), None)
    return None if found is None else text.removesuffix(found)
