"""The index of a lake says what its files say, whatever became of either."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fuhe.engine import RunOptions, run
from fuhe.engine.index import FILE, Index
from fuhe.lake.files import files_of

CORPUS = Path(__file__).parents[2] / "corpus" / "files"
OPTIONS = RunOptions(workers=2, select=("A01", "S05"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake of a department's reports in two formats."""
    out = tmp_path_factory.mktemp("out") / "lake"
    run([CORPUS / "luhe"], out, OPTIONS)
    return out


def looked_up(lake: Path) -> Index:
    (lake / FILE).unlink(missing_ok=True)
    return Index.of(lake)


def test_what_a_run_writes_down_is_what_the_files_say(made: Path) -> None:
    written = Index.of(made)
    assert len(written.entries) == 4
    assert all(
        entry.tally.figures["facts"] and entry.tally.figures["facts_checked"]
        for entry in written.entries.values()
    )
    assert looked_up(made) == written


@pytest.mark.parametrize("damage", [b"", b"PAR1 nothing"])
def test_a_damaged_index_is_made_anew(made: Path, damage: bytes) -> None:
    before = Index.of(made)
    (made / FILE).write_bytes(damage)
    assert Index.of(made) == before
    assert (made / FILE).stat().st_size > len(damage)


def test_an_index_of_other_files_is_not_believed(made: Path, tmp_path: Path) -> None:
    """A lake that was copied, and of whose documents one went."""
    shutil.copytree(made, tmp_path / "copy")
    gone = min(Index.of(made).entries)
    for file in files_of(tmp_path / "copy", gone):
        file.unlink()
    index = Index.of(tmp_path / "copy")
    assert index.entries == {key: entry for key, entry in Index.of(made).entries.items() if key != gone}


def test_a_second_run_is_told_by_the_index_alone(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "lake")
    first = run([CORPUS / "luhe"], tmp_path / "lake", OPTIONS)
    for dataset in ("checks", "findings", "unchecked", "facts"):
        for file in (tmp_path / "lake" / dataset).iterdir():
            file.unlink()
    assert run([CORPUS / "luhe"], tmp_path / "lake", OPTIONS) == first
