"""Two years of one unit and a notice of results in one lake: what one file says of another's figures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import docx
import pytest

from fuhe.engine import RunOptions, run
from fuhe.lake import open_lake

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

OPTIONS = RunOptions(workers=1, select=("P01", "Q10", "X23"))
UNIT, PROJECT = "云溪县水利局", "农村饮水安全巩固提升项目"
HEAD = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
)


def write(path: Path, title: str, *tables: tuple[str, Sequence[tuple[str, ...]]]) -> None:
    """Write a Word file; cells of a row that say the same as their left neighbour are merged with it."""
    document = docx.Document()
    document.add_paragraph(title)
    for caption, rows in tables:
        document.add_paragraph(caption)
        grid = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(grid.rows, rows, strict=True):
            for n, text in enumerate(texts):
                if text and n and text == texts[n - 1]:
                    row.cells[n - 1].merge(row.cells[n])
                else:
                    row.cells[n].text = text
    path.parent.mkdir(exist_ok=True)
    document.save(str(path))


def write_report(folder: Path, year: int, spent: tuple[str, str], wells: tuple[str, str]) -> Path:
    """Write a unit's own report: what it spent last year and this, how many wells it meant to dig and dug."""
    path = folder / str(year) / f"{UNIT}.docx"
    base = [
        ("经费控制情况（万元）", f"{year - 1}年决算数", f"{year}年预算数", f"{year}年决算数"),
        ("三公经费", spent[0], "9", spent[1]),
        ("公用经费", "90.5", "92", "90.5"),
    ]
    form = [
        ("项目名称", *(PROJECT,) * 7),
        HEAD,
        ("产出指标", "数量指标", "新打机井数量", f"≥{wells[0]}处", f"{wells[1]}处", "50", "49", ""),
        ("效益指标", "社会效益指标", "受益群众", "≥3000人", "3100人", "50", "48", "设备不足"),
        (*("总分",) * 5, "100", "97", ""),
    ]
    whole = [("预算部门名称", *(UNIT,) * 7), *form[1:]]
    write(
        path,
        f"{UNIT}{year}年度部门整体支出绩效自评报告",
        ("部门整体支出绩效评价基础数据表", base),
        (f"部门整体支出绩效自评表（{year}年度）", whole),
        (f"项目支出绩效自评表（{year}年度）", form),
    )
    return path


def write_notice(folder: Path) -> None:
    """Write the notice of results of the finance bureau."""
    rows = [
        ("序号", "单位", "分数", "等次", "备注"),
        ("1", "云溪县民政局", "93", "优秀", ""),
        ("2", UNIT, "74.5", "合格", ""),
        ("3", "云溪县档案馆", "58", "差", ""),
    ]
    title = "云溪县财政局关于2023年度预算绩效管理工作评价结果的通报"
    write(folder / "通报.docx", title, ("2023年度预算绩效管理工作评价结果表", rows))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """This year's report alone."""
    folder = tmp_path / "in"
    folder.mkdir()
    write_report(folder, 2023, ("8.6", "8.1"), ("20", "32"))
    return folder


def found(lake: Path) -> list[tuple[str, str]]:
    """Return rule and year of the findings."""
    years = {row.document_id: str(row.fiscal_year) for row in open_lake(lake).records("documents")}
    return sorted((finding.rule, years[finding.document]) for finding in open_lake(lake).records("findings"))


def contents(lake: Path) -> dict[str, bytes]:
    return {path.relative_to(lake).as_posix(): path.read_bytes() for path in lake.rglob("*.parquet")}


def test_what_arrives_later_has_this_years_report_checked_again(folder: Path, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    run([folder], lake, OPTIONS)
    assert found(lake) == []
    write_report(folder, 2022, ("7.5", "6.8"), ("15", "31"))
    changes = run([folder], lake, OPTIONS).changes
    assert (changes.read, changes.rechecked) == (1, 1)
    assert found(lake) == [("P01", "2023"), ("Q10", "2023")]
    write_notice(folder)
    changes = run([folder], lake, OPTIONS).changes
    assert changes.read == 1
    assert ("X23", "2023") in found(lake)
    run([folder], tmp_path / "fresh", OPTIONS)
    assert contents(lake) == contents(tmp_path / "fresh")


def test_evidence_names_the_other_document(folder: Path, tmp_path: Path) -> None:
    write_report(folder, 2022, ("7.5", "6.8"), ("15", "31"))
    run([folder], tmp_path / "lake", replace(OPTIONS, select=("P01",)))
    lake = open_lake(tmp_path / "lake")
    (finding,) = lake.records("findings")
    names = {row.document_id: row.source.split("/")[-2] for row in lake.records("documents")}
    assert {names[item.source.document] for item in finding.evidence} == {"2022", "2023"}
    assert (finding.stated, finding.expected) == (Decimal("8.6"), Decimal("6.8"))


def test_last_years_report_that_is_corrected_or_gone_takes_its_findings_along(
    folder: Path, tmp_path: Path
) -> None:
    last = write_report(folder, 2022, ("7.5", "6.8"), ("15", "31"))
    run([folder], tmp_path / "lake", OPTIONS)
    write_report(folder, 2022, ("7.5", "8.6"), ("15", "31"))
    run([folder], tmp_path / "lake", OPTIONS)
    assert found(tmp_path / "lake") == [("Q10", "2023")]
    last.unlink()
    assert run([folder], tmp_path / "lake", OPTIONS).changes.rechecked == 1
    assert found(tmp_path / "lake") == []
