"""期末数不等于期初数加本期增加减本期减少。

## 为什么重要

增减变动表逐行都应平衡；不平衡说明有一笔增减没有入账或抄错，期末数会带进下一年。

## 会报告

| 资产 | 期初数 | 本期增加 | 本期减少 | 期末数 |
|---|---|---|---|---|
| 车辆 | 300 | 50 | 20 | 303 |

## 不报告

期初或期末缺一栏的表；期末空白的行；增加或减少又分几栏填列、无法确定口径的行；空白按零计后相等的行。

## 依据

《行政事业性国有资产管理条例》关于资产台账账实、账账相符的要求；期末数=期初数+增加数-减少数。
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ...schemas.records import Kind, Origin, Stage
from ..registry import rule
from ..relation import Relation, Shape, Term
from ..wording import role_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...schemas.records import Fact, Source
    from ..context import Context, ReportView

WEIGHTS = {Stage.OPENING: 1, Stage.INCREASE: 1, Stage.DECREASE: -1}


@rule("A12")
def closing_unequal_to_roll_forward(context: Context) -> Iterator[Relation]:
    """Propose closing = opening + increase - decrease for every row; blank cells count as nothing."""
    for view in context.reports:
        for facts, is_opened in _rows(view):
            if relation := _roll_forward(facts, is_opened=is_opened):
                yield relation


def _rows(view: ReportView) -> Iterator[tuple[Sequence[Fact], bool]]:
    """The figures of one row and one measure, and whether its opening is printed, or blank below another one.

    Headcount and money may stand side by side.
    """
    rows: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in view.facts:
        if fact.source.table is not None and fact.kind not in (Kind.DATE, Kind.ORDINAL):
            rows[(fact.source.table, fact.kind, fact.unit, fact.source.row)].append(fact)
    columns = {
        key[:3]: fact.source.column
        for key, row in rows.items()
        for fact in row
        if fact.stage is Stage.OPENING
    }
    for key, row in rows.items():
        is_opened = any(fact.stage is Stage.OPENING for fact in row)
        yield row, is_opened or _is_blank(view, row[0].source, columns.get(key[:3]))


def _is_blank(view: ReportView, place: Source, column: int | None) -> bool:
    """Return whether the row of a figure prints nothing in a column that there is."""
    if place.table is None or column is None:
        return False
    cell = view.cell(place.table, place.row or 0, column)
    return cell is None or not cell.text.strip()


def _roll_forward(facts: Sequence[Fact], *, is_opened: bool) -> Relation | None:
    staged = {stage: [f for f in facts if f.stage is stage] for stage in (*WEIGHTS, Stage.CLOSING)}
    counts = {stage: len(found) for stage, found in staged.items()}
    moves = counts[Stage.INCREASE] + counts[Stage.DECREASE]
    if not is_opened or not counts[Stage.CLOSING] or not moves or max(counts.values()) > 1:
        return None
    closing = staged[Stage.CLOSING][0]
    terms = tuple(Term(role_of(f), f, weight) for stage, weight in WEIGHTS.items() for f in staged[stage])
    note = "空白项按零计" if len(terms) < len(WEIGHTS) else ""
    return Relation("A12", Origin.CATALOGUE, Shape.SUM, Term(role_of(closing), closing), terms, note=note)
