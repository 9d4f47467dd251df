"""表已填写，单位负责人签字处空白。

## 为什么重要

单位负责人签字是对数据真实性负责；没有签字的表不能作为正式报送材料。

## 会报告

填表人：***　填报日期：2024年3月2日　单位负责人签字：（空白）

## 不报告

填表人也空白的空表；已经签名（签名以星号代替）的；签字处另起一行、可能是手写签名图片的；一份材料只报告一次。

## 依据

《部门整体支出绩效评价基础数据表》表尾“单位负责人签字”。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...schemas.records import Evidence
from ..registry import Doubt, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas.records import Source
    from ..context import Context, ReportView

FILLED = re.compile(r"(?:填[表报]人|联系人|经办人)[^：:]{0,6}[：:]\s?(?:\*+|[\u4e00-\u9fff]{2,3}(?=\s|$))")
UNSIGNED = re.compile(
    r"(?:单位|部门|主要)负责人(?:[（(]?(?:签字|签名|签章)[）)]?)?\s*[：:]\s*(?=$|[\u4e00-\u9fff]{2,8}[：:])"
)


@rule("C06")
def unsigned(context: Context) -> Iterator[Doubt]:
    """Doubt, once per report, a line of signatures that names its filler but no head of the unit."""
    for view in context.reports:
        lines = [
            (text, place) for text, place in _lines(view) if UNSIGNED.search(text) and FILLED.search(text)
        ]
        if lines:
            evidence = tuple(Evidence("签字栏", UNSIGNED.search(text)[0], place) for text, place in lines)  # type: ignore[index]
            yield Doubt("表已填写，单位负责人签字处空白", evidence, suggestion="补签")


def _lines(view: ReportView) -> Iterator[tuple[str, Source]]:
    document = view.report.document
    yield from ((p.text.strip(), p.source) for p in document.paragraphs)
    yield from ((c.text.strip(), c.source) for t in document.tables for c in t.cells)
