"""Seals and boxes over a table of a PDF file; all but one leave the table as it is."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from fuhe.corpus.pdf_sheet import PdfFeature
from fuhe.corpus.word_markup import grid

if TYPE_CHECKING:
    from collections.abc import Callable

    from fuhe.corpus.pdf_sheet import Rows, Sheet

_XS = (90.0, 210.0, 310.0, 410.0, 500.0)
_TOP = 120.0
_ROWS: Rows = [
    ["项目", "年初预算数", "全年执行数", "执行率"],
    *[[f"第{n}项支出", f"{n},250.40", f"{n},188.75", f"{90 + n}.06%"] for n in range(1, 8)],
]
# A character of a square seal drawn with straight strokes, in tenths of its size.
_STROKES = ((1, 1, 9, 1), (1, 1, 1, 9), (9, 1, 9, 9), (1, 9, 9, 9), (1, 5, 9, 5), (5, 1, 5, 9), (3, 3, 7, 3))
_CORNER, _MIDDLE = (452.0, 232.0), (250.0, 160.0)
_RED = (0.85, 0.1, 0.1)


def _square(x: float, top: float, side: float = 90.0) -> Callable[[Sheet], None]:
    """A square seal of four characters, all of straight strokes."""

    def draw(sheet: Sheet) -> None:
        sheet.canvas.setLineWidth(2)
        sheet.box(x, top, x + side, top + side)
        sheet.canvas.setLineWidth(1.5)
        step = side / 2 - 7
        for left, upper in ((x + 5, top + 5), (x + 9 + step, top + 5), (x + 5, top + 9 + step)):
            for a, b, c, d in _STROKES:
                sheet.line(
                    left + a * step / 10, upper + b * step / 10, left + c * step / 10, upper + d * step / 10
                )

    return draw


def _four_lines(sheet: Sheet) -> None:
    """The sides of a seal one by one, and characters that are text."""
    x, top, side = 255.0, 165.0, 72.0
    corners = [(x, top), (x + side, top), (x + side, top + side), (x, top + side), (x, top)]
    for (x0, y0), (x1, y1) in pairwise(corners):
        sheet.line(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    for n, char in enumerate("财政局印"):
        sheet.text(x + 6 + 32 * (n % 2), top + 6 + 32 * (n // 2), char, 28)


def _round(sheet: Sheet) -> None:
    """A round seal whose name stands upright."""
    sheet.canvas.setLineWidth(2)
    sheet.canvas.circle(300, sheet.height - 200, 58)
    sheet.centred(300, 214, "财务专用章", 11)


def _stamped(stamp: Callable[[Sheet], None], colour: tuple[float, float, float]) -> Callable[[Sheet], None]:
    def draw(sheet: Sheet) -> None:
        sheet.table(_ROWS, _XS, _TOP)
        sheet.canvas.setStrokeColorRGB(*colour)
        sheet.canvas.setFillColorRGB(*colour)
        stamp(sheet)

    return draw


def _as_form(stamp: Callable[[Sheet], None]) -> Callable[[Sheet], None]:
    def draw(sheet: Sheet) -> None:
        sheet.canvas.beginForm("seal", 0, 0, 595, 842)
        sheet.canvas.setStrokeColorRGB(*_RED)
        stamp(sheet)
        sheet.canvas.endForm()
        sheet.canvas.doForm("seal")

    return draw


def _highlighted(sheet: Sheet) -> None:
    """A cell whose border is red and thick in the place of the usual one."""
    sheet.canvas.setLineWidth(1.5)
    sheet.box(210, 160, 310, 180)


def _drawn(
    stamp: Callable[[Sheet], None],
    colour: tuple[float, float, float],
    paragraphs: tuple[str, ...] = (),
    notices: tuple[str, ...] = ("stamp-over-table",),
) -> PdfFeature:
    return PdfFeature((_stamped(stamp, colour),), paragraphs, (grid(_ROWS),), notices)


SEALS = {
    "seal_red_corner": _drawn(_square(*_CORNER), _RED),
    "seal_red_middle": _drawn(_square(*_MIDDLE), _RED),
    "seal_black_corner": _drawn(_square(*_CORNER), (0, 0, 0)),
    "seal_black_middle": _drawn(_square(*_MIDDLE), (0, 0, 0)),
    "seal_in_a_form": _drawn(_as_form(_square(*_MIDDLE, side=110)), (0, 0, 0)),
    "seal_of_lines_and_text": _drawn(_four_lines, _RED, ("财政局印",)),
    "seal_round_with_upright_text": _drawn(_round, _RED, ("财务专用章",), ()),
    "cell_with_red_border": _drawn(_highlighted, _RED, (), ()),
}
