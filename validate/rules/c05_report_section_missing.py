"""自评报告没有写存在的问题或改进措施。

## 为什么重要

自评的目的在于改进；没有问题和措施，结果就无法应用。

## 会报告

《部门整体支出绩效自评报告》从头到尾没有“问题”“不足”，也没有“改进”“建议”“下一步”。

## 不报告

只有自评表、没有正文的；正文很短的；通报、总结、决算公开说明；有文件没有读全的；任何一个标题或句子写到了的。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号）所附绩效评价报告参考提纲：存在的问题及原因分析、有关建议。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...schemas.records import Evidence
from ..registry import Doubt, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context

TITLE = re.compile(r"(?:自评|自我评价|评价)(?:情况)?(?:的)?报告")
SECTIONS = {
    "存在的问题": re.compile(r"问题|不足|短板|困难|薄弱|偏离|偏差|未完成|未达"),
    "改进措施": re.compile(r"改进|措施|建议|下一步|整改|今后|进一步|打算"),
}


@rule("C05")
def report_section_missing(context: Context) -> Iterator[Doubt]:
    """Doubt self-evaluation reports that never speak of problems or of improvement."""
    fewest = context.parameters.number("fewest_paragraphs")
    for view in context.reports:
        paragraphs = view.report.document.paragraphs
        is_whole = not any(notice.partial for notice in view.report.notices)
        if len(paragraphs) < fewest or not TITLE.search(view.report.title or "") or not is_whole:
            continue
        texts = [p.text for p in paragraphs[1:]]
        texts += [cell.text for table in view.report.document.tables for cell in table.cells]
        missing = [name for name, words in SECTIONS.items() if not any(words.search(text) for text in texts)]
        if missing:
            yield Doubt(
                f"自评报告没有写{'、'.join(missing)}",
                (Evidence("报告标题", view.report.title or "", paragraphs[0].source),),
                suggestion="补写",
            )
