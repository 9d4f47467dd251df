"""Readers see one commit or the next, never something between."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from fuhe.lake import compact, examine, open_lake, stage, transaction
from fuhe.lake.commit import COMMIT, STAGING, seal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pyarrow as pa

    from fuhe.schemas.records import Report

    Write = Callable[[Path, Report], None]
    Records = Callable[[Report], dict[str, Any]]


def test_a_commit_waits_for_readers_and_they_read_one_state(
    tmp_path: Path, report: Report, corrected: Report, write: Write
) -> None:
    write(tmp_path, report)
    lake = open_lake(tmp_path)
    writer = threading.Thread(target=write, args=(tmp_path, corrected))
    with lake.held():
        before = lake.facts()["text"].tolist()
        writer.start()
        writer.join(timeout=0.5)
        assert writer.is_alive()
        assert lake.facts()["text"].tolist() == before == ["1,203.50"]
        assert len(lake.results()) == 1
    writer.join()
    assert lake.facts()["text"].tolist() == ["1,230.50"]
    assert lake.results().empty


def test_an_open_lake_finishes_what_a_writer_left_behind(
    tmp_path: Path, report: Report, corrected: Report, write: Write, records: Records
) -> None:
    write(tmp_path, report)
    lake = open_lake(tmp_path)
    (tmp_path / STAGING).mkdir()
    stage(tmp_path / STAGING, corrected.document.id, records(corrected))
    seal(tmp_path / STAGING, [], [corrected.document.id])
    assert lake.facts()["text"].tolist() == ["1,230.50"]
    assert not (tmp_path / COMMIT).exists()


READER = """
import sys
from fuhe.lake import open_lake
lake = open_lake(sys.argv[1])
seen = set()
print("ready", flush=True)
while len(seen) < 2:
    answer = lake.query(
        "SELECT (SELECT any_value(text) FROM facts), (SELECT any_value(text) FROM cells WHERE col = 1), "
        "(SELECT count(*) FROM facts), (SELECT count(*) FROM documents)"
    ).to_pylist()[0]
    state = tuple(answer.values())
    assert state[0] == state[1] and state[2:] == (1, 1), state
    seen.add(state)
"""

# Of one dataset every state is whole, or its files have gone while they were being read.
STRANGER = """
import duckdb, sys
own, compact = f"{sys.argv[1]}/facts/*.parquet", f"{sys.argv[1]}/compact/facts/*/*.parquet"
seen = set()
print("ready", flush=True)
while len(seen) < 4:
    for files in (own, compact):
        try:
            (text, rows), = duckdb.sql(f"SELECT any_value(text), count(*) FROM '{files}'").fetchall()
        except duckdb.IOException:
            assert files == compact
            continue
        assert rows == 1, rows
        seen.add((files, text))
"""


@pytest.mark.parametrize("reading", [READER, STRANGER], ids=["this package", "another program"])
def test_readers_in_another_process_never_see_two_commits_mixed(
    tmp_path: Path, report: Report, corrected: Report, write: Write, reading: str
) -> None:
    write(tmp_path, report)
    compact(tmp_path)
    reader = subprocess.Popen(
        [sys.executable, "-c", reading, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "ready\n"
    for turn in range(200):
        write(tmp_path, report if turn % 2 else corrected)
        if turn % 5 == 0:
            compact(tmp_path)
        if reader.poll() is not None and turn > 20:
            break
    _, errors = reader.communicate(timeout=60)
    assert (reader.returncode, errors) == (0, "")


def test_a_read_only_lake_is_read_without_a_lock(tmp_path: Path, report: Report, write: Write) -> None:
    write(tmp_path, report)
    (tmp_path / ".reading").unlink()
    tmp_path.chmod(0o555)
    try:
        assert open_lake(tmp_path).facts()["text"].tolist() == ["1,203.50"]
    finally:
        tmp_path.chmod(0o755)


def test_a_run_may_commit_several_times(
    tmp_path: Path, report: Report, corrected: Report, records: Records
) -> None:
    with transaction(tmp_path) as run:
        for step in (report, corrected):
            stage(run.staging, step.document.id, records(step))
            run.commit([step.document.id])
    assert open_lake(tmp_path).reports([report.document.id]) == (corrected,)


def test_an_older_file_without_a_column_is_read_with_nulls(
    tmp_path: Path, report: Report, write: Write
) -> None:
    import pyarrow.parquet as pq

    write(tmp_path, report)
    file = tmp_path / "facts" / f"{report.document.id}.parquet"
    table: pa.Table = pq.ParquetFile(file).read()
    pq.write_table(table.drop_columns(["entity"]), file)
    lake = open_lake(tmp_path)
    assert lake.records("facts") == list(report.facts)
    assert lake.query("SELECT entity, text FROM facts").to_pylist() == [{"entity": None, "text": "1,203.50"}]


@pytest.mark.parametrize("column", ["copies", "read_key", "check_key"])
def test_a_lake_from_before_a_column_of_documents_opens(
    tmp_path: Path, report: Report, write: Write, column: str
) -> None:
    import pyarrow.parquet as pq

    write(tmp_path, report)
    (before,) = open_lake(tmp_path).records("documents")
    for file in (tmp_path / "documents").iterdir():
        table: pa.Table = pq.ParquetFile(file).read()
        pq.write_table(table.drop_columns([column]), file)
    assert open_lake(tmp_path).records("documents") == [before]
    assert open_lake(tmp_path).reports([report.document.id]) == (report,)
    assert [trouble.code for trouble in examine(tmp_path, repair=True)] == ["schema-file"]
    assert examine(tmp_path) == ()
    assert open_lake(tmp_path).query(f"SELECT {column} FROM documents").num_rows == 1


@pytest.mark.parametrize("dataset", ["facts", "documents"])
def test_relation_and_frame_and_table_agree(
    tmp_path: Path, report: Report, write: Write, dataset: str
) -> None:
    write(tmp_path, report)
    lake = open_lake(tmp_path)
    assert lake.relation(dataset).to_arrow_table().num_rows == lake.table(dataset).num_rows == 1
