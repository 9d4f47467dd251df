"""One report drawn in 29 ways: `uv run --no-sync python corpus/drawing_variants.py` rewrites corpus/variants/.

All but the last two read the same (`expected.json`); those two have grids of their own.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportlab.lib import pdfencrypt
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from fuhe.corpus import variant_pens as pens
from fuhe.corpus.variant_files import in_object_streams, replaced
from fuhe.corpus.variant_report import (
    HEIGHT,
    PROSE,
    ROW,
    SIZE,
    WIDTH,
    Area,
    Drawn,
    drawn_tables,
    expected_tables,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fuhe.corpus.variant_pens import Pen, Rule

HERE = Path(__file__).resolve().parent / "variants"
FONT = "STSong-Light"


class _GbkFont(UnicodeCIDFont):  # type: ignore[misc]
    """A font whose text is stored in GBK instead of Unicode."""

    def __init__(self) -> None:
        super().__init__(FONT)
        self.name = self.fontName = "GBK"
        self.encodingName = "GBK-EUC-H"

    def formatForPdf(self, text: str) -> str:  # noqa: N802 - the name is reportlab's
        return "".join(f"\\{byte:03o}" for byte in text.encode("gbk"))


@dataclass(frozen=True)
class Way:
    """A way to draw the report.

    Attributes:
        pen: Draws borders.
        size: Of the sheet.
        before: Called on the canvas before each page is drawn, with its number.
        after: Called after it.
        prints: How often text is printed, each time a little further right.
        latin: Font of figures; None for that of the rest.
        font: Font of the text.
        finish: What is done to the finished file.
        encrypt: Owner's password.
        tables: The tables.
        form: Each page is drawn as a form placed at half the scale it is drawn in.
    """

    pen: Pen = pens.lines
    size: tuple[float, float] = (WIDTH, HEIGHT)
    before: Callable[[Canvas, int], None] = lambda canvas, page: None  # noqa: ARG005
    after: Callable[[Canvas, int], None] = lambda canvas, page: None  # noqa: ARG005
    prints: int = 1
    latin: str | None = None
    font: str = FONT
    finish: Callable[[bytes], bytes] = bytes
    encrypt: Any = None
    tables: Sequence[Drawn] = field(default_factory=drawn_tables)
    form: bool = False


def draw(way: Way) -> bytes:
    """Return the file."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=way.size, invariant=1, pageCompression=0, encrypt=way.encrypt)
    for page in sorted({table.page for table in way.tables}):
        way.before(canvas, page)
        if way.form:
            canvas.beginForm(f"page{page}", 0, 0, 2 * WIDTH, 2 * HEIGHT)
            canvas.scale(2, 2)
        _draw_page(canvas, way, page)
        if way.form:
            canvas.endForm()
            canvas.scale(0.5, 0.5)
            canvas.doForm(f"page{page}")
        way.after(canvas, page)
        canvas.showPage()
    canvas.save()
    return way.finish(buffer.getvalue())


def _draw_page(canvas: Canvas, way: Way, page: int) -> None:
    canvas.setLineWidth(0.5)
    for x, top, size, text, on in PROSE:
        if on == page:
            _write(canvas, way, (x, top), text, size)
    for table in way.tables:
        if table.page == page:
            way.pen(canvas, _rules(table))
            for area in table.areas:
                _write_cell(canvas, way, table, area)


def _rules(table: Drawn) -> list[Rule]:
    """Return every side of every cell once, from below."""
    rules: set[Rule] = set()
    for area in table.areas:
        x0, top, x1, bottom = table.box(area)
        up, down = HEIGHT - top, HEIGHT - bottom
        rules |= {(x0, up, x1, up), (x0, down, x1, down), (x0, down, x0, up), (x1, down, x1, up)}
    return sorted(rules)


def _write_cell(canvas: Canvas, way: Way, table: Drawn, area: Area) -> None:
    x0, top, x1, bottom = table.box(area)
    if "\n" in area.text:  # set from top to bottom
        for index, char in enumerate(area.text.split("\n")):
            _write(canvas, way, ((x0 + x1 - SIZE) / 2, top + 4 + SIZE * index), char, SIZE)
        return
    width = pdfmetrics.stringWidth(area.text, FONT, SIZE)
    _write(canvas, way, ((x0 + x1 - width) / 2, (top + bottom - SIZE) / 2), area.text, SIZE)


def _write(canvas: Canvas, way: Way, place: tuple[float, float], text: str, size: float) -> None:
    x, top = place
    for shift in range(way.prints):
        at = x + 0.3 * shift
        for piece, font in _pieces(text, way):
            canvas.setFont(font, size)
            canvas.drawString(at, HEIGHT - top - 0.86 * size, piece)
            at += pdfmetrics.stringWidth(piece, FONT if font == way.font else font, size)


def _pieces(text: str, way: Way) -> list[tuple[str, str]]:
    if way.latin is None:
        return [(text, way.font)]
    pieces: list[tuple[str, str]] = []
    for char in text:
        font = way.latin if char.isascii() else way.font
        if pieces and pieces[-1][1] == font:
            pieces[-1] = (pieces[-1][0] + char, font)
        else:
            pieces.append((char, font))
    return pieces


def _turned(degrees: int) -> Way:
    """Pages that the viewer turns; they read upright when shown."""

    def before(canvas: Canvas, page: int) -> None:
        del page
        canvas.setPageRotation(degrees)
        shift = {90: (HEIGHT, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[degrees]
        canvas.translate(*shift)
        canvas.rotate(degrees)

    return Way(before=before)  # reportlab lays the sheet on its side by itself


def _sideways(canvas: Canvas, page: int) -> None:
    del page
    canvas.translate(HEIGHT, 0)
    canvas.rotate(90)


def _offset(canvas: Canvas, page: int) -> None:
    del page
    canvas.translate(70, -50)


def _diagonal(canvas: Canvas, page: int) -> None:
    table = drawn_tables()[page]
    x0, top, x1, bottom = table.box(table.areas[0])
    canvas.line(x0, HEIGHT - top, x1, HEIGHT - bottom)


def _underlines(canvas: Canvas, page: int) -> None:
    for table in drawn_tables():
        for area in table.areas:
            if table.page == page and len(area.text) > 3:
                x0, _, x1, bottom = table.box(area)
                canvas.line(x0 + 8, HEIGHT - bottom + 4.5, x1 - 8, HEIGHT - bottom + 4.5)
    for x, top, size, text, on in PROSE:
        if on == page:
            y = HEIGHT - top - 1.15 * size
            canvas.line(x, y, x + pdfmetrics.stringWidth(text, FONT, size), y)


def _background(canvas: Canvas, page: int) -> None:
    del page
    canvas.setFillGray(0.97)
    canvas.rect(20, 20, WIDTH - 40, HEIGHT - 40, stroke=1, fill=1)
    canvas.setFillGray(0)


def _vertical() -> tuple[Drawn, ...]:
    labels = ("产\n出\n指\n标", "效\n益\n指\n标")
    areas = [Area(0, c, 1, 1, text) for c, text in enumerate(("一级", "二级指标", "分值"))]
    for n, label in enumerate(labels):
        areas.append(Area(1 + 3 * n, 0, 3, 1, label))
        areas += [
            Area(1 + 3 * n + r, c, 1, 1, (f"指标{3 * n + r + 1}", "10")[c - 1])
            for r in range(3)
            for c in (1, 2)
        ]
    return (Drawn(1, 200.0, (60.0, 110.0, 300.0, 400.0), tuple(sorted(areas))),)


def _nested() -> tuple[Drawn, ...]:
    inner = tuple(Area(r, c, 1, 1, f"内{r}{c}") for r in range(2) for c in range(2))
    outer = tuple(
        Area(r, c, 1, 1, "" if (r, c) == (1, 1) else f"外{r}{c}") for r in range(3) for c in range(3)
    )
    # The middle row of the outer table is as high as three, so that the inner one fits.
    tall = tuple(
        area._replace(row=area.row if area.row < 2 else 4, rowspan=3 if area.row == 1 else 1)
        for area in outer
    )
    return (
        Drawn(1, 200.0, (60.0, 160.0, 400.0, 500.0), tall),
        Drawn(1, 200.0 + 1.5 * ROW, (200.0, 270.0, 340.0), inner),
    )


def ways() -> dict[str, Way]:
    """Return the 29 ways by name."""
    # Names of glyphs that say nothing, as those of subsets are.
    nameless = b"/Encoding<</Differences[33 %s]>>" % b"".join(b"/g%d" % code for code in range(33, 127))
    font_object = {b"/UniGB-UCS2-H": b"/Identity-H", b"(GB1)": b"(Identity)"}
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    pdfmetrics.registerFont(_GbkFont())
    return {
        "r01_thin_rectangles": Way(pen=pens.rectangles),
        "r02_dashes": Way(pen=pens.dashes),
        "r03_dots": Way(pen=pens.dots),
        "r04_double_1.5pt": Way(pen=pens.double(1.5)),
        "r05_double_3.6pt": Way(pen=pens.double(3.6)),
        "r06_open_sides": Way(pen=pens.without_sides),
        "r07_one_path": Way(pen=pens.one_path),
        "r08_white_borders": Way(pen=pens.white),
        "r09_no_borders": Way(pen=pens.nothing),
        "r10_thin_polygons": Way(pen=pens.polygons),
        "r11_turned_90": _turned(90),
        "r12_turned_180": _turned(180),
        "r13_turned_270": _turned(270),
        "r14_sideways": Way(before=_sideways, size=(HEIGHT, WIDTH)),
        "r15_page_box_offset": Way(
            before=_offset,
            finish=lambda data: replaced(
                data, {b"/MediaBox [ 0 0 595 842 ]": b"/MediaBox [ 70 -50 665 792 ]"}
            ),
        ),
        "r16_form_scaled": Way(form=True),
        "r17_printed_twice": Way(prints=2),
        "r18_no_unicode_simple": Way(
            latin="Helvetica", finish=lambda data: replaced(data, {b"/Encoding /WinAnsiEncoding": nameless})
        ),
        "r19_no_unicode_cid": Way(finish=lambda data: replaced(data, font_object)),
        "r20_owner_password": Way(encrypt=pdfencrypt.StandardEncryption("", "owner", strength=128)),
        "r21_object_streams": Way(finish=in_object_streams),
        "r22_diagonal_header": Way(after=_diagonal),
        "r23_underlined": Way(after=_underlines),
        "r24_borders_three_times": Way(pen=pens.three_times),
        "r25_page_background": Way(before=_background),
        "r26_unicode_not_embedded": Way(),
        # Figures are other characters of the collection in this encoding, half as wide as ideographs.
        "r27_gbk_not_embedded": Way(
            font="GBK", finish=lambda data: replaced(data, {b"/W [ 1 ": b"/W [ 814 939 500 1 "})
        ),
        "r28_vertical_text": Way(tables=_vertical()),
        "r29_nested_table": Way(tables=_nested()),
    }


def made_files() -> dict[str, bytes]:
    """Return name and bytes of everything below corpus/variants/."""
    made = {f"{name}.pdf": draw(way) for name, way in ways().items()}
    grids = {
        "": expected_tables(),
        "r28_vertical_text": [_vertical()[0].areas],
        "r29_nested_table": _nested_grids(),
    }
    for name, tables in grids.items():
        made[f"{name or 'expected'}.json"] = (
            json.dumps({"tables": tables}, ensure_ascii=False, indent=0) + "\n"
        ).encode()
    return made


def _nested_grids() -> list[tuple[Area, ...]]:
    outer, inner = _nested()
    rows = {0: 0, 1: 1, 4: 2}
    return [tuple(area._replace(row=rows[area.row], rowspan=1) for area in outer.areas), inner.areas]


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for name, data in made_files().items():
        (HERE / name).write_bytes(data)
