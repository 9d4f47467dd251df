"""A dask cluster on this machine gives what a local run gives, also when one of its workers is killed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fuhe.engine import RunOptions, Step, run
from fuhe.lake import open_lake
from fuhe.schemas.errors import FuheError
from fuhe.tests.object_store import object_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytest.importorskip("distributed", reason="needs the extra: pip install 'fuhe[cluster]'")
if sys.platform == "win32":
    pytest.skip("kill -9 is a matter of POSIX", allow_module_level=True)

CORPUS = Path(__file__).parents[2] / "corpus"
OPTIONS = RunOptions(workers=2, select=("A01",))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of a department, and every kind of bad file."""
    folder = tmp_path_factory.mktemp("in")
    shutil.copytree(CORPUS / "files" / "luhe", folder / "报告")
    shutil.copytree(CORPUS / "bad", folder / "坏文件")
    return folder


@contextmanager
def started(*arguments: str, ready: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Give a process of dask and what it says when it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield process, _first_line(process, ready)
    finally:
        process.terminate()
        process.wait(30)
        assert process.stderr is not None
        process.stderr.close()


def _first_line(process: subprocess.Popen[str], ready: str) -> str:
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(ready, line):
            return found[0]
    raise AssertionError("dask did not start")


@pytest.fixture(scope="module")
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """A scheduler and two worker processes on loopback, with keys for an object store."""
    os.environ.update(AWS_ACCESS_KEY_ID="key", AWS_SECRET_ACCESS_KEY="secret")
    local = ("--host", "127.0.0.1", "--no-dashboard")
    scheduler = started("distributed.cli.dask_scheduler", *local, "--port", "0", ready=r"127\.0\.0\.1:\d+")
    with scheduler as (_, address):
        worker = ("distributed.cli.dask_worker", address, *local, "--no-nanny", "--nthreads", "1")
        with (
            started(*worker, ready="Registered to") as (one, _),
            started(*worker, ready="Registered to") as (two, _),
        ):
            yield f"dask://{address}", [one, two]


def contents(path: Path) -> dict[str, bytes]:
    open_lake(path)
    return {p.relative_to(path).as_posix(): p.read_bytes() for p in path.rglob("*.parquet")}


def test_cluster_gives_the_same_bytes_though_a_worker_is_killed(
    cluster: tuple[str, list[subprocess.Popen[str]]], folder: Path, tmp_path: Path
) -> None:
    address, (victim, _) = cluster
    read = []

    def kill_in_the_middle(title: str, total: int) -> Callable[[Step], None]:
        def advance(_step: Step) -> None:
            read.append(title)
            if len(read) == total // 3:
                os.kill(victim.pid, signal.SIGKILL)

        return advance

    here = run([folder], tmp_path / "local", OPTIONS)
    there = run([folder], tmp_path / "dask", replace(OPTIONS, engine=address), kill_in_the_middle)
    assert victim.wait(30) == -signal.SIGKILL
    assert read.count("读取") == sum(here.documents.values())
    assert replace(there, path=here.path) == here
    assert contents(tmp_path / "dask") == contents(tmp_path / "local")


def test_workers_need_no_folder_in_common_when_all_is_in_a_store(
    cluster: tuple[str, list[subprocess.Popen[str]]], tmp_path: Path
) -> None:
    with object_store() as store:
        store.objects["reports/in/mianhu.docx"] = (CORPUS / "files" / "mianhu.docx").read_bytes()
        run([store.url("reports/in")], tmp_path / "local", OPTIONS)
        run([store.url("reports/in")], store.url("reports/lake"), replace(OPTIONS, engine=cluster[0]))
        inside = {name.removeprefix("reports/lake/"): data for name, data in store.objects.items()}
    assert {name: inside.get(name) for name in contents(tmp_path / "local")} == contents(tmp_path / "local")


def test_cluster_that_is_not_there_is_said(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fuhe.engine.cluster.CONNECT_SECONDS", 1)
    with pytest.raises(FuheError, match=r"连接不到 dask 集群“127\.0\.0\.1:1”"):
        run([folder], tmp_path / "lake", replace(OPTIONS, engine="dask://127.0.0.1:1"))


def test_unknown_engine_is_said(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(FuheError, match="不认识的 --engine“ray”"):
        run([folder], tmp_path / "lake", replace(OPTIONS, engine="ray"))
