"""报送材料缺少规定要报的表或报告。

## 为什么重要

缺表则自评不完整，表间、表文的勾稽也无从核对。

## 会报告

当地要求报送部门整体自评表、项目自评表和自评报告，材料里没有部门整体自评表。

## 不报告

当地没有规定的（本规则默认不要求任何一种，由配置方案列出）；有文件没有读全的；单独的结果通报、工作总结。

## 依据

各地绩效自评工作通知关于报送材料的规定。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.layouts import load_layouts
from ...schemas.records import Evidence, Source
from ..registry import Doubt, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context

REPORT = "report"  # running text, not a form
SHORTEST_REPORT = 10  # paragraphs


@rule("C03")
def document_missing(context: Context) -> Iterator[Doubt]:
    """Doubt submissions with a self-evaluation that lack what the profile requires."""
    reports = [view.report for view in context.reports]
    present = {form.kind for report in reports for form in report.forms}
    if any(len(report.document.paragraphs) >= SHORTEST_REPORT for report in reports):
        present.add(REPORT)
    is_whole = not any(notice.partial for report in reports for notice in report.notices)
    if not is_whole or not any(kind.endswith("self_evaluation") for kind in present):
        return
    names = {**load_layouts().form_names, REPORT: "自评报告"}
    missing = [names[kind] for kind in context.parameters.words("required") if kind not in present]
    if missing:
        first = reports[0].document
        yield Doubt(
            f"报送材料缺少{'、'.join(missing)}",
            (Evidence("报送材料", "、".join(r.document.name for r in reports), Source(first.id)),),
            suggestion="补报",
        )
