"""The sheets of the workbook: what they are called, and their columns with widths in characters."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...schemas.records import Outcome, Severity
from ...schemas.words import OUTCOME_WORDS, SEVERITY_WORDS
from .project_rows import project_rows
from .sheet_rows import deferred_rows, file_rows, operand_rows, score_check_rows, score_rows, unit_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..lists.columns import Value
    from .sheet_rows import Contents


class Sheet(NamedTuple):
    """A sheet: its name, its columns with their widths, and what fills its rows."""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: Callable[[Contents], Iterator[list[Value]]]


FINDINGS = "差异清单"
UNIT = (("单位名称", 26), ("年度", 7))
RULE = (("规则编号", 9), ("规则名称", 26))
SEVERITIES = tuple((SEVERITY_WORDS[severity], 8) for severity in Severity)
TOTALS = Sheet(
    "汇总",
    (
        *UNIT,
        ("文件数", 8),
        ("未完整读取", 11),
        ("表单数", 8),
        ("自评得分", 10),
        ("复算得分", 10),
        ("得分差", 8),
        *SEVERITIES,
        ("待核实", 8),
        ("已处理", 8),
        ("待复核", 8),
    ),
    unit_rows,
)
DEFERRED = Sheet(
    "待核实",
    (
        *UNIT,
        ("文件", 24),
        ("位置", 26),
        *RULE,
        ("计算式", 48),
        ("文中数", 14),
        ("计量单位", 9),
        ("待核实的原因", 48),
    ),
    deferred_rows,
)
SCORES = Sheet(
    "指标明细",
    (
        *UNIT,
        ("文件", 22),
        ("项目名称", 22),
        ("页", 6),
        ("表", 6),
        ("行", 6),
        ("一级指标", 14),
        ("二级指标", 14),
        ("三级指标", 24),
        ("年度指标值", 18),
        ("实际完成值", 18),
        ("分值", 8),
        ("得分", 8),
        ("扣分", 8),
        ("复算得分", 10),
        ("复算结果", 14),
        ("偏差原因", 40),
    ),
    score_rows,
)
SCORE_CHECKS = Sheet(
    "评分复算",
    (
        *UNIT,
        ("文件", 22),
        ("项目名称", 22),
        ("位置", 26),
        *RULE,
        ("结果", 13),
        ("计算式", 56),
        ("文中数", 10),
        ("复算数", 10),
        ("差额", 10),
        ("说明", 30),
    ),
    score_check_rows,
)
PROJECTS = Sheet(
    "项目清单核对",
    (
        *UNIT,
        ("正文项目名称", 26),
        ("正文预算", 14),
        ("正文支出", 14),
        ("正文位置", 18),
        ("自评表项目名称", 28),
        ("自评表文件", 22),
        ("表", 6),
        ("自评表预算", 14),
        ("自评表支出", 14),
        ("核对结果", 12),
    ),
    project_rows,
)
OPERANDS = Sheet(
    "依据",
    (
        ("序号", 6),
        ("问题编号", 22),
        ("数的名称", 30),
        ("原文", 36),
        ("文件", 24),
        ("页", 6),
        ("表", 6),
        ("行", 6),
        ("列", 6),
        ("段", 6),
        ("位置", 28),
        ("文件路径", 50),
    ),
    operand_rows,
)
FILES = Sheet(
    "文件",
    (
        ("文件", 30),
        *UNIT,
        ("读取状态", 10),
        *SEVERITIES,
        ("复核关系", 10),
        *((OUTCOME_WORDS[outcome], 13) for outcome in Outcome),
        ("说明", 70),
    ),
    file_rows,
)
