from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from fuhe.lake import Transaction, open_lake, transaction
from fuhe.schemas.errors import LakeError
from fuhe.schemas.parquet import DATASETS, SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fuhe.schemas.records import Report

    Write = Callable[[Path, Report], None]


def test_report_comes_back_whole(tmp_path: Path, report: Report, write: Write) -> None:
    write(tmp_path, report)
    assert open_lake(tmp_path).reports([report.document.id]) == (report,)


def test_table_row_names_unit_and_form(tmp_path: Path, report: Report, write: Write) -> None:
    write(tmp_path, report)
    row = open_lake(tmp_path).tables().iloc[0]
    assert (row["unit"], row["form"], row["form_name"]) == ("万元", "expense_table", "甲项目")


def test_second_writing_replaces_every_dataset(
    tmp_path: Path, report: Report, corrected: Report, write: Write
) -> None:
    write(tmp_path, report)
    write(tmp_path, corrected)
    lake = open_lake(tmp_path)
    assert [fact.value for fact in lake.records("facts")] == [Decimal("1230.50")]
    assert lake.records("results") == []
    assert lake.reports([report.document.id]) == (corrected,)


def test_document_with_nothing_staged_is_removed(tmp_path: Path, report: Report, write: Write) -> None:
    write(tmp_path, report)
    with transaction(tmp_path) as run:
        run.commit([report.document.id])
    assert all(open_lake(tmp_path).records(dataset) == [] for dataset in DATASETS)


def test_recheck_leaves_what_was_read(tmp_path: Path, report: Report, write: Write) -> None:
    write(tmp_path, report)
    with transaction(tmp_path) as run:
        run.commit([], rechecked=[report.document.id])
    lake = open_lake(tmp_path)
    assert lake.records("documents") == []
    assert lake.records("facts") == list(report.facts)


def test_run_without_commit_changes_nothing(tmp_path: Path, report: Report, write: Write) -> None:
    write(tmp_path, report)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.parquet")}
    with transaction(tmp_path):
        pass
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.parquet")} == before


def test_same_records_give_the_same_bytes(tmp_path: Path, report: Report, write: Write) -> None:
    write(tmp_path / "a", report)
    write(tmp_path / "b", report)
    files = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.parquet"))
    assert files
    assert all((tmp_path / "a" / f).read_bytes() == (tmp_path / "b" / f).read_bytes() for f in files)


@pytest.mark.parametrize("dataset", DATASETS)
def test_other_readers_see_the_columns_of_an_empty_lake(tmp_path: Path, dataset: str) -> None:
    with transaction(tmp_path) as run:
        run.commit([])
    assert ds.dataset(tmp_path / dataset, format="parquet").to_table().schema == SCHEMAS[dataset]
    rows = duckdb.execute(f"SELECT * FROM read_parquet('{tmp_path / dataset}/*.parquet')")
    assert [column[0] for column in rows.description or ()] == SCHEMAS[dataset].names


def test_other_readers_see_label_metadata(tmp_path: Path, report: Report, write: Write) -> None:
    write(tmp_path, report)
    (file,) = (path for path in (tmp_path / "facts").iterdir() if path.stem == report.document.id)
    assert pq.read_schema(file).field("value").metadata[b"label_zh"].decode() == "数值"


def test_amounts_in_a_frame_are_decimals(tmp_path: Path, report: Report, write: Write) -> None:
    write(tmp_path, report)
    assert open_lake(tmp_path).facts()["value"].tolist() == [Decimal("1203.5000000000")]


def test_query_joins_datasets(tmp_path: Path, report: Report, write: Write) -> None:
    write(tmp_path, report)
    frame = open_lake(tmp_path).sql(
        "SELECT d.organisation, f.value, c.label_zh FROM facts f JOIN documents d USING (document_id) "
        "JOIN columns c ON c.dataset = 'facts' AND c.\"column\" = 'value'"
    )
    assert frame.values.tolist() == [["甲单位", Decimal("1203.5000000000"), "数值"]]


FORBIDDEN = (
    "SELECT * FROM read_text('{path}/secret.txt')",
    "SELECT * FROM '{path}/secret.csv'",
    "COPY facts TO '{path}/out.csv'",
    "ATTACH '{path}/new.db'",
    "SET enable_external_access = true",
    "INSTALL httpfs",
    "SELEC 1",
)


@pytest.mark.parametrize("query", FORBIDDEN)
def test_query_reaches_nothing_but_the_lake(tmp_path: Path, query: str) -> None:
    with transaction(tmp_path / "lake") as run:
        run.commit([])
    (tmp_path / "secret.txt").write_text("x", encoding="utf-8")
    (tmp_path / "secret.csv").write_text("x\n1\n", encoding="utf-8")
    with pytest.raises(LakeError, match="查询无法执行"):
        open_lake(tmp_path / "lake").query(query.format(path=tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lake", "secret.csv", "secret.txt"]


def test_folder_that_is_no_lake_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LakeError, match="不是复核结果文件夹"):
        open_lake(tmp_path)
    (tmp_path / "报告.docx").write_bytes(b"")
    with pytest.raises(LakeError, match="已有其他文件"), transaction(tmp_path):
        pass


def test_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lake").write_bytes(b"")
    with pytest.raises(LakeError, match="是一个文件"), transaction(tmp_path / "lake"):
        pass


def test_lake_of_another_version_is_refused(tmp_path: Path) -> None:
    with transaction(tmp_path) as run:
        run.commit([])
    newer = SCHEMAS["documents"].with_metadata({"schema_version": "99"}).empty_table()
    pq.write_table(newer, tmp_path / "documents" / "schema.parquet")
    with pytest.raises(LakeError, match="版本是 99"):
        open_lake(tmp_path)
    with pytest.raises(LakeError, match="版本是 99"), transaction(tmp_path):
        pass


def test_damaged_file_is_named(tmp_path: Path, report: Report, write: Write) -> None:
    write(tmp_path, report)
    (tmp_path / "facts" / f"{report.document.id}.parquet").write_bytes(b"PAR1")
    with pytest.raises(LakeError, match=f"facts/{report.document.id}.+已损坏"):
        open_lake(tmp_path).records("facts")


def test_unknown_document_is_named(tmp_path: Path, report: Report, write: Write) -> None:
    write(tmp_path, report)
    with pytest.raises(LakeError, match="没有文件 ffff"):
        open_lake(tmp_path).reports(["ffff"])


def test_two_runs_at_once_are_refused(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from fuhe.lake import transaction\nwith transaction(Path(sys.argv[1])): pass"
    with transaction(tmp_path):
        other = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, check=False)
    assert "另一个 fuhe 正在写入" in other.stderr.decode()


def test_reading_during_a_run_leaves_it_alone(
    tmp_path: Path, report: Report, corrected: Report, write: Write, records: Callable[[Report], Any]
) -> None:
    from fuhe.lake import stage

    write(tmp_path, report)
    with transaction(tmp_path) as run:
        stage(run.staging, corrected.document.id, records(corrected))
        code = "import sys, fuhe.lake; print(fuhe.lake.open_lake(sys.argv[1]).facts().text[0])"
        other = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, check=True)
        assert other.stdout.decode().strip() == "1,203.50"
        run.commit([corrected.document.id])
    assert open_lake(tmp_path).facts()["text"].tolist() == ["1,230.50"]


def test_each_transaction_has_a_staging_folder_of_its_own(tmp_path: Path) -> None:
    with transaction(tmp_path) as run:
        assert run == Transaction(tmp_path, run.staging)
        assert run.staging.parent == tmp_path
        assert run.staging.is_dir()
    assert not run.staging.exists()
    with transaction(tmp_path) as other:
        assert other.staging != run.staging
