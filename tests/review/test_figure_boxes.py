from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from fuhe import read
from fuhe.review.marking.annotate_pdf import _on_page
from fuhe.review.marking.figure_boxes import Operand, figure_boxes
from fuhe.schemas.records import Evidence

VARIANTS = Path(__file__).parents[2] / "corpus" / "variants"
FIGURE = "1,286.40"


@pytest.mark.parametrize(
    "name",
    [
        "r01_thin_rectangles",
        "r11_turned_90",
        "r12_turned_180",
        "r13_turned_270",
        "r14_sideways",
        "r15_page_box_offset",
    ],
)
def test_boxes_lie_on_the_figure_however_the_page_is_turned(name: str) -> None:
    import pypdf

    path = VARIANTS / f"{name}.pdf"
    document = read(path)
    cell = next(c for table in document.tables for c in table.cells if c.text == FIGURE)
    place = cell.source.__class__(
        **{
            field: getattr(cell.source, field)
            for field in ("document", "page", "table", "row", "column", "box")
        },
        start=0,
        end=len(FIGURE),
    )
    assert place.page is not None
    operand = Operand(Evidence("", FIGURE, place), cell.text)
    ((box,),) = figure_boxes(path.read_bytes(), {place.page: [operand]})[place.page].boxes
    corners = _on_page(box, pypdf.PdfReader(path).pages[place.page - 1])
    xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    pages = pypdfium2.PdfDocument(path)
    text = pages[place.page - 1].get_textpage()
    assert (
        "".join(text.get_text_bounded(xs[0] + 0.5, ys[0] + 0.5, xs[-1] - 0.5, ys[-1] - 0.5).split()) == FIGURE
    )
    pages.close()
