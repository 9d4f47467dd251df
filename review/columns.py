"""The columns of the discrepancy list, in the words of those who review."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ..schemas.words import DECISION_WORDS, SEVERITY_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from .discrepancies import Discrepancy

    Value = str | int | Decimal | None

UNDECIDED = "待复核"
LONGEST_EVIDENCE = 120
# What XML 1.0 forbids, which are also the characters that could steer a terminal.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, its width in characters, and how a discrepancy fills it."""

    header: str
    width: int
    value: Callable[[Discrepancy], Value]


def status(row: Discrepancy) -> str:
    """Return what has become of a finding."""
    return DECISION_WORDS.get(row.decision.decision, UNDECIDED) if row.decision else UNDECIDED


def difference_rate(row: Discrepancy) -> str | None:
    """Return the difference in percent of the recomputed figure; None where that is zero or missing."""
    difference, expected = row.finding.difference, row.finding.expected
    if difference is None or not expected:
        return None
    return f"{difference / abs(expected) * 100:.2f}%"


def evidence_words(row: Discrepancy) -> str:
    """Return all operands with their roles, cut to what a cell of a list can show."""
    words = "；".join(
        f"{item.role}：{item.text}" if item.role else item.text for item in row.finding.evidence
    )
    return words if len(words) <= LONGEST_EVIDENCE else words[: LONGEST_EVIDENCE - 1] + "…"


COLUMNS = (
    Column("序号", 6, lambda row: row.number),
    Column("问题编号", 18, lambda row: row.finding.id),
    Column("规则编号", 9, lambda row: row.finding.rule),
    Column("规则名称", 22, lambda row: row.rule_title),
    Column("严重程度", 9, lambda row: SEVERITY_WORDS[row.finding.severity]),
    Column("状态", 9, status),
    Column("勾稽类别", 9, lambda row: row.finding.category),
    Column("单位名称", 24, lambda row: row.document.organisation),
    Column("年度", 7, lambda row: row.document.fiscal_year),
    Column("文件", 28, lambda row: row.document.name),
    Column("页", 6, lambda row: row.stated.source.page if row.stated else None),
    Column("表", 6, lambda row: row.stated.source.table if row.stated else None),
    Column("行", 18, lambda row: row.row_label),
    Column("列", 18, lambda row: row.column_label),
    Column("位置", 26, lambda row: row.place),
    Column("项目名称", 22, lambda row: row.project),
    Column("指标编号", 20, lambda row: row.fact.indicator if row.fact else None),
    Column("指标", 20, lambda row: row.fact.label if row.fact else None),
    Column("问题", 60, lambda row: row.finding.message),
    Column("文中数", 14, lambda row: row.stated.text if row.stated else None),
    Column("文中数值", 14, lambda row: row.finding.stated),
    Column("复算数", 14, lambda row: row.finding.expected),
    Column("计量单位", 9, lambda row: row.finding.unit),
    Column("差额", 14, lambda row: row.finding.difference),
    Column("差异率", 10, difference_rate),
    Column("计算式", 40, lambda row: row.relation),
    Column("对照位置", 30, lambda row: "；".join(row.others)),
    Column("对照数", 20, lambda row: "；".join(item.text for item in row.finding.evidence[1:])),
    Column("疑似原因", 26, lambda row: row.finding.cause),
    Column("处理建议", 30, lambda row: row.finding.suggestion),
    Column("影响", 26, lambda row: row.finding.impact),
    Column("原文", 40, evidence_words),
    Column("复核人", 10, lambda row: row.decision.reviewer if row.decision else None),
    Column("复核意见", 24, lambda row: row.decision.note if row.decision else None),
    Column("单位反馈", 24, lambda _row: None),
)
SHORT_COLUMNS = (
    Column("严重程度", 8, lambda row: SEVERITY_WORDS[row.finding.severity]),
    Column("规则", 5, lambda row: row.finding.rule),
    Column("单位", 14, lambda row: row.document.organisation),
    Column("文件", 16, lambda row: row.document.name),
    Column("位置", 24, lambda row: row.place),
    Column("问题", 60, lambda row: row.finding.message),
)


def plain(value: Value) -> str:
    """Return a value as printable text: no control characters, no trailing zeros.

    >>> plain(Decimal("12.5000000000")), plain(None), plain("a" + chr(27) + "[1m")
    ('12.5', '', 'a[1m')
    """
    if isinstance(value, Decimal):
        return format(trimmed(value), "f")
    return FORBIDDEN.sub("", str(value)) if value is not None else ""


def trimmed(value: Decimal) -> Decimal:
    """Return a decimal without trailing zeros and without exponent."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
