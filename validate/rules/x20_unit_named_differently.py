"""同一份报送材料里，填报单位的名称写得不一样。

## 为什么重要

单位名称是归集数据的依据；封面、表头、落款不一致，常是抄用别人的表或上年的表。

## 会报告

封面“云溪县水利局”，自评表“云溪县水务局”。

## 不报告

全称与简称（一个包含另一个）；主管部门与实施单位不是同一家；带编码、盖章字样的；名称完全不同、可能是所属单位的。

## 依据

《党政机关公文处理工作条例》：机关名称应当使用全称或规范化简称，前后一致。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from ...schemas.records import Evidence
from ..registry import Doubt, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context, ReportView

CODE_OR_SEAL = re.compile(r"^[\dA-Za-z]+[-－—_]?|[（(](?:盖章|公章|签章|章|部门|单位)[）)]|\s+")
COVER = re.compile(
    r"(?:单位名称|部门名称|填报单位|预算单位|预算部门)(?:[（(][^）)]*[）)])?\s*[：:]\s*(\S{3,40})"
)
SIGNED = re.compile(
    r"[\u4e00-\u9fff（）()]{4,30}(?:局|委员会|委|厅|办公室|中心|政府|院|校|学|馆|站|所|队|会|团|司|街道|镇|乡)"
)
LAST_LINES = 6


@rule("X20")
def unit_named_differently(context: Context) -> Iterator[Doubt]:
    """Doubt names of one report that are nearly but not quite alike; the first one is the measure."""
    alike = context.parameters.number("alike")
    for view in context.reports:
        names = list(_names(view))
        seen = {names[0].text} if names else set()
        for item in names[1:]:
            if item.text not in seen and _is_variant(names[0].text, item.text, alike):
                message = f"{names[0].role}为“{names[0].text}”，{item.role}为“{item.text}”，单位名称不一致"
                yield Doubt(message, (item, names[0]), suggestion="核对是否为同一单位并统一名称")
            seen.add(item.text)


def _names(view: ReportView) -> Iterator[Evidence]:
    paragraphs = view.report.document.paragraphs
    for paragraph in paragraphs:
        if found := COVER.search(paragraph.text):
            yield Evidence("封面单位名称", _plain(found[1]), paragraph.source)
    for form in view.forms():
        for field, value, place in form.fields:
            if field == "budget_department" and _plain(value):
                yield Evidence("表中单位名称", _plain(value), place)
    for paragraph in paragraphs[-LAST_LINES:]:
        if SIGNED.fullmatch(_plain(paragraph.text)):
            yield Evidence("落款单位", _plain(paragraph.text), paragraph.source)


def _plain(name: str) -> str:
    return CODE_OR_SEAL.sub("", name)


def _is_variant(first: str, second: str, alike: object) -> bool:
    if first in second or second in first or ("财政" in first) != ("财政" in second):
        return False  # the finance bureau signs evaluations of other units
    return fuzz.ratio(first, second) >= float(str(alike))
