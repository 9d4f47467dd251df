"""Ctrl-C and kill -9 in the middle of the command: the lake opens, and the next run ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fuhe.engine import RunOptions, run
from fuhe.engine.store import Store
from fuhe.lake import open_lake

CORPUS = Path(__file__).parents[2] / "corpus" / "files"
OPTIONS = RunOptions(workers=2, select=("A01",))
PATIENCE = 120

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a matter of POSIX")


def started(lake: Path) -> subprocess.Popen[str]:
    """Start the command as a terminal would, and give it when it has read two documents."""
    command = [sys.executable, "-m", "fuhe", "check", str(CORPUS), "--out", str(lake), "--select", "A01"]
    process = subprocess.Popen(
        [*command, "--workers", "2"], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    end = time.monotonic() + PATIENCE
    while len(Store(lake).rows()) < 2 and time.monotonic() < end:
        assert process.poll() is None, process.stderr and process.stderr.read()
        time.sleep(0.02)
    return process


@pytest.mark.parametrize(
    ("number", "status", "said"),
    [
        (signal.SIGINT, 130, "已中断。已读取的文件都已保留，再次运行同一命令即从中断处继续。\n"),
        (signal.SIGKILL, -signal.SIGKILL, ""),
    ],
)
def test_command_that_is_stopped_goes_on_where_it_was(
    tmp_path: Path, number: signal.Signals, status: int, said: str
) -> None:
    lake = tmp_path / "lake"
    process = started(lake)
    if number is signal.SIGINT:
        os.killpg(process.pid, number)  # a terminal tells the whole group
    else:
        process.kill()
    _, stderr = process.communicate(timeout=PATIENCE)
    assert (process.returncode, stderr) == (status, said)
    assert open_lake(lake).records("documents") == []
    changes = run([CORPUS], lake, OPTIONS).changes
    assert changes.resumed >= 2
    run([CORPUS], tmp_path / "whole", OPTIONS)
    for dataset in ("documents", "facts", "checks", "findings"):
        assert open_lake(lake).records(dataset) == open_lake(tmp_path / "whole").records(dataset)


def test_what_was_read_before_the_machine_went_down_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files of a run that did not commit are not synced: after a power cut they may be anything."""
    process = started(tmp_path / "lake")
    process.kill()
    process.communicate(timeout=PATIENCE)
    assert len(Store(tmp_path / "lake").rows()) >= 2
    monkeypatch.setattr("fuhe.engine.store.start_of_machine", lambda: "a later start")
    assert Store(tmp_path / "lake").rows() == {}
    run([CORPUS / "luhe"], tmp_path / "lake", OPTIONS)
    assert not Store(tmp_path / "lake").path.exists()
    assert len(open_lake(tmp_path / "lake").records("documents")) == 4
