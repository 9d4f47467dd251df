"""增减原因与增减方向相反。

## 为什么重要

原因说的是压减，数字却是增加，两者必有一个写错，多半是套用了上年的句子。

## 会报告

本年公务接待费比上年增加2万元，主要原因是厉行节约，压减公务接待开支。

## 不报告

原因里同时有增有减的；原因里没有增减字样的；没有说明增减方向的；持平的。

## 依据

《地方预决算公开操作规程》（财预〔2016〕143号）关于增减变化原因说明的要求。
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...schemas.records import Evidence
from ..registry import Doubt, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..context import Context

CHANGE = re.compile(
    r"(?:比|较|与)(?:上年|去年|20\d\d年|年初|上一年)[^。；;]{0,30}?(?P<verb>增加|增长|上升|减少|下降|降低)"
    r"[^。；;]{0,40}?(?:主要原因|原因|主要)(?:是|为|：|:|系)+(?P<reason>[^。；;]{4,120})"
)
UP = re.compile("增加|增长|新增|上升|上涨|扩大|提高|增多|追加|增资|恢复|补发")
DOWN = re.compile("减少|下降|压减|压缩|节约|缩减|降低|取消|核减|调减|严控|从严|紧缩|退休|调出")
RISING = frozenset({"增加", "增长", "上升"})


@rule("D05")
def reason_contradicts_direction(context: Context) -> Iterator[Doubt]:
    """Doubt sentences whose reason has words of the other direction only."""
    for view in context.reports:
        for paragraph in view.report.document.paragraphs:
            for found in CHANGE.finditer(paragraph.text):
                reason, is_rise = found["reason"], found["verb"] in RISING
                against, along = (DOWN, UP) if is_rise else (UP, DOWN)
                if word := against.search(reason) if not along.search(reason) else None:
                    yield Doubt(
                        f"“{found['verb']}”的原因写的是“{word[0]}”，方向相反：“{found[0][:60]}”",
                        (Evidence("增减原因", found[0], paragraph.source),),
                        confidence=0.7,
                        suggestion="核对增减方向和原因",
                    )
