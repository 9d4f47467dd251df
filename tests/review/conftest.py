from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from fuhe.lake import Lake, open_lake, report_records, stage, transaction
from fuhe.schemas.records import (
    Cell,
    Check,
    Document,
    DocumentRow,
    Evidence,
    Fact,
    Finding,
    Form,
    Kind,
    Notice,
    Origin,
    Outcome,
    Paragraph,
    Report,
    Severity,
    Source,
    Stage,
    Status,
    Table,
)

if TYPE_CHECKING:
    from pathlib import Path

KEY, OTHER, BROKEN = "a" * 64, "b" * 64, "c" * 64
GRID = (
    ("项目", "预算数", "决算数"),
    ("一、公用经费", "10.00", "12.50"),
    ("公务接待费", "3.20", "3.60"),
)


def cell(row: int, column: int) -> Source:
    return Source(KEY, table=1, row=row, column=column)


def make_report(key: str, name: str) -> Report:
    cells = tuple(
        Cell(r, c, 1, 1, text, cell(r, c)._replace(document=key))
        for r, line in enumerate(GRID)
        for c, text in enumerate(line)
    )
    table = Table(1, cells, 3, 3, caption="支出表")
    paragraph = Paragraph(1, "=SUM(A1)决算12.50万元", (), None, Source(key, paragraph=1))
    document = Document(key, name, f"in/{name}", "docx", 9, None, (paragraph,), (table,))
    place = cell(2, 2)._replace(document=key, start=0, end=4)
    fact = Fact(
        1,
        "3.60",
        Decimal("3.60"),
        "万元",
        2,
        Kind.AMOUNT,
        "hospitality",
        "公务接待费",
        None,
        "2023",
        Stage.ACTUAL,
        1.0,
        place,
    )
    form = Form("expense_table", 1, "办公楼维修")
    return Report(document, "甲", "甲单位", 2023, None, (form,), (fact,), (), ())


def make_row(report: Report, notices: tuple[Notice, ...] = ()) -> DocumentRow:
    document = report.document
    return DocumentRow(
        document.id,
        document.name,
        document.source,
        "in·甲单位·2023",
        "docx",
        9,
        None,
        Status.OK,
        None,
        None,
        report.title,
        (),
        report.organisation,
        report.fiscal_year,
        None,
        notices,
        1,
        "0",
    )


FINDING = Finding(
    id="f1",
    document=KEY,
    case="f1",
    rule="A01",
    severity=Severity.WARN,
    category="表内",
    confidence=1.0,
    message="决算数3.60万元 ≠ 3.20万元，多 0.40万元",
    stated=Decimal("3.60"),
    expected=Decimal("3.20"),
    difference=Decimal("0.40"),
    unit="万元",
    cause="=cmd|' /C calc'!A1",
    suggestion="核对\x1b[31m凭证",
    impact=None,
    evidence=(
        Evidence("决算数", "3.60", cell(2, 2)._replace(start=0, end=4)),
        Evidence("预算数", "3.20", cell(2, 1)),
        Evidence("正文", "12.50", Source(OTHER, page=3, paragraph=1)),
    ),
)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """Two files of one unit with four findings, and a file that could not be read."""
    first, second = make_report(KEY, "自评报告.docx"), make_report(OTHER, "项目报告.docx")
    failed = replace(
        make_row(make_report(BROKEN, "坏.pdf")),
        status=Status.FAILED,
        error_code="truncated",
        error="文件不完整。",
        organisation=None,
        fiscal_year=None,
    )
    check = Check(
        1,
        KEY,
        "A01",
        Origin.CATALOGUE,
        "3.60 = 3.20",
        Outcome.BROKEN,
        FINDING.stated,
        FINDING.expected,
        None,
        None,
        None,
        "万元",
        (1,),
    )
    small = replace(
        FINDING,
        id="f2",
        rule="B02",
        severity=Severity.ERROR,
        difference=Decimal(-9000),
        unit="元",
        stated=None,
    )
    large = replace(small, id="f3", difference=Decimal("1.5"), unit="万元", message="多\n一 | 行")
    other = replace(FINDING, id="f4", document=OTHER, severity=Severity.INFO, evidence=())
    with transaction(tmp_path / "lake") as run:
        notice = Notice("page-without-text", "第3页", "没有文字", partial=True)
        stage(
            run.staging,
            KEY,
            {
                "documents": [make_row(first, (notice,))],
                **report_records(first),
                "checks": [check],
                "findings": [FINDING, small, large],
            },
        )
        stage(
            run.staging,
            OTHER,
            {"documents": [make_row(second)], **report_records(second), "findings": [other]},
        )
        stage(run.staging, BROKEN, {"documents": [failed]})
        run.commit([KEY, OTHER, BROKEN])
    return open_lake(tmp_path / "lake")
