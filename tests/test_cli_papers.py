"""The commands that hand something back: annotate, letter, decisions, compare."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from typer.testing import CliRunner

import fuhe
from fuhe.cli import app

if TYPE_CHECKING:
    from typer.testing import Result

REPORT = Path(__file__).parents[1] / "corpus" / "files" / "langu.docx"


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("papers")
    shutil.copy(REPORT, folder)
    call("check", folder / "langu.docx", "--out", folder / "lake")
    return folder


@pytest.fixture
def lake(checked: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(checked / "lake", tmp_path / "lake"))


def test_annotate_writes_a_copy(lake: Path, checked: Path, tmp_path: Path) -> None:
    result = call("annotate", lake, "langu.docx", "-o", tmp_path / "a.docx")
    assert result.exit_code == 0, result.stderr
    assert "处作批注" in result.stdout
    assert list(docx.Document(str(tmp_path / "a.docx")).comments)
    assert (checked / "langu.docx").read_bytes() == REPORT.read_bytes()


def test_annotate_never_overwrites_the_original(lake: Path, checked: Path) -> None:
    result = call("annotate", lake, "langu.docx", "-o", checked / "langu.docx")
    assert result.exit_code == 2
    assert "不能覆盖" in result.stderr
    assert (checked / "langu.docx").read_bytes() == REPORT.read_bytes()


def test_decisions_go_in_and_come_out_and_make_a_letter(lake: Path, tmp_path: Path) -> None:
    unit = fuhe.open_lake(lake).documents()["organisation"][0]
    assert "没有已确认的问题" in call("letter", lake, "--unit", unit, "-o", tmp_path / "a.docx").stderr
    finding = fuhe.open_lake(lake).findings()["finding_id"][0]
    typed = [{"finding_id": finding, "decision": "confirmed", "reviewer": "王"}]
    (tmp_path / "in.json").write_text(json.dumps(typed), encoding="utf-8")
    result = call("decisions", "import", tmp_path / "in.json", lake)
    assert result.stdout == "导入 1 条复核意见；与原来相同的 0 条未动。\n"
    (held,) = json.loads(call("decisions", "export", lake).stdout)
    assert (held["finding_id"], held["decision"], held["reviewer"]) == (finding, "confirmed", "王")
    result = call("letter", lake, "--unit", unit, "--until", "2024-05-31", "-o", tmp_path / "a.docx")
    assert result.exit_code == 0, result.stderr
    assert any("2024年5月31日前" in p.text for p in docx.Document(str(tmp_path / "a.docx")).paragraphs)


def test_wrong_decisions_are_refused(lake: Path, tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text('[{"finding_id": "nichts", "decision": "confirmed"}]', encoding="utf-8")
    result = call("decisions", "import", tmp_path / "in.json", lake)
    assert result.exit_code == 2
    assert "第1条：问题编号“nichts”不在此结果文件夹中" in result.stderr


def test_compare_says_what_changed(lake: Path, tmp_path: Path) -> None:
    call("check", REPORT, "--out", tmp_path / "new", "--select", "G")
    result = call("compare", lake, tmp_path / "new", "--format", "json")
    assert result.exit_code == 0, result.stderr
    changes = [line["变化"] for line in json.loads(result.stdout)]
    assert set(changes) == {"仍在", "已消除"}
    assert f"已消除 {changes.count('已消除')}" in result.stderr


@pytest.mark.parametrize(
    "command", [["annotate"], ["letter"], ["compare"], ["decisions", "import"], ["decisions", "export"]]
)
def test_help_has_an_example(command: list[str]) -> None:
    assert "Example: fuhe " in call(*command, "--help").stdout
