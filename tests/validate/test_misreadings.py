"""Findings on recognised pages say when a misread figure is the likelier cause, and are then no errors."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from fuhe.normalize import normalize
from fuhe.schemas.records import Reading, Severity, Submission
from fuhe.validate import Options, validate
from fuhe.validate.misreadings import REMARK, SURE

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from fuhe.schemas.records import Document, Finding

CLEAR = 0.99
DOUBTED = SURE - 0.1
# 120.5 + 80.25 + 30.75 = 231.50
PARTS = ("120.50", "80.25", "30.75")


def table(total: str) -> dict[str, Any]:
    rows = [
        ["项目", "金额（万元）"],
        *([f"第{n}项", part] for n, part in enumerate(PARTS, 1)),
        ["合计", total],
    ]
    return {"tables": [{"caption": "项目支出明细表", "unit": "单位：万元", "rows": rows}]}


def findings(document: Document, score: float | None) -> tuple[Finding, ...]:
    """What is found where every figure has that score; None for native text."""
    if score is not None:
        tables = tuple(
            replace(
                one,
                cells=tuple(c._replace(readings=(Reading(0, len(c.text), score),)) for c in one.cells),
            )
            for one in document.tables
        )
        document = replace(document, tables=tables)
    found = validate(Submission("试", (normalize(document),)), Options(select=("A",))).findings
    assert len(found) == 1
    return found


@pytest.mark.parametrize(
    ("total", "score", "is_doubted"),
    [
        ("247.83", None, False),  # no digit explains it, and nothing was recognised
        ("231.80", None, False),  # native text: a slip of whoever typed it
        ("247.83", CLEAR, False),  # every figure is clear, and no digit explains it
        ("247.83", DOUBTED, True),
        ("231.80", CLEAR, True),  # one misread digit of the total
        ("231.70", CLEAR, True),
        ("271.50", CLEAR, True),  # of the total, or of a part
    ],
)
def test_doubt(
    total: str, score: float | None, *, is_doubted: bool, document_of: Callable[..., Document]
) -> None:
    document = document_of(table(total))
    (native,), (finding,) = findings(document, None), findings(document, score)
    assert finding.message.endswith(REMARK) is is_doubted
    if score is None:
        assert finding == native
    elif is_doubted:
        assert finding.severity is not Severity.ERROR
        assert finding.confidence < score
    else:
        assert finding.severity is native.severity
        assert finding.confidence < native.confidence
