"""附件清单所列的附件文中没有，或文中的附件不在清单之内。

## 为什么重要

缺附件则报送不完整；附件号对不上，读者找不到所引用的表。

## 会报告

清单列“1.基础数据表 2.自评表 3.项目自评报告”，文后只有附件1和附件2。

## 不报告

附件全部另文报送、文中一件也没有；同一编号的几份项目表；只凭名称、不带编号的附件。

## 依据

《党政机关公文处理工作条例》：附件的顺序号和名称应与附件说明一致。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schemas.records import Evidence
from ..lists.attachments import attachment_headings, listed_attachments
from ..registry import Doubt, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context
    from ..lists.attachments import Attachment


@rule("X14")
def attachment_not_as_listed(context: Context) -> Iterator[Doubt]:
    """Doubt listed attachments that are nowhere in the submission, and headings that no list names."""
    for view in context.reports:
        listed = listed_attachments(view.report.document)
        headings = attachment_headings(view.report.document)
        numbers = {item.number for item in headings}
        if len(listed) < context.parameters.number("fewest_listed") or not numbers & {
            i.number for i in listed
        }:
            continue
        titles = _titles(context)
        for item in listed:
            if item.number not in numbers and not any(item.core in title for title in titles):
                yield _doubt(
                    item, f"附件清单列有“附件{item.number} {item.title}”，报送材料中没有该附件", "补齐附件"
                )
        last = max(item.number for item in listed)
        for item in {item.number: item for item in headings if item.number > last}.values():
            yield _doubt(item, f"文中有“附件{item.number}”，附件清单只列到附件{last}", "更正附件号或补列清单")


def _titles(context: Context) -> list[str]:
    """Captions of tables and titles of all files: attachments may be files of their own."""
    titles = [view.report.title or "" for view in context.reports]
    titles += [view.report.document.name for view in context.reports]
    titles += [table.caption or "" for view in context.reports for table in view.report.document.tables]
    return ["".join(title.split()) for title in titles]


def _doubt(item: Attachment, message: str, suggestion: str) -> Doubt:
    return Doubt(message, (Evidence("附件", item.text, item.source),), suggestion=suggestion)
