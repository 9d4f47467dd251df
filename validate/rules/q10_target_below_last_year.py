"""指标值低于上年已经完成的水平。

## 为什么重要

上年早已做到的，今年定得更低，轻易就能满分；指标值没有起到引导作用。

## 会报告

| 年度 | 指标值 | 实际完成值 |
|---|---|---|
| 2022 | ≥800人次 | 1250人次 |
| 2023 | ≥800人次 | 1260人次 |

## 不报告

结果文件夹里没有同一单位上年材料的；项目或指标名称对不上的；上年只略高于今年指标值的；指标值是上限或比例的。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）：对指标值明显偏低的，自评时从严。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Kind
from ..precision import base_value, dimension
from ..projects.project_names import pair_names
from ..registry import rule
from ..scores.row_words import doubts_by_report, indicator_rows, plain, quoted
from ..scores.targets import AT_MOST, compared_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..context import Context
    from ..registry import Doubt
    from ..scores.row_words import IndicatorRow
    from ..scores.targets import Compared

Rows = dict[str, dict[str, "Compared"]]


@rule("Q10")
def target_below_last_year(context: Context) -> Iterator[Doubt]:
    """Doubt, once per report, targets that last year's actual value of the same project exceeds by far."""
    if not context.neighbours:
        return
    least = context.parameters.number("least_percent")
    now, last = _by_project(context), _by_project(context.of_neighbours(), context.last_year)
    easy = {}
    for match in pair_names(list(now), list(last), lambda _i, _j: False):
        rows, before = list(now.values())[match.first], list(last.values())[match.second]
        for name in rows.keys() & before.keys() if match.is_certain else ():
            target, done = rows[name].target, before[name].actual
            if dimension(target) == dimension(done) and base_value(done) * 100 >= base_value(target) * int(
                least
            ):
                easy[rows[name].row.row.source] = before[name]
    found = [item for item in indicator_rows(context) if item.row.row.source in easy]
    yield from doubts_by_report(
        found,
        "指标值低于上年已完成的水平",
        lambda item: _shown(item, easy[item.row.row.source]),
        ("target", "actual_value"),
    )


def _by_project(context: Context, year: int | None = None) -> Rows:
    """Rows with comparable figures by project and indicator; of one year if it is given."""
    found: Rows = {}
    years = {view.report.document.id: view.report.fiscal_year for view in context.reports}
    names: Mapping[object, str | None] = {
        (view.report.document.id, form.table): form.name for view in context.reports for form in view.forms()
    }
    for item in compared_rows(context):
        place = item.row.row.source
        project = names.get((place.document, place.table))
        is_count = item.sign != AT_MOST and item.target.kind is not Kind.PERCENT and item.target.value > 0
        if project and is_count and year in (None, years[place.document]):
            found.setdefault(project, {})[plain(item.row.row.level3)] = item
    return found


def _shown(item: IndicatorRow, before: Compared) -> str:
    return f"指标值“{quoted(item.row.row.target_text)}”，上年已完成“{quoted(before.row.row.actual_text)}”"
