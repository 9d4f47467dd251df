from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from fuhe.engine.inputs import collect, covering
from fuhe.engine.places import opened
from fuhe.lake import transaction
from fuhe.schemas.errors import FuheError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    for name in (
        "乙.docx",
        "甲/一.pdf",
        "甲/~$一.docx",
        "甲/.~lock.一.docx#",
        ".git/x",
        "Thumbs.db",
        "__MACOSX/a.docx",
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return folder


def sources(*inputs: Path, out: Path) -> list[str]:
    return [file.source for file in collect(inputs, out)]


def test_folder_to_the_bottom_without_litter(folder: Path, tmp_path: Path) -> None:
    assert sources(folder, out=tmp_path / "out") == [f"{folder}/乙.docx", f"{folder}/甲/一.pdf"]


def test_file_named_twice_is_read_once(folder: Path, tmp_path: Path) -> None:
    assert len(sources(folder, folder / "乙.docx", folder / "甲" / ".." / "乙.docx", out=tmp_path)) == 2


def test_any_kind_of_file_is_taken_so_that_none_is_passed_over_in_silence(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "表.xlsx").write_bytes(b"PK")
    assert f"{folder}/表.xlsx" in sources(folder, out=tmp_path)


def test_lake_inside_the_folder_is_passed_over(folder: Path) -> None:
    with transaction(folder / "旧结果") as run:
        run.commit([])
    (folder / "新结果").mkdir()
    (folder / "新结果" / "x.docx").write_bytes(b"x")
    assert len(sources(folder, out=folder / "新结果")) == 2


def test_equal_files_are_one_document(folder: Path, tmp_path: Path) -> None:
    (folder / "甲" / "副本.docx").write_bytes((folder / "乙.docx").read_bytes())
    first, _ = collect([folder], tmp_path)
    assert first.copies == (f"{folder}/甲/副本.docx",)
    assert first.document_id == hashlib.sha256("乙.docx".encode()).hexdigest()


def test_file_that_cannot_be_opened_still_has_a_place(tmp_path: Path) -> None:
    loop = tmp_path / "loop.docx"
    loop.symlink_to(tmp_path / "gone.docx")
    (tmp_path / "a.docx").write_bytes(b"a")
    files = collect([tmp_path], tmp_path / "out")
    assert [file.name for file in files] == ["a.docx", "loop.docx"]
    assert len({file.document_id for file in files}) == 2


def test_missing_input_and_empty_folder_are_usage_errors(tmp_path: Path) -> None:
    with pytest.raises(FuheError, match="找不到"):
        collect([tmp_path / "无.docx"], tmp_path)
    with pytest.raises(FuheError, match="没有文件"):
        collect([tmp_path], tmp_path / "out")


def test_run_knows_where_it_looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert covering(["in"])("in/甲/a.docx")
    assert covering([tmp_path / "in"])("in/a.docx")
    assert covering(["."])("in/a.docx")
    assert not covering(["."])("../in/a.docx")
    assert not covering(["in/甲", "in/b.docx"])("in/a.docx")
    assert covering(["s3://b/in"])("s3://b/in/a.docx")
    assert not covering(["b"])("s3://b/a.docx")


@pytest.fixture
def memory() -> Iterator[str]:
    fsspec = pytest.importorskip("fsspec", reason="fsspec comes with the extra cluster")
    system = fsspec.filesystem("memory")
    for name in ("乙.docx", "甲/一.pdf", "甲/~$一.docx", ".git/x"):
        system.pipe(f"/in/{name}", name.encode())
    yield "memory://in"
    system.rm("/in", recursive=True)


def test_folder_behind_a_url(memory: str, tmp_path: Path) -> None:
    """fsspec's memory stands for every store that pyarrow or fsspec can open, s3 among them."""
    first, second = collect([memory], tmp_path)
    assert (first.source, second.source) == ("memory://in/乙.docx", "memory://in/甲/一.pdf")
    assert first.document_id == hashlib.sha256("乙.docx".encode()).hexdigest()
    assert (second.name, second.bytes) == ("一.pdf", len("甲/一.pdf".encode()))
    with opened(second.location) as stream:
        assert stream.read() == "甲/一.pdf".encode()


@pytest.mark.parametrize("encoded", [True, False])
def test_file_behind_a_url(folder: Path, tmp_path: Path, encoded: bool) -> None:  # noqa: FBT001
    path = folder / "乙.docx"
    (file,) = collect([path.as_uri() if encoded else f"file://{path}"], tmp_path)
    assert (file.name, file.bytes) == ("乙.docx", len("乙.docx".encode()))


def test_url_that_leads_nowhere_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(FuheError, match="找不到“memory://gone”"):
        collect(["memory://gone"], tmp_path)
    with pytest.raises(FuheError, match="无法打开“nonsense://x”"):
        collect(["nonsense://x"], tmp_path)
