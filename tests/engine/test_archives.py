from __future__ import annotations

import hashlib
import io
import shutil
import struct
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from fuhe.engine import archives
from fuhe.engine.archives import opened
from fuhe.engine.inputs import InputFile, collect, covering

CORPUS = Path(__file__).parents[2] / "corpus"
Files = dict[str, bytes]


def zipped(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as container:
        for name, data in files.items():
            container.writestr(name, data)
    return stream.getvalue()


def zipped_by_old_program(names: list[str], encoding: str) -> bytes:
    """An archive whose names stand there without a word about their encoding, as Windows wrote them."""
    stand_ins = {f"{number:0{len(name.encode(encoding))}d}": name for number, name in enumerate(names)}
    data = zipped(dict.fromkeys(stand_ins, b"x"))
    for stand_in, name in stand_ins.items():
        data = data.replace(stand_in.encode(), name.encode(encoding))
    return data


def tarred(files: Files, mode: str = "w:gz") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as container:  # type: ignore[call-overload]
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            container.addfile(entry, io.BytesIO(data))
    return stream.getvalue()


def found(folder: Path, name: str, data: bytes) -> list[InputFile]:
    """What is found in an archive of this name, sources without the folder."""
    (folder / name).write_bytes(data)
    return list(collect([folder / name], folder / "out"))


def sources(folder: Path, files: list[InputFile]) -> list[str]:
    return [file.source.removeprefix(f"{folder.as_posix()}/") for file in files]


def failures(folder: Path, files: list[InputFile]) -> dict[str, str]:
    return {
        source: file.failure.code
        for source, file in zip(sources(folder, files), files, strict=True)
        if file.failure
    }


def test_files_are_named_by_archive_and_place_in_it_and_are_read_again(tmp_path: Path) -> None:
    files = found(tmp_path, "报送.zip", zipped({"甲单位/自评表.docx": b"one", "乙.pdf": b"two", "空/": b""}))
    assert sources(tmp_path, files) == ["报送.zip!/乙.pdf", "报送.zip!/甲单位/自评表.docx"]
    assert [file.name for file in files] == ["乙.pdf", "自评表.docx"]
    assert files[1].document_id == hashlib.sha256(b"one").hexdigest()
    assert [opened(file.location).read() for file in files] == [b"two", b"one"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chinese_names_without_a_word_about_their_encoding(tmp_path: Path, encoding: str) -> None:
    names = ["衡山县/项目支出绩效自评表.docx", "镕基中学.pdf", "plain.docx"]
    files = found(tmp_path, "a.zip", zipped_by_old_program(names, encoding))
    assert len(files) == 1  # same bytes
    assert set(sources(tmp_path, files)) | {
        copy.removeprefix(f"{tmp_path.as_posix()}/") for copy in files[0].copies
    } == {f"a.zip!/{name}" for name in names}


def test_backslashes_part_folders(tmp_path: Path) -> None:
    data = zipped({"甲~乙.docx": b"x"}).replace("甲~乙".encode(), "甲\\乙".encode())
    assert sources(tmp_path, found(tmp_path, "a.zip", data)) == ["a.zip!/甲/乙.docx"]


def test_litter_is_passed_over(tmp_path: Path) -> None:
    files = {
        "__MACOSX/._a.docx": b"1",
        ".DS_Store": b"2",
        "甲/~$a.docx": b"3",
        "甲/Thumbs.db": b"4",
        "a.docx": b"5",
    }
    assert sources(tmp_path, found(tmp_path, "a.zip", zipped(files))) == ["a.zip!/a.docx"]


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_tar(tmp_path: Path, mode: str) -> None:
    files = found(tmp_path, "报送.tar.gz", tarred({"./甲/a.docx": b"one", "乙.pdf": b"two"}, mode))
    assert sources(tmp_path, files) == ["报送.tar.gz!/乙.pdf", "报送.tar.gz!/甲/a.docx"]
    assert [opened(file.location).read() for file in files] == [b"two", b"one"]


def test_archives_in_archives(tmp_path: Path) -> None:
    inner = tarred({"a.docx": b"deep"})
    files = found(tmp_path, "省.zip", zipped({"市.zip": zipped({"县.tgz": inner}), "b.docx": b"flat"}))
    assert sources(tmp_path, files) == ["省.zip!/b.docx", "省.zip!/市.zip!/县.tgz!/a.docx"]
    assert opened(files[1].location).read() == b"deep"


def test_archives_nested_too_deep_are_a_row(tmp_path: Path) -> None:
    data = zipped({"a.docx": b"x"})
    for _ in range(archives.DEPTH):
        data = zipped({"in.zip": data, "beside.docx": b"y"})
    files = found(tmp_path, "a.zip", data)
    assert failures(tmp_path, files) == {"a.zip!/in.zip!/in.zip!/in.zip": "too-large"}
    assert [file.name for file in files if not file.failure] == ["beside.docx"]


def test_word_and_excel_files_are_no_archives(tmp_path: Path) -> None:
    data = zipped({"[Content_Types].xml": b"", "word/document.xml": b""})
    assert sources(tmp_path, found(tmp_path, "a.docx", data)) == ["a.docx"]
    assert sources(tmp_path, found(tmp_path, "b.docx", zipped({"a/b.docx": data}))) == ["b.docx!/a/b.docx"]


def test_names_that_lead_outside_and_links_are_refused_one_by_one(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.docx")
    link.external_attr = 0o120777 << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as container:
        for name in ("../up.docx", "/etc/passwd", "c:/x.docx", "甲/../../x.docx", "good.docx"):
            container.writestr(name, b"x")
        container.writestr(link, "/etc/passwd")
    files = found(tmp_path, "a.zip", stream.getvalue())
    assert len(failures(tmp_path, files)) == 5
    assert set(failures(tmp_path, files).values()) == {"not-a-document"}
    assert [file.name for file in files if not file.failure] == ["good.docx"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip"]


def test_links_in_a_tar_are_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as container:
        entry = tarfile.TarInfo("link.docx")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        container.addfile(entry)
    assert failures(tmp_path, found(tmp_path, "a.tgz", stream.getvalue())) == {
        "a.tgz!/link.docx": "not-a-document"
    }


def test_a_broken_file_does_not_harm_the_others(tmp_path: Path) -> None:
    data = zipped({"a.docx": b"first file", "b.docx": b"second file"}, zipfile.ZIP_STORED)
    files = found(tmp_path, "a.zip", data.replace(b"first", b"other"))
    assert failures(tmp_path, files) == {"a.zip!/a.docx": "truncated"}
    assert len(files) == 2


def test_a_file_with_a_password_is_a_row(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.docx": b"secret"}))
    for header, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(header) + at
        data[place : place + 2] = struct.pack("<H", 1)
    assert failures(tmp_path, found(tmp_path, "a.zip", bytes(data))) == {"a.zip!/a.docx": "encrypted"}


def test_bombs_are_refused(tmp_path: Path) -> None:
    zeros = bytes(20 * 1024 * 1024)
    assert failures(tmp_path, found(tmp_path, "a.zip", zipped({"a.docx": zeros}))) == {
        "a.zip!/a.docx": "too-large"
    }


def test_a_declared_size_that_lies_is_noticed(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.docx": bytes(100_000)}))
    for header, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.find(header) + at
        data[place : place + 4] = struct.pack("<I", 10)
    assert failures(tmp_path, found(tmp_path, "a.zip", bytes(data))) == {"a.zip!/a.docx": "truncated"}


def test_more_files_than_anyone_submits(tmp_path: Path) -> None:
    files = found(tmp_path, "a.zip", zipped({f"{n}.docx": b"x" for n in range(archives.ENTRIES + 1)}))
    assert failures(tmp_path, files) == {"a.zip": "too-large"}
    assert len(files) == 2  # and the one content of the others


def test_empty_archive_is_a_row(tmp_path: Path) -> None:
    assert failures(tmp_path, found(tmp_path, "a.zip", zipped({"__MACOSX/x": b""}))) == {"a.zip": "empty"}


def test_archive_that_was_cut_off(tmp_path: Path) -> None:
    data = tarred({"a.docx": bytes(range(256)) * 400, "b.docx": b"x" * 100_000}, "w")
    files = found(tmp_path, "a.tar", data[:150_000])
    assert failures(tmp_path, files) == {"a.tar!/b.docx": "truncated", "a.tar": "truncated"} or failures(
        tmp_path, files
    ) == {"a.tar": "truncated"}


def test_gzip_of_something_else_is_no_archive(tmp_path: Path) -> None:
    import gzip

    assert sources(tmp_path, found(tmp_path, "a.gz", gzip.compress(b"text" * 400))) == ["a.gz"]


def seven_zip(folder: Path, files: Files) -> bytes:
    if shutil.which("bsdtar") is None:
        pytest.skip("bsdtar is not installed")
    room = folder / "room"
    for name, data in files.items():
        (room / name).parent.mkdir(parents=True, exist_ok=True)
        (room / name).write_bytes(data)
    command = ["bsdtar", "--format=7zip", "-cf", str(folder / "made.7z"), "-C", str(room), *files]
    subprocess.run(command, check=True, env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"})
    shutil.rmtree(room)
    data = (folder / "made.7z").read_bytes()
    (folder / "made.7z").unlink()
    return data


def test_other_archives_are_unpacked_by_bsdtar(tmp_path: Path) -> None:
    data = seven_zip(tmp_path, {"甲/a.docx": b"one", "乙.pdf": b"two"})
    files = found(tmp_path, "报送.7z", data)
    assert sources(tmp_path, files) == ["报送.7z!/乙.pdf", "报送.7z!/甲/a.docx"]
    assert [opened(file.location).read() for file in files] == [b"two", b"one"]
    assert failures(tmp_path, found(tmp_path, "b.7z", data[: len(data) // 2])) == {"b.7z": "truncated"}


def test_other_archives_without_bsdtar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (file,) = found(tmp_path, "a.rar", b"Rar!\x1a\x07\x01\x00" + bytes(100))
    assert file.failure is not None
    assert file.failure.code == "unsupported"
    assert "bsdtar" in file.failure.reason


def test_run_knows_that_it_looked_into_an_archive() -> None:
    assert covering(["报送.zip"])("报送.zip!/甲/a.docx")
    assert covering(["."])("报送.zip!/a.docx")
    assert not covering(["报送.zip"])("其他.zip!/a.docx")


def test_archive_is_a_submission_and_old_files_are_read_in_bounded_workers(tmp_path: Path) -> None:
    from fuhe.engine import RunOptions, run
    from fuhe.extract.older.office import find_program
    from fuhe.lake import open_lake

    folder = CORPUS / "files" / "luhe"
    rich_text = b"{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fcharset134 SimSun;}}\\f0 \\'bc\\'d7\\par}"
    files = {f"部门/{path.name}": path.read_bytes() for path in sorted(folder.glob("*.docx"))}
    (tmp_path / "报送.zip").write_bytes(zipped({**files, "附件/说明.doc": rich_text}))
    run([tmp_path / "报送.zip"], tmp_path / "lake", RunOptions(workers=1, memory=2048))
    rows = {row.name: row for row in open_lake(tmp_path / "lake").records("documents")}
    assert len({rows[Path(name).name].submission for name in files}) == 1
    old = rows["说明.doc"]
    assert (old.error_code, old.format) == ((None, "rtf") if find_program() else ("needs-libreoffice", "doc"))
