"""What the mapping gives: Report, its facts, forms and rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from .documents import Document, Notice
    from .places import Source


class Kind(StrEnum):
    """What a printed number measures."""

    AMOUNT = "amount"
    PERCENT = "percent"
    COUNT = "count"
    SCORE = "score"
    AREA = "area"
    DATE = "date"
    ORDINAL = "ordinal"
    NUMBER = "number"


class Stage(StrEnum):
    """At which stage of the budget year an amount was taken."""

    INITIAL_BUDGET = "initial_budget"  # 年初预算数
    FULL_YEAR_BUDGET = "full_year_budget"  # 全年预算数, 调整后预算数
    BUDGET = "budget"  # 预算数, not said which
    ADDED_BUDGET = "added_budget"  # 年中追加
    ACTUAL = "actual"  # 全年执行数, 决算数
    TARGET = "target"  # 年度指标值
    OPENING = "opening"  # 期初
    INCREASE = "increase"  # 本期增加
    DECREASE = "decrease"  # 本期减少
    CLOSING = "closing"  # 期末


@dataclass(frozen=True, slots=True)
class Fact:
    """One printed number.

    Attributes:
        number: From 1 inside its document.
        text: As printed, e.g. "1,203.50", "≥95%", "19.32万".
        value: Exactly the digits printed, in `unit`; a negative printed in brackets is negative.
        unit: Printed or inherited unit (元, 万元, 亿元, %, 分, 人, ㎡, …); None if nothing says.
        decimals: Printed decimals.
        kind: What it measures.
        indicator: Id in the catalogue; None if the label is unknown.
        label: Row label or the words before the number.
        entity: Project, unit or organisation the number is about; None for the reporting unit itself.
        period: Year as "2023"; None if nothing says.
        stage: Stage of the budget year; None if it has none.
        confidence: 1 for native text; lower where reading or mapping is unsure.
        source: Its place, down to the characters.
    """

    number: int
    text: str
    value: Decimal
    unit: str | None
    decimals: int
    kind: Kind
    indicator: str | None
    label: str
    entity: str | None
    period: str | None
    stage: Stage | None
    confidence: float
    source: Source


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One indicator row of a score form; numbers are None where the cell is blank or no number."""

    table: int
    row: int
    level1: str
    level2: str
    level3: str
    target_text: str
    actual_text: str
    weight: Decimal | None
    score: Decimal | None
    deduction: Decimal | None
    reason: str
    source: Source


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One unit of a result notice (通报结果表)."""

    table: int
    row: int
    rank: Decimal | None
    unit: str
    score: Decimal | None
    grade: str
    remark: str
    source: Source


@dataclass(frozen=True, slots=True)
class Form:
    """A recognised form; one table may hold one form.

    Attributes:
        kind: Id in schemas/forms.yaml, e.g. project_self_evaluation.
        table: Number of the table that holds it.
        name: Project or unit that the form is about; None if it names none.
        fields: (field id, printed value, place) of the form's key-value cells, e.g. supervising_department.
    """

    kind: str
    table: int
    name: str | None
    fields: tuple[tuple[str, str, Source], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A document with its numbers mapped.

    Attributes:
        document: What was read; personal data masked unless asked for.
        title: First title line; None if there is none.
        organisation: Reporting unit; None if nothing says.
        fiscal_year: Year reported on.
        report_date: Date of signing or filling in.
        forms: Recognised forms, in table order.
        facts: One per printed number.
        scores: One per indicator row.
        results: One per unit of a result notice.
        notices: The reader's notices and those of the mapping.
    """

    document: Document
    title: str | None
    organisation: str | None
    fiscal_year: int | None
    report_date: date | None
    forms: tuple[Form, ...]
    facts: tuple[Fact, ...]
    scores: tuple[ScoreRow, ...]
    results: tuple[ResultRow, ...]
    notices: tuple[Notice, ...] = ()
