"""The columns of the discrepancy list, in the words of those who review."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from ...schemas.reasons import load_reasons
from ...schemas.words import DECISION_WORDS, SEVERITY_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from .discrepancies import Discrepancy

    Value = str | int | Decimal | None

UNDECIDED, REOPENED = "待复核", "数字有变，重新复核"
LONGEST_EVIDENCE = 120
PERCENT_DECIMALS = 4
# What XML 1.0 forbids, which are also the characters that could steer a terminal.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, its width in characters, and how a discrepancy fills it.

    `is_detail` columns are folded away where a list can fold, `is_input` ones are for the reviewer to fill in.
    """

    header: str
    width: int
    value: Callable[[Discrepancy], Value]
    is_detail: bool = False
    is_input: bool = False


def status(row: Discrepancy) -> str:
    """Return what has become of a finding."""
    if row.is_reopened:
        return REOPENED
    return opinion(row) or UNDECIDED


def opinion(row: Discrepancy) -> str | None:
    """Return what the reviewer decided, in Chinese; None if nobody did."""
    return DECISION_WORDS.get(row.decision.decision) if row.decision else None


def reason(row: Discrepancy) -> str | None:
    """Return why the reviewer dismissed a finding, in Chinese; None if nothing is said."""
    if row.decision is None or not row.decision.reason:
        return None
    known = load_reasons().get(row.decision.reason)
    return known.text if known else row.decision.reason


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
    Column("严重程度", 9, lambda row: SEVERITY_WORDS[row.finding.severity]),
    Column("规则编号", 9, lambda row: row.finding.rule),
    Column("单位名称", 20, lambda row: row.document.organisation),
    Column("年度", 7, lambda row: row.document.fiscal_year),
    Column("文件", 20, lambda row: row.document.name),
    Column("位置", 22, lambda row: row.place),
    Column("项目名称", 18, lambda row: row.project),
    Column("问题", 56, lambda row: row.finding.message),
    Column("文中数", 13, lambda row: row.stated.text if row.stated else None),
    Column("复算数", 13, lambda row: shown(row.finding.expected, row.finding.unit)),
    Column("计量单位", 9, lambda row: row.finding.unit),
    Column("差额", 13, lambda row: shown(row.finding.difference, row.finding.unit)),
    Column("差异率", 10, difference_rate),
    Column("疑似原因", 22, lambda row: row.finding.cause),
    Column("处理建议", 26, lambda row: row.finding.suggestion),
    Column("影响", 20, lambda row: row.finding.impact),
    Column("状态", 10, status),
    Column("处理意见", 11, opinion, is_input=True),
    Column("理由", 22, reason, is_input=True),
    Column("备注", 24, lambda row: row.decision.note if row.decision else None, is_input=True),
    Column("复核人", 10, lambda row: row.decision.reviewer if row.decision else None, is_input=True),
    Column("单位反馈", 24, lambda _row: None, is_input=True),
    Column("复核时间", 18, lambda row: row.decision.decided_at if row.decision else None, is_detail=True),
    Column("问题编号", 22, lambda row: row.finding.id, is_detail=True),
    Column("同因编号", 22, lambda row: row.finding.case, is_detail=True),
    Column("规则名称", 22, lambda row: row.rule_title, is_detail=True),
    Column("勾稽类别", 9, lambda row: row.finding.category, is_detail=True),
    Column("副本", 20, lambda row: "；".join(row.copies), is_detail=True),
    Column("页", 6, lambda row: row.stated.source.page if row.stated else None, is_detail=True),
    Column("表", 6, lambda row: row.stated.source.table if row.stated else None, is_detail=True),
    Column("行", 18, lambda row: row.row_label, is_detail=True),
    Column("列", 18, lambda row: row.column_label, is_detail=True),
    Column("指标编号", 20, lambda row: row.fact.indicator if row.fact else None, is_detail=True),
    Column("指标", 20, lambda row: row.fact.label if row.fact else None, is_detail=True),
    Column("文中数值", 14, lambda row: row.finding.stated, is_detail=True),
    Column("计算式", 40, lambda row: row.relation, is_detail=True),
    Column("对照位置", 30, lambda row: "；".join(row.others), is_detail=True),
    Column(
        "对照数", 20, lambda row: "；".join(item.text for item in row.finding.evidence[1:]), is_detail=True
    ),
    Column("原文", 40, evidence_words, is_detail=True),
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


def shown(value: Decimal | None, unit: str | None) -> Decimal | None:
    """Return a recomputed figure as it is shown: a percentage ends where the finding's sentence ends it.

    >>> shown(Decimal("109.406897"), "%"), shown(Decimal("1.234567"), "万元")
    (Decimal('109.4069'), Decimal('1.234567'))
    """
    if value is None or unit != "%":
        return value
    return trimmed(value.quantize(Decimal(1).scaleb(-PERCENT_DECIMALS), rounding=ROUND_HALF_UP))


def trimmed(value: Decimal) -> Decimal:
    """Return a decimal without trailing zeros and without exponent."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
