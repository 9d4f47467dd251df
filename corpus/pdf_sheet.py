"""A sheet of paper to draw PDF features on: places are points from its top left corner."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
SIZE = 10.5
ROW = 20.0
# Points between the border of a cell and its text, as Word sets them.
PADDING = 5.4

Rows = Sequence[Sequence[str | None]]
Spans = dict[tuple[int, int], tuple[int, int]]


class Sheet:
    """One page that is being drawn."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        self.canvas: Any = canvas
        self.height = height
        self.pen: Callable[[float, float, float, float], None] = self.line

    def text(self, x: float, top: float, text: str, size: float = SIZE, spacing: float = 0.0) -> None:
        """Write a line whose font box starts here."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, self.height - top - 0.86 * size, text, charSpace=spacing)

    def centred(self, x: float, top: float, text: str, size: float = SIZE) -> None:
        """Write a line around a middle."""
        self.text(x - pdfmetrics.stringWidth(text, FONT, size) / 2, top, text, size)

    def line(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Draw a line with the pen as it is."""
        self.canvas.line(x0, self.height - top, x1, self.height - bottom)

    def box(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Draw a rectangle in one go."""
        self.canvas.rect(x0, self.height - bottom, x1 - x0, bottom - top)

    def bar(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Draw a line as a filled rectangle."""
        half, thick = 0.25, 0.5
        self.canvas.rect(
            x0 - half, self.height - bottom - half, x1 - x0 + thick, bottom - top + thick, stroke=0, fill=1
        )

    def pieces(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Draw a line as short pieces that hardly touch."""
        count = max(round(max(x1 - x0, bottom - top) / 12), 1)
        dx, dy = (x1 - x0) / count, (bottom - top) / count
        for n in range(count):
            end = n + 1 - 0.03
            self.line(x0 + n * dx, top + n * dy, x0 + end * dx, top + end * dy)

    def table(
        self,
        rows: Rows,
        xs: Sequence[float],
        top: float,
        spans: Spans | None = None,
        *,
        pitch: float = ROW,
    ) -> None:
        """Draw a table, each side of each cell once by `pen`, and its texts set to the left."""
        sides: set[tuple[float, float, float, float]] = set()
        for r, texts in enumerate(rows):
            for c, text in enumerate(texts):
                if text is None:
                    continue
                down, across = (spans or {}).get((r, c), (1, 1))
                x0, x1, upper, lower = xs[c], xs[c + across], top + pitch * r, top + pitch * (r + down)
                sides |= {(x0, upper, x1, upper), (x0, lower, x1, lower), (x0, upper, x0, lower)}
                sides.add((x1, upper, x1, lower))
                for n, line in enumerate(text.split("\n")):
                    self.text(x0 + PADDING, upper + 4 + 1.2 * SIZE * n, line)
        for side in sorted(sides):
            self.pen(*side)


class PdfFeature(NamedTuple):
    """Pages, and what a person reads on them: paragraphs and tables in reading order, codes of the notices."""

    pages: tuple[Callable[[Sheet], object], ...]
    paragraphs: tuple[str, ...] = ()
    tables: tuple[dict[str, Any], ...] = ()
    notices: tuple[str, ...] = ()
    size: tuple[float, float] = (WIDTH, HEIGHT)


def pdf_file(feature: PdfFeature) -> bytes:
    """Return the file of a feature, with the same bytes every time."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=feature.size, invariant=1, pageCompression=0)
    for draw in feature.pages:
        canvas.setLineWidth(0.5)
        draw(Sheet(canvas, feature.size[1]))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()
