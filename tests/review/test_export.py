from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from fuhe.review.lists.columns import COLUMNS
from fuhe.review.lists.discrepancies import discrepancies
from fuhe.review.lists.export import FORMATS, export, harmless
from fuhe.review.lists.findings_schema import findings_schema
from fuhe.review.lists.terminal import findings_text
from fuhe.schemas.records import Decision

if TYPE_CHECKING:
    from fuhe.lake import Lake

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("form", FORMATS)
def test_same_lake_gives_the_same_bytes(lake: Lake, form: str) -> None:
    assert export(lake, discrepancies(lake), form) == export(lake, discrepancies(lake), form)


def test_json_has_the_columns_of_the_dataset_and_exact_figures(lake: Lake) -> None:
    found = json.loads(export(lake, discrepancies(lake), "json"))
    assert [item["finding_id"] for item in found] == ["f3", "f2", "f1", "f4"]
    first = found[2]
    assert (first["stated"], first["expected"], first["difference"]) == ("3.6", "3.2", "0.4")
    assert (first["name"], first["organisation"], first["place"]) == (
        "自评报告.docx",
        "甲单位",
        "表1 第3行“公务接待费”",
    )
    assert first["evidence"][2]["page"] == 3


def test_json_lines_hold_one_finding_each_by_the_schema(lake: Lake) -> None:
    lines = export(lake, discrepancies(lake), "jsonl").decode().splitlines()
    schema = json.loads((DOCS / "finding.schema.json").read_text(encoding="utf-8"))
    for line in lines:
        jsonschema.validate(json.loads(line), schema)
    assert [json.loads(line)["rule"] for line in lines] == ["B02", "B02", "A01", "A01"]


def test_schema_in_docs_is_the_one_of_the_program() -> None:
    assert (DOCS / "finding.schema.json").read_text(encoding="utf-8") == findings_schema()


def test_sarif_keeps_to_its_schema(lake: Lake) -> None:
    log = json.loads(export(lake, discrepancies(lake), "sarif"))
    jsonschema.validate(
        log, json.loads((Path(__file__).parent / "sarif.schema.json").read_text(encoding="utf-8"))
    )
    (run,) = log["runs"]
    first = run["results"][2]
    assert (first["ruleId"], first["level"], first["partialFingerprints"]) == (
        "A01",
        "warning",
        {"fuheFindingId/v1": "f1"},
    )
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == "A01"
    (place,) = first["locations"]
    artifact = run["artifacts"][place["physicalLocation"]["artifactLocation"]["index"]]
    assert artifact["hashes"]["sha-256"] == first_document(lake)
    assert place["logicalLocations"] == [{"fullyQualifiedName": "表1 第3行“公务接待费”"}]
    assert [item["message"]["text"] for item in first["relatedLocations"]] == ["预算数：3.20", "正文：12.50"]


def test_sarif_says_what_was_dismissed(lake: Lake) -> None:
    lake.decide([Decision("f1", "dismissed", "rounding", "", "王", "2024-05-01T09:00:00+08:00")])
    results = json.loads(export(lake, discrepancies(lake), "sarif"))["runs"][0]["results"]
    assert [
        result["partialFingerprints"]["fuheFindingId/v1"] for result in results if "suppressions" in result
    ] == ["f1"]


def first_document(lake: Lake) -> str:
    return str(next(finding.document for finding in lake.records("findings") if finding.id == "f1"))


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_csv_opens_in_excel_and_starts_no_formula(lake: Lake) -> None:
    data = export(lake, discrepancies(lake), "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = read_csv(data)
    assert list(rows[0]) == [column.header for column in COLUMNS]
    assert [row["差额"] for row in rows] == ["1.5", "-9000", "0.4", "0.4"]
    assert {row["疑似原因"] for row in rows} == {"'=cmd|' /C calc'!A1"}
    assert rows[2]["处理建议"] == "核对[31m凭证"
    assert (rows[0]["复核人"], rows[0]["单位反馈"]) == ("", "")


@pytest.mark.parametrize("text", ["=1", "+1", "@a", "-cmd", "-1+2", "\ta", "\ra", "-"])
def test_cell_that_could_be_a_formula_is_marked_as_text(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["-1", "-12.50", "-3.1%", "1=1", "", "万元"])
def test_harmless_cell_stays(text: str) -> None:
    assert harmless(text) == text


def test_markdown_row_stays_on_one_line(lake: Lake) -> None:
    lines = export(lake, discrepancies(lake), "md").decode().splitlines()
    assert len(lines) == 2 + 4
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines} == {7}
    assert lines[2].endswith("| 多 一 \\| 行 |")


def test_terminal_table_has_no_control_characters(lake: Lake) -> None:
    text = findings_text(discrepancies(lake))
    assert "第3行“公务接待费”" in text
    assert "\x1b" not in text
