"""Reader of pictures: pages that were scanned or photographed and never put into a document."""

from __future__ import annotations

import hashlib
import io
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from ...schemas.errors import UnreadableDocument
from ...schemas.records import Document
from .. import limits
from ..pages.page_document import layouts_to_content
from .ocr import DEFAULT, REMEDY
from .scanned_pages import recognise_all, recognition_notices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

    from ...schemas.records import Paragraph, Table
    from .ocr import Picture, Recognition

# Points: pictures of pages say rarely how large their paper was, and mostly it is A4.
_PAPER = 842.0
# Pixels for a point: 200 dots an inch, as pages of PDF files are drawn.
_SCALE = 200 / 72


def read(
    data: bytes, name: str, source: str = "", kind: str = "png", recognition: Recognition = DEFAULT
) -> Document:
    """Return what the pages in a picture show.

    Args:
        data: The bytes of the file; each frame of it is a page.
        name: File name, for messages.
        source: Path as the caller gave it.
        kind: What `sniff` calls it.
        recognition: How pages are recognised.

    Raises:
        UnreadableDocument: not-a-document, too-large or no-text.
    """
    with _opened(data, name) as picture:
        count = getattr(picture, "n_frames", 1)
        if count > limits.PAGES:
            raise UnreadableDocument("too-large", f"{name}：超过 {limits.PAGES} 页，请拆分后重新提交。")
        if not recognition.can_run():
            raise UnreadableDocument(
                "no-text", f"{name}：内容是图片，未读取；请{REMEDY}，或提交 Word 或 PDF 原件。"
            )
        pages = ((number, partial(_frame, picture, number)) for number in range(1, count + 1))
        found = recognise_all(pages, recognition)
    identity = hashlib.sha256(data).hexdigest()
    paragraphs, tables = layouts_to_content(list(found.layouts), identity)
    if not (paragraphs or tables or found.late):
        raise UnreadableDocument(
            "no-text", f"{name}：图片中没有识别到文字，请核对文件，或提交 Word 或 PDF 原件。"
        )
    return Document(
        id=identity,
        name=name,
        source=source,
        format=kind,
        bytes=len(data),
        pages=count,
        paragraphs=paragraphs,
        tables=tables,
        notices=tuple(recognition_notices(found)),
    )


def read_picture(data: bytes, recognition: Recognition) -> tuple[tuple[Paragraph, ...], tuple[Table, ...]]:
    """Return the paragraphs and tables of a picture inside a document; nothing of one that cannot be read."""
    try:
        with _opened(data, "") as picture:
            found = recognise_all([(1, partial(_frame, picture, 1))], recognition)
    except UnreadableDocument:
        return (), ()
    return layouts_to_content(list(found.layouts), "")


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[Image]:
    """Give a picture whose first frame can be decoded."""
    import PIL.Image  # noqa: PLC0415 - only pictures need it

    try:
        picture = PIL.Image.open(io.BytesIO(data))
    except PIL.Image.DecompressionBombError as error:  # so many that the library does not even open it
        raise _too_large(name) from error
    except (OSError, ValueError) as error:
        raise _damaged(name) from error
    with picture:
        if picture.width * picture.height > limits.PICTURE_PIXELS:
            raise _too_large(name)
        try:
            picture.load()
        except (OSError, ValueError, SyntaxError) as error:
            raise _damaged(name) from error
        yield picture


def _too_large(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        "too-large", f"{name}：图片超过 {limits.PICTURE_PIXELS // 10_000} 万像素，请降低分辨率后重新提交。"
    )


def _damaged(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        "not-a-document", f"{name}：图片已损坏或不完整，请重新扫描，或提交 Word 或 PDF 原件。"
    )


def _frame(picture: Image, number: int) -> tuple[Picture, float]:
    """Return a frame in grey, as large as a sheet of A4 is drawn.

    Raises:
        ValueError: It has more pixels than any page.
    """
    picture.seek(number - 1)
    if picture.width * picture.height > limits.PICTURE_PIXELS:
        raise ValueError
    return picture_to_page(picture)


def picture_to_page(picture: Image, longest: float = _PAPER) -> tuple[Picture, float]:
    """Return a picture in grey, upright as its camera says, and its pixels for a point.

    Args:
        picture: Transparent parts become paper.
        longest: Its longer side in print, in points.
    """
    import numpy as np  # noqa: PLC0415 - slow to load
    import PIL.Image  # noqa: PLC0415 - as above
    import PIL.ImageOps  # noqa: PLC0415 - as above

    shown = PIL.ImageOps.exif_transpose(picture)
    if shown.mode in {"RGBA", "LA", "PA"} or "transparency" in shown.info:
        shown = shown.convert("RGBA")
        paper = PIL.Image.new("RGBA", shown.size, "white")
        shown = PIL.Image.alpha_composite(paper, shown)
    factor = _SCALE * longest / max(shown.size)
    size = (max(round(shown.width * factor), 1), max(round(shown.height * factor), 1))
    grey = shown.convert("L").resize(size, PIL.Image.Resampling.LANCZOS)
    return np.asarray(grey, dtype="uint8").copy(), _SCALE
