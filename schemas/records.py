"""The records that travel down the one-way street: Document, Report, Check, Finding.

All are frozen. Tables count from 1, paragraphs from 1, pages from 1, rows and columns from 0;
coordinates are points with the origin at the top left of the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


# ------------------------------------------------------------------ places


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points, origin top left."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Source:
    """The place of a piece of text: a cell, a paragraph, or a span of characters inside one.

    Attributes:
        document: SHA-256 of the file's bytes.
        page: From 1; None in a Word file.
        table: From 1; None for a paragraph.
        row: From 0, with `column` the top left corner of the cell.
        column: From 0.
        paragraph: From 1; None for a cell.
        start: First character of the span in the text of the cell or paragraph; None for the whole.
        end: One past the last character.
        box: Where it stands on the page; None in a Word file.
    """

    document: str
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    paragraph: int | None = None
    start: int | None = None
    end: int | None = None
    box: Box | None = None


# ------------------------------------------------------------------ extract


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, a merged area once, with its text as printed (line breaks kept)."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Table:
    """A table, joined over pages.

    Attributes:
        number: From 1, in reading order.
        cells: By row, then column; a merged area appears once.
        n_rows: Rows of the grid.
        n_columns: Columns of the grid.
        caption: Title line right above the table; None if there is none.
        unit_line: Printed unit above the table, e.g. "单位：万元"; None if there is none.
        heading: Headings that the table stands under, outermost first.
        after_paragraph: Number of paragraphs that come before the table.
        page_first: Page of the first row; None in a Word file.
        page_last: Page of the last row; None in a Word file.
        origin: native, image, chart or ocr.
    """

    number: int
    cells: tuple[Cell, ...]
    n_rows: int
    n_columns: int
    caption: str | None = None
    unit_line: str | None = None
    heading: tuple[str, ...] = ()
    after_paragraph: int = 0
    page_first: int | None = None
    page_last: int | None = None
    origin: str = "native"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose with its automatic number, as a reader sees it.

    Attributes:
        number: From 1, in reading order, empty paragraphs not counted.
        text: Automatic numbering included ("（一）预算执行"), soft line ends of a PDF joined.
        heading: Headings that it stands under, outermost first.
        level: 1 to 9 when the paragraph itself is a heading, else None.
        source: Its place.
    """

    number: int
    text: str
    heading: tuple[str, ...]
    level: int | None
    source: Source


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader could not do or is unsure of; it never goes unsaid.

    Attributes:
        code: Short stable word, e.g. page-without-text, table-not-closed.
        place: Where, for people: "第3页", "表2第5行".
        text: Chinese sentence.
        partial: True when content may be missing because of it.
    """

    code: str
    place: str
    text: str
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """What stands in a file, uninterpreted.

    Attributes:
        id: SHA-256 of the bytes, hexadecimal.
        name: File name without folder.
        source: Path as the caller gave it.
        format: docx, pdf, …
        bytes: Size of the file.
        pages: Number of pages; None in a Word file.
        paragraphs: In reading order.
        tables: In reading order.
        notices: What the reader is unsure of.
    """

    id: str
    name: str
    source: str
    format: str
    bytes: int
    pages: int | None
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    notices: tuple[Notice, ...] = ()


# ------------------------------------------------------------------ normalize


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


# ------------------------------------------------------------------ validate


class Outcome(StrEnum):
    """What came of a relation that was tried."""

    HOLDS = "holds"
    ROUNDING = "rounding"
    BROKEN = "broken"
    DEFERRED = "deferred"


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARN = "warn"
    INFO = "info"


class Origin(StrEnum):
    """Where a relation came from."""

    CATALOGUE = "catalogue"
    TEXT = "text"
    DISCOVERED = "discovered"


@dataclass(frozen=True, slots=True)
class Check:
    """A relation that was tried, with its outcome.

    Attributes:
        number: From 1 inside its document.
        document: Document of the stated figure.
        rule: Code, e.g. "A01".
        origin: Where the relation came from.
        relation: Readable formula with the printed figures.
        outcome: holds, rounding, broken or deferred.
        stated: Printed figure; None when deferred for want of it.
        expected: Recomputed figure in the unit of `stated`.
        expected_low: Lower end of what the printed digits allow.
        expected_high: Upper end.
        difference: stated - expected.
        unit: Unit of the figures.
        facts: Numbers of the facts of this document that took part.
        note: Why it was deferred, which blanks were read as zero, truncation.
    """

    number: int
    document: str
    rule: str
    origin: Origin
    relation: str
    outcome: Outcome
    stated: Decimal | None
    expected: Decimal | None
    expected_low: Decimal | None
    expected_high: Decimal | None
    difference: Decimal | None
    unit: str | None
    facts: tuple[int, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One operand of a finding: its role, the words as printed, its place."""

    role: str
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Finding:
    """A discrepancy that a reviewer should look at.

    Attributes:
        id: Stable over corrected figures: hash of rule, place and roles, no values.
        document: Document it is filed under.
        case: Shared by findings with one cause.
        rule: Code.
        severity: error, warn or info.
        category: 表内, 表间, 表文, 文内, 跨年 or 跨文件.
        confidence: 0 to 1.
        message: One Chinese sentence with both figures and the arithmetic.
        stated: Printed figure.
        expected: Recomputed figure, in `unit`.
        difference: stated - expected.
        unit: Unit printed.
        cause: Likely cause; None if none is clear.
        suggestion: What to look at; None if none is clear.
        impact: Score, grade or threshold that the corrected figure changes; None if none.
        evidence: Every operand, stated figure first.
    """

    id: str
    document: str
    case: str
    rule: str
    severity: Severity
    category: str
    confidence: float
    message: str
    stated: Decimal | None
    expected: Decimal | None
    difference: Decimal | None
    unit: str | None
    cause: str | None
    suggestion: str | None
    impact: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Submission:
    """The files of one organisation and fiscal year that are checked against each other."""

    key: str
    reports: tuple[Report, ...] = field(default=())


# ------------------------------------------------------------------ lake


class Status(StrEnum):
    """How far a document was read."""

    OK = "ok"
    PARTIAL = "partial"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One row of the documents dataset: an input file, read or not."""

    document_id: str
    name: str
    source: str
    submission: str | None
    format: str
    bytes: int
    pages: int | None
    status: Status
    error_code: str | None
    error: str | None
    title: str | None
    forms: tuple[str, ...]
    organisation: str | None
    fiscal_year: int | None
    report_date: date | None
    notices: tuple[Notice, ...]
    schema_version: int
    fuhe_version: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of the tables dataset: a table without its cells, which have a dataset of their own.

    Attributes:
        document_id: SHA-256 of the file's bytes.
        table: The table, its `cells` empty.
        unit: Unit of most of its amounts; None if it holds no amount with a known unit.
        form: The form that it holds; None if none was recognised.
    """

    document_id: str
    table: Table
    unit: str | None
    form: Form | None


@dataclass(frozen=True, slots=True)
class Decision:
    """A reviewer's word on a finding; it survives a re-run because finding ids do."""

    finding_id: str
    decision: str
    reason: str
    note: str
    reviewer: str
    decided_at: str
