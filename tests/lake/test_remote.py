"""A lake behind a URL: the same rows, one commit at a time, one writer at a time, on stores without renames."""

from __future__ import annotations

import itertools
import json
import threading
import time
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

import fuhe
from fuhe.cli import app
from fuhe.lake import Place, compact, examine, open_lake, place_of, remote_lock, stage, transaction
from fuhe.lake.commit import COMMIT, STAGING, roll_forward, seal
from fuhe.lake.held import OvertakenError
from fuhe.lake.remote import RemotePath
from fuhe.schemas.errors import FuheError, LakeBusyError, LakeError
from fuhe.schemas.parquet import DATASETS
from fuhe.schemas.records import Decision
from fuhe.schemas.views import load_views
from fuhe.tests.object_store import object_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fuhe.schemas.records import Report

    Write = Callable[[Place, Report], None]
    Records = Callable[[Report], dict[str, Any]]

pytest.importorskip("fsspec")
DECISION = Decision("f1", "confirmed", "", "", "甲", "2024")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here takes a second to be written."""
    monkeypatch.setattr(remote_lock, "SETTLE_SECONDS", 0.05)


@pytest.fixture(params=["memory", "files", "objects"])
def url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A folder of fsspec's in memory, of fsspec's on the disk, and of Arrow's in an object store."""
    if request.param == "memory":
        yield f"memory://{tmp_path.name}/lake"
    elif request.param == "files":
        yield f"local://{tmp_path}/lake"
    else:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        with object_store() as store:
            yield store.url("reports/lake")


@pytest.fixture
def memory(tmp_path: Path) -> RemotePath:
    place = place_of(f"memory://{tmp_path.name}/lake")
    assert isinstance(place, RemotePath)
    return place


def contents(path: Place) -> dict[str, object]:
    lake = open_lake(str(path))
    undated = ["decided_at"]
    return {
        name: lake.table(name).drop_columns(undated if name == "decisions" else []).to_pylist()
        for name in DATASETS
    }


def views(path: Place) -> dict[str, list[str]]:
    with open_lake(str(path)).connect() as connection:
        return {
            view.name: sorted(map(str, connection.sql(f"FROM {view.name}").fetchall()))
            for view in load_views()
        }


def test_a_lake_behind_a_url_says_what_one_on_this_machine_says(
    url: str, tmp_path: Path, reports: tuple[Report, ...], write: Write
) -> None:
    corrected = replace(reports[1], facts=(replace(reports[1].facts[0], value=Decimal(7)),), results=())
    there, here = place_of(url), tmp_path / "here"
    steps: list[Callable[[Place], object]] = [
        *(lambda place, report=report: write(place, report) for report in reports),
        lambda place: open_lake(str(place)).decide([DECISION]),
        compact,
        lambda place: write(place, corrected),
        lambda place: open_lake(str(place)).decide([replace(DECISION, decision="dismissed")]),
    ]
    for step in steps:
        for place in (there, here):
            step(place)
    assert contents(there) == contents(here)
    assert views(there) == views(here)
    assert [compact(place).generation for place in (there, here)] == [2, 2]
    assert contents(there) == contents(here)
    assert open_lake(url).reports([corrected.document.id]) == (corrected,)
    assert open_lake(url).judgements()["f1"].decision.decision == "dismissed"
    assert examine(there) == examine(there, repair=True) == ()


def test_the_commands_take_a_url(url: str, reports: tuple[Report, ...], write: Write) -> None:
    write(place_of(url), reports[0])

    def ran(*arguments: str) -> str:
        result = CliRunner().invoke(app, list(arguments))
        assert (result.exit_code, result.exception) == (0, None), result.output
        return result.output

    assert "facts 1" in ran("compact", url)
    assert json.loads(ran("sql", url, "SELECT text FROM facts", "--format", "json")) == [{"text": "1.50"}]
    assert "完好" in ran("doctor", url)
    assert "没有符合条件的问题" in ran("findings", url)
    assert json.loads(ran("decisions", "export", url)) == []
    assert "新增 0" in ran("compare", url, url)


def test_the_desk_opens_a_url_and_notices_what_is_written(
    memory: RemotePath, report: Report, write: Write
) -> None:
    from fuhe.review.web.index import Index

    write(memory, report)
    index = Index(fuhe.open_lake(str(memory)))
    assert index.refresh()
    assert not index.refresh()
    fuhe.open_lake(str(memory)).decide([DECISION])
    assert not index.refresh()
    assert [held.decision.finding_id for held in index.stale()] == ["f1"]
    write(memory, report)
    assert index.refresh()


def test_damage_is_found_and_repaired(memory: RemotePath, reports: tuple[Report, ...], write: Write) -> None:
    for report in reports[:2]:
        write(memory, report)
    open_lake(str(memory)).decide([DECISION])
    compact(memory)
    (memory / "facts" / f"{reports[0].document.id}.parquet").write_bytes(b"PAR1")
    (decisions,) = (file for file in (memory / "decisions").glob("*.parquet") if file.name[0] == "0")
    decisions.write_bytes(b"PAR1")
    next(iter((memory / "compact" / "facts").glob("*/*.parquet"))).write_bytes(b"PAR1")
    (memory / f"{STAGING}-x" / "facts" / "y.parquet").write_bytes(b"PAR1")
    found = [trouble.code for trouble in examine(memory, repair=True)]
    assert found == ["stale-staging", "unreadable", "unreadable-decisions", "compact"]
    assert examine(memory) == ()
    assert len(open_lake(str(memory)).facts()) == 1
    assert (memory / ".damaged" / decisions.name).exists()


class Crash(Exception):  # noqa: N818 - a stand-in for the power cut
    pass


@pytest.fixture
def sealed(
    memory: RemotePath, report: Report, corrected: Report, write: Write, records: Records
) -> RemotePath:
    """A lake with the first report in place and the corrected one committed, but not moved."""
    write(memory, report)
    stage(memory / STAGING, corrected.document.id, records(corrected))
    seal(memory / STAGING, [f"results/{report.document.id}.parquet"], [report.document.id])
    return memory


@pytest.mark.parametrize("after", range(12))
def test_a_commit_broken_off_anywhere_is_finished_by_the_next_reader(
    sealed: RemotePath, corrected: Report, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    done = iter(range(after))

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **options: Any) -> Any:
            if next(done, None) is None:
                raise Crash
            return call(*arguments, **options)

        return step

    with monkeypatch.context() as patch:
        for name in ("replace", "unlink", "write_bytes", "remove_tree"):
            patch.setattr(RemotePath, name, counted(getattr(RemotePath, name)))
        with pytest.raises(Crash):
            roll_forward(sealed)
    assert open_lake(str(sealed)).reports([corrected.document.id]) == (corrected,)
    assert open_lake(str(sealed)).records("results") == []
    assert not (sealed / COMMIT / "manifest.json").exists()
    examine(sealed, repair=True)
    assert examine(sealed) == ()


def test_a_reader_that_was_overtaken_says_so_or_reads_again(
    memory: RemotePath, report: Report, corrected: Report, write: Write
) -> None:
    write(memory, report)
    lake = open_lake(str(memory))

    def read_while_a_run_commits() -> None:
        with lake.held():
            assert lake.facts()["text"].tolist() == ["1,203.50"]
            write(memory, corrected)

    with pytest.raises(OvertakenError, match="期间另一次运行更新了"):
        read_while_a_run_commits()
    assert lake.facts()["text"].tolist() == ["1,230.50"]


def test_readers_never_see_two_commits_mixed(
    memory: RemotePath, report: Report, corrected: Report, write: Write
) -> None:
    write(memory, report)
    lake, ended = open_lake(str(memory)), threading.Event()
    seen: set[tuple[object, ...]] = set()
    both = {("1,203.50", "1,203.50", 1, 1), ("1,230.50", "1,230.50", 1, 1)}

    def keep_writing() -> None:
        for turn in itertools.count():
            write(memory, report if turn % 2 else corrected)
            if turn % 3 == 2:
                compact(memory)
            if ended.wait(0.2):
                return

    writer = threading.Thread(target=keep_writing, daemon=True)
    writer.start()
    end = time.monotonic() + 60
    while seen != both and time.monotonic() < end:
        answer = lake.query(
            "SELECT (SELECT any_value(text) FROM facts), (SELECT any_value(text) FROM cells WHERE col = 1), "
            "(SELECT count(*) FROM facts), (SELECT count(*) FROM documents)"
        ).to_pylist()[0]
        seen.add(tuple(answer.values()))
        assert seen <= both
    ended.set()
    writer.join()
    assert seen == both


def test_a_second_run_is_refused_with_the_name_of_the_first(memory: RemotePath) -> None:
    with (
        transaction(memory),
        pytest.raises(LakeBusyError, match=r"另一个 fuhe（机器 .+，进程 \d+）正在写入"),
        transaction(memory),
    ):
        pass
    with transaction(memory):
        pass


def test_of_two_runs_that_come_at_once_one_is_refused(memory: RemotePath) -> None:
    outcomes, together = [], threading.Barrier(2)

    def run() -> None:
        together.wait()
        try:
            with transaction(memory):
                outcomes.append("ran")
                time.sleep(0.3)
        except LakeBusyError:
            outcomes.append("refused")

    runs = [threading.Thread(target=run) for _ in range(2)]
    for thread in runs:
        thread.start()
    for thread in runs:
        thread.join()
    assert sorted(outcomes) == ["ran", "refused"]


def write_lock(place: RemotePath, *, age: float) -> None:
    lock = {"token": "x", "host": "另一台", "process": 1, "renewed": time.time() - age}
    (place / remote_lock.LOCK_OBJECT).write_bytes(json.dumps(lock).encode())


def test_the_lock_of_a_process_that_died_is_taken_over(memory: RemotePath) -> None:
    write_lock(memory, age=remote_lock.DEAD_SECONDS - 10)
    with pytest.raises(LakeBusyError, match="机器 另一台，进程 1"), transaction(memory):
        pass
    write_lock(memory, age=remote_lock.DEAD_SECONDS + 1)
    with transaction(memory):
        pass


def test_a_holder_renews_its_lock(memory: RemotePath, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_lock, "RENEW_SECONDS", 0.02)
    with transaction(memory):
        first = (memory / remote_lock.LOCK_OBJECT).read_bytes()
        time.sleep(0.3)
        assert (memory / remote_lock.LOCK_OBJECT).read_bytes() != first
    assert not (memory / remote_lock.LOCK_OBJECT).exists()


@pytest.mark.parametrize(
    ("taken", "message"),
    [
        (lambda place: write_lock(place, age=0), "另一台"),
        (lambda place: (place / remote_lock.LOCK_OBJECT).unlink(), r"\.lock\.json 被删除，本次结果未提交"),
    ],
)
def test_a_run_whose_lake_was_taken_over_commits_nothing(
    memory: RemotePath, report: Report, write: Write, taken: Callable[[RemotePath], None], message: str
) -> None:
    write(memory, report)

    def run_and_lose_the_lake() -> None:
        with transaction(memory) as run:
            taken(memory)
            run.commit([report.document.id])

    with pytest.raises(LakeError, match=message):
        run_and_lose_the_lake()
    assert open_lake(str(memory)).facts()["text"].tolist() == ["1,203.50"]


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    with pytest.raises(FuheError, match=r"无法打开“nothing://x”.+请检查地址"):
        open_lake("nothing://x")
    with pytest.raises(LakeError, match="不是复核结果文件夹"):
        open_lake(f"memory://{tmp_path.name}/empty")


def test_keys_in_a_url_are_not_repeated() -> None:
    place = RemotePath("s3://me:secret@bucket/lake?region=x")
    assert str(place) == "s3://bucket/lake?region=x"
    assert str(place / "facts") == "s3://bucket/lake/facts"


def test_a_file_url_is_a_folder_of_this_machine(tmp_path: Path, report: Report, write: Write) -> None:
    write(tmp_path / "结果", report)
    assert open_lake((tmp_path / "结果").as_uri()).path == tmp_path / "结果"
