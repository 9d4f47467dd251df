"""A small object store on loopback that speaks as much of S3 as Arrow's client asks for.

It keeps objects in memory, whole or not at all, counts requests by kind, and forgets everything in the
end. Nothing is signed or checked: what it is there for is that objects cannot be renamed, appended
to or locked, that folders do not exist, and that every process of a run reaches the same objects.
"""

from __future__ import annotations

import hashlib
import threading
import uuid
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase, BytesIO
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
MOST_KEYS = 1000  # of one listing, as on S3


@dataclass
class Store:
    """What is kept: object names with their bucket, bytes and time."""

    address: str = ""
    objects: dict[str, bytes] = field(default_factory=dict)
    uploads: dict[str, dict[int, bytes]] = field(default_factory=dict)
    requests: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def url(self, path: str) -> str:
        """Return the URL of a path, with the options that Arrow needs to come here."""
        return f"s3://{path}?endpoint_override={self.address}&scheme=http&region=us-east-1&allow_bucket_creation=true"


@contextmanager
def object_store() -> Iterator[Store]:
    """Serve a store with the bucket `reports`."""
    store = Store(objects={"reports/": b""})
    handler = type("Bound", (Handler,), {"store": store})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        store.address = f"127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield store
        server.shutdown()


class Handler(BaseHTTPRequestHandler):
    """One request; the path is bucket and key."""

    store: Store
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    @property
    def key(self) -> str:
        return unquote(urlsplit(self.path).path).lstrip("/")

    @property
    def options(self) -> dict[str, str]:
        parsed = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        return {name: values[0] for name, values in parsed.items()}

    def do_HEAD(self) -> None:
        self.store.requests["HEAD"] += 1
        self.give(head=True)

    def do_GET(self) -> None:
        if "/" in self.key.rstrip("/") or not self.options:
            self.store.requests["GET"] += 1
            self.give()
        else:
            self.store.requests["LIST"] += 1
            self.list()

    def give(self, *, head: bool = False) -> None:
        data = self.store.objects.get(self.key if "/" in self.key else f"{self.key}/")
        if data is None:
            self.answer(404, b"" if head else error("NoSuchKey"))
            return
        status, headers = 200, {"ETag": etag(data), "Last-Modified": formatdate(usegmt=True)}
        asked = self.headers.get("Range", "")
        if asked.startswith("bytes="):
            first, _, last = asked.removeprefix("bytes=").partition("-")
            start, end = int(first), min(int(last or len(data)) + 1, len(data))
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(data)}"
            status, data = 206, data[start:end]
        self.answer(status, data, headers, head=head)

    def list(self) -> None:
        options, bucket = self.options, self.key.rstrip("/")
        prefix, delimiter = options.get("prefix", ""), options.get("delimiter", "")
        after = options.get("continuation-token", options.get("start-after", ""))
        found, folders = [], []
        with self.store.lock:
            keys = sorted(
                name.removeprefix(f"{bucket}/")
                for name in self.store.objects
                if name.startswith(f"{bucket}/")
            )
            for key in keys:
                if not key or not key.startswith(prefix) or (after and key <= after):
                    continue
                head, cut, _ = key[len(prefix) :].partition(delimiter) if delimiter else (key, "", "")
                if cut:
                    folder = f"{prefix}{head}{delimiter}"
                    if folder not in folders:
                        folders.append(folder)
                else:
                    data = self.store.objects[f"{bucket}/{key}"]
                    found.append((key, data))
        cut_off = len(found) > MOST_KEYS
        found = found[:MOST_KEYS]
        items = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>2024-01-01T00:00:00.000Z</LastModified>"
            f"<ETag>{etag(data)}</ETag><Size>{len(data)}</Size><StorageClass>STANDARD</StorageClass></Contents>"
            for key, data in found
        )
        prefixes = "".join(
            f"<CommonPrefixes><Prefix>{escape(name)}</Prefix></CommonPrefixes>" for name in folders
        )
        more = f"<NextContinuationToken>{escape(found[-1][0])}</NextContinuationToken>" if cut_off else ""
        self.answer(
            200,
            f"{HEAD}<ListBucketResult><Name>{bucket}</Name><Prefix>{escape(prefix)}</Prefix><KeyCount>{len(found)}</KeyCount>"
            f"<MaxKeys>{MOST_KEYS}</MaxKeys><IsTruncated>{str(cut_off).lower()}</IsTruncated>{more}{items}{prefixes}</ListBucketResult>".encode(),
        )

    def do_PUT(self) -> None:
        options, source = self.options, unquote(self.headers.get("x-amz-copy-source", "")).lstrip("/")
        body = self.body()
        if source:
            self.store.requests["COPY"] += 1
            data = self.store.objects.get(source)
            if data is None:
                self.answer(404, error("NoSuchKey"))
                return
            self.put(data)
            self.answer(200, f"{HEAD}<CopyObjectResult><ETag>{etag(data)}</ETag></CopyObjectResult>".encode())
        elif "partNumber" in options:
            self.store.uploads[options["uploadId"]][int(options["partNumber"])] = body
            self.answer(200, b"", {"ETag": etag(body)})
        else:
            self.store.requests["PUT"] += 1
            self.put(body)
            self.answer(200, b"", {"ETag": etag(body)})

    def put(self, data: bytes) -> None:
        with self.store.lock:
            self.store.objects[self.key if "/" in self.key else f"{self.key}/"] = data

    def do_POST(self) -> None:
        options, body = self.options, self.body()
        if "delete" in options:
            self.store.requests["DELETE"] += 1
            self.delete_many(body.decode())
        elif "uploads" in options:
            upload = uuid.uuid4().hex
            self.store.uploads[upload] = {}
            self.answer(
                200,
                f"{HEAD}<InitiateMultipartUploadResult><UploadId>{upload}</UploadId></InitiateMultipartUploadResult>".encode(),
            )
        else:
            self.store.requests["PUT"] += 1
            parts = self.store.uploads.pop(options["uploadId"])
            self.put(b"".join(parts[number] for number in sorted(parts)))
            self.answer(
                200,
                f"{HEAD}<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>".encode(),
            )

    def delete_many(self, request: str) -> None:
        import re
        from xml.sax.saxutils import unescape

        bucket = self.key.rstrip("/")
        with self.store.lock:
            for key in re.findall(r"<Key>(.*?)</Key>", request):
                self.store.objects.pop(f"{bucket}/{unescape(key)}", None)
        self.answer(200, f"{HEAD}<DeleteResult></DeleteResult>".encode())

    def do_DELETE(self) -> None:
        self.store.requests["DELETE"] += 1
        with self.store.lock:
            self.store.objects.pop(self.key, None)
        self.answer(204, b"")

    def body(self) -> bytes:
        """Return what was sent; a body in signed chunks is put together."""
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            data = unchunked(self.rfile)
        else:
            data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        return unchunked(BytesIO(data)) if "aws-chunked" in self.headers.get("Content-Encoding", "") else data

    def answer(
        self, status: int, data: bytes, headers: dict[str, str] | None = None, *, head: bool = False
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if not head:
            self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


def unchunked(stream: BufferedIOBase) -> bytes:
    """Read a body that comes in chunks, with what may follow the last one, up to an empty line."""
    whole = b""
    while length := int(stream.readline().split(b";")[0], 16):
        whole += stream.read(length)
        stream.readline()
    while stream.readline().strip():
        pass
    return whole


def etag(data: bytes) -> str:
    return f'"{hashlib.md5(data).hexdigest()}"'  # what S3 calls it


def error(code: str) -> bytes:
    return f"{HEAD}<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode()
