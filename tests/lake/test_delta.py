"""Export to Delta tables: every dataset whole, read back by the library itself; without it a remedy."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from fuhe.cli import app
from fuhe.lake import open_lake
from fuhe.schemas.parquet import DATASETS, SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fuhe.schemas.records import Report

    Write = Callable[[Path, Report], None]


@pytest.fixture
def lake(tmp_path: Path, reports: tuple[Report, ...], write: Write) -> Path:
    for report in reports:
        write(tmp_path / "lake", report)
    return tmp_path / "lake"


def test_the_tables_hold_the_rows_of_now_and_keep_those_of_before(
    lake: Path, tmp_path: Path, corrected: Report, write: Write
) -> None:
    deltalake = pytest.importorskip("deltalake")
    out = tmp_path / "delta"
    result = CliRunner().invoke(app, ["compact", str(lake), "--delta", str(out)])
    assert result.exit_code == 0, result.output
    assert f"已写出 Delta 表到“{out}”。行数：documents 4" in result.output
    for dataset in DATASETS:
        table = deltalake.DeltaTable(out / dataset).to_pyarrow_table()
        assert table.column_names == SCHEMAS[dataset].names
        assert table.to_pylist() == open_lake(lake).table(dataset).to_pylist()
    write(lake, corrected)
    open_lake(lake).to_delta(out)
    facts = deltalake.DeltaTable(out / "facts")
    assert (facts.version(), facts.to_pyarrow_table().num_rows) == (1, 5)
    facts.load_as_version(0)
    assert facts.to_pyarrow_table().num_rows == 4
    label = deltalake.DeltaTable(out / "facts").to_pyarrow_dataset().schema.field("value").metadata
    assert label[b"label_zh"].decode() == "数值"


def test_a_folder_that_cannot_be_written_is_named(lake: Path, tmp_path: Path) -> None:
    pytest.importorskip("deltalake")
    (tmp_path / "delta").write_bytes(b"")
    result = CliRunner().invoke(app, ["compact", str(lake), "--delta", str(tmp_path / "delta")])
    assert result.exit_code == 2
    assert f"无法写出 Delta 表“{tmp_path / 'delta'}/documents”" in result.output


def test_without_the_library_the_remedy_is_said_before_anything_is_done(
    lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "deltalake", None)
    result = CliRunner().invoke(app, ["compact", str(lake), "--delta", str(tmp_path / "delta")])
    assert (result.exit_code, result.output) == (
        2,
        "导出 Delta 需要 deltalake，请先安装：pip install 'fuhe[delta]'。\n",
    )
    assert not (lake / "compact").exists()
