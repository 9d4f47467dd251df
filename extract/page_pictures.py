"""Pictures of the pages of a PDF file with what was found drawn on them, for people who look for a mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .page_marks import PageTooLargeError, turned_box
from .pdfium_pages import document_pages, opened
from .rulings import strokes_to_rulings

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

    from ..schemas.records import Document
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
    rendered = pypdfium2.PdfDocument(data)
    with opened(data) as handle:
        for number, opening in enumerate(document_pages(handle), start=1):
            page = rendered[number - 1]
            width, height = page.get_size()
            scale = min(_SCALE, (_PIXELS / max(width * height, 1.0)) ** 0.5)
            picture = page.render(scale=scale).to_pil().convert("RGB")
            page.close()
            try:
                with opening as marks:
                    _draw_rulings(picture, marks, scale)
            except (PageTooLargeError, ValueError):
                pass  # the picture alone then shows why
            _draw_cells(picture, document, number, scale)
            picture.save(folder / f"page-{number:03}.png")
    rendered.close()


def _draw_rulings(picture: Image, marks: PageMarks, scale: float) -> None:
    from PIL.ImageDraw import Draw  # noqa: PLC0415 - as above

    rulings = strokes_to_rulings(marks.strokes)
    boxes = [(r.start, r.position, r.end, r.position) for r in rulings.horizontal]
    boxes += [(r.position, r.start, r.position, r.end) for r in rulings.vertical]
    for box in boxes:
        shown = turned_box(box, -marks.turn % 360, marks.width, marks.height)
        Draw(picture).line([value * scale for value in shown], fill=_RULING, width=3)


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
