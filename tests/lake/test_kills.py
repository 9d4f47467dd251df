"""Processes killed with -9 while they write; bench/kills.py does the same many times over."""

from __future__ import annotations

import importlib.util
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from fuhe.lake import compact, examine, open_lake
from fuhe.schemas.parquet import DATASETS

if TYPE_CHECKING:
    from collections.abc import Callable

    from fuhe.schemas.records import Report

    Write = Callable[[Path, Report], None]

BENCH = Path(__file__).parents[2] / "bench" / "kills.py"

WRITER = """
import itertools, shutil, sys
from pathlib import Path
from fuhe.lake import compact, transaction
lake, *states = map(Path, sys.argv[1:])
print("ready", flush=True)
for turn, state in enumerate(itertools.cycle(states)):
    with transaction(lake) as run:
        files = [file for file in state.rglob("*.parquet") if len(file.stem) == 64]
        for file in files:
            (run.staging / file.parent.name).mkdir(exist_ok=True)
            shutil.copy(file, run.staging / file.parent.name)
        run.commit({file.stem for file in files})
    if turn % 3 == 2:
        compact(lake)
"""


def rows(path: Path) -> dict[str, list[dict[str, Any]]]:
    lake = open_lake(path)
    with lake.held():
        return {dataset: lake.table(dataset).to_pylist() for dataset in DATASETS}


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_writer_killed_at_any_moment_leaves_one_state_or_the_other(
    tmp_path: Path, report: Report, corrected: Report, write: Write
) -> None:
    states = [tmp_path / "one", tmp_path / "two"]
    for path, state in zip(states, (report, corrected), strict=True):
        write(path, state)
    whole = [rows(path) for path in states]
    lake = tmp_path / "lake"
    write(lake, report)
    chance = random.Random(7)
    for _ in range(5):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(lake), *map(str, states)], stdout=subprocess.PIPE, text=True
        )
        with writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0, 0.4))
            writer.kill()
        assert rows(lake) in whole
        assert examine(lake) == ()
    compact(lake)
    assert rows(lake) in whole


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_run_killed_at_any_moment_is_completed_by_the_next(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("kills", BENCH)
    assert spec is not None
    assert spec.loader is not None
    kills = importlib.util.module_from_spec(spec)
    sys.modules["kills"] = kills  # its dataclass looks itself up there
    spec.loader.exec_module(kills)
    job = kills.undisturbed((str(kills.CORPUS / "mianhu.docx"),), tmp_path)
    for share, again in ((0.5, False), (0.95, True)):
        kills.kill_once(job, tmp_path / "lake", share * job.seconds, again=again)
        shutil.rmtree(tmp_path / "lake")
