"""Kill a run with -9 at random moments: the lake opens, holds whole documents, and a second run completes it.

    uv run python bench/kills.py --moments 100 --seconds 600

Each round starts `fuhe check` on reports of the corpus, kills it somewhere between its start and a
little after its usual end, opens the lake, compares every document in it with an undisturbed run, row
for row and dataset for dataset, runs again, and compares the whole. One round in three begins with a
lake that holds the documents already, so that the kill falls into replacing them. Stops early when
the time is up and says how many moments were tried.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fuhe.lake import examine, open_lake
from fuhe.lake.files import is_lake
from fuhe.schemas.parquet import DATASETS

CORPUS = Path(__file__).parents[1] / "corpus" / "files"
Rows = dict[str, dict[str, list[dict[str, Any]]]]


@dataclass(frozen=True)
class Job:
    """A run of some files into a lake, and what it gives undisturbed."""

    inputs: tuple[str, ...]
    seconds: float
    rows: Rows


def check(inputs: tuple[str, ...], lake: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from fuhe.cli import app; app()", "check", *inputs, "--out", str(lake)]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        [*command, "--workers", "2", "--fail-on", "never", *options], stdout=quiet, stderr=quiet
    )


def by_document(lake: Path) -> Rows:
    """Return dataset → document → rows."""
    found: Rows = {}
    opened = open_lake(lake)
    with opened.held():
        for dataset in DATASETS:
            for row in opened.table(dataset).to_pylist():
                found.setdefault(row.get("document_id", ""), {}).setdefault(dataset, []).append(row)
    return found


def differences(rows: Rows, expected: Rows) -> list[str]:
    """Name the documents and datasets that differ, and the first rows that do."""
    pairs = (
        (key, dataset, rows.get(key, {}).get(dataset, []), expected.get(key, {}).get(dataset, []))
        for key in sorted(rows | expected)
        for dataset in DATASETS
    )
    return [
        f"{key[:8]} {dataset}: {next(((a, b) for a, b in zip(is_, was, strict=False) if a != b), 'number of rows')}"
        for key, dataset, is_, was in pairs
        if is_ != was
    ]


def undisturbed(inputs: tuple[str, ...], folder: Path) -> Job:
    start = time.monotonic()
    check(inputs, folder / "reference").wait()
    return Job(inputs, time.monotonic() - start, by_document(folder / "reference"))


def kill_once(job: Job, lake: Path, moment: float, *, again: bool) -> str:
    """Run, kill, look, run again, compare; return what was found after the kill."""
    if again:
        check(job.inputs, lake).wait()
    run = check(job.inputs, lake, *(["--force"] if again else []))
    time.sleep(moment)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    state = "no lake yet"
    if is_lake(lake) or (lake / ".commit").exists():
        seen = by_document(lake)
        halves = [key for key, rows in seen.items() if rows != job.rows.get(key)]
        assert not halves, f"not whole after {moment:.3f} s: {halves}"
        assert not again or len(seen) == len(job.rows), f"documents lost after {moment:.3f} s"
        state = f"{len(seen)} of {len(job.rows)} documents"
    check(job.inputs, lake).wait()
    assert not (wrong := differences(by_document(lake), job.rows)), f"differs after {moment:.3f} s: {wrong}"
    assert examine(lake) == (), f"in disorder after {moment:.3f} s"
    return state


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=600, help="stop after this time")
    parser.add_argument("--files", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    reports = sorted(path for path in CORPUS.rglob("*") if path.suffix in {".docx", ".pdf"})
    inputs = tuple(map(str, reports[: options.files]))
    end = time.monotonic() + options.seconds
    states: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        job = undisturbed(inputs, Path(folder))
        while sum(states.values()) < options.moments and time.monotonic() < end:
            lake = Path(folder) / "lake"
            moment = chance.uniform(0, 1.1 * job.seconds)
            states[kill_once(job, lake, moment, again=chance.random() < 1 / 3)] += 1
            shutil.rmtree(lake)
    print(f"{sum(states.values())} kills over {1.1 * job.seconds:.1f} s, every lake whole and completed:")
    for state, count in sorted(states.items()):
        print(f"  {count:4d}  {state}")


if __name__ == "__main__":
    main()
