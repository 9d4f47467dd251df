"""Stop a run at every step; whoever opens the lake next sees the old state or the new one, whole."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from fuhe.lake import open_lake, stage
from fuhe.lake.commit import COMMIT, STAGING, roll_forward, seal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fuhe.schemas.records import Report

    Write = Callable[[Path, Report], None]
    Records = Callable[[Report], dict[str, Any]]


def states(path: Path) -> dict[str, bytes]:
    return {f.relative_to(path).as_posix(): f.read_bytes() for f in path.rglob("*.parquet")}


@pytest.fixture
def staged(tmp_path: Path, report: Report, corrected: Report, write: Write, records: Records) -> Path:
    """A lake with the first report in place and the corrected one staged."""
    write(tmp_path, report)
    (tmp_path / STAGING).mkdir()
    stage(tmp_path / STAGING, corrected.document.id, records(corrected))
    return tmp_path


def gone(report: Report) -> list[str]:
    return [f"results/{report.document.id}.parquet"]


def test_crash_before_the_rename_leaves_the_old_state(staged: Path, report: Report) -> None:
    assert open_lake(staged).reports([report.document.id]) == (report,)
    assert not (staged / STAGING).exists()


def test_crash_right_after_the_rename_gives_the_new_state(
    staged: Path, report: Report, corrected: Report
) -> None:
    seal(staged / STAGING, gone(report), [report.document.id])
    assert open_lake(staged).reports([report.document.id]) == (corrected,)
    assert not (staged / COMMIT).exists()


class Crash(Exception):  # noqa: N818 - a stand-in for the power cut
    pass


# One file deleted, six moved, the manifest and then two folders removed.
@pytest.mark.parametrize("after", range(1 + 6 + 1 + 2))
def test_crash_while_rolling_forward_is_taken_up_again(
    staged: Path, report: Report, corrected: Report, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    seal(staged / STAGING, gone(report), [report.document.id])
    steps = 0

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **options: Any) -> Any:
            nonlocal steps
            if steps == after:
                raise Crash
            steps += 1
            return call(*args, **options)

        return step

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", counted(os.replace))
        patch.setattr(os, "unlink", counted(os.unlink))
        patch.setattr(shutil, "rmtree", counted(shutil.rmtree))
        with pytest.raises(Crash):
            roll_forward(staged)
    assert open_lake(staged).reports([report.document.id]) == (corrected,)
    assert open_lake(staged).records("results") == []
    assert not (staged / COMMIT).exists()


@pytest.mark.parametrize("after", range(6))
def test_a_commit_that_is_interrupted_is_finished_by_the_next_reader(
    staged: Path, corrected: Report, write: Write, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    moves = iter(range(after))
    replace = os.replace

    def interrupted(source: Any, target: Any) -> None:
        sealed = (staged / COMMIT / "manifest.json").exists()
        if sealed and next(moves, None) is None:
            raise KeyboardInterrupt
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            write(staged, corrected)
    assert open_lake(staged).reports([corrected.document.id]) == (corrected,)
    assert open_lake(staged).records("results") == []


def test_crash_while_tidying_up_is_taken_up_again(staged: Path, report: Report, corrected: Report) -> None:
    seal(staged / STAGING, gone(report), [report.document.id])
    roll_forward(staged)
    (staged / COMMIT / "facts").mkdir(parents=True)
    assert open_lake(staged).reports([report.document.id]) == (corrected,)
    assert not (staged / COMMIT).exists()


def test_a_commit_of_an_earlier_program_is_finished(staged: Path, report: Report, corrected: Report) -> None:
    """It renamed the staging folder itself."""
    sealed = {"delete": gone(report), "changed": [report.document.id]}
    (staged / STAGING).rename(staged / COMMIT)
    (staged / COMMIT / "manifest.json").write_text(json.dumps(sealed), encoding="utf-8")
    assert open_lake(staged).reports([report.document.id]) == (corrected,)
    assert not (staged / "manifest.json").exists()


def test_rolling_forward_twice_is_the_same_as_once(
    staged: Path, report: Report, tmp_path_factory: pytest.TempPathFactory
) -> None:
    seal(staged / STAGING, gone(report), [report.document.id])
    copies = {name: tmp_path_factory.mktemp("copy") / name for name in (STAGING, COMMIT)}
    for name, copy in copies.items():
        shutil.copytree(staged / name, copy)
    roll_forward(staged)
    once = states(staged)
    for name, copy in copies.items():
        shutil.move(copy, staged / name)
    assert json.loads((staged / COMMIT / "manifest.json").read_text("utf-8"))["delete"] == gone(report)
    roll_forward(staged)
    assert states(staged) == once


def test_crash_of_the_very_first_run_leaves_no_lake(tmp_path: Path, report: Report, write: Write) -> None:
    (tmp_path / STAGING / "facts").mkdir(parents=True)
    write(tmp_path, report)
    assert open_lake(tmp_path).reports([report.document.id]) == (report,)
