"""A recomputed figure is followed to execution score, total score and grade."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from fuhe.validate import Verdict

HEAD = [
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
]


def form(execution: str, total: str, score: str = "40", spent: str = "100") -> dict[str, Any]:
    """A project form: execution row, two indicators of 50 and 40 marks, total row."""
    label = {"text": "项目资金（万元）", "rowspan": 2}
    rows = [
        ["项目名称", {"text": "河道治理", "colspan": 7}],
        [label, "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["年度资金总额", "100", "100", spent, "10", f"{spent}%", execution],
        HEAD,
        ["产出指标", "数量指标", "清淤长度", "≥12公里", "12公里", "50", "40", "两个标段返工"],
        ["效益指标", "社会效益指标", "防洪能力", "提升", "提升", "40", score, ""],
        [{"text": "总分", "colspan": 5}, "100", total, ""],
    ]
    return {"name": "impact", "tables": [{"caption": "项目支出绩效自评表（2023年度）", "rows": rows}]}


@pytest.mark.parametrize(
    ("case", "rule", "impact"),
    [
        (form("10", "92"), "S04", "总分由 92分变为 90分"),
        (form("10", "90", spent="80"), "S01", "总分由 90分变为 88分，等次由“优”变为“良”"),
        (form("10", "93", score="43"), "S05", "总分由 93分变为 90分"),
    ],
    ids=["the same grade", "execution score turns the grade", "score over its marks"],
)
def test_total_and_grade(case: dict[str, Any], rule: str, impact: str, judge: Callable[..., Verdict]) -> None:
    (finding,) = judge(case, rule).findings
    assert impact in (finding.impact or "")
    assert ("等次由" in (finding.impact or "")) == ("等次由" in impact)


def test_a_figure_that_no_score_depends_on_has_no_impact(judge: Callable[..., Verdict]) -> None:
    text = "项目总投资2860万元，其中工程费用1500万元，其他费用800万元，预备费500万元。"
    (finding,) = judge({"name": "text", "paragraphs": [text]}, "A17").findings
    assert finding.impact is None
