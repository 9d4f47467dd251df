"""预算执行率偏低，表中和正文都没有说明原因。

## 为什么重要

钱没有花完就要说清是节约、延期还是没有开展；没有原因，下一年的预算就没有调整的依据。

## 会报告

| 全年预算数 | 全年执行数 | 执行率 | 偏差原因 |
|---|---|---|---|
| 302.3 | 230.2 | 76% | （空白） |

## 不报告

执行率不低于界限的；同一张表里写了资金、支付、结转、进度等原因的；正文有一句话说到该项目和原因的；没有打分的监控表、申报表。

## 依据

部分地区自评表填报说明：执行率低于90%的应说明原因；《项目支出绩效评价管理办法》（财预〔2020〕10号）关于偏差原因分析的要求。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...schemas.records import Severity
from ..findings import evidence_of_fact
from ..projects.project_names import core_name
from ..registry import Doubt, rule
from ..scores.execution import executed_forms
from ..scores.score_forms import is_scored
from ..wording import figure, where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..scores.execution import Executed
    from ..scores.score_forms import ScoreForm

MONEY = re.compile(
    r"执行|支付|资金|预算|结转|结余|进度|节约|未支|拨款|拨付|财政|付款|尾款|质保金|结算|招标|压减"
)
WHY = re.compile(r"原因|由于|因为?|主要是|未|尚|影响|导致|所致|节约|压减|收回|结转")
LONG_TEXT = 8  # characters; a shorter cell states no reason


@rule("D03")
def low_execution_without_reason(context: Context) -> Iterator[Doubt]:
    """Doubt forms below the told rate for which neither form nor text gives a reason."""
    limits = context.parameters
    for item in executed_forms(context):
        percent = float(item.rate * 100)
        if not is_scored(item.form) or percent >= limits.number("told_percent"):
            continue
        if not _is_told_in_form(item.form) and not _is_told_in_text(context, item.form):
            yield _doubt(item, is_low=percent < limits.number("warn_percent"))


def _is_told_in_form(form: ScoreForm) -> bool:
    """A cell of reasons about money, or any longer cell outside of the indicators that gives one."""
    reasons = (row.row.reason for row in form.rows)
    others = (c.text for c in form.table.cells if not form.first_row <= c.row <= form.last_row)
    return any(MONEY.search(text) for text in reasons) or any(
        len(text) >= LONG_TEXT and MONEY.search(text) and WHY.search(text) for text in others
    )


def _is_told_in_text(context: Context, form: ScoreForm) -> bool:
    """A sentence that names the project, or speaks of execution at large, and gives a reason."""
    name = core_name(form.form.name or "")
    for view in context.reports:
        for paragraph in view.report.document.paragraphs:
            for sentence in re.split(r"[。；;]", paragraph.text):
                is_about = (len(name) > 2 and name in sentence) or re.search(
                    "执行率|执行进度|支付进度", sentence
                )
                if is_about and re.search("原因|由于|主要是|因[^此]|未|滞后|偏低|缓慢", sentence):
                    return True
    return False


def _doubt(item: Executed, *, is_low: bool) -> Doubt:
    place = where_of(item.form.view, item.printed.source, item.form.form.name)
    return Doubt(
        message=f"{place}执行率 {figure(item.printed)}，没有说明偏差原因",
        evidence=(evidence_of_fact(item.printed, "执行率"),),
        stated=item.printed.value,
        unit=item.printed.unit,
        severity=None if is_low else Severity.INFO,
        suggestion="说明没有执行完的原因和改进措施",
    )
