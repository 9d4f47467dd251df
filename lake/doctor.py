"""Finds, and repairs, what a crash or a damaged disk can leave in a lake."""

from __future__ import annotations

import time
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..schemas.errors import LakeError
from ..schemas.parquet import DATASETS, SCHEMA_VERSION, SCHEMAS
from .commit import COMMIT, recover, renew_generation, stagings
from .compacted import COMPACT, LEFTOVERS, read_compacted, supersede, superseded
from .decisions import DATASET as DECISIONS
from .durable import PART, move_files, remove_trees
from .files import (
    NEW,
    SCHEMA_FILE,
    dataset_files,
    files_of,
    is_lake,
    read_schema,
    read_table,
    schema_version,
    write_schema,
)
from .locks import alone, locked
from .parts import compact_dataset, find_parts
from .remote import RemotePath

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .remote import Place

ABANDONED_SECONDS = 3600  # a decision takes milliseconds to write; an older file has lost its writer
RECHECK = "请对来源文件重新运行 fuhe check"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong with a lake.

    Attributes:
        code: Short stable word.
        text: Chinese sentence: what, where, and the remedy.
        repair: Puts it right without losing a whole row; None if nothing but a new run can.
    """

    code: str
    text: str
    repair: Callable[[], None] | None


def examine(path: Place, *, repair: bool = False) -> tuple[Trouble, ...]:
    """Return what is wrong with the lake at `path`, all of it found before anything is repaired.

    Args:
        path: The lake.
        repair: Put right what can be; afterwards the lake is read again as if nothing had happened.

    Raises:
        LakeError: `path` never was a lake, is one of a newer program, or a run is writing into it.
    """
    if not any((path / dataset).is_dir() for dataset in (*DATASETS, COMMIT)):
        raise LakeError(f"“{path}”不是复核结果文件夹。请先运行 fuhe check … --out {path}。")
    with locked(path):
        found = tuple(_interrupted(path))
        if repair:
            recover(path)
        found += (*_schemas(path), *_documents(path), *_decisions(path), *_compact(path), *_abandoned(path))
        with alone(path) if repair else nullcontext():
            for trouble in found if repair else ():
                if trouble.repair:
                    trouble.repair()
            if repair:
                renew_generation(path, documents=True)
    return found


def _interrupted(path: Place) -> Iterator[Trouble]:
    if (path / COMMIT).exists():
        yield Trouble("half-commit", "上次运行已提交但未写完，可自动写完，不丢失内容。", lambda: None)
    if stagings(path):
        text = "上次运行中断，留有未提交的暂存文件，可删除；之后请重新运行 fuhe check。"
        yield Trouble("stale-staging", text, lambda: None)
    for name in LEFTOVERS:
        if (path / name).exists():
            yield Trouble("stale-compaction", f"压缩中断，留有“{name}”，可删除。", lambda: None)


def _schemas(path: Place) -> Iterator[Trouble]:
    version = schema_version(path) if is_lake(path) else SCHEMA_VERSION
    if version > SCHEMA_VERSION:
        raise LakeError(f"“{path}”由更新的 fuhe 写出（数据结构版本 {version}），请换用新版 fuhe 检查。")
    for dataset in DATASETS:
        file = path / dataset / SCHEMA_FILE
        if not _is_current(file, dataset):
            text = f"“{dataset}/{SCHEMA_FILE}”缺失、损坏或由旧版写出，可重新写出。"
            yield Trouble("schema-file", text, lambda dataset=dataset: write_schema(path, dataset))  # type: ignore[misc]


def _is_current(file: Place, dataset: str) -> bool:
    try:
        schema = read_schema(file)
    except (OSError, ValueError):
        return False
    return bool(schema == SCHEMAS[dataset] and schema.metadata == SCHEMAS[dataset].metadata)


def _documents(path: Place) -> Iterator[Trouble]:
    """Find documents with an unreadable file, or with rows but no row of their own.

    Of these every file goes, so that the next run reads the document anew instead of skipping it.
    """
    names = _names(path)
    for document_id in _known(path):
        damaged = [file for file in files_of(path, document_id) if not _is_whole(file)]
        name = f"“{names.get(document_id, document_id)}”"
        remedy = f"可删除该文件的全部数据；{RECHECK}。"
        if damaged:
            where = "、".join(f"{file.parent.name}/{file.name}" for file in damaged)
            yield Trouble(
                "unreadable", f"{name}的数据文件 {where} 无法读取。{remedy}", _forget(path, document_id)
            )
        elif document_id not in names:
            yield Trouble("orphan", f"{name}有数据但没有文件记录。{remedy}", _forget(path, document_id))


def _known(path: Place) -> list[str]:
    others = (dataset for dataset in DATASETS if dataset != DECISIONS)
    return sorted({file.stem for dataset in others for file in dataset_files(path, dataset)})


def _names(path: Place) -> dict[str, str]:
    """Return the path of each document whose own row can be read."""
    tables = (read_table(file) for file in dataset_files(path, "documents") if _is_whole(file))
    return {row["document_id"]: row["source"] for table in tables for row in table.to_pylist()}


def _is_whole(file: Place) -> bool:
    try:
        read_table(file)
    except (LakeError, OSError):
        return False
    return True


def _forget(path: Place, document_id: str) -> Callable[[], None]:
    def forget() -> None:
        supersede(path, [document_id])
        for file in files_of(path, document_id):
            file.unlink()

    return forget


def _decisions(path: Place) -> Iterator[Trouble]:
    for file in dataset_files(path, DECISIONS):
        if not _is_whole(file):
            text = f"复核结论文件“{DECISIONS}/{file.name}”无法读取，可移出；其中的结论需重新填写。"
            yield Trouble("unreadable-decisions", text, lambda file=file: _set_aside(path, file))  # type: ignore[misc]


def _set_aside(path: Place, file: Place) -> None:
    """Keep a damaged file of decisions, which no run can make again, where nobody reads it."""
    move_files(path / DECISIONS, path / ".damaged", [file.name])


def _compact(path: Place) -> Iterator[Trouble]:
    if (path / COMPACT).exists() and not _is_compact_whole(path):
        text = "压缩文件缺失、损坏或由旧版写出，可删除；之后请重新运行 fuhe compact。"
        yield Trouble("compact", text, lambda: remove_trees([path / COMPACT]))


def _is_compact_whole(path: Place) -> bool:
    compacted = read_compacted(path)
    try:
        superseded(path)
        return compacted is not None and all(
            compact_dataset(parts).to_table().num_rows == compacted.rows[name]
            for name, parts in find_parts(path).items()
        )
    except (OSError, ValueError, KeyError):
        return False


def _abandoned(path: Place) -> Iterator[Trouble]:
    """Find files that were not written to their end; behind a URL such files do not show."""
    if isinstance(path, RemotePath):
        return
    parts = [
        *path.glob(f".*{PART}"),
        *(part for name in (*DATASETS, COMPACT) for part in path.glob(f"{name}/*{PART}")),
    ]
    now = time.time()
    old = (file for file in path.glob(f"{NEW}/*") if now - file.stat().st_mtime > ABANDONED_SECONDS)
    for file in (*parts, *old):
        yield Trouble("abandoned", f"“{file.relative_to(path).as_posix()}”没有写完，可删除。", file.unlink)
