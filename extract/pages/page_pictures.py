"""Pictures of the pages of a PDF file with what was found drawn on them, for people who look for a mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..pdf.pdfium_pages import document_pages, opened
from .page_marks import PageTooLargeError, UnsureError, turned_box
from .rulings import strokes_to_rulings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from PIL.Image import Image

    from ...schemas.records import Document
    from .page_marks import PageMarks

# Pixels for a point: a page of A4 becomes 1190 × 1684, and no page more than 40 million.
_SCALE = 2.0
_PIXELS = 40_000_000
_RULING, _CELL = (220, 40, 40), (30, 90, 220)


def draw_pages(data: bytes, document: Document, folder: Path) -> None:
    """Write one picture for each page of a PDF file: rulings found in red, cells of tables in blue.

    Args:
        data: Bytes of the file; nothing is written for one that is no PDF.
        document: What was read from it.
        folder: Gets `page-001.png`, …; made if it does not exist.
    """
    if document.format != "pdf":
        return
    import pypdfium2  # noqa: PLC0415 - only pictures need its own layer

    folder.mkdir(parents=True, exist_ok=True)
    # First, since fonts that the file does not hold have no shapes while it is read.
    rulings = list(_page_rulings(data))
    rendered = pypdfium2.PdfDocument(data)
    for number, boxes in enumerate(rulings, start=1):
        page = rendered[number - 1]
        width, height = page.get_size()
        scale = min(_SCALE, (_PIXELS / max(width * height, 1.0)) ** 0.5)
        picture = page.render(scale=scale).to_pil().convert("RGB")
        page.close()
        _draw_rulings(picture, boxes, scale)
        _draw_cells(picture, document, number, scale)
        picture.save(folder / f"page-{number:03}.png")
    rendered.close()


def _page_rulings(data: bytes) -> Iterator[list[tuple[float, float, float, float]]]:
    """Yield the rulings of each page as boxes on the page as it is shown; none of a page that cannot be read."""
    with opened(data) as handle:
        for opening in document_pages(handle):
            try:
                with opening as marks:
                    yield _shown_rulings(marks)
            except (PageTooLargeError, UnsureError, ValueError):
                yield []  # the picture alone then shows why


def _shown_rulings(marks: PageMarks) -> list[tuple[float, float, float, float]]:
    rulings = strokes_to_rulings(marks.strokes)
    boxes = [(r.start, r.position, r.end, r.position) for r in rulings.horizontal]
    boxes += [(r.position, r.start, r.position, r.end) for r in rulings.vertical]
    return [turned_box(box, -marks.turn % 360, marks.width, marks.height) for box in boxes]


def _draw_rulings(picture: Image, boxes: Iterable[tuple[float, float, float, float]], scale: float) -> None:
    from PIL.ImageDraw import Draw  # noqa: PLC0415 - as above

    for box in boxes:
        Draw(picture).line([value * scale for value in box], fill=_RULING, width=3)


def _draw_cells(picture: Image, document: Document, page: int, scale: float) -> None:
    from PIL.ImageDraw import Draw  # noqa: PLC0415 - as above

    draw = Draw(picture)
    for table in document.tables:
        for cell in table.cells:
            box = cell.source.box
            if cell.source.page == page and box is not None:
                corners = [
                    box.x0 + 1,
                    box.top + 1,
                    max(box.x1 - 1, box.x0 + 1),
                    max(box.bottom - 1, box.top + 1),
                ]
                draw.rectangle([value * scale for value in corners], outline=_CELL)
                draw.text(
                    ((box.x0 + 2) * scale, (box.top + 1) * scale),
                    f"{table.number}:{cell.row},{cell.column}",
                    fill=_CELL,
                )
