"""All or nothing: a run is staged, committed by writing one file, then rolled forward.

A run writes below a folder LAKE/.staging-… of its own, so that a worker that outlives a killed run
cannot write into the next one. Writing LAKE/.commit/manifest.json, which names that folder, is the
moment of commitment: before it a crash leaves the old state (the staging is thrown away by whoever
opens the lake next), after it the new one (whoever opens the lake next moves the rest of the files
into place). Rolling forward twice does the same as once.

Readers of this package see one commit or the next, see `held`. Other programs see, of each document
and dataset, the old file or the new one: whole, once.
"""

from __future__ import annotations

import json
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..schemas.errors import LakeError
from ..schemas.parquet import DATASETS
from .compacted import LEFTOVERS, supersede
from .durable import (
    files_below,
    move_files,
    remove_files,
    remove_trees,
    sync_below,
    sync_folder,
    write_whole,
)
from .files import dataset_files, files_of, is_lake, require_readable, stage_schemas
from .locks import alone, locked
from .remote import RemotePath

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from .remote import Place

STAGING, COMMIT, MANIFEST, GENERATION = ".staging", ".commit", "manifest.json", ".generation"
CHECKED = ("documents", "checks", "findings", "unchecked")


@dataclass(frozen=True, slots=True)
class Transaction:
    """A run that is being written.

    Attributes:
        path: The lake.
        staging: Folder for the new files, laid out like the lake; see `files.stage`.
        confirm: Raises LakeError if the lake is no longer held.
    """

    path: Place
    staging: Place
    confirm: Callable[[], None] = field(default=lambda: None, compare=False)

    def commit(self, document_ids: Iterable[str], *, rechecked: Iterable[str] = ()) -> None:
        """Make the staged files the only ones of the documents named; others stay as they are.

        May be called again with what was staged since.

        Args:
            document_ids: Documents written, and documents to be removed because nothing was staged for them.
            rechecked: Documents of which only the row, the checks and the findings are written anew.

        Raises:
            LakeError: Another run has taken the lake over, see `remote_lock`; nothing was committed.
        """
        whole, partly = frozenset(document_ids), frozenset(rechecked)
        staged = set(files_below(self.staging))
        old = [*_files_of(self.path, whole, DATASETS), *_files_of(self.path, partly, CHECKED)]
        self.confirm()
        with alone(self.path):
            seal(self.staging, [name for name in old if name not in staged], whole | partly)
            roll_forward(self.path)
        self.staging.mkdir()


def _files_of(path: Place, document_ids: Collection[str], datasets: Sequence[str]) -> list[str]:
    """Return the names of the files of documents."""
    if isinstance(path, RemotePath):  # one listing for a dataset instead of a request for each file
        every = (file for name in datasets if document_ids for file in dataset_files(path, name))
        files = [file for file in every if file.stem in document_ids]
    else:
        files = [file for key in document_ids for file in files_of(path, key, datasets)]
    return [f"{file.parent.name}/{file.name}" for file in files]


@contextmanager
def transaction(path: Place) -> Iterator[Transaction]:
    """Open the lake at `path` for writing, alone; without `commit` nothing changes.

    Raises:
        LakeError: `path` holds something else, or a lake of another version, or another run writes into it.
    """
    _require_place(path)
    with locked(path) as confirm:
        recover(path)
        staging = path / f"{STAGING}-{uuid.uuid4().hex[:8]}"
        staging.mkdir()
        if is_lake(path):
            require_readable(path)
        stage_schemas(staging, path)
        try:
            yield Transaction(path, staging, confirm)
        finally:
            if (
                sealed_staging(path) != staging
            ):  # a commit that was broken off is finished by whoever comes next
                remove_trees([staging])


def _require_place(path: Place) -> None:
    if path.exists() and not path.is_dir():
        raise LakeError(f"“{path}”是一个文件，不能作为结果文件夹，请用 --out 指定文件夹。")
    path.mkdir(parents=True, exist_ok=True)
    started = is_lake(path) or (path / COMMIT).exists()
    if not started and any(not entry.name.startswith(".") for entry in path.glob("*")):
        raise LakeError(f"“{path}”里已有其他文件，不是复核结果文件夹。请用 --out 指定空文件夹或新文件夹。")


def seal(staging: Place, gone: list[str], changed: Collection[str]) -> None:
    """Commit the staged files, the files that go and the documents that change, by writing one file."""
    path = staging.parent
    sync_below(staging)
    sealed = {"from": staging.name, "delete": gone, "changed": sorted(changed)}
    write_whole(path / COMMIT / MANIFEST, json.dumps(sealed).encode())
    sync_folder(path / COMMIT)
    sync_folder(path)


def roll_forward(path: Place) -> None:
    """Move committed files into place, with readers kept out.

    The manifest goes last, so a broken-off run is taken up again.
    """
    staging = sealed_staging(path)
    if staging is not None:
        manifest = path / COMMIT / MANIFEST
        sealed = json.loads(manifest.read_text("utf-8"))
        supersede(path, sealed["changed"])
        remove_files(path, sealed["delete"])
        move_files(staging, path, [name for name in files_below(staging) if name != MANIFEST])
        renew_generation(path, documents=bool(sealed["changed"]))
        manifest.unlink()
        remove_trees([staging])
    remove_trees([path / COMMIT])


def sealed_staging(path: Place) -> Place | None:
    """Return the folder with the files of a commit that has not come to its end; None if there is none.

    Earlier programs put them beside the manifest.
    """
    manifest = path / COMMIT / MANIFEST
    if not manifest.exists():
        return None
    name: str = json.loads(manifest.read_text("utf-8")).get("from", COMMIT)
    return path / name


def renew_generation(path: Place, *, documents: bool) -> None:
    """Let readers of a lake behind a URL know that its files were replaced; others are kept out meanwhile.

    Args:
        path: The lake.
        documents: Whether documents' own files are among them, or only their compact copy.
    """
    if isinstance(path, RemotePath):
        now = uuid.uuid4().hex
        of_documents = now if documents else generation(path).of_documents
        (path / GENERATION).write_bytes(f"{of_documents} {now}".encode())


@dataclass(frozen=True, slots=True)
class Generation:
    """What every commit of a lake behind a URL changes.

    Attributes:
        of_documents: Changed by what replaces documents' own files.
        of_all: Changed by that and by every compaction.
    """

    of_documents: str
    of_all: str


def generation(path: RemotePath) -> Generation:
    """Return the generation of a lake; one that nothing was committed to yet has none."""
    try:
        return Generation(*(path / GENERATION).read_text("ascii").split())
    except (FileNotFoundError, TypeError):
        return Generation("0", "0")


def recover(path: Place) -> None:
    """Finish what a crashed run had committed and throw away what it had not; needs the lock."""
    if (path / COMMIT).exists():
        with alone(path):
            roll_forward(path)
    remove_trees(leftovers(path))


def leftovers(path: Place) -> list[Place]:
    """Return what runs and compactions that are going on, or were broken off, have not committed."""
    return [*stagings(path), *(path / name for name in LEFTOVERS if (path / name).exists())]


def stagings(path: Place) -> list[Place]:
    """Return the staging folders of runs that are going on or were broken off; not that of a commit."""
    sealed = sealed_staging(path)
    return sorted(folder for folder in path.glob(f"{STAGING}*") if folder != sealed)
