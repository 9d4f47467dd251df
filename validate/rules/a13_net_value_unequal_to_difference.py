"""资产净值不等于原值减去累计折旧或累计摊销。

## 为什么重要

净值、原值和折旧是同一批资产的三个数，不相符则资产底数不清，资产利用率也无从算起。

## 会报告

| 固定资产原值 | 累计折旧 | 固定资产净值 |
|---|---|---|
| 320 | 120 | 210 |

## 不报告

同一行或同一栏没有印原值或净值；折旧空白而净值等于原值；原值、净值名称不是同一类资产的；末位四舍五入的差列为提示。

## 依据

《政府会计准则第3号——固定资产》《政府会计准则第4号——无形资产》。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.labels import clean_label
from ...schemas.records import Origin
from ..registry import rule
from ..relation import Relation, Shape, Term
from ..tables.panels import panels_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from ...schemas.records import Fact
    from ..context import Context
    from ..registry import Parameters
    from ..tables.panels import Panel

    Named = tuple[str, Fact | None]


@rule("A13")
def net_value_unequal_to_difference(context: Context) -> Iterator[Relation]:
    """Propose net = original - accumulated, down the columns and along the rows of every table."""
    for view in context.reports:
        for table in view.report.document.tables:
            filled = {(cell.row, cell.column) for cell in table.cells if cell.text.strip()}
            for panel in panels_of(view, table):
                for named in _strips(panel, filled):
                    yield from _net_values(named, context.parameters)


def _strips(panel: Panel, filled: AbstractSet[tuple[int, int]]) -> Iterator[Sequence[Named]]:
    """The figures of each column with their row labels, and of each row with their headers; None for a blank."""
    names = [[(line.row, column, line.label) for line in panel.lines] for column in panel.headers] + [
        [(line.row, column, header) for column, header in panel.headers.items()] for line in panel.lines
    ]
    figures = {(line.row, column): fact for line in panel.lines for column, fact in line.figures.items()}
    for strip in names:
        yield [
            (name, figures.get((row, column)))
            for row, column, name in strip
            if (row, column) in figures or (row, column) not in filled
        ]


def _net_values(named: Sequence[Named], parameters: Parameters) -> Iterator[Relation]:
    """Three places in a row or column, the original first, the net value last, of one kind of asset."""
    for first, second, third in zip(named, named[1:], named[2:], strict=False):
        original = _stem(first[0], parameters.words("original"))
        reduction = _stem(second[0], parameters.words("reduction"))
        net = _stem(third[0], parameters.words("net"))
        if None in (original, reduction, net) or (original != net and net):
            continue
        if first[1] is None or third[1] is None:
            continue
        terms = [Term(clean_label(first[0]), first[1])]
        if second[1] is not None:
            terms.append(Term(clean_label(second[0]), second[1], -1))
        note = "" if second[1] is not None else "空白项按零计"
        stated = Term(clean_label(third[0]), third[1])
        yield Relation("A13", Origin.CATALOGUE, Shape.SUM, stated, tuple(terms), note=note)


def _stem(label: str, words: Sequence[str]) -> str | None:
    """What stands before the word that a label ends with, e.g. 固定资产; None if it ends with none."""
    text = clean_label(label)
    found = next((word for word in words if text.endswith(word)), None)
    return None if found is None else text.removesuffix(found)
