"""Pictures of the pages of submitted PDF files, and the boxes of figures on them.

A file that was read once may still hang or crash what draws it, so whoever opens the desk may hand
over a way of running a function with bounds (see `Bounded`).
"""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from ...extract.pages.page_marks import NotOpenedError
from ...schemas.file_names import path_on_disk
from ..marking.figure_boxes import Figures, Operand, figure_boxes
from ..marking.masked_boxes import MaskedText, masked_boxes
from ..marking.originals import OriginalError, verified, why_missing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PIL.Image import Image

    from ...schemas.records import Box, DocumentRow

Task = TypeVar("Task")
Result = TypeVar("Result")

# Pixels for a point: 144 dpi is sharp on a projector; no picture gets more than 6 million pixels.
SCALE = 2.0
MOST_PIXELS = 6_000_000
# An A4 page takes some 60 KB as WebP.
MOST_BYTES = 96_000_000
MOST_FILE_BYTES = 128_000_000
QUALITY = 60
COVER = "#8c939c"
# PDFium is not thread-safe, and neither is what runs a function with bounds.
_PDFIUM = threading.RLock()


class Bounded(Protocol):
    """Runs a function that can be imported by name; None if it did not come back in time, or crashed."""

    def __call__(self, function: Callable[[Task], Result], task: Task, /) -> Result | None:
        """Return what the function makes of the task."""


def unbounded(function: Callable[[Task], Result], task: Task) -> Result | None:
    """Run a function in this process."""
    return function(task)


class PictureError(Exception):
    """A page cannot be shown; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Size of a page with its text upright, in points, and the boxes of the operands asked for."""

    width: float
    height: float
    figures: Figures


class Page(NamedTuple):
    """A page to draw.

    Attributes:
        data: Bytes of the PDF.
        number: From 1.
        turn: By how many degrees to the right the page is turned so that its text is upright.
        masked: Texts with personal data, which is covered.
    """

    data: bytes
    number: int
    turn: int
    masked: Sequence[MaskedText] = ()


class Spread(NamedTuple):
    """Pages to measure: bytes of the PDF, and page number to the operands on it."""

    data: bytes
    pages: Mapping[int, Sequence[Operand]]


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

    def __init__(self, bounded: Bounded = unbounded) -> None:
        self._bounded = bounded
        self._pages = _Kept(MOST_BYTES)
        self._files = _Kept(MOST_FILE_BYTES)
        self._failed: set[tuple[str, int]] = set()

    def sheets(self, document: DocumentRow, pages: Mapping[int, Sequence[Operand]]) -> dict[int, Sheet]:
        """Return the sizes of pages and the boxes of the operands on them.

        Raises:
            PictureError: The file is gone, has changed, or cannot be opened within bounds.
        """
        with _PDFIUM:
            data = self._original(document)
            found = self._ask(document, min(pages), measure, Spread(data, pages))
        if found is None:
            raise PictureError(f"无法显示“{document.name}”的页面，以下为从文件中读出的内容。")
        return found

    def page(self, document: DocumentRow, number: int, turn: int, masked: Sequence[MaskedText] = ()) -> bytes:
        """Return a page as WebP; see `Page`.

        Raises:
            PictureError: The file is gone, has changed, has no such page, or it cannot be drawn within bounds.
        """
        key = document.document_id, number, turn
        with _PDFIUM:
            data = self._original(document)
            picture = self._pages.get(key)
            if picture is None:
                picture = self._ask(document, number, draw, Page(data, number, turn, masked))
                if picture is None:
                    raise PictureError(f"第{number}页无法显示。")
                self._pages.put(key, picture)
            return picture

    def _ask(
        self, document: DocumentRow, number: int, function: Callable[[Task], Result | None], task: Task
    ) -> Result | None:
        """Return what a function makes of a page; a page that failed is not tried again."""
        key = document.document_id, number
        if key in self._failed:
            return None
        answer = self._bounded(function, task)
        if answer is None:
            self._failed.add(key)
        return answer

    def _original(self, document: DocumentRow) -> bytes:
        """Return the bytes of a file; it is read and proven again whenever its time or size has changed."""
        try:
            stat = path_on_disk(document.source).stat()
            key = document.document_id, document.source, stat.st_mtime_ns, stat.st_size
            data = self._files.get(key)
            if data is None:
                data = verified(document)
                self._files.put(key, data)
        except OriginalError as error:
            raise PictureError(str(error)) from error
        except OSError as error:
            raise PictureError(f"{why_missing(document.source)}，以下为从文件中读出的内容。") from error
        return data


def measure(spread: Spread) -> dict[int, Sheet] | None:
    """Return the sizes of pages and the boxes of the operands on them; None if they cannot be opened."""
    try:
        figures = figure_boxes(spread.data, spread.pages)
        return {page: _sheet(spread.data, page, found) for page, found in figures.items()}
    except (NotOpenedError, ValueError, RuntimeError, IndexError):
        return None


def draw(page: Page) -> bytes | None:
    """Return a page as WebP; None if there is no such page, or it cannot be drawn."""
    import pypdfium2  # noqa: PLC0415 - heavy

    try:
        hidden = masked_boxes(page.data, page.number, page.masked)
        with pypdfium2.PdfDocument(page.data) as document:
            shown = document[page.number - 1]
            width, height = shown.get_size()
            scale = min(SCALE, (MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
            image = shown.render(scale=scale).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, NotOpenedError, IndexError, ValueError):
        return None
    _cover(image, hidden, scale)
    if page.turn:
        image = image.rotate(-page.turn, expand=True)
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=QUALITY, method=2)
    return buffer.getvalue()


def _cover(image: Image, boxes: Sequence[Box], scale: float) -> None:
    from PIL import ImageDraw  # noqa: PLC0415 - heavy

    pen = ImageDraw.Draw(image)
    for box in boxes:
        pen.rectangle([edge * scale for edge in (box.x0, box.top, box.x1, box.bottom)], fill=COVER)


def _sheet(data: bytes, number: int, figures: Figures) -> Sheet:
    import pypdfium2  # noqa: PLC0415 - heavy

    from ...extract.pages.page_marks import turned_size  # noqa: PLC0415

    with pypdfium2.PdfDocument(data) as document:
        shown_width, shown_height = document[number - 1].get_size()
        width, height = turned_size(shown_width, shown_height, figures.turn)
        return Sheet(width, height, figures)
