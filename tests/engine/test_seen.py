"""A file that stands as it did is not read again; whatever changes it shows."""

from __future__ import annotations

import os
import sys
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fuhe.engine import RunOptions, run
from fuhe.engine.inputs import collect, covering
from fuhe.engine.seen import COARSEST, FILE, Seen, mark_of

if TYPE_CHECKING:
    from fuhe.engine.inputs import InputFile

CORPUS = Path(__file__).parents[2] / "corpus" / "files"
OPTIONS = RunOptions(workers=2, select=("A01",))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no time of change")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.docx").write_bytes(b"one")
    with zipfile.ZipFile(folder / "b.zip", "w") as archive:
        archive.writestr("甲/c.docx", b"two")
    return folder


@pytest.fixture
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the files be older than the coarsest clock."""
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + 2 * COARSEST)


def look(folder: Path, seen: Seen) -> tuple[InputFile, ...]:
    return collect([folder], folder / "out", seen)


def remembered(folder: Path, lake: Path) -> Seen:
    """Look, write down, and give what the next run knows."""
    lake.mkdir(exist_ok=True)
    seen = Seen.of(lake)
    look(folder, seen)
    seen.save(lake, covering([folder]))
    return Seen.of(lake)


@pytest.mark.usefixtures("_later")
def test_files_and_archives_that_stand_as_they_did_are_not_opened(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = look(folder, Seen())
    seen = remembered(folder, tmp_path / "lake")
    monkeypatch.setattr("fuhe.engine.inputs.unpacked", None)
    assert look(folder, seen) == before
    assert [file.name for file in before] == ["a.docx", "c.docx"]


@pytest.mark.usefixtures("_later")
def test_other_bytes_of_the_same_size_and_time_are_noticed(folder: Path, tmp_path: Path) -> None:
    seen = remembered(folder, tmp_path / "lake")
    path = folder / "a.docx"
    times = path.stat()
    path.write_bytes(b"six")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert path.stat().st_mtime_ns == times.st_mtime_ns
    assert look(folder, seen) == look(folder, Seen())


@pytest.mark.usefixtures("_later")
def test_what_is_gone_is_forgotten_and_what_was_not_looked_at_is_kept(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "d.docx").write_bytes(b"four")
    lake = tmp_path / "lake"
    remembered(other, lake)
    (folder / "b.zip").unlink()
    assert {Path(name).name for name in remembered(folder, lake).known} == {"a.docx", "d.docx"}
    (folder / "a.docx").unlink()
    (folder / "e.docx").write_bytes(b"five")
    assert {Path(name).name for name in remembered(folder, lake).known} == {"d.docx", "e.docx"}


def test_a_file_changed_a_moment_ago_is_not_remembered(folder: Path) -> None:
    """The next change could bear the same time."""
    assert mark_of(str(folder / "a.docx")) is None


@pytest.mark.usefixtures("_later")
@pytest.mark.parametrize("damage", [b"", b"\x00\xff", b'["a", [1], 2]'])
def test_a_damaged_memory_is_none(folder: Path, tmp_path: Path, damage: bytes) -> None:
    remembered(folder, tmp_path / "lake")
    (tmp_path / "lake" / FILE).write_bytes(damage)
    assert look(folder, Seen.of(tmp_path / "lake")) == look(folder, Seen())


@pytest.mark.usefixtures("_later")
def test_of_many_files_only_the_one_that_changed_is_read(tmp_path: Path) -> None:
    folder, lake = tmp_path / "in", tmp_path / "lake"
    for name in ("nanzhu.docx", "qingchuan.docx", "haina.pdf"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes((CORPUS / name).read_bytes())
    assert run([folder], lake, OPTIONS).changes.read == 3
    assert run([folder], lake, OPTIONS).changes.unchanged == 3
    with (folder / "haina.pdf").open("ab") as file:
        file.write(b"\n% one more line\n")
    changes = run([folder], lake, OPTIONS).changes
    assert (changes.read, changes.unchanged, changes.rechecked, changes.gone) == (1, 2, 0, 1)
    (folder / "haina.pdf").touch()
    assert run([folder], lake, OPTIONS).changes.unchanged == 3
    assert run([folder], lake, RunOptions(workers=2, select=("A01",), force=True)).changes.read == 3
