"""The compact side says what the documents' files say, before and after later runs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from fuhe.lake import compact, open_lake, stage, transaction
from fuhe.lake.compaction import GROUP_ROWS
from fuhe.schemas.errors import LakeError
from fuhe.schemas.parquet import DATASETS, SCHEMAS
from fuhe.schemas.records import Decision

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fuhe.schemas.records import Report

    Write = Callable[[Path, Report], None]


@pytest.fixture
def lake(tmp_path: Path, reports: tuple[Report, ...], write: Write) -> Path:
    for report in reports:
        write(tmp_path, report)
    return tmp_path


def contents(path: Path) -> dict[str, object]:
    lake = open_lake(path)
    queried = {name: sorted(map(str, lake.query(f"FROM {name}").to_pylist())) for name in DATASETS}
    return {name: (lake.table(name).to_pylist(), queried[name]) for name in DATASETS}


def test_compaction_changes_nothing_that_is_read(lake: Path) -> None:
    open_lake(lake).decide([Decision("f1", "confirmed", "", "", "甲", "2024")])
    before = contents(lake)
    compacted = compact(lake)
    assert compacted.rows["facts"] == 4
    assert contents(lake) == before
    assert compact(lake).generation == 2
    assert contents(lake) == before


def test_a_later_run_replaces_rows(lake: Path, reports: tuple[Report, ...], write: Write) -> None:
    compact(lake)
    corrected = replace(reports[1], facts=(replace(reports[1].facts[0], value=Decimal(7)),), results=())
    write(lake, corrected)
    with transaction(lake) as run:
        run.commit([reports[0].document.id])
    expected = [Decimal("3.50"), Decimal("4.50"), Decimal(7)]
    for _ in range(2):
        facts = open_lake(lake).facts()
        assert sorted(facts["value"]) == expected
        assert facts["document_id"].is_monotonic_increasing
        answer = open_lake(lake).query("SELECT value FROM facts ORDER BY value").to_pylist()
        assert [row["value"] for row in answer] == expected
        assert len(open_lake(lake).results()) == 2
        compact(lake)


def test_a_decision_after_compaction_comes_last(lake: Path) -> None:
    open_lake(lake).decide([Decision("f1", "confirmed", "", "", "甲", "2024")])
    compact(lake)
    open_lake(lake).decide([Decision("f1", "dismissed", "", "", "甲", "2024")])
    assert open_lake(lake).judgements()["f1"].decision.decision == "dismissed"
    current = open_lake(lake).view("current_decisions")
    assert current["decision"].tolist() == ["dismissed"]


@pytest.mark.parametrize("dataset", DATASETS)
def test_other_readers_see_the_years(lake: Path, dataset: str) -> None:
    compact(lake)
    folder = lake / "compact" / dataset
    files = f"{folder}/*/*.parquet"
    rows = duckdb.read_parquet(files, hive_partitioning=True)
    columns = {*SCHEMAS[dataset].names, "fiscal_year"}
    assert set(rows.columns) == columns
    hive = ds.partitioning(pa.schema([("fiscal_year", pa.int32())]), flavor="hive")
    assert set(pd.read_parquet(folder, partitioning=hive).columns) == columns
    assert set(ds.dataset(folder, partitioning=hive).schema.names) == columns
    if dataset == "facts":
        years = rows.aggregate("fiscal_year, count(*)").order("fiscal_year").fetchall()
        assert years == [(2022, 1), (2023, 2), (None, 1)]


def test_a_damaged_copy_is_named(lake: Path) -> None:
    compact(lake)
    file = next((lake / "compact" / "facts").glob("*2022/*.parquet"))
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(LakeError, match=r"compact”已损坏.+fuhe doctor"):
        open_lake(lake).facts()


def test_a_crash_between_the_renames_leaves_the_documents_files(lake: Path) -> None:
    before = contents(lake)
    compact(lake)
    (lake / "compact").rename(lake / ".compact-old")
    (lake / ".compacting").mkdir()
    assert contents(lake) == before
    compact(lake)
    assert contents(lake) == before
    assert not (lake / ".compact-old").exists()


def test_a_run_keeps_compaction_out(lake: Path) -> None:
    with transaction(lake), pytest.raises(LakeError, match="另一个 fuhe 正在写入"):
        compact(lake)


def test_a_query_for_one_document_skips_row_groups(tmp_path: Path, reports: tuple[Report, ...]) -> None:
    many = 3 * GROUP_ROWS // 4
    with transaction(tmp_path) as run:
        for report in reports[1:3]:
            fact = report.facts[0]
            key = report.document.id
            stage(run.staging, key, {"facts": [replace(fact, number=n) for n in range(many)]})
        run.commit([report.document.id for report in reports[1:3]])
    compact(tmp_path)
    (file,) = (tmp_path / "compact" / "facts").glob("*/*.parquet")
    metadata = pq.read_metadata(file)
    groups = [metadata.row_group(index).column(0) for index in range(metadata.num_row_groups)]
    bounds = [(group.statistics.min, group.statistics.max) for group in groups]
    two, three = (report.document.id for report in reports[1:3])
    assert bounds == [(two, two), (three, three)]
    assert metadata.row_group(0).sorting_columns[0].column_index == 0
    assert all("RLE_DICTIONARY" in group.encodings for group in groups)
    text = metadata.row_group(0).column(SCHEMAS["facts"].names.index("text"))
    assert "RLE_DICTIONARY" not in text.encodings


def test_a_dataset_that_an_older_lake_lacks_is_made(lake: Path, report: Report, write: Write) -> None:
    import shutil

    shutil.rmtree(lake / "results")
    compact(lake)
    assert open_lake(lake).results().empty
    assert open_lake(lake).query("FROM results").num_rows == 0
    write(lake, report)
    assert (lake / "results" / "schema.parquet").exists()
    assert len(open_lake(lake).results()) == 1
