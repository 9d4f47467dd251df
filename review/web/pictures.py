"""Pictures of the pages of submitted PDF files, and the boxes of figures on them."""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...extract.page_marks import NotOpenedError
from ..marking.figure_boxes import Figures, figure_boxes
from ..marking.originals import OriginalError, verified

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...schemas.records import DocumentRow
    from ..marking.figure_boxes import Operand

# Pixels for a point: 144 dpi is sharp on a projector; no picture gets more than 6 million pixels.
SCALE = 2.0
MOST_PIXELS = 6_000_000
# An A4 page takes some 60 KB as WebP.
MOST_BYTES = 96_000_000
MOST_FILE_BYTES = 128_000_000
QUALITY = 60
# PDFium is not thread-safe.
_PDFIUM = threading.RLock()


class PictureError(Exception):
    """A page cannot be shown; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Size of a page with its text upright, in points, and the boxes of the operands asked for."""

    width: float
    height: float
    figures: Figures


class _Kept:
    """The last byte strings used, up to a sum of bytes."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._held: OrderedDict[object, bytes] = OrderedDict()

    def get(self, key: object) -> bytes | None:
        if key in self._held:
            self._held.move_to_end(key)
        return self._held.get(key)

    def put(self, key: object, data: bytes) -> None:
        self._held[key] = data
        while len(self._held) > 1 and sum(map(len, self._held.values())) > self._room:
            self._held.popitem(last=False)


class Pictures:
    """Draws pages of files whose bytes are those that were read, and keeps what it drew last."""

    def __init__(self) -> None:
        self._pages = _Kept(MOST_BYTES)
        self._files = _Kept(MOST_FILE_BYTES)

    def sheets(self, document: DocumentRow, pages: Mapping[int, Sequence[Operand]]) -> dict[int, Sheet]:
        """Return the sizes of pages and the boxes of the operands on them.

        Raises:
            PictureError: The file is gone, has changed or cannot be opened.
        """
        with _PDFIUM:
            data = self._original(document)
            try:
                figures = figure_boxes(data, pages)
                return {page: _sheet(data, page, found) for page, found in figures.items()}
            except (NotOpenedError, ValueError, RuntimeError, IndexError) as error:
                raise PictureError(f"无法显示“{document.name}”的页面，以下为从文件中读出的内容。") from error

    def page(self, document: DocumentRow, number: int, turn: int) -> bytes:
        """Return a page as WebP.

        Args:
            document: The file.
            number: From 1.
            turn: By how many degrees to the right the page is turned so that its text is upright.

        Raises:
            PictureError: The file is gone, has changed or has no such page.
        """
        key = document.document_id, number, turn
        with _PDFIUM:
            data = self._original(document)
            picture = self._pages.get(key)
            if picture is None:
                picture = draw(data, number, turn)
                self._pages.put(key, picture)
            return picture

    def _original(self, document: DocumentRow) -> bytes:
        """Return the bytes of a file; it is read and proven again whenever its time or size has changed."""
        try:
            stat = Path(document.source).stat()
            key = document.document_id, document.source, stat.st_mtime_ns, stat.st_size
            data = self._files.get(key)
            if data is None:
                data = verified(document)
                self._files.put(key, data)
        except OriginalError as error:
            raise PictureError(str(error)) from error
        except OSError as error:
            raise PictureError(
                f"找不到原件“{document.source}”（可能已移动），以下为从文件中读出的内容。"
            ) from error
        return data


def draw(data: bytes, number: int, turn: int) -> bytes:
    """Return a page of a PDF as WebP; see `Pictures.page`.

    Raises:
        PictureError: There is no such page, or it cannot be drawn.
    """
    import pypdfium2  # noqa: PLC0415 - heavy

    try:
        with _PDFIUM, pypdfium2.PdfDocument(data) as document:
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(SCALE, (MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
            image = page.render(scale=scale).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
        raise PictureError(f"第{number}页无法显示。") from error
    if turn:
        image = image.rotate(-turn, expand=True)
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=QUALITY, method=2)
    return buffer.getvalue()


def _sheet(data: bytes, number: int, figures: Figures) -> Sheet:
    import pypdfium2  # noqa: PLC0415 - heavy

    from ...extract.page_marks import turned_size  # noqa: PLC0415

    with pypdfium2.PdfDocument(data) as document:
        shown_width, shown_height = document[number - 1].get_size()
        width, height = turned_size(shown_width, shown_height, figures.turn)
        return Sheet(width, height, figures)
