"""What a run tells of a folder in which copies, cut files and equal files lie."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fuhe.cli import app
from fuhe.engine import RunOptions, Summary, run
from fuhe.engine.summary import MOST_LINES
from fuhe.engine.units import NAMELESS, Unit
from fuhe.lake import open_lake
from fuhe.review.lists.discrepancies import discrepancies
from fuhe.schemas.records import Severity

CORPUS = Path(__file__).parents[2] / "corpus" / "files"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two units' reports, one of them in two formats and twice the same; a page without text."""
    folder = tmp_path_factory.mktemp("in")
    for name in ("tanxi.docx", "tanxi.pdf", "haina.docx"):
        shutil.copy(CORPUS / name, folder)
    shutil.copy(CORPUS / "tanxi.docx", folder / "副本.docx")
    (folder / "空页.html").write_bytes(b"<html><body></body></html>")
    return folder


@pytest.fixture(scope="module")
def summary(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Summary:
    return run([folder], tmp_path_factory.mktemp("out") / "lake", RunOptions(workers=2))


def test_findings_of_copies_count_once_as_in_the_list_and_in_the_view(summary: Summary) -> None:
    lake = open_lake(str(summary.path))
    assert len(lake.records("findings")) > sum(summary.findings.values()) > 0
    assert sum(summary.findings.values()) == len(discrepancies(lake))
    assert lake.view("errors_per_unit")["errors"].sum() == summary.findings[Severity.ERROR]


def test_units_come_with_the_most_serious_first(summary: Summary) -> None:
    worst, *others = summary.units
    assert (worst.name, worst.files) == ("檀溪市财政局", 2)
    assert {unit.name: sum(unit.findings.values()) for unit in others} == {"海纳区文化馆": 0, NAMELESS: 0}
    assert f"  {worst.line()}" in summary.lines()
    assert worst.line() == "檀溪市财政局（2023年度）：错误 4，预警 0，提示 0（文件 2）"


def test_equal_files_are_counted_and_named(summary: Summary, folder: Path) -> None:
    first, *_ = summary.lines()
    assert first == "文件 5：已读取 3，部分读取 1，未能读取 0，内容与其他文件相同 1"
    assert f"  {folder}/副本.docx 与 {folder}/tanxi.docx" in summary.lines()


def test_file_that_was_read_in_part_is_named_at_the_end_of_the_command(folder: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["check", str(folder), "--out", str(tmp_path / "lake")])
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("部分读取")]
    assert line.startswith(f"部分读取：{folder}/空页.html：全文：网页中没有文字")
    assert line.endswith("（no-text）")


def test_many_units_are_cut_short_with_the_way_to_the_others(summary: Summary) -> None:
    units = tuple(Unit(f"{n}局", 2023, 1, {Severity.WARN: 1}) for n in range(MOST_LINES + 3))
    lines = replace(summary, units=units).lines()
    assert sum(line.endswith("（文件 1）") for line in lines) == MOST_LINES
    assert any(line.startswith("  另有 3 个有问题的单位，查看全部：fuhe sql") for line in lines)
