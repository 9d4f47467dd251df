"""自评表的必填项空白。

## 为什么重要

指标值、完成值、分值、得分缺一项，这项指标就没有办法复核；主管部门、实施单位、年初预算数和印了执行率时的执行数是表头的必填项。

## 会报告

| 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
|---|---|---|---|---|
| 审减金额 | （空白） | 120万元 | 10 | 10 |

## 不报告

印“无”“/”“——”的；与上一行合并填写的；没有打分的空表、申报表；名称也空白的备用行；预算执行率一行的指标值；分值合并填写、各项相加仍等于总分的。
一张表只报告一次，逐项列出。

## 依据

预算管理一体化系统绩效自评的必录项；《项目支出绩效评价管理办法》（财预〔2020〕10号）所附自评表。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...schemas.labels import clean_label
from ...schemas.records import Evidence, Stage
from ..registry import Doubt, rule
from ..scores.score_forms import EXECUTION, SELF_EVALUATIONS, is_scored, score_forms
from ..wording import where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Source
    from ..context import Context
    from ..scores.score_forms import MarkedRow, ScoreForm

ROLES = {"target": "指标值", "actual_value": "完成值", "marks": "分值", "score": "得分"}
INITIAL_BUDGET = re.compile("年初预算数?")
ACTUAL = re.compile("(?:全年|预算|实际)?(?:执行|支出)数")
FIELDS = {"supervising_department": "主管部门", "implementing_unit": "实施单位"}


@rule("C02")
def mandatory_cell_blank(context: Context) -> Iterator[Doubt]:
    """Doubt each form once, with all its blank mandatory cells."""
    most = int(context.parameters.number("most_listed"))
    for form in score_forms(context, *SELF_EVALUATIONS):
        if not is_scored(form):
            continue
        blanks = [*_blank_fields(form), *_blank_cells(form)]
        if blanks:
            listed = "、".join(name for name, _ in blanks[:most])
            rest = f"等{len(blanks)}处" if len(blanks) > most else ""
            place = where_of(form.view, blanks[0][1], form.form.name)
            evidence = tuple(Evidence(name, "", source) for name, source in blanks)
            yield Doubt(f"{place}{listed}{rest}空白", evidence, suggestion="补填")


def _blank_fields(form: ScoreForm) -> Iterator[tuple[str, Source]]:
    is_project = form.form.kind == "project_self_evaluation"
    for name, word in FIELDS.items():
        found = form.view.field(form.form, name) if is_project else None
        if found is not None and not found[0].strip():
            yield word, found[1]
    totals = form.view.find("annual_fund_total", table=form.table.number)
    stages = {fact.stage for fact in totals}
    if is_project and totals and Stage.INITIAL_BUDGET not in stages and Stage.ACTUAL in stages:
        yield from _blank_amount(form, totals[0].source.row or 0, INITIAL_BUDGET)
    if totals and Stage.ACTUAL not in stages and form.has_execution_rate():
        yield from _blank_amount(form, totals[0].source.row or 0, ACTUAL)

    if totals:
        yield from _blank_execution(form, totals[0].source.row or 0)


def _blank_execution(form: ScoreForm, row: int) -> Iterator[tuple[str, Source]]:
    """The blank marks or score of the fund row whose other one is printed."""
    cells = {
        role: form.cell_at(row, header.column)
        for role in ("marks", "score")
        for header in form.headers_above(role)[-1:]
    }
    blank = {role: cell for role, cell in cells.items() if cell and not cell.text.strip()}
    if len(cells) == 2 and len(blank) == 1:
        yield from ((f"预算执行{ROLES[role]}", cell.source) for role, cell in blank.items())


def _blank_amount(form: ScoreForm, row: int, pattern: re.Pattern[str]) -> Iterator[tuple[str, Source]]:
    """The blank cell of the fund row below the last header of this name."""
    above = [(c, clean_label(c.text)) for c in form.table.cells if c.row < row]
    headers = [(cell, found[0]) for cell, label in above if (found := pattern.match(label))]
    for header, name in headers[-1:]:
        cell = form.cell_at(row, header.column)
        if cell and not cell.text.strip():
            yield name, cell.source


def _blank_cells(form: ScoreForm) -> Iterator[tuple[str, Source]]:
    roles = [role for role in ROLES if role in form.columns and _is_filled(form, role)]
    for row in form.rows:
        asked = [role for role in roles if role != "target" or not EXECUTION.search(row.name)]
        blank = [role for role in asked if _is_blank(form, row, role)]
        if len(blank) < len(roles):
            for role in blank:
                cell = form.cell_at(row.row.row, form.columns[role])
                yield f"“{row.name}”{ROLES[role]}", cell.source if cell else row.row.source


def _is_filled(form: ScoreForm, role: str) -> bool:
    """A column left blank where figures are printed once for several rows still adds up to its total."""
    if role not in ("marks", "score"):
        return any(form.text_at(row.row.row, role) for row in form.rows)
    blank = sum(row.lacks(role) for row in form.rows)
    if 2 * blank > len(form.rows):
        return False
    total = form.total(role)
    execution = (form.execution(role) or [[]])[0]
    return total is None or sum(f.value for f in (*execution, *form.figures(role))) != total.value


def _is_blank(form: ScoreForm, row: MarkedRow, role: str) -> bool:
    return row.lacks(role) if role in ("marks", "score") else form.text_at(row.row.row, role) == ""
