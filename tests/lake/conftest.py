from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import fuhe
from fuhe.lake import report_records, stage, transaction
from fuhe.schemas.records import (
    Box,
    Cell,
    Document,
    DocumentRow,
    Fact,
    Form,
    Kind,
    Notice,
    Paragraph,
    Report,
    ResultRow,
    ScoreRow,
    Source,
    Stage,
    Status,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = "a1" * 32


def make_report(text: str = "1,203.50", key: str = KEY) -> Report:
    place = Source(key, page=2, table=1, row=1, column=1, box=Box(72.0, 90.5, 144.25, 101.0))
    label = Cell(1, 0, 1, 1, "公务接待费", Source(key, page=2, table=1, row=1, column=0))
    notice = Notice("page-without-text", "第3页", "第3页没有文字，可能是扫描件。", partial=True)
    table = Table(
        number=1,
        cells=(label, Cell(1, 1, 1, 1, text, place)),
        n_rows=2,
        n_columns=2,
        caption="支出表",
        unit_line="单位：万元",
        heading=("一、基本情况", "（一）支出"),
        after_paragraph=1,
        page_first=2,
        page_last=2,
    )
    paragraph = Paragraph(1, "一、基本情况", (), 1, Source(key, page=1, paragraph=1))
    document = Document(key, "甲.pdf", "in/甲.pdf", "pdf", 99, 3, (paragraph,), (table,), (notice,))
    value = Decimal(text.replace(",", ""))
    fact = Fact(
        1, text, value, "万元", 2, Kind.AMOUNT, None, "公务接待费", None, "2023", Stage.ACTUAL, 1.0, place
    )
    return Report(
        document=document,
        title="甲单位自评报告",
        organisation="甲单位",
        fiscal_year=2023,
        report_date=date(2024, 3, 1),
        forms=(Form("expense_table", 1, "甲项目", (("department", "甲单位", place),)),),
        facts=(fact,),
        scores=(
            ScoreRow(
                1, 1, "产出指标", "数量指标", "次数", "≥3", "3", Decimal(10), Decimal("9.5"), None, "", place
            ),
        ),
        results=(ResultRow(1, 1, Decimal(1), "乙单位", Decimal("91.20"), "优", "", place),),
        notices=(notice,),
    )


def make_row(report: Report) -> DocumentRow:
    document = report.document
    return DocumentRow(
        document_id=document.id,
        name=document.name,
        source=document.source,
        submission="in·甲单位·2023",
        format=document.format,
        bytes=document.bytes,
        pages=document.pages,
        status=Status.PARTIAL,
        error_code=None,
        error=None,
        title=report.title,
        forms=tuple(form.kind for form in report.forms),
        organisation=report.organisation,
        fiscal_year=report.fiscal_year,
        report_date=report.report_date,
        notices=report.notices,
        schema_version=1,
        fuhe_version="0",
    )


@pytest.fixture
def report() -> Report:
    return make_report()


@pytest.fixture
def corrected() -> Report:
    """The same document key with another figure and nothing rated: results must go."""
    return replace(make_report("1,230.50"), results=())


@pytest.fixture
def records() -> Callable[[Report], dict[str, Any]]:
    return lambda report: {"documents": [make_row(report)], **report_records(report)}


@pytest.fixture
def write(records: Callable[[Report], dict[str, Any]]) -> Callable[[Path, Report], None]:
    def write(path: Path, report: Report) -> None:
        with transaction(path) as run:
            stage(run.staging, report.document.id, records(report))
            run.commit([report.document.id])

    return write


@pytest.fixture
def reports() -> tuple[Report, ...]:
    """Reports of two years and one of none, one number each."""
    years = (2022, 2023, 2023, None)
    return tuple(
        replace(make_report(f"{n}.50", f"{n}" * 64), fiscal_year=year)
        for n, year in enumerate(years, start=1)
    )


@pytest.fixture(scope="session")
def corpus_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own reports, checked; not to be written to."""
    out = tmp_path_factory.mktemp("corpus") / "lake"
    fuhe.check(Path(__file__).parents[2] / "corpus" / "files", out=out)
    return out
