"""Word files whose tables are pictures made of drawing calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fuhe.corpus import metafiles as mf
from fuhe.corpus.word_markup import Feature, grid, paragraph

if TYPE_CHECKING:
    from collections.abc import Callable

_ROWS = [
    ["项目", "年初预算", "全年执行", "执行率"],
    ["人员经费", "1,203.50", "1,198.46", "99.58%"],
    ["公用经费", "86.20", "70.02", "81.23%"],
    ["合计", "1,289.70", "1,268.48", "98.35%"],
]
_WIDTH, _HEIGHT, _SIZE = 1400, 300, 105
_BASE = 24  # TA_BASELINE


def _texts(rows: list[list[str]] = _ROWS, left: int = 60) -> list[mf.Text]:
    return [
        mf.Text(left + _WIDTH * c, _HEIGHT * r + 200, text)
        for r, texts in enumerate(rows)
        for c, text in enumerate(texts)
    ]


def _rules(draw: Callable[[int, int, int, int], bytes]) -> list[bytes]:
    across, down = _WIDTH * len(_ROWS[0]), _HEIGHT * len(_ROWS)
    level = [draw(0, _HEIGHT * r, across, _HEIGHT * r) for r in range(len(_ROWS) + 1)]
    return level + [draw(_WIDTH * c, 0, _WIDTH * c, down) for c in range(len(_ROWS[0]) + 1)]


def _bars(x0: int, y0: int, x1: int, y1: int) -> bytes:
    return mf.bar(x0, y0, max(x1 - x0, 7), max(y1 - y0, 7))


_SETUP = [
    mf.mapping((0, 0, 6400, 3600), (0, 0, 854, 480)),
    mf.font(1, _SIZE),
    mf.align(_BASE),
]
_DRAWN = {
    "emf_ruled": mf.emf([*_SETUP, *_rules(mf.line), *(mf.text_wide(text, _SIZE) for text in _texts())]),
    "emf_bars": mf.emf([*_SETUP, *_rules(_bars), mf.texts_wide(_texts())]),
    "emf_aligned": mf.emf([*_SETUP, *(mf.text_small(text) for text in _texts())]),
    "emf_code_page": mf.emf(
        [
            mf.world(0.5, 0.5, 40, 20),
            *_SETUP,
            *_rules(lambda *ends: mf.polyline([ends[:2], ends[2:]])),
            *(mf.text_narrow(text) for text in _texts()),
        ]
    ),
    "emf_twice": mf.emf(
        [
            *_SETUP,
            *_rules(mf.line),
            *(mf.text_wide(text, _SIZE) for text in _texts()),
            mf.emf_plus([mf.plus_font(1, _SIZE), *(mf.plus_string(text, 1) for text in _texts())]),
        ]
    ),
    "emf_plus": mf.emf(
        [
            mf.emf_plus(
                [
                    mf.plus_font(1, _SIZE),
                    *_rules(lambda *ends: mf.plus_lines([ends[:2], ends[2:]])),
                    *(mf.plus_string(text, 1) for text in _texts()[:8]),
                    *(mf.plus_driver_string(text, 1, _SIZE * 0.7) for text in _texts()[8:]),
                ]
            )
        ]
    ),
    "wmf_ruled": mf.wmf(
        [
            mf.wmf_setup((6400, 3600), _SIZE),
            *_rules(mf.wmf_line),
            *(mf.wmf_text(text) for text in _texts()[:8]),
            *(mf.wmf_spaced_text(text, _SIZE) for text in _texts()[8:]),
        ],
        (6400, 3600),
    ),
}


def picture(relation: str) -> str:
    """Return a paragraph with a picture of 16 by 9 centimetres."""
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="5760000" cy="3240000"/><a:graphic><a:graphicData>'
        f'<pic:pic><pic:blipFill><a:blip r:embed="{relation}"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def _feature(name: str, data: bytes) -> Feature:
    part = f"media/image1.{name[:3]}"
    return Feature(
        paragraph("表1 支出情况表") + paragraph("单位：万元") + picture("p") + paragraph("完"),
        ("表1 支出情况表", "单位：万元", "完"),
        (grid(_ROWS, "image", "表1 支出情况表"),),
        parts=((part, data),),
        relations=(("p", "image", part),),
    )


_GLYPHS = mf.emf([*_SETUP, *_rules(mf.line), *(mf.text_wide(text, _SIZE, 0x10) for text in _texts())])
_PROSE = mf.emf([*_SETUP, mf.text_wide(mf.Text(60, 200, "资料来源：决算报表"), _SIZE)])
PICTURES = {name: _feature(name, data) for name, data in _DRAWN.items()} | {
    "emf_glyph_numbers": Feature(
        paragraph("见下图。") + picture("p"),
        ("见下图。",),
        notices=("picture-not-read",),
        parts=(("media/image1.emf", _GLYPHS),),
        relations=(("p", "image", "media/image1.emf"),),
    ),
    "emf_prose": Feature(
        paragraph("前") + picture("p") + paragraph("后"),
        ("前", "资料来源：决算报表", "后"),
        parts=(("media/image1.emf", _PROSE),),
        relations=(("p", "image", "media/image1.emf"),),
    ),
}
