"""结果表的序号不连续，或得分没有按高低排列。

## 为什么重要

名单通常按得分排序；中间错位往往是漏了一行或得分抄错。

## 会报告

| 序号 | 单位 | 分数 |
|---|---|---|
| 11 | 甲单位 | 88 |
| 12 | 乙单位 | 98 |
| 14 | 丙单位 | 87 |

## 不报告

没有按得分排序的名单；得分相同的先后，名次并列后跳过的号；分段、分类重新编号的。

## 依据

通报名单的编排规则。
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ..registry import Doubt, rule
from ..scores.graded import evidence_of_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...schemas.records import ResultRow
    from ..context import Context


@rule("G04")
def list_out_of_order(context: Context) -> Iterator[Doubt]:
    """Doubt single gaps in the numbering and single rises in an otherwise falling list."""
    most, fewest = (int(context.parameters.number(name)) for name in ("most_breaks", "fewest_rows"))
    for view in context.reports:
        for form in view.forms("result_notice"):
            rows = view.results(form.table)
            if len(rows) < fewest:
                continue
            for breaks in (list(_gaps(rows)), list(_rises(rows))):
                yield from breaks if len(breaks) <= most else ()


def _gaps(rows: Sequence[ResultRow]) -> Iterator[Doubt]:
    for at, (above, row) in enumerate(pairwise(rows), start=1):
        if above.rank is None or row.rank is None or row.rank in (above.rank, above.rank + 1, 1):
            continue
        if row.rank == at + 1:  # those before it share their rank
            continue
        message = f"序号{above.rank:f}之后是{row.rank:f}（“{row.unit}”），不连续"
        yield Doubt(message, (*evidence_of_row(row), *evidence_of_row(above)), row.rank, above.rank + 1)


def _rises(rows: Sequence[ResultRow]) -> Iterator[Doubt]:
    for above, row in pairwise(rows):
        if row.rank == 1 or row.source.column != above.source.column:
            continue  # a list of its own begins
        if above.score is not None and row.score is not None and row.score > above.score:
            message = (
                f"“{row.unit}”{row.score:f}分排在“{above.unit}”{above.score:f}分之后，没有按得分高低排列"
            )
            yield Doubt(message, (*evidence_of_row(row), *evidence_of_row(above)), row.score, unit="分")
