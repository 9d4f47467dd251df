"""填表说明还留在填写内容的格子里。

## 为什么重要

格子里仍是说明文字，说明这一栏没有填写，或者填写后忘了删去说明。

## 会报告

| 评价结论 | （简要说明项目完成情况，200字以内） |
|---|---|

## 不报告

写在栏目名称里的字数要求；表下的“填表说明”“备注”；没有打分的空白模板；目标栏里引用的制度名称。

## 依据

各地自评表填报要求：正式报送前删除填写说明。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...schemas.records import Evidence
from ..registry import Doubt, rule
from ..scores.score_forms import SELF_EVALUATIONS, is_scored, score_forms
from ..wording import where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Source
    from ..context import Context
    from ..scores.score_forms import ScoreForm

INSTRUCTION = re.compile(
    r"[（(](?:不超过|限|约)?\d{2,4}字(?:以内|以上|左右|之内)[）)]|[（(][^（()）]{2,40}[，,]\d{2,4}字以内[）)]"
    r"|^[（(]?(?:请|此处|在此)(?:填写|说明|简述|简要|概述)|此(?:处|栏|格)填写"
)
MARK = re.compile("[字请此]")  # every instruction holds one: a quick look at each text
ROLES = ("target", "actual_value", "reason")


@rule("C08")
def instruction_left(context: Context) -> Iterator[Doubt]:
    """Doubt, once per form, values that still hold an instruction."""
    for form in score_forms(context, *SELF_EVALUATIONS):
        told = ((text, place) for text, place in _values(form) if MARK.search(text))
        found = [(text, place) for text, place in told if INSTRUCTION.search(text)]
        if is_scored(form) and found:
            text, place = found[0]
            rest = f"等{len(found)}处" if len(found) > 1 else ""
            yield Doubt(
                f"{where_of(form.view, place, form.form.name)}填写内容里还留有填表说明“{INSTRUCTION.search(text)[0]}”{rest}",  # type: ignore[index]
                tuple(Evidence("填写内容", text, place) for text, place in found),
                suggestion="填写实际内容，删去说明",
            )


def _values(form: ScoreForm) -> Iterator[tuple[str, Source]]:
    """Values of the key-value cells, wide text cells beside a label, and cells of the indicator rows."""
    yield from ((value, place) for _, value, place in form.form.fields)
    known = {place for _, _, place in form.form.fields}
    for cell in form.table.cells:
        is_row = form.first_row <= cell.row <= form.last_row
        is_value = cell.column in [form.columns.get(role) for role in ROLES] if is_row else cell.column > 0
        if is_value and cell.colspan > (0 if is_row else 1) and cell.source not in known:
            yield cell.text, cell.source
