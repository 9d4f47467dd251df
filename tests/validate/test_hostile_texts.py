"""Repeated marks and words of 20,000 characters: no pattern backtracks for long.

Patterns run inside the interpreter, where nothing can stop them, so that each group of texts is read in a process
of its own.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

LENGTH = 20_000
MOST_SECONDS = 60  # for a whole group on a busy machine; each text takes a tenth of a second on an idle one
READ = """
import sys
from fuhe.normalize import normalize
from fuhe.schemas.records import Submission
from fuhe.tests.conftest import build_document
from fuhe.validate import validate

length, *units = sys.argv[1:]
for number, unit in enumerate(units):
    text = (unit * int(length))[: int(length)]
    # 其中 and figures on both sides, so that what looks back and what looks ahead runs into the repeats
    around = f"2023年支出合计10.00万元，其中：{text}支出1.00万元，占10%。"
    cell = text[:2000]
    document = build_document(
        {
            "paragraphs": ["2023年度部门整体支出绩效自评报告", text, around],
            "tables": [{"rows": [["项目", "金额（万元）", "说明"], [cell, "1.00", cell], ["合计", "1.00", ""]]}],
        },
        f"{number:064}",
    )
    validate(Submission("hostile", (normalize(document),)))
print(len(units))
"""
GROUPS = {
    "brackets and quotes": ["（", "(", "[", "【", "《", "》", "“", "”", "）", "〔"],
    "points and marks": [
        "、",
        "。",
        "；",
        "：",
        "，",
        "%",
        "*",
        "#",
        "…",
        "≥",
        "≤",
        "-",
        "—",
        "/",
        "√",
        "□",
        "=",
        "×",
        "①",
        "@",
    ],
    "white space": [" ", "　", "\t", "\u00a0", " 。"],
    "letters and digits": [
        "1",
        "１",
        "一",
        "十",
        "a",
        "X",
        "的",
        "年",
        "月",
        "日",
        "为",
        "占",
        "共",
        "中",
        "省",
        "局",
        "号",
        "分",
    ],
    "words": [
        "其中：",
        "合计",
        "得分",
        "比上年",
        "增加",
        "项目",
        "预算",
        "预算完成",
        "主要原因",
        "单位",
        "附件",
        "第",
        "名称：",
        "电话：",
        "负责人",
        "分别为",
    ],
    "words with marks": ["一、", "（一）", "a.", "县局", "20XX年", "〔2023〕"],
    "list numbers": ["1.", "（1）", "1-"],
    "figures and marks": ["1/", "：1", "（1"],
    "figures in a row": ["1（", "1，"],
}


@pytest.mark.parametrize("name", GROUPS)
def test_repeats_are_read_in_bounded_time(name: str) -> None:
    units = GROUPS[name]
    done = subprocess.run(
        [sys.executable, "-c", READ, str(LENGTH), *units],
        capture_output=True,
        text=True,
        timeout=MOST_SECONDS,
        check=False,
    )
    assert done.stdout.strip() == str(len(units)), done.stderr
