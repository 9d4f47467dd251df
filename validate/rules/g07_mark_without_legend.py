"""名单备注里的符号没有说明，或说明了的符号没有用到。

## 为什么重要

★、▲代表扣分或未报送；没有说明，被通报的单位不知道问题在哪里。

## 会报告

| 单位 | 备注 | 表下说明 |
|---|---|---|
| 园林站 | ★ | （没有） |

## 不报告

说明与符号一一对应的；备注是文字的。

## 依据

表中符号应当有图例说明。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Evidence
from ..registry import Doubt, rule
from ..scores.graded import evidence_of_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Source
    from ..context import Context, ReportView


@rule("G07")
def mark_without_legend(context: Context) -> Iterator[Doubt]:
    """Doubt symbols of the remark column that no sentence explains, and explanations without a symbol."""
    symbols = context.parameters.words("symbols")
    for view in context.reports:
        rows = view.report.results
        for symbol in symbols if rows else ():
            marked = [row for row in rows if symbol in row.remark]
            legend = list(_legend(view, symbol))
            if marked and not legend and not any(len(row.remark) > 1 for row in marked):
                evidence = tuple(item for row in marked for item in evidence_of_row(row))
                yield Doubt(f"备注中的“{symbol}”（{len(marked)}处）没有说明", evidence)
            elif legend and not marked:
                yield Doubt(f"说明了符号“{symbol}”，名单上却没有用到", (Evidence("说明", *legend[0]),))


def _legend(view: ReportView, symbol: str) -> Iterator[tuple[str, Source]]:
    lists = {row.table for row in view.report.results}
    rows = {(row.table, row.row) for row in view.report.results}
    for paragraph in view.report.document.paragraphs:
        if symbol in paragraph.text:
            yield paragraph.text, paragraph.source
    for table in view.report.document.tables:
        for cell in table.cells:
            if table.number in lists and symbol in cell.text and (table.number, cell.row) not in rows:
                yield cell.text, cell.source
