"""同一单位在结果表中出现两次。

## 为什么重要

重复的单位会多计一个等次名额，两次得分不同时更不知以哪一次为准。

## 会报告

| 序号 | 单位 | 分数 |
|---|---|---|
| 49 | 防汛物资储备站 | 79 |
| 58 | 防汛物资储备站 | 74 |

## 不报告

名称不同的下属单位；按项目或类别列示、单位本来就会重复的表。

## 依据

通报名单一个单位只列一次。
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ...schemas.layouts import load_layouts
from ..registry import Doubt, rule
from ..scores.graded import evidence_of_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import ResultRow
    from ..context import Context, ReportView

KNOWN = frozenset({"result_unit", "result_score", "score", "grade", "rank", "remark"})


@rule("G05")
def unit_listed_twice(context: Context) -> Iterator[Doubt]:
    """Doubt units that a plain list of units, scores and grades names again."""
    for view in context.reports:
        for form in view.forms("result_notice"):
            rows = view.results(form.table)
            if rows and _is_plain_list(view, form.table, rows[0].row):
                yield from _repeated(rows)


def _is_plain_list(view: ReportView, table: int, first: int) -> bool:
    headers = [cell.text for cell in view.table(table).cells if cell.row == first - 1]
    columns = [load_layouts().column(text) for text in headers]
    return bool(headers) and all(column is not None and column.role in KNOWN for column in columns)


def _repeated(rows: list[ResultRow]) -> Iterator[Doubt]:
    places: dict[str, list[ResultRow]] = defaultdict(list)
    for row in rows:
        places[row.unit].append(row)
    for unit, same in places.items():
        if len(same) > 1:
            message = f"“{unit}”列了{len(same)}次{_numbers(same)}"
            yield Doubt(
                message,
                tuple(item for row in reversed(same) for item in evidence_of_row(row)),
                suggestion="核对名单，只保留正确的一次",
            )


def _numbers(rows: list[ResultRow]) -> str:
    """Return the ranks and scores of the rows in brackets; empty where none are printed."""
    ranks = "、".join(f"{row.rank:f}" for row in rows if row.rank is not None)
    scores = "、".join(f"{row.score:f}分" for row in rows if row.score is not None)
    told = "；".join(filter(None, (f"序号{ranks}" if ranks else "", scores)))
    return f"（{told}）" if told else ""
