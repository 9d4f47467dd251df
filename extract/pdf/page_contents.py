"""Descriptions of pages as they stand in a PDF file: how much they unpack to, and whether they paint anything."""

from __future__ import annotations

import io
import logging
import re
import warnings
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1

from .. import limits
from ..pages.page_marks import PageTooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Operators that show text, paint paths, and place drawings and pictures (ISO 32000-1, annex A).
_PAINTS = re.compile(
    rb"""(?:^|(?<=[\s\])>]))(?:T[jJ]|['"]|Do|[Ssf]|F|f\*|[Bb]\*?|sh|BI)(?=[\s\[(</]|$)""", re.MULTILINE
)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the remarks of pdfminer on slightly broken files away from the user's terminal."""
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def blank_pages(data: bytes, numbers: Sequence[int]) -> set[int]:
    """Return which pages of a document hold nothing that paints; none where its tree is broken.

    Args:
        data: Bytes of the file.
        numbers: Of the pages to look at, from 1.
    """
    blank: set[int] = set()
    try:
        with quiet():
            pages = PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data))))
            for number, page in zip(range(1, max(numbers) + 1), pages, strict=False):
                if number in numbers and not _paints(page):
                    blank.add(number)
    except Exception:  # noqa: BLE001 - pdfminer raises anything on a broken file; the pages found so far count
        return blank
    return blank


def _paints(page: PDFPage) -> bool:
    """Say whether a page paints anything, or may do so."""
    check_contents(page)
    return any(
        isinstance(stream, PDFStream) and _PAINTS.search(stream.get_data()) for stream in _streams(page)
    )


def _streams(page: PDFPage) -> Iterator[object]:
    for entry in page.contents:
        yield resolve1(entry)


def check_contents(page: PDFPage) -> None:
    """Raise if a page description unpacks to more than a page needs, before it is unpacked whole.

    Raises:
        PageTooLargeError: It does.
    """
    for stream in _streams(page):
        if not isinstance(stream, PDFStream) or stream.rawdata is None:
            continue
        data, room = stream.rawdata, limits.PAGE_CONTENT_BYTES
        if len(data) > room:
            raise PageTooLargeError
        try:
            unpacker = zlib.decompressobj()
            unpacker.decompress(data, room)
        except zlib.error:
            continue  # not compressed, or with another filter; pdfminer decides
        if unpacker.unconsumed_tail:
            raise PageTooLargeError
