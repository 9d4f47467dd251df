"""All or nothing: a run is staged, committed by one rename, then rolled forward.

A run writes below a folder LAKE/.staging-… of its own, so that a worker that outlives a killed run
cannot write into the next one. Renaming that folder to LAKE/.commit is the moment of commitment:
before it a crash leaves the old state (the staging is thrown away by whoever opens the lake next),
after it the new one (whoever opens the lake next moves the rest of the files into place). Rolling
forward twice does the same as once.

Readers of this package keep out while files are being moved (`held`), so they see one commit or the
next. Other programs see, of each document and dataset, the old file or the new one: whole, once.
"""

from __future__ import annotations

import json
import os
import shutil
import time
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..schemas.errors import LakeError
from .compacted import LEFTOVERS, supersede
from .durable import alone, locked, shared, sync_file, sync_folder
from .files import files_of, is_lake, require_readable, stage_schemas

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

STAGING, COMMIT, MANIFEST = ".staging", ".commit", "manifest.json"
CHECKED = ("documents", "checks", "findings", "unchecked")
PATIENCE = 0.01  # seconds, until another process has finished what a crashed run left


@dataclass(frozen=True, slots=True)
class Transaction:
    """A run that is being written.

    Attributes:
        path: The lake.
        staging: Folder for the new files, laid out like the lake; see `files.stage`.
    """

    path: Path
    staging: Path

    def commit(self, document_ids: Iterable[str], *, rechecked: Iterable[str] = ()) -> None:
        """Make the staged files the only ones of the documents named; others stay as they are.

        May be called again with what was staged since.

        Args:
            document_ids: Documents written, and documents to be removed because nothing was staged for them.
            rechecked: Documents of which only the row, the checks and the findings are written anew.
        """
        document_ids, rechecked = sorted(document_ids), sorted(rechecked)
        old = [file for key in document_ids for file in files_of(self.path, key)]
        old += [file for key in rechecked for file in files_of(self.path, key, CHECKED)]
        names = (file.relative_to(self.path) for file in old)
        gone = [name.as_posix() for name in names if not (self.staging / name).exists()]
        changed = {*document_ids, *rechecked}
        with alone(self.path):
            seal(self.staging, gone, changed)
            roll_forward(self.path)
        self.staging.mkdir()


@contextmanager
def transaction(path: Path) -> Iterator[Transaction]:
    """Open the lake at `path` for writing, alone; without `commit` nothing changes.

    Raises:
        LakeError: `path` holds something else, or a lake of another version, or another run writes into it.
    """
    _require_place(path)
    with locked(path):
        recover(path)
        staging = path / f"{STAGING}-{uuid.uuid4().hex[:8]}"
        staging.mkdir()
        if is_lake(path):
            require_readable(path)
        stage_schemas(staging, path)
        try:
            yield Transaction(path, staging)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def _require_place(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise LakeError(f"“{path}”是一个文件，不能作为结果文件夹，请用 --out 指定文件夹。")
    path.mkdir(parents=True, exist_ok=True)
    started = is_lake(path) or (path / COMMIT).exists()
    if not started and any(not entry.name.startswith(".") for entry in path.iterdir()):
        raise LakeError(f"“{path}”里已有其他文件，不是复核结果文件夹。请用 --out 指定空文件夹或新文件夹。")


def seal(staging: Path, gone: list[str], changed: Collection[str]) -> None:
    """Commit the staged files, the files that go and the documents that change, by one rename."""
    manifest = staging / MANIFEST
    manifest.write_text(json.dumps({"delete": gone, "changed": sorted(changed)}), encoding="utf-8")
    sync_file(manifest)
    for folder in (*(entry for entry in staging.iterdir() if entry.is_dir()), staging):
        sync_folder(folder)
    staging.rename(staging.parent / COMMIT)
    sync_folder(staging.parent)


def roll_forward(path: Path) -> None:
    """Move committed files into place, with readers kept out.

    The manifest goes last, so a broken-off run is taken up again.
    """
    commit = path / COMMIT
    manifest = commit / MANIFEST
    if manifest.exists():
        sealed = json.loads(manifest.read_text(encoding="utf-8"))
        supersede(path, sealed["changed"])
        for name in sealed["delete"]:
            (path / name).unlink(missing_ok=True)
        for folder in sorted(entry for entry in commit.iterdir() if entry.is_dir()):
            _move_files(folder, path / folder.name)
        manifest.unlink()
    shutil.rmtree(commit)


def _move_files(source: Path, target: Path) -> None:
    target.mkdir(exist_ok=True)
    for file in sorted(source.glob("*.parquet")):  # not the parts that a killed worker left
        os.replace(file, target / file.name)  # noqa: PTH105 - the atomic call, named as the documentation does
    sync_folder(target)


def recover(path: Path) -> None:
    """Finish what a crashed run had committed and throw away what it had not; needs the lock."""
    if (path / COMMIT).exists():
        with alone(path):
            roll_forward(path)
    for leftover in leftovers(path):
        shutil.rmtree(leftover, ignore_errors=True)


def leftovers(path: Path) -> list[Path]:
    """Return what runs and compactions that are going on, or were broken off, have not committed."""
    return [*stagings(path), *(path / name for name in LEFTOVERS if (path / name).exists())]


def stagings(path: Path) -> list[Path]:
    """Return the staging folders of runs that are going on or were broken off."""
    return sorted(path.glob(f"{STAGING}*"))


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Read the lake at `path` as one commit left it: no run replaces files until the block is left.

    Raises:
        LakeError: A crashed run must be finished first, and the lake is not writable.
    """
    while True:
        with shared(path):
            if not (path / COMMIT).exists():
                yield
                return
        recover_if_idle(path)
        time.sleep(PATIENCE)


def recover_if_idle(path: Path) -> None:
    """Recover a lake that is opened for reading, unless a run is writing into it right now."""
    if not ((path / COMMIT).exists() or leftovers(path)):
        return
    try:
        with locked(path):
            recover(path)
    except LakeError:
        return
    except OSError as error:
        raise LakeError(f"“{path}”上次写入中断，需要写权限才能恢复。请赋予写权限后再打开。") from error
