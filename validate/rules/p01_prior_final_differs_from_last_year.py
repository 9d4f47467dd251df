"""今年材料里的“上年决算数”与上年材料里的决算数不一致。

## 为什么重要

上年数是比较增减的基础；两年的材料对不上，变动率和变动原因就都靠不住。

## 会报告

| 材料 | 2022年“三公”经费决算 |
|---|---|
| 2023年度基础数据表“2022年决算数” | 8.6 |
| 2022年度基础数据表“2022年决算数” | 6.8 |

## 不报告

结果文件夹里没有同一单位上年材料的；一方有不止一个数的；单位不同而金额相等；只差四舍五入的位数；项目自评表的数。

## 依据

会计信息的可比性：上年数应与上年决算一致，有调整的应作说明。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.formulas import load_formulas
from ...schemas.records import Kind, Origin, Stage
from ..precision import dimension
from ..registry import rule
from ..relation import Relation, Shape, Term
from ..wording import role_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...schemas.records import Fact
    from ..context import Context, ReportView

PROJECT_FORM = "project_self_evaluation"
Key = tuple[str, str | None]


@rule("P01")
def prior_final_differs_from_last_year(context: Context) -> Iterator[Relation]:
    """Propose last year's figure in this year's tables = the one that last year's report printed itself."""
    for view in context.reports:
        year = (view.report.fiscal_year or 0) - 1
        last = [other for other in context.neighbours if other.report.fiscal_year == year]
        printed = _finals(last, str(year))
        for key, fact in _finals([view], str(year)).items() if last else ():
            if key in printed:
                yield Relation(
                    rule="P01",
                    origin=Origin.CATALOGUE,
                    shape=Shape.EQUAL,
                    stated=Term(f"{role_of(fact)}（本年材料所印{year}年数）", fact),
                    terms=(Term(f"{year}年材料{role_of(printed[key])}", printed[key]),),
                )


def _finals(views: Iterable[ReportView], year: str) -> dict[Key, Fact]:
    """Final figures of a year by quantity; those that are printed with different values are left out."""
    formulas = load_formulas()
    known = {name for names in formulas.same_fact.values() for name in names}
    found: dict[Key, list[Fact]] = {}
    for view in views:
        for fact in view.facts:
            name = formulas.same_quantity.get(fact.indicator or "", fact.indicator or "")
            is_final = fact.stage is Stage.ACTUAL and fact.period == year and fact.kind is Kind.AMOUNT
            if is_final and name in known and fact.entity is None and _is_in_table(view, fact):
                found.setdefault((name, dimension(fact)), []).append(fact)
    return {key: facts[0] for key, facts in found.items() if len({(f.value, f.unit) for f in facts}) == 1}


def _is_in_table(view: ReportView, fact: Fact) -> bool:
    if fact.source.table is None or fact.unit is None:
        return False
    form = view.form_of(fact.source.table)
    return form is not None and form.kind != PROJECT_FORM
