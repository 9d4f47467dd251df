"""The command line, on the corpus."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

import fuhe
from fuhe.cli import app
from fuhe.commands.common import codes

CORPUS = Path(__file__).parents[1] / "corpus"
REPORT = CORPUS / "files" / "luhe" / "projects.docx"


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with errors in it."""
    out = tmp_path_factory.mktemp("out") / "lake"
    result = call("check", REPORT, "--out", out)
    assert result.exit_code == 1, result.stderr
    return out


def test_every_command_has_a_sentence_and_an_example() -> None:
    for command in app.registered_commands:
        assert command.callback is not None
        text = command.callback.__doc__ or ""
        assert "。" in text.splitlines()[0]
        assert f"Example: fuhe {command.callback.__name__} " in text
        assert call(command.callback.__name__, "--help").exit_code == 0


def test_summary_goes_to_the_output_and_failures_to_the_messages(tmp_path: Path) -> None:
    shutil.copy(REPORT, tmp_path / "好.docx")
    (tmp_path / "空.docx").write_bytes(b"")
    result = call("check", tmp_path, "--out", tmp_path / "lake", "--fail-on", "never", "--workers", 1)
    assert result.exit_code == 3
    assert "文件 2：" in result.stdout
    assert "未能读取 1" in result.stdout
    assert re.search(r"空\.docx：.+（empty）", result.stderr)
    assert "空.docx" not in result.stdout


@pytest.mark.parametrize(("fail_on", "status"), [("error", 1), ("warn", 1), ("never", 0)])
def test_exit_status_follows_fail_on(tmp_path: Path, fail_on: str, status: int) -> None:
    assert call("check", REPORT, "--out", tmp_path, "--fail-on", fail_on).exit_code == status


def test_finding_goes_before_failed_document(tmp_path: Path) -> None:
    shutil.copy(REPORT, tmp_path / "好.docx")
    (tmp_path / "空.docx").write_bytes(b"")
    assert call("check", tmp_path, "--out", tmp_path / "lake").exit_code == 1


def test_nothing_that_could_be_read_is_status_2(tmp_path: Path) -> None:
    (tmp_path / "空.docx").write_bytes(b"")
    assert call("check", tmp_path, "--out", tmp_path / "lake").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check", "无.docx", "--out", "lake"), "找不到“无.docx”"),
        (("check", REPORT, "--out", "lake", "--select", "ZZ9"), "ZZ9"),
        (("findings", "无"), "不是复核结果文件夹"),
        (("sql", "无", "SELECT 1"), "不是复核结果文件夹"),
        (("extract", "无.docx"), "无法访问“无.docx”"),
        (("extract", CORPUS / "bad" / "encrypted.docx"), "密"),
        (("rule", "ZZ9"), "没有编号为“ZZ9”的规则"),
        (("indicator", "没有这个"), "没有“没有这个”"),
    ],
)
def test_what_the_caller_did_wrong_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[object, ...], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = call(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_rules_can_be_chosen(tmp_path: Path) -> None:
    call("check", REPORT, "--out", tmp_path, "--select", "a", "--ignore", "A02")
    found = {check.rule for check in fuhe.open_lake(tmp_path).records("checks")}
    assert found
    assert all(rule.startswith("A") and rule != "A02" for rule in found)


def test_codes_are_forgiving() -> None:
    assert codes(" a01， S,") == ("A01", "S")


def test_findings_as_table(lake: Path) -> None:
    result = call("findings", lake)
    assert result.exit_code == 0
    assert "严重程度" in result.stdout
    assert "projects.docx" in result.stdout


def test_findings_in_machine_formats_agree(lake: Path) -> None:
    found = json.loads(call("findings", lake, "--format", "json").stdout)
    lines = call("findings", lake, "--format", "jsonl").stdout.splitlines()
    rows = list(
        csv.DictReader(io.StringIO(call("findings", lake, "--format", "csv").stdout.lstrip("\ufeff")))
    )
    expected = {finding.id for finding in fuhe.open_lake(lake).records("findings")}
    assert expected
    assert {item["finding_id"] for item in found} == expected
    assert {json.loads(line)["finding_id"] for line in lines} == expected
    assert {row["问题编号"] for row in rows} == expected


def test_findings_format_follows_the_file_name(lake: Path, tmp_path: Path) -> None:
    assert call("findings", lake, "-o", tmp_path / "清单.xlsx").exit_code == 0
    assert "差异清单" in openpyxl.load_workbook(tmp_path / "清单.xlsx").sheetnames
    call("findings", lake, "-o", tmp_path / "清单.csv")
    assert (tmp_path / "清单.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    call("findings", lake, "-o", tmp_path / "清单.txt")
    assert (tmp_path / "清单.txt").read_text(encoding="utf-8").startswith("┏")


def test_workbook_is_not_printed(lake: Path) -> None:
    result = call("findings", lake, "--format", "xlsx")
    assert (result.exit_code, result.stdout) == (2, "")


def test_findings_can_be_filtered(lake: Path) -> None:
    errors = json.loads(call("findings", lake, "--severity", "error", "--format", "json").stdout)
    assert errors
    assert {item["severity"] for item in errors} == {"error"}
    assert json.loads(call("findings", lake, "--rule", "a01", "--format", "json").stdout)
    assert call("findings", lake, "--document", "没有", "--format", "json").stdout == "[]\n"


def test_extract_shows_tables_in_each_format(tmp_path: Path) -> None:
    text = call("extract", REPORT).stdout
    assert re.search(r"^表1  .*行 × .*列$", text, re.MULTILINE)
    document = json.loads(call("extract", REPORT, "--format", "json").stdout)
    assert document["tables"][0]["cells"][0]["source"]["table"] == 1
    call("extract", REPORT, "--format", "html", "-o", tmp_path / "a.html")
    html = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert html.count("<table>") == len(document["tables"])
    assert "rowspan=" in html


def test_sql_answers_in_each_format(lake: Path) -> None:
    query = "SELECT name, bytes, NULL AS nothing, 1.50 AS exact FROM documents"
    size = REPORT.stat().st_size
    assert json.loads(call("sql", lake, query, "--format", "json").stdout) == [
        {"name": "projects.docx", "bytes": size, "nothing": None, "exact": "1.5"}
    ]
    rows = call("sql", lake, query, "--format", "csv").stdout.lstrip("\ufeff").splitlines()
    assert rows == ["name,bytes,nothing,exact", f"projects.docx,{size},,1.5"]
    assert "projects.docx" in call("sql", lake, query).stdout


def test_sql_is_read_only(lake: Path, tmp_path: Path) -> None:
    result = call("sql", lake, f"COPY documents TO '{tmp_path}/x.csv'")
    assert result.exit_code == 2
    assert "查询无法执行" in result.stderr
    assert not (tmp_path / "x.csv").exists()


def test_rules_are_listed_and_explained() -> None:
    codes_listed = [line.split()[0] for line in call("rule").stdout.splitlines()]
    assert codes_listed == sorted(set(codes_listed))
    for code in codes_listed:
        assert call("rule", code.lower()).stdout.startswith(f"# {code} ")


def test_indicators_are_listed_and_explained() -> None:
    first = call("indicator").stdout.splitlines()[0].split()
    assert call("indicator", first[0]).stdout.startswith(f"# {first[1].partition('（')[0]}")
    assert "编号：" in call("indicator", "预算执行率").stdout


def test_python_interface_does_the_same(lake: Path, tmp_path: Path) -> None:
    summary = fuhe.check(REPORT, out=tmp_path / "lake")
    assert summary.path == tmp_path / "lake"
    same = fuhe.open_lake(tmp_path / "lake").findings()
    assert same.equals(fuhe.open_lake(lake).findings())
    assert fuhe.read(REPORT).id == fuhe.open_lake(lake).documents()["document_id"][0]


def test_empty_list_says_that_it_is_empty(lake: Path) -> None:
    assert "没有符合条件的问题" in call("findings", lake, "--unit", "没有这个单位").stderr
    assert "没有符合条件的问题" not in call("findings", lake).stderr


def test_file_name_of_an_unknown_kind_is_refused(lake: Path, tmp_path: Path) -> None:
    result = call("findings", lake, "-o", tmp_path / "清单.docx")
    assert result.exit_code == 2
    assert ".docx" in result.stderr
    assert ".xlsx" in result.stderr
    assert not list(tmp_path.iterdir())
    assert call("findings", lake, "-o", tmp_path / "清单.txt").exit_code == 0


def test_reasons_of_the_system_are_chinese(lake: Path, tmp_path: Path) -> None:
    message = call("findings", lake, "-o", tmp_path / "没有" / "清单.csv").stderr
    assert "没有这个文件或文件夹" in message
    assert "No such" not in message
