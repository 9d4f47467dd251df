"""A lake that a crash or a bad disk left in disorder: every disorder is named, repaired, and stays repaired."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from fuhe.cli import app
from fuhe.lake import compact, examine, open_lake, stage, transaction
from fuhe.lake.commit import STAGING, seal
from fuhe.schemas.errors import LakeError
from fuhe.schemas.records import Decision

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fuhe.schemas.records import Report

    Write = Callable[[Path, Report], None]
    Records = Callable[[Report], dict[str, Any]]


@pytest.fixture
def lake(tmp_path: Path, reports: tuple[Report, ...], write: Write) -> Path:
    for report in reports:
        write(tmp_path, report)
    open_lake(tmp_path).decide([Decision("f1", "confirmed", "", "", "甲", "2024")])
    compact(tmp_path)
    return tmp_path


def codes(path: Path, *, repair: bool = False) -> list[str]:
    return [trouble.code for trouble in examine(path, repair=repair)]


def test_a_sound_lake_is_called_sound(lake: Path) -> None:
    before = {path: path.read_bytes() for path in lake.rglob("*.parquet")}
    assert codes(lake) == codes(lake, repair=True) == []
    assert {path: path.read_bytes() for path in lake.rglob("*.parquet")} == before
    result = CliRunner().invoke(app, ["doctor", str(lake)])
    assert (result.exit_code, result.output) == (0, f"“{lake}”完好。\n")


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def test_an_unreadable_file_names_the_document_and_takes_it_out(
    lake: Path, reports: tuple[Report, ...], write: Write
) -> None:
    report = reports[1]
    damage(lake / "facts" / f"{report.document.id}.parquet")
    result = CliRunner().invoke(app, ["doctor", str(lake)])
    assert result.exit_code == 1
    assert f"“in/甲.pdf”的数据文件 facts/{report.document.id}.parquet 无法读取" in result.output
    assert "重新运行 fuhe check" in result.output
    assert CliRunner().invoke(app, ["doctor", str(lake), "--repair"]).exit_code == 0
    assert codes(lake) == []
    assert report.document.id not in set(open_lake(lake).facts()["document_id"])
    write(lake, report)
    assert open_lake(lake).reports([report.document.id]) == (report,)


def test_rows_without_a_document_are_taken_out(lake: Path, reports: tuple[Report, ...]) -> None:
    (lake / "documents" / f"{reports[0].document.id}.parquet").unlink()
    assert codes(lake, repair=True) == ["orphan"]
    assert codes(lake) == []
    assert len(open_lake(lake).facts()) == 3


def test_a_half_commit_is_finished_and_a_stale_staging_removed(
    lake: Path, report: Report, records: Records
) -> None:
    (lake / STAGING).mkdir()
    stage(lake / STAGING, report.document.id, records(report))
    seal(lake / STAGING, [], [report.document.id])
    (lake / f"{STAGING}-2").mkdir()
    (lake / ".compacting").mkdir()
    assert codes(lake, repair=True) == ["half-commit", "stale-staging", "stale-compaction"]
    assert codes(lake) == []
    assert len(open_lake(lake).facts()) == 5


@pytest.mark.parametrize("dataset", ["documents", "facts"])
def test_a_missing_dataset_is_made_anew(lake: Path, dataset: str) -> None:
    (lake / dataset / "schema.parquet").unlink()
    assert codes(lake, repair=True) == ["schema-file"]
    assert codes(lake) == []
    assert len(open_lake(lake).table(dataset)) == 4


def test_columns_of_an_older_program_are_renewed(lake: Path) -> None:
    file = lake / "facts" / "schema.parquet"
    pq.write_table(pq.ParquetFile(file).read().drop_columns(["entity"]), file)
    assert codes(lake, repair=True) == ["schema-file"]
    assert "entity" in pq.read_schema(file).names


def test_a_damaged_compact_side_is_dropped(lake: Path) -> None:
    damage(next((lake / "compact" / "facts").glob("*/*.parquet")))
    assert codes(lake, repair=True) == ["compact"]
    assert codes(lake) == []
    assert len(open_lake(lake).facts()) == 4


def test_damaged_decisions_are_set_aside_not_deleted(lake: Path) -> None:
    (file,) = (path for path in (lake / "decisions").iterdir() if path.name != "schema.parquet")
    damage(file)
    assert codes(lake, repair=True) == ["unreadable-decisions"]
    assert (lake / ".damaged" / file.name).exists()


def test_a_decision_that_was_never_finished_is_removed_when_it_is_old(lake: Path) -> None:
    file = lake / ".new" / "x.parquet"
    file.write_bytes(b"PAR1")
    assert codes(lake, repair=True) == []
    os.utime(file, (time.time() - 7200,) * 2)
    assert codes(lake, repair=True) == ["abandoned"]
    assert not file.exists()


@pytest.mark.parametrize(
    "name", [".index.part", "documents/schema.parquet.part", "compact/superseded.json.part"]
)
def test_a_file_that_was_never_finished_is_removed(lake: Path, name: str) -> None:
    (lake / name).write_bytes(b"PAR1")
    result = CliRunner().invoke(app, ["doctor", str(lake), "--repair"])
    assert result.output == f"“{name}”没有写完，可删除。（abandoned）\n已修复 1 处。\n"
    assert not (lake / name).exists()


def test_what_is_no_lake_or_busy_or_newer_is_refused(
    lake: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.raises(LakeError, match="不是复核结果文件夹"):
        examine(tmp_path_factory.mktemp("empty"))
    with transaction(lake), pytest.raises(LakeError, match="另一个 fuhe 正在写入"):
        examine(lake)
    file = lake / "documents" / "schema.parquet"
    newer = pq.read_schema(file).with_metadata({"schema_version": "99"})
    pq.write_table(newer.empty_table(), file)
    with pytest.raises(LakeError, match="请换用新版 fuhe"):
        examine(lake, repair=True)
