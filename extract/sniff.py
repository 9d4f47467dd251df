"""What a file really is, told from its bytes; its suffix may lie."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from typing import IO, TYPE_CHECKING

from .compound_file import is_cut_off, top_names
from .plain_zip import plain_entries

if TYPE_CHECKING:
    from collections.abc import Sequence

# The word "%PDF-" may stand anywhere in the first 1024 bytes (ISO 32000-1, annex H, note 13).
_HEAD = 1024
_BLANK = b"\x00\r\n\t "
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Sector shift and directory entry layout: [MS-CFB] sections 2.2 and 2.6.1.
_OLE_ENTRY = 128
_OLE_HEADER = 512
_OLE_START_SECTOR = 116
# What holds the content; "Book" is that of Excel 5 and 95.
_OLE_STREAMS = (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt"))
# Flag fEncrypted of a .doc: [MS-DOC] section 2.5.2, FibBase.
_FIB_MAGIC = 0xA5EC
_FIB_ENCRYPTED = 0x0100

_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_WORD_XML = re.compile(rb"<(?:\w+:)?wordDocument\b|<pkg:package\b|progid=\"Word\.Document\"")
_EXCEL_XML = re.compile(rb"progid=\"Excel\.Sheet\"|urn:schemas-microsoft-com:office:spreadsheet")
# Word saves a page with its pictures as a mail without a sender, browsers name themselves as the sender.
_WEB_ARCHIVE = re.compile(rb"(?:mime-version:|from:\s*<saved by )", re.IGNORECASE)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# What an OpenDocument manifest says of a part that takes a password: ODF 1.3 part 2, section 4.4.
_ENCRYPTION = b":encryption-data"
# Files that hold other files.
_PACKED = ((b"\x1f\x8b", "gzip"), (b"Rar!\x1a\x07", "rar"), (b"7z\xbc\xaf\x27\x1c", "7z"))
ARCHIVES = frozenset({"zip", "tar", "gzip", "rar", "7z"})
_TAR_MAGIC = slice(257, 262)


def sniff(data: bytes) -> str:
    """Return the format of a file by its content.

    Returns:
        docx, pdf, doc, encrypted (Office file with a password), xls, ppt, ole, broken-ole, xlsx, pptx, xlsb, ofd, odt, ods,
        opendocument (another one), zip, broken-zip, gzip, tar, rar, 7z, rtf, html, mhtml, word-xml, excel-xml,
        png, jpeg, gif, tiff, bmp, webp, empty or unknown.
    """
    head = data[:_HEAD]
    if not head.strip(_BLANK) and not data.strip(_BLANK):
        return "empty"
    if b"%PDF-" in head:
        return "pdf"
    if data.startswith(_OLE):
        return _sniff_ole(data)
    if data.startswith(_ZIP):
        names = [entry.filename for entry in plain_entries(data) or ()]
        return _office_format(names) or _sniff_zip(io.BytesIO(data), data[: 4 * _HEAD])
    return _sniff_picture(head) or _sniff_packed(head) or _sniff_text(head)


def sniff_archive(stream: IO[bytes]) -> str | None:
    """Return which archive a file is, without reading all of it: zip, tar, gzip, rar or 7z; None for no archive.

    Args:
        stream: The file, which can be wound back; left at its beginning.
    """
    head = stream.read(4 * _HEAD)
    stream.seek(0)
    if not head.startswith(_ZIP):
        return _sniff_packed(head)
    kind = _sniff_zip(stream, head)
    stream.seek(0)
    return "zip" if kind == "zip" else None


def _sniff_packed(head: bytes) -> str | None:
    found = next((kind for magic, kind in _PACKED if head.startswith(magic)), None)
    return found or ("tar" if head[_TAR_MAGIC] == b"ustar" else None)


def _sniff_picture(head: bytes) -> str | None:
    for magic, kind in _PICTURES:
        if head.startswith(magic):
            return kind
    if head.startswith(b"BM") and head[6:10] == b"\x00\x00\x00\x00":
        return "bmp"
    return "webp" if head.startswith(b"RIFF") and head[8:12] == b"WEBP" else None


def _sniff_text(head: bytes) -> str:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"{\\rtf"):
        return "rtf"
    if _WORD_XML.search(text):
        return "word-xml"
    if _EXCEL_XML.search(text):
        return "html" if _HTML.match(text) else "excel-xml"
    if _HTML.match(text):
        return "html"
    return "mhtml" if _WEB_ARCHIVE.match(text) else "unknown"


def _sniff_ole(data: bytes) -> str:
    """Return the format of an OLE file by its streams: its own, or of a damaged one any that its directory names."""
    if _ole_entry(data, "EncryptedPackage") is not None:
        return "encrypted"
    top = top_names(data)
    for stream, kind in sorted(_OLE_STREAMS, key=lambda found: found[0].lower() not in top):
        entry = _ole_entry(data, stream)
        if entry is not None or stream.lower() in top:
            return "encrypted" if kind == "doc" and entry and _is_encrypted_doc(data, entry) else kind
    return "broken-ole" if is_cut_off(data) else "ole"


def _ole_entry(data: bytes, stream: str) -> int | None:
    """Return where the directory entry of a stream begins; entries stand on multiples of 128 bytes."""
    name = (stream + "\x00").encode("utf-16-le")
    start = data.find(name, _OLE_HEADER)
    while start != -1 and start % _OLE_ENTRY:
        start = data.find(name, start + 1)
    return None if start == -1 else start


def _is_encrypted_doc(data: bytes, entry: int) -> bool:
    """Say whether the stream WordDocument opens with a header that says so."""
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in {9, 12} or entry + _OLE_ENTRY > len(data):
        return False
    start = (struct.unpack_from("<I", data, entry + _OLE_START_SECTOR)[0] + 1) << shift
    if start + 12 > len(data):
        return False
    magic, flags = struct.unpack_from("<H8xH", data, start)
    return bool(magic == _FIB_MAGIC and flags & _FIB_ENCRYPTED)


def _sniff_zip(stream: IO[bytes], head: bytes) -> str:
    """Return the format of a ZIP container by the names of its parts."""
    try:
        with zipfile.ZipFile(stream) as container:
            return _container_format(container)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError):
        # The directory is at the end: a file cut short still shows its first names.
        return "docx" if b"[Content_Types].xml" in head or b"word/" in head else "broken-zip"


def _container_format(container: zipfile.ZipFile) -> str:
    names = container.namelist()
    is_open_document = {"content.xml", "mimetype"} <= {_normal(name) for name in names}
    return _office_format(names) or (_open_document(container) if is_open_document else "zip")


def _normal(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _office_format(parts: Sequence[str]) -> str | None:
    """Return the format of a container with these parts, None if it is none of Microsoft's and no OFD."""
    names = {_normal(name) for name in parts}
    folders = {name.split("/", 1)[0] for name in names if "/" in name}
    if "ofd.xml" in names:
        return "ofd"
    if "[content_types].xml" not in names:
        return None
    if "xl/workbook.bin" in names:
        return "xlsb"
    for folder, kind in (("word", "docx"), ("xl", "xlsx"), ("ppt", "pptx")):
        if folder in folders:
            return kind
    return "docx"


def _open_document(container: zipfile.ZipFile) -> str:
    """Return the format of an OpenDocument file by its part `mimetype`."""
    manifest = "META-INF/manifest.xml"
    if manifest in container.namelist() and _ENCRYPTION in _beginning(container, manifest, 64 * _HEAD):
        return "encrypted"
    kind = _beginning(container, "mimetype", _HEAD).decode("ascii", "replace").strip().rpartition(".")[2]
    known = {"text": "odt", "text-template": "odt", "spreadsheet": "ods", "spreadsheet-template": "ods"}
    return known.get(kind, "opendocument")


def _beginning(container: zipfile.ZipFile, part: str, size: int) -> bytes:
    """Return the first bytes of a part; it may unpack to far more."""
    with container.open(part) as stream:
        return stream.read(size)
