"""Folders and files behind a URL, with as much of pathlib's interface as a lake needs.

Arrow opens s3://, gs://, abfs:// and hdfs:// itself, fsspec everything else; options come from the
URL's query, from the environment and from fsspec's configuration, as usual with these libraries.
"""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any, TypeAlias, cast
from urllib.parse import quote, unquote, urlsplit

from ..schemas.errors import FuheError, LakeError

if TYPE_CHECKING:
    from collections.abc import Iterator

URL_SIGNS = "%:/?#[]@!$&'()*+,;="  # RFC 3986, section 2.2; people write the rest as it is
SECRET = re.compile(r"(?<=://)[^/@]*@|(?<=secret_key=)[^&]*")


def is_url(place: str) -> bool:
    """Return whether a place is a URL; everything else is a path of this machine."""
    return "://" in place


def place_of(given: str | Path | RemotePath) -> Place:
    """Return the folder that was named; file:// is a path of this machine.

    Raises:
        FuheError: Nothing can open the URL.
    """
    if not isinstance(given, str) or not is_url(given):
        return given if isinstance(given, RemotePath) else Path(given)
    if given.startswith("file://"):
        return Path(unquote(urlsplit(given).path))
    file_system(given)
    return RemotePath(given)


@lru_cache(maxsize=64)
def file_system(url: str) -> tuple[Any, str]:
    """Return who opens a URL, with its options, and the path there; access keys come as usual there.

    Raises:
        FuheError: Nothing can open it.
    """
    import pyarrow as pa  # noqa: PLC0415 - only URLs need it
    from pyarrow import fs  # noqa: PLC0415

    for address in (_in_one_request(url), url):  # older versions of Arrow do not know the option
        with suppress(pa.ArrowInvalid, pa.ArrowNotImplementedError):
            system, path = fs.FileSystem.from_uri(quote(address, safe=URL_SIGNS))
            return system, path.rstrip("/")
    return _fsspec_system(url)


def _in_one_request(url: str) -> str:
    """Ask Arrow's S3 client to put a small file by one request instead of three."""
    if not url.startswith("s3://") or "allow_delayed_open" in url:
        return url
    return f"{url}{'&' if '?' in url else '?'}allow_delayed_open=true"


def _fsspec_system(url: str) -> tuple[Any, str]:
    from pyarrow.fs import FSSpecHandler, PyFileSystem  # noqa: PLC0415

    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - optional

        # Listings that are remembered would hide what other machines write.
        system, path = url_to_fs(unquote(url), use_listings_cache=False)
    except (ImportError, ValueError) as error:
        raise FuheError(f"无法打开“{url}”：{error}。请检查地址，或安装 fsspec 及相应扩展。") from error
    return PyFileSystem(FSSpecHandler(system)), path.rstrip("/")


@dataclass(frozen=True, order=True, slots=True)
class RemotePath:
    """A file or folder behind a URL. What is written appears as a whole object where the store has objects.

    Attributes:
        url: Of the folder that was named, with its options: `s3://bucket/lake?region=…`.
        below: Path below that folder; empty for the folder itself.
    """

    url: str
    below: str = ""

    def __str__(self) -> str:
        """Return the URL, without the keys that may stand in it."""
        base, mark, query = self.url.partition("?")
        whole = f"{base.rstrip('/')}/{self.below}" if self.below else f"{base}{mark}{query}"
        return SECRET.sub("", whole)

    def __truediv__(self, name: str | PurePosixPath) -> RemotePath:
        """Return what has this name, or relative path, in the folder."""
        return RemotePath(self.url, f"{self.below}/{name}".lstrip("/"))

    @property
    def system(self) -> Any:
        """The Arrow file system."""
        return file_system(self.url)[0]

    @property
    def path(self) -> str:
        """The path there."""
        root = file_system(self.url)[1]
        return f"{root}/{self.below}" if self.below else root

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(self.path).name

    @property
    def stem(self) -> str:
        """The name without its suffix."""
        return PurePosixPath(self.path).stem

    @property
    def parent(self) -> RemotePath:
        """The folder that it is in, at most the one that was named."""
        return RemotePath(self.url, self.below.rpartition("/")[0])

    def relative_to(self, folder: RemotePath) -> PurePosixPath:
        """Return the path from a folder that it is in."""
        return PurePosixPath(self.below).relative_to(folder.below)

    def exists(self) -> bool:
        """Return whether there is such a file or folder."""
        return str(self._info().type.name) != "NotFound"

    def is_dir(self) -> bool:
        """Return whether it is a folder."""
        return str(self._info().type.name) == "Directory"

    def glob(self, pattern: str) -> list[RemotePath]:
        """Return what matches in this folder, sorted; one listing, however many files there are."""
        return sorted(found for found, _ in self._listed("/" in pattern) if self._matches(found, pattern))

    def files(self) -> list[RemotePath]:
        """Return every file below this folder, sorted."""
        return sorted(found for found, is_file in self._listed(recursive=True) if is_file)

    def read_bytes(self) -> bytes:
        """Return what stands in the file."""
        with self._told(), self.open("rb") as stream:
            return stream.read()

    def read_text(self, encoding: str) -> str:
        """Return the text that stands in the file."""
        return self.read_bytes().decode(encoding)

    def open(self, mode: str) -> IO[bytes]:
        """Open the file for reading at any place (rb) or for writing from its beginning (wb)."""
        if mode == "rb":
            return cast("IO[bytes]", self.system.open_input_file(self.path))
        try:
            stream = self.system.open_output_stream(self.path)
        except FileNotFoundError:  # stores of files want their folders made
            self.system.create_dir(self.parent.path, recursive=True)
            stream = self.system.open_output_stream(self.path)
        return cast("IO[bytes]", stream)

    def write_bytes(self, data: bytes | memoryview) -> None:
        """Write the whole file."""
        with self._told(), self.open("wb") as stream:
            stream.write(data)

    def replace(self, target: RemotePath) -> None:
        """Move the file, over one that is there; broken off, it stands in both places."""
        with self._told():
            try:
                self.system.copy_file(self.path, target.path)
            except (NotImplementedError, OSError):  # no copying over there, or no folder for it yet
                target.write_bytes(self.read_bytes())
        self.unlink(missing_ok=True)

    def mkdir(self, *, parents: bool = False, exist_ok: bool = False) -> None:
        """Do nothing: folders come with their files."""

    def unlink(self, *, missing_ok: bool = False) -> None:
        """Remove the file."""
        with self._told(), suppress(*([FileNotFoundError] if missing_ok else [])):
            self.system.delete_file(self.path)

    def remove_tree(self) -> None:
        """Remove the folder and all in it, if it is there."""
        with self._told(), suppress(FileNotFoundError):
            self.system.delete_dir(self.path)

    def _info(self) -> Any:
        with self._told():
            return self.system.get_file_info(self.path)

    def _listed(self, recursive: bool) -> Iterator[tuple[RemotePath, bool]]:  # noqa: FBT001
        from pyarrow.fs import FileSelector, FileType  # noqa: PLC0415

        selector = FileSelector(self.path, allow_not_found=True, recursive=recursive)
        with self._told():
            infos = self.system.get_file_info(selector)
        here = self.path.strip("/")
        for info in infos:
            below = PurePosixPath(info.path.strip("/")).relative_to(here)
            yield self / below, info.type is FileType.File

    def _matches(self, found: RemotePath, pattern: str) -> bool:
        below = found.relative_to(self)
        return len(below.parts) == pattern.count("/") + 1 and below.match(pattern)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in one sentence what a store refused; a missing file stays what it is."""
        try:
            yield
        except FileNotFoundError:
            raise
        except OSError as error:
            raise LakeError(f"无法访问“{self}”：{error}。请检查地址、网络和访问权限。") from error


Place: TypeAlias = "Path | RemotePath"
