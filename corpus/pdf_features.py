"""One PDF file for each thing that readers of PDF files miss, with what a person reads in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fuhe.corpus.pdf_seals import SEALS
from fuhe.corpus.pdf_sheet import PADDING, PdfFeature, Sheet, pdf_file
from fuhe.corpus.pdf_typed import TYPED
from fuhe.corpus.word_markup import grid

if TYPE_CHECKING:
    from collections.abc import Callable

    from fuhe.corpus.pdf_sheet import Rows, Spans

_XS = (60.0, 200.0, 300.0, 400.0, 500.0)
_PLAIN: Rows = [
    ["项目", "年初预算数", "全年执行数", "执行率"],
    *[[f"第{n}项支出", f"{n},250.40", f"{n},188.75", f"{90 + n}.06%"] for n in range(1, 6)],
]


def pdf_feature_files() -> dict[str, bytes]:
    """Return path below features/pdf/ and bytes of every file."""
    made: dict[str, bytes] = {}
    for name, feature in sorted({**SEALS, **TYPED, **_BORDERS, **_TEXTS, **_PAGES}.items()):
        made[f"{name}.pdf"] = pdf_file(feature)
        said = {"paragraphs": feature.paragraphs, "tables": feature.tables, "notices": feature.notices}
        made[f"{name}.json"] = (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
    return made


def _one(
    rows: Rows, spans: Spans | None = None, xs: tuple[float, ...] = _XS, pitch: float = 20.0
) -> PdfFeature:
    return PdfFeature(
        (lambda sheet: sheet.table(rows, xs, 120, spans, pitch=pitch),), tables=(grid(rows, spans=spans),)
    )


_THREE_LEVELS: Rows = [
    ["项目", "预算", None, None, "决算", None],
    [None, "合计", "其中", None, "合计", "其中"],
    [None, None, "基本支出", "项目支出", None, "项目支出"],
    ["行政运行", "120.50", "80.25", "40.25", "118.00", "38.00"],
    ["教育支出", "60.00", "20.00", "40.00", "59.10", "39.10"],
]
_THREE_SPANS: Spans = {
    (0, 0): (3, 1), (0, 1): (1, 3), (0, 4): (1, 2), (1, 1): (2, 1), (1, 2): (1, 2), (1, 4): (2, 1),
}  # fmt: skip


def _in_pieces(sheet: Sheet) -> None:
    sheet.pen = sheet.pieces
    sheet.table(_PLAIN, _XS, 120)


def _in_cells(sheet: Sheet) -> None:
    """Each cell a box of its own, half a point inside its place."""
    for r, texts in enumerate(_PLAIN):
        for c, text in enumerate(texts):
            sheet.box(_XS[c] + 0.3, 120.3 + 20 * r, _XS[c + 1] - 0.3, 139.7 + 20 * r)
            sheet.text(_XS[c] + PADDING, 124 + 20 * r, text or "")


def _without_left_and_right(sheet: Sheet) -> None:
    def pen(x0: float, top: float, x1: float, bottom: float) -> None:
        if not x0 == x1 in {_XS[0], _XS[-1]}:
            sheet.bar(x0, top, x1, bottom)

    sheet.pen = pen
    sheet.table(_PLAIN, _XS, 120)


def _accounting_underlines(sheet: Sheet) -> None:
    """Figures underlined as spreadsheets do: nearly as wide as the cell."""
    sheet.pen = sheet.bar
    sheet.table(_PLAIN, _XS, 120)
    for r in range(1, len(_PLAIN)):
        sheet.bar(_XS[1] + 2, 120 + 20 * r + 15.5, _XS[2] - 2, 120 + 20 * r + 15.5)


_BORDERS = {
    "header_of_three_levels": _one(
        _THREE_LEVELS, _THREE_SPANS, (60.0, 150.0, 220.0, 290.0, 360.0, 430.0, 500.0)
    ),
    "borders_in_short_pieces": PdfFeature((_in_pieces,), tables=(grid(_PLAIN),)),
    "borders_as_box_for_each_cell": PdfFeature((_in_cells,), tables=(grid(_PLAIN),)),
    "bars_without_left_and_right": PdfFeature((_without_left_and_right,), tables=(grid(_PLAIN),)),
    "underlines_as_wide_as_cells": PdfFeature((_accounting_underlines,), tables=(grid(_PLAIN),)),
}

_LONG = "某某市财政局国库支付中心运行维护经费"
_OVERFLOWING: Rows = [
    ["项目名称", "备注", "金额"],
    [_LONG, "", "12.50"],
    ["培训费", "含差旅", "3.20"],
]
_OVERFLOW_XS = (60.0, 180.0, 300.0, 400.0)


def _diagonal_watermark(sheet: Sheet) -> None:
    sheet.table(_PLAIN, _XS, 120)
    sheet.canvas.setFillGray(0.8)
    for x, y in ((120, 660), (300, 640)):
        sheet.canvas.saveState()
        sheet.canvas.translate(x, y)
        sheet.canvas.rotate(40)
        sheet.canvas.setFont("STSong-Light", 40)
        sheet.canvas.drawString(0, 0, "内部资料")
        sheet.canvas.restoreState()


def _upright_watermark(sheet: Sheet) -> None:
    """Pale words of the size of the text, again and again."""
    sheet.canvas.setFillGray(0.85)
    for top in range(100, 300, 34):
        sheet.text(96, top, "内部资料 注意保密", 22)
    sheet.canvas.setFillGray(0)
    sheet.table(_PLAIN, _XS, 120)


def _fake_bold(sheet: Sheet) -> None:
    for shift in (0.0, 0.2, 0.4):
        for r, texts in enumerate(_PLAIN):
            for c, text in enumerate(texts):
                sheet.text(_XS[c] + PADDING + shift, 124 + 20 * r, text or "")
    sheet.table([["" for _ in row] for row in _PLAIN], _XS, 120)


def _spaced(sheet: Sheet) -> None:
    sheet.table([["", "1,234.50"], ["", "1,234.50"], ["", "2,469.00"]], (60.0, 200.0, 300.0), 120)
    sheet.text(70, 124, "基本支出", spacing=8)
    sheet.text(70, 144, "项 目 支 出")
    sheet.text(70, 164, "合        计")


_WRAPPED: Rows = [["项目", "预算数", "备注"], ["大型修缮", "1,234,567.89", "2024年3月完工"]]


def _wrapped(sheet: Sheet) -> None:
    """A figure and a date that go on below because the cell is narrow."""
    xs = (60.0, 140.0, 180.0, 226.0)
    sheet.table([["项目", "预算数", "备注"]], xs, 120)
    sheet.table([["大型修缮", "1,234,\n567.89", "2024年3\n月完工"]], xs, 140, pitch=34)


def _clipped(sheet: Sheet) -> None:
    """What a spreadsheet prints where the cell to the right is not empty: two texts, each clipped to its cell."""
    sheet.table([["项目名称", "备注", "金额"], ["", "", "12.50"]], _OVERFLOW_XS, 120)
    for x0, x1, text in ((60, 180, _LONG), (180, 300, "按合同支付")):
        sheet.canvas.saveState()
        path = sheet.canvas.beginPath()
        path.rect(x0 + 1, sheet.height - 159, x1 - x0 - 2, 18)
        sheet.canvas.clipPath(path, stroke=0, fill=0)
        sheet.text(x0 + 2, 144, text)
        sheet.canvas.restoreState()


_TEXTS = {
    "text_clipped_to_its_cell": PdfFeature(
        (_clipped,),
        tables=(grid([["项目名称", "备注", "金额"], ["某某市财政局国库支付中", "按合同支付", "12.50"]]),),
        notices=("text-cut-off",),
    ),
    "text_longer_than_its_cell": _one(_OVERFLOWING, xs=_OVERFLOW_XS),
    "watermark_leaning": PdfFeature((_diagonal_watermark,), tables=(grid(_PLAIN),)),
    "watermark_upright": PdfFeature((_upright_watermark,), tables=(grid(_PLAIN),)),
    "bold_by_printing_thrice": PdfFeature((_fake_bold,), tables=(grid(_PLAIN),)),
    "characters_set_apart": PdfFeature(
        (_spaced,),
        tables=(grid([["基本支出", "1,234.50"], ["项 目 支 出", "1,234.50"], ["合 计", "2,469.00"]]),),
    ),
    "figure_over_two_lines": PdfFeature((_wrapped,), tables=(grid(_WRAPPED),)),
}

_LEFT: Rows = [
    ["单位", "合计", "基本支出"],
    *[[f"第{n}单位", f"{n}50.00", f"{n}20.00"] for n in range(1, 30)],
]
_RIGHT: Rows = [
    ["项目支出", "其中：财政", "其他"],
    *[[f"{n}30.00", f"{n}10.00", "0.00"] for n in range(1, 30)],
]
_WIDE_XS = (60.0, 220.0, 380.0, 540.0)


def _page(
    number: int, rows: Rows, top: float = 72.0, *lines: tuple[float, float, str]
) -> Callable[[Sheet], None]:
    def draw(sheet: Sheet) -> None:
        for x, at, text in lines:
            sheet.text(x, at, text)
        sheet.table(rows, _WIDE_XS, top, pitch=24)
        sheet.centred(297, 800, f"第 {number} 页 共 12 页", 9)

    return draw


def _list(first: int, last: int) -> list[list[str]]:
    return [[f"{n}", f"第{n}单位", f"{n}50.00"] for n in range(first, last)]


_HEAD: Rows = [["序号", "单位名称", "金额"]]

# The last row of the first page, and what is left of it on the second one.
_CUT_XS = (40.0, 93.0, 167.0, 256.0, 303.0, 357.0, 402.0)
_ABOVE: Rows = [
    ["绩效指标", "一级指标", "三级指标", "指标值", "完成值", "分值"],
    [None, "产出指标（40", "修建渠道长度", "≥36公里", "38公里", "10"],
    [None, None, "改造完成时间", "2024年9", "766,999.5", "10"],
]
_BELOW: Rows = [
    ["", "分）", "", "月30日前", "0", ""],
    [None, None, "验收合格率", "100%", "100%", "10"],
    [None, "满意度指标", "群众满意度", "≥90%", "92%", "10"],
]
_CUT: Rows = [
    _ABOVE[0],
    [None, "产出指标（40分）", *_ABOVE[1][2:]],
    [None, None, "改造完成时间", "2024年9月30日前", "766,999.50", "10"],
    *_BELOW[1:],
]


def _cut_above(sheet: Sheet) -> None:
    sheet.table(_ABOVE, _CUT_XS, 640, {(0, 0): (3, 1), (1, 1): (2, 1)}, pitch=40)


def _cut_below(sheet: Sheet) -> None:
    sheet.table(_BELOW, _CUT_XS, 72, {(0, 0): (3, 1), (0, 1): (2, 1)}, pitch=24)


_PAGES = {
    "columns_on_the_next_page": PdfFeature(
        (_page(1, _LEFT), _page(2, _RIGHT)), tables=(grid(_LEFT), grid(_RIGHT))
    ),
    "list_over_three_pages": PdfFeature(
        (
            _page(1, [*_HEAD, *_list(1, 28)], 96.0, (430, 76, "单位：万元")),
            _page(2, [*_HEAD, *_list(28, 57)]),
            _page(3, [*_HEAD, *_list(57, 60)], 72.0, (60, 200, "注：本表金额为执行数。")),
        ),
        ("单位：万元", "注：本表金额为执行数。"),
        (grid([*_HEAD, *_list(1, 60)]),),
    ),
    "row_cut_by_the_page_break": PdfFeature(
        (_cut_above, _cut_below), tables=(grid(_CUT, spans={(0, 0): (5, 1), (1, 1): (3, 1)}),)
    ),
    "list_without_repeated_header": PdfFeature(
        (_page(1, [*_HEAD, *_list(1, 29)]), _page(2, _list(29, 40))),
        (),
        (grid([*_HEAD, *_list(1, 40)]),),
    ),
}
