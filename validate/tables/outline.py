"""Marks that say how deep a row is nested: outline numbers and classification codes."""

from __future__ import annotations

import re

# By depth: 一、 is outside （一）, which is outside 1. and （1）.
OUTLINE = (
    re.compile(r"[一二三四五六七八九十]{1,3}[、.．]"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"\d{1,2}[、.．](?!\d)"),
    re.compile(r"[（(]\d{1,2}[）)]"),
    re.compile(r"[①-⑳]"),
)
CODE = re.compile(r"\d{3}(?:\d\d){0,2}(?!\d)")  # 类 201, 款 20103, 项 2010301
CODE_STEP = re.compile(r"\d\d")  # 款 or 项 in a column of its own, right of 类
