"""The formats of archives: .zip and .tar.gz by themselves, .rar and .7z where bsdtar is installed."""

from __future__ import annotations

import shutil
import stat
import subprocess
import tarfile
import unicodedata
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from tempfile import TemporaryFile
from threading import Timer
from typing import IO, TYPE_CHECKING

from ..extract import limits
from ..extract.sniff import sniff_archive
from ..schemas.errors import UnreadableDocument
from ..schemas.file_names import decoded_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BSDTAR_SECONDS = 120
_UTF8_NAME = 0x800  # general purpose bit 11: APPNOTE 4.4.4
_ENCRYPTED = 0x1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2})
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, ValueError, NotImplementedError)
_REPACK = "请重新压缩为 .zip 后提交"


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive.

    Attributes:
        name: Its path there, with forward slashes.
        read: Returns its bytes, or raises UnreadableDocument; to be called before the next member is asked for.
    """

    name: str
    read: Callable[[], bytes]


def archive_kind(stream: IO[bytes]) -> str | None:
    """Return which archive a file is: zip, tar, gzip, rar or 7z; None if it is something else.

    Args:
        stream: The file; left at its beginning if it can be wound back.
    """
    kind = sniff_archive(stream)
    if kind == "gzip" and not _is_tar(stream):
        return None
    return kind


def members(stream: IO[bytes], kind: str) -> Iterator[Member]:
    """Yield the files in an archive in its order, folders left out.

    Args:
        stream: The archive.
        kind: What `archive_kind` says.

    Raises:
        UnreadableDocument: It breaks off, or nothing here can unpack it.
    """
    try:
        if kind == "zip":
            yield from _zip_members(stream)
        elif kind in {"tar", "gzip"}:
            yield from _tar_members(stream)
        else:
            with _as_tar(stream, kind) as tar:
                yield from _tar_members(tar)
    except _BROKEN as error:
        raise UnreadableDocument("truncated", f"压缩包不完整或已损坏，{_REPACK}。") from error


# ------------------------------------------------------------------ .zip


def _zip_members(stream: IO[bytes]) -> Iterator[Member]:
    with zipfile.ZipFile(stream) as container:
        for entry in container.infolist():
            if not entry.is_dir():
                yield Member(_zip_name(entry), partial(_zip_data, container, entry))


def _zip_name(entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & _UTF8_NAME:
        return _plain(entry.filename)
    # The library takes names without the mark for those of an American PC.
    return _plain(decoded_name(entry.orig_filename.encode("cp437", "replace")))


def _zip_data(container: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    _check_name(_zip_name(entry), is_link=stat.S_ISLNK(entry.external_attr >> 16))
    if entry.flag_bits & _ENCRYPTED:
        raise UnreadableDocument("encrypted", "压缩包带密码，请取消密码后重新提交。")
    if entry.compress_type not in _METHODS:
        raise UnreadableDocument(
            "unsupported", f"压缩方法（编号 {entry.compress_type}）不能解开，{_REPACK}。"
        )
    _check_size(entry.file_size, entry.compress_size)
    try:
        return container.read(entry)
    except (*_BROKEN, OSError) as error:
        raise UnreadableDocument("truncated", f"在压缩包内已损坏，{_REPACK}。") from error


# ------------------------------------------------------------------ .tar, .tar.gz, and what bsdtar turns into it


def _is_tar(stream: IO[bytes]) -> bool:
    try:
        with tarfile.open(fileobj=stream, mode="r:gz") as container:
            return container.next() is not None
    except (*_BROKEN, OSError):
        return False
    finally:
        stream.seek(0)


def _tar_members(stream: IO[bytes]) -> Iterator[Member]:
    with tarfile.open(fileobj=stream, mode="r|*", encoding="utf-8", errors="surrogateescape") as container:
        for entry in container:
            if not entry.isdir():
                name = _plain(decoded_name(entry.name.encode("utf-8", "surrogateescape")))
                yield Member(name, partial(_tar_data, container, entry, name))


def _tar_data(container: tarfile.TarFile, entry: tarfile.TarInfo, name: str) -> bytes:
    _check_name(name, is_link=not entry.isreg())
    _check_size(entry.size)
    try:
        stream = container.extractfile(entry)
        assert stream is not None
        return stream.read()
    except (*_BROKEN, OSError) as error:
        raise UnreadableDocument("truncated", f"在压缩包内已损坏，{_REPACK}。") from error


@contextmanager
def _as_tar(stream: IO[bytes], kind: str) -> Iterator[IO[bytes]]:
    """Give an archive of another format as a .tar, which bsdtar writes and nothing keeps.

    Raises:
        UnreadableDocument: bsdtar is missing, or could not read all of the archive.
    """
    program = shutil.which("bsdtar")
    if program is None:
        remedy = f"请安装 bsdtar（Debian 软件包 libarchive-tools）后重新运行，或{_REPACK}"
        raise UnreadableDocument("unsupported", f"内容是 .{kind} 压缩包，{remedy}。")
    with TemporaryFile() as given, TemporaryFile() as said:
        shutil.copyfileobj(stream, given)
        given.seek(0)
        # "@-" is the archive on standard input: its entries are copied into the new one, not unpacked.
        command = [program, "-c", "--format=pax", "-f", "-", "@-"]
        with subprocess.Popen(  # noqa: S603 - a fixed command
            command, stdin=given, stdout=subprocess.PIPE, stderr=said, env={"LC_ALL": "C.UTF-8"}
        ) as running:
            assert running.stdout is not None
            limit = Timer(BSDTAR_SECONDS, running.kill)
            limit.start()
            try:
                yield running.stdout
                complete = running.stdout.read() == b"" and running.wait() == 0
            finally:
                limit.cancel()
                running.kill()
        if not complete:
            raise _not_copied(said)


def _not_copied(said: IO[bytes]) -> UnreadableDocument:
    """Return why bsdtar did not copy an archive to its end."""
    said.seek(0)
    if b"ncrypt" in said.read():
        return UnreadableDocument("encrypted", "压缩包带密码，请取消密码后重新提交。")
    return UnreadableDocument("truncated", f"压缩包不完整或已损坏，{_REPACK}。")


# ------------------------------------------------------------------ names and sizes


def _plain(name: str) -> str:
    """Return a name with forward slashes, its letters composed and nothing in it that a path cannot hold."""
    return unicodedata.normalize("NFC", name.replace("\\", "/").replace("\0", "")).removeprefix("./")


def _check_name(name: str, *, is_link: bool) -> None:
    parts = name.split("/")
    if is_link or parts[0] == "" or ".." in parts or parts[0].endswith(":"):
        raise UnreadableDocument(
            "not-a-document", f"在压缩包内是链接，或路径指向压缩包之外，未读取，{_REPACK}。"
        )


def _check_size(size: int, packed: int | None = None) -> None:
    limits.check_size(size, "压缩包内的文件")
    is_large = size > limits.ZIP_RATIO_FROM_BYTES
    if packed is not None and is_large and size > limits.ZIP_RATIO * max(packed, 1):
        raise UnreadableDocument("too-large", f"在压缩包内的压缩比超过 {limits.ZIP_RATIO}，{_REPACK}。")
