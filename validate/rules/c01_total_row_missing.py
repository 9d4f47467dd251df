"""自评表没有总分行，或总分行没有填得分。

## 为什么重要

总分是自评的结论；没有总分，得分与等次都无从核对。

## 会报告

| 一级指标 | 三级指标 | 分值 | 得分 |
|---|---|---|---|
| 满意度指标 | 群众满意度 | 10 | 10 |
| （表格到此为止，没有总分行） | | | |

## 不报告

总分印在表格上部或表后的；没有打分的申报表、监控表；评分表以合计、总计代替总分的。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）所附自评表：末行为总分。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...schemas.records import Evidence, Source
from ..registry import Doubt, rule
from ..scores.score_forms import SELF_EVALUATIONS, is_continued, is_scored, score_forms
from ..wording import where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..scores.score_forms import ScoreForm

ELSEWHERE = re.compile(r"总分|总得分|合计得分|自评得分[:：]|综合得分|得分合计")


@rule("C01")
def total_row_missing(context: Context) -> Iterator[Doubt]:
    """Doubt scored self-evaluation forms that end without a total."""
    fewest = int(context.parameters.number("fewest_rows"))
    for form in score_forms(context, *SELF_EVALUATIONS):
        if not is_scored(form) or len(form.rows) < fewest or "score" not in form.columns:
            continue
        if is_continued(form):
            continue
        if form.total_row is None and not _has_total_elsewhere(form):
            yield _doubt(form, "没有总分行")
        elif (row := form.total_row) is not None and not any(re.search(r"\d", t) for t in _texts(form, row)):
            yield _doubt(form, "总分行没有填分值和得分")


def _texts(form: ScoreForm, row: int) -> list[str]:
    return [cell.text for cell in form.table.cells if cell.row == row]


def _has_total_elsewhere(form: ScoreForm) -> bool:
    """A total above the indicators or below the table."""
    document = form.view.report.document
    texts = [c.text for c in form.table.cells if not form.first_row <= c.row <= form.last_row]
    after = form.table.after_paragraph
    texts += [p.text for p in document.paragraphs[after : after + 3]]
    return any(ELSEWHERE.search("".join(text.split())) for text in texts)


def _doubt(form: ScoreForm, what: str) -> Doubt:
    execution = (form.execution("score") or [[]])[0]
    total = sum(fact.value for fact in (*execution, *form.figures("score")))
    is_whole = not any(row.lacks_score for row in form.rows)
    last = form.rows[-1].row
    place = where_of(form.view, last.source, form.form.name)
    title = " ".join([*form.table.heading[-1:], form.table.caption or ""]).strip()
    return Doubt(
        message=f"{place}{what}" + (f"，各项得分相加为 {total:f}分" if is_whole else ""),
        evidence=(
            Evidence("最后一项指标", last.level3 or last.level2, last.source),
            Evidence("表题", title, Source(last.source.document, table=form.table.number)),
        ),
        expected=total if is_whole and total else None,
        unit="分",
        suggestion="补填总分",
        item=(form.form.name or place.rstrip("：")) + (f"（各项相加 {total:f}分）" if is_whole else ""),
    )
