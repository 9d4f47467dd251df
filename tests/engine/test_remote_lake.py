"""Inputs and lake in an object store: a run with its worker processes gives there what it gives here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fuhe.engine import RunOptions, run
from fuhe.lake import examine, open_lake, place_of, remote_lock
from fuhe.tests.object_store import object_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fuhe.tests.object_store import Store

CORPUS = Path(__file__).parents[2] / "corpus" / "files"
FILES = ("mianhu.docx", "yunxi.docx")
OPTIONS = RunOptions(workers=2, select=("A01", "S05"))


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """A store with two reports."""
    with pytest.MonkeyPatch.context() as patch, object_store() as store:
        patch.setattr(remote_lock, "SETTLE_SECONDS", 0.05)
        patch.setenv("AWS_ACCESS_KEY_ID", "key")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        for name in FILES:
            store.objects[f"reports/in/{name}"] = (CORPUS / name).read_bytes()
        yield store


@pytest.fixture(scope="module")
def here(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lake of a run over the same files, on this machine."""
    lake = tmp_path_factory.mktemp("here") / "lake"
    run([store.url("reports/in")], lake, OPTIONS)
    return lake


def files_there(store: Store, lake: str) -> dict[str, bytes]:
    """Return the lake's Parquet files; nothing else is left of a run."""
    inside = {
        name.removeprefix(f"{lake}/"): data
        for name, data in store.objects.items()
        if name.startswith(f"{lake}/")
    }
    kept = {name: data for name, data in inside.items() if data}
    assert {name for name in kept if not name.endswith(".parquet")} <= {".generation", ".index"}
    return {name: data for name, data in kept.items() if name.endswith(".parquet")}


def files_here(lake: Path) -> dict[str, bytes]:
    return {path.relative_to(lake).as_posix(): path.read_bytes() for path in lake.rglob("*.parquet")}


def test_the_same_rows_bit_for_bit_and_nothing_done_twice(store: Store, here: Path) -> None:
    out = store.url("reports/lake")
    first = run([store.url("reports/in")], out, OPTIONS)
    assert first.changes.read == len(FILES)
    assert files_there(store, "reports/lake") == files_here(here)
    store.requests.clear()
    again = run([store.url("reports/in")], out, OPTIONS)
    assert (again.changes.unchanged, again.changes.read) == (len(FILES), 0)
    assert again.facts == first.facts > 0
    assert store.requests["COPY"] == 0
    whole = run([store.url("reports")], store.url("reports/other"), OPTIONS)  # not the lake that is in it
    assert sum(whole.documents.values()) == len(FILES)
    store.objects["reports/in/mianhu.docx"] += b"\0"
    changed = run([store.url("reports/in")], out, OPTIONS).changes
    store.objects["reports/in/mianhu.docx"] = (CORPUS / "mianhu.docx").read_bytes()
    assert (changed.read, changed.unchanged, changed.gone) == (1, 1, 1)
    assert run([store.url("reports/in")], out, OPTIONS).changes.read == 1
    assert files_there(store, "reports/lake") == files_here(here)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a matter of POSIX")
@pytest.mark.parametrize("lines", [1, 2], ids=["while reading", "after reading"])
def test_a_run_killed_in_the_middle_is_completed_by_the_next(store: Store, here: Path, lines: int) -> None:
    inside, out = f"reports/killed-{lines}", store.url(f"reports/killed-{lines}")
    code = (
        "import os, signal, sys\n"
        "from fuhe.engine import RunOptions, run\n"
        "steps = iter(range(int(sys.argv[3])))\n"
        "def progress(title, total):\n"
        "    return lambda step: next(steps, None) is None and os.kill(os.getpid(), signal.SIGKILL)\n"
        "if __name__ == '__main__':\n"
        "    run([sys.argv[1]], sys.argv[2], RunOptions(workers=2, select=('A01', 'S05')), progress)\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", code, store.url("reports/in"), out, str(lines)], env=os.environ, check=False
    )
    assert killed.returncode == -9
    assert open_lake(out).records("documents") == []
    lock = json.loads(store.objects[f"{inside}/{remote_lock.LOCK_OBJECT}"])
    store.objects[f"{inside}/{remote_lock.LOCK_OBJECT}"] = json.dumps(lock | {"renewed": 0}).encode()
    assert run([store.url("reports/in")], out, OPTIONS).changes.resumed >= 1
    assert files_there(store, inside) == files_here(here)
    assert examine(place_of(out)) == ()
