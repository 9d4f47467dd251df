"""模板的占位符没有替换成实际内容。

## 为什么重要

“XX场”“X%”“20XX年”留在定稿里，说明这一处没有填写，读者也不知道实际是多少。

## 会报告

| 年度指标值 | 实际完成值 |
|---|---|
| 培训XX场 | 培训XX场 |

## 不报告

以XX代替人名、案件当事人的；型号、编号里的X；乘号；星号代替的姓名和电话；“第　号”文号由印发时填写的草稿不在此列之外；全部空白的模板表。

## 依据

《党政机关公文处理工作条例》：公文内容准确、要素齐全。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...schemas.records import Evidence
from ..registry import Doubt, rule
from ..wording import where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Source
    from ..context import Context, ReportView

MEASURES = "场|次|人|个|项|元|万元|亿元|万|家|户|件|份|台|套|辆|公里|平方米|㎡|亩|米|吨|分|天|月|批"
CROSS = r"[XxＸｘ×╳]"
PLACEHOLDER = re.compile(
    rf"(?<![A-Za-z\d.]){CROSS}{{1,4}}\s*(?:%|％|‰)"
    rf"|(?<![A-Za-z\d]){CROSS}{{2,4}}(?:{MEASURES})(?!某|员|民|士|物|身|口|才)"
    rf"|20{CROSS}{{1,2}}\s*年|{CROSS}{{1,4}}年{CROSS}{{1,2}}月|(?<!\d){CROSS}{{2,4}}(?:单位|项目|部门|局|县|市)(?!级)"
    r"|[（(]\s*(?:待定|待填|待补充|此处填写[^）)]*|请填写[^）)]*)\s*[）)]|\{[^{}\n]{1,20}\}|[〔\[]\s*20\d\d\s*[〕\]]\s*[Xx×]+\s*号"
)
MARK = re.compile(r"[XxＸｘ×╳{]|[（(]\s*[待此请]")  # every placeholder holds one: a quick look at each text
SHOWN = 3


@rule("C07")
def placeholder_left(context: Context) -> Iterator[Doubt]:
    """Doubt, once per report, all places that still hold a placeholder."""
    for view in context.reports:
        marked = ((text, place) for text, place in _texts(view) if MARK.search(text))
        found = [(m[0], text, place) for text, place in marked if (m := PLACEHOLDER.search(text))]
        if found:
            listed = "、".join(f"“{word}”" for word in dict.fromkeys(word for word, _, _ in found[:SHOWN]))
            rest = f"等{len(found)}处" if len(found) > SHOWN else ""
            yield Doubt(
                f"{where_of(view, found[0][2], None)}模板占位符{listed}{rest}没有替换成实际内容",
                tuple(Evidence("占位符", _around(text, word), place) for word, text, place in found),
                suggestion="填写实际内容",
            )


def _texts(view: ReportView) -> Iterator[tuple[str, Source]]:
    document = view.report.document
    yield from ((p.text, p.source) for p in document.paragraphs)
    yield from ((c.text, c.source) for t in document.tables for c in t.cells)


def _around(text: str, word: str) -> str:
    at = text.index(word)
    return text[max(0, at - 20) : at + len(word) + 20]
