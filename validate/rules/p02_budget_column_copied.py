"""基础数据表的预算数一栏与决算数（或上年数）一栏逐行相同。

## 为什么重要

预算照抄决算，控制率、调整率全部变成100%和零，这几项就没有复核价值。

## 会报告

| 项目 | 2023年预算数 | 2023年决算数 |
|---|---|---|
| 三公经费 | 12.6 | 12.6 |
| 项目支出 | 348.2 | 348.2 |
| 公用经费 | 96.4 | 96.4 |
| 办公经费 | 31.7 | 31.7 |

## 不报告

只有一部分行相同的；相同的不到四行的；一栏全部为零或空白的；项目自评表（全部执行完的项目本来相同）。

## 依据

《部门整体支出绩效评价基础数据表》：上年决算、本年预算、本年决算各栏分别填列。
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from ...schemas.records import Kind, Stage
from ..findings import evidence_of_fact
from ..registry import Doubt, rule
from ..wording import where_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...schemas.records import Fact
    from ..context import Context, ReportView

Column = dict[int, "Fact"]
BUDGETS = (Stage.BUDGET, Stage.INITIAL_BUDGET, Stage.FULL_YEAR_BUDGET)


@rule("P02")
def budget_column_copied(context: Context) -> Iterator[Doubt]:
    """Doubt pairs of columns of a base table that print the same figure in every row that both fill."""
    fewest = int(context.parameters.number("fewest_rows"))
    for view in context.reports:
        for form in view.forms("base_data"):
            columns = _columns(view.in_table(form.table))
            for one, other in combinations(columns, 2):
                if same := _same_rows(columns[one], columns[other], fewest):
                    yield _doubt(view, (_name(one), _name(other)), same)
                    break


def _columns(facts: Sequence[Fact]) -> Mapping[tuple[Stage, str | None], Column]:
    """Amounts by column (stage and year) and row."""
    columns: dict[tuple[Stage, str | None], Column] = {}
    for fact in facts:
        if (
            fact.kind is Kind.AMOUNT
            and fact.stage in (*BUDGETS, Stage.ACTUAL)
            and fact.source.row is not None
        ):
            columns.setdefault((fact.stage, fact.period), {})[fact.source.row] = fact
    return columns


def _same_rows(one: Column, other: Column, fewest: int) -> list[tuple[Fact, Fact]]:
    """The pairs that are not both zero, if there are enough and all are equal; else none."""
    pairs = [(one[row], other[row]) for row in sorted(one.keys() & other.keys())]
    filled = [pair for pair in pairs if any(fact.value for fact in pair)]
    is_copied = len(filled) >= fewest and all(a.value == b.value for a, b in filled)
    return filled if is_copied and len({a.value for a, _ in filled}) > 2 else []


def _name(column: tuple[Stage, str | None]) -> str:
    stage, period = column
    return f"{period or ''}{'年决算数' if stage is Stage.ACTUAL else '年预算数'}"


def _doubt(view: ReportView, names: tuple[str, str], same: Sequence[tuple[Fact, Fact]]) -> Doubt:
    first = same[0][0]
    listed = "、".join(f"{a.label} {a.text}" for a, _ in same[:4])
    return Doubt(
        message=f"{where_of(view, first.source, None)}{names[0]}与{names[1]}两栏有数的{len(same)}行逐行相同（{listed}等），疑似照抄",
        evidence=tuple(evidence_of_fact(fact) for pair in same for fact in pair),
        stated=first.value,
        unit=first.unit,
        suggestion="按批复的预算重填预算数一栏",
    )
